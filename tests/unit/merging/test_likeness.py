"""Who looks like one person: a name and a number together, never one of them alone."""

import pytest

from festa.merging.likeness import Known, Likeness, likeness, pairs

BASE = Known(1, 1, "김정숙", "+821020001234", 1968)


def known(number: int, **fields: object) -> Known:
    """Somebody like the first, but for what is said."""
    return BASE._replace(registration_id=number, seeker_id=number, **fields)


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ({"phone": "+821020001243"}, Likeness.NUMBER_SLIP),
        ({"phone": "+821020001235"}, Likeness.NUMBER_SLIP),
        ({"phone": "+821077771234", "birth_year": None}, Likeness.SAME_END),
        ({"name": "김정순"}, Likeness.NAME_SLIP),
        ({"phone": "+821077775555"}, Likeness.SAME_YEAR),
        ({"phone": "+821077775555", "birth_year": 1970}, None),
        ({"name": "이바다"}, Likeness.SAME_NUMBER),
        ({"name": "이바다", "birth_year": 1990}, None),
        ({"name": "이바다", "birth_year": None}, None),
        ({"name": "김정순", "birth_year": 1990}, None),
        ({"name": "김정순", "phone": "+821020001235"}, None),
    ],
)
def test_likeness(other: dict[str, object], kind: Likeness | None) -> None:
    one = known(2, **other)
    assert likeness(BASE, one) is kind
    assert likeness(one, BASE) is kind


def test_a_name_without_its_accents_is_the_same_name_written_otherwise() -> None:
    one = BASE._replace(name="Nguyễn Thị Minh Khải", birth_year=None)
    assert likeness(one, known(2, name="Nguyen Thi Minh Khai")) is Likeness.NAME_SLIP
    assert likeness(one, known(2, name="Tran Van Nam")) is None


def test_nobody_looks_like_themselves() -> None:
    assert likeness(BASE, BASE._replace(registration_id=9)) is None


def test_each_pair_is_named_once_and_the_surest_first() -> None:
    people = [
        BASE,
        known(2, phone="+821077775555"),
        known(3, phone="+821020001235"),
        known(4, name="이바다"),
        known(5, name="이하늘", birth_year=1990),
    ]
    found = [(one.first.registration_id, one.second.registration_id) for one in pairs(people)]
    assert found == [(1, 3), (1, 2), (2, 3), (1, 4)]
