"""The look that every page of a test is given: it finds what it is there to find."""

import pytest

from tests.html import faults_of

CARD = '<section aria-labelledby="a-{0}"><h2 id="a-{0}">{1}</h2><p id="b-{0}">{2}</p></section>'
CARD_BY_BOTH = CARD.replace('aria-labelledby="a-{0}"', 'aria-labelledby="a-{0} b-{0}"')


def page(*parts: str) -> str:
    return f"<html><body><main>{''.join(parts)}</main></body></html>"


def test_two_cards_of_one_name_are_told() -> None:
    cards = page(CARD.format(1, "결과", "김*수"), CARD.format(2, "결과", "이*영"))
    assert faults_of(cards) == ["two of region are called “결과”"]


def test_a_name_of_two_parts_tells_them_apart() -> None:
    cards = (CARD_BY_BOTH.format(1, "결과", "김*수"), CARD_BY_BOTH.format(2, "결과", "이*영"))
    assert faults_of(page(*cards)) == []


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ('<p id="x"></p><br><p id="x"></p>', "the id x is there twice"),
        ('<input aria-describedby="hint">', "nothing has the id hint"),
        ('<label for="name">이름</label>', "nothing has the id name"),
        ('<nav aria-label="쪽"></nav><nav aria-label="쪽"></nav>', "two of navigation"),
        ("<nav></nav><nav></nav>", "two of navigation"),
    ],
)
def test_each_fault_is_told(part: str, fault: str) -> None:
    (told,) = faults_of(page(part))
    assert told.startswith(fault)


@pytest.mark.parametrize(
    "part",
    [
        "<section><h2>결과</h2></section><section><h2>결과</h2></section>",
        '<img alt=""><p id="x">하나<br>둘</p><label for="x">셋</label>',
        "<form></form><form></form>",
    ],
)
def test_what_has_no_name_is_no_landmark(part: str) -> None:
    assert faults_of(page(part)) == []


def test_a_part_may_point_at_what_stands_around_it() -> None:
    assert faults_of('<p aria-labelledby="title"></p>') == []
