"""What a text message may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.messages.sms import CODE, LONG, TextKind, bytes_of, cut, kind_of, readable


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("홍길동", 6), ("똠방각하", 8), ("a똠", 3)]
)
def test_a_syllable_is_two_bytes_the_rare_ones_too(text: str, length: int) -> None:
    assert bytes_of(text) == length


def test_ninety_bytes_are_short_and_one_more_is_long() -> None:
    assert kind_of("가" * 45) is TextKind.SMS
    assert kind_of("가" * 45 + ".") is TextKind.LMS


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("10:00–16:00", "10:00-16:00"),
        ("José", "Jose"),
        ("축하해요 🎉", "축하해요 ?"),
        ("‘대전’ · 1홀…", "‘대전’ · 1홀…"),
        ("가\u200b나", "가나"),
        ("\u1112\u1169\u11bc", "홍"),
        ("₩10,000", "￦10,000"),
        ("펲시 똠양", "펲시 똠양"),
    ],
)
def test_signs_without_a_code_become_the_nearest_one(written: str, shown: str) -> None:
    assert readable(written) == shown


def test_a_text_is_cut_between_syllables() -> None:
    assert cut("a" + "가" * 10, 4) == "a가"
    assert len(cut("가" * 3000).encode(CODE)) == LONG


@given(st.text())
def test_every_text_can_be_carried(text: str) -> None:
    carried = readable(text)
    assert carried.encode(CODE).decode(CODE) == carried
    assert bytes_of(cut(text)) <= LONG
