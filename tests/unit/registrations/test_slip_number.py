"""The numbers of paper slips: no slip of the pen leads to another slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.badges.code import Malformed, ShortCode, parse
from festa.registrations.slip_number import (
    HIGHEST,
    QR_LENGTH,
    SlipFlaw,
    make_number,
    qr_text,
    read_number,
    show_number,
)

SERIALS = st.integers(1, HIGHEST)
FAIRS = st.integers(1, 99_999)


@given(SERIALS, FAIRS)
def test_what_is_printed_is_read_back_however_it_is_typed(serial: int, fair_id: int) -> None:
    shown = show_number(serial)
    for typed in (make_number(serial), shown, shown.replace(" ", "-"), qr_text(fair_id, serial)):
        assert read_number(typed, fair_id) == serial


@given(SERIALS, st.integers(0, 5), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_caught(serial: int, at: int, digit: str) -> None:
    number = make_number(serial)
    wrong = number[:at] + digit + number[at + 1 :]
    assert wrong == number or read_number(wrong, 1) is SlipFlaw.CHECK_FAILED


@given(SERIALS, st.integers(0, 4))
def test_two_digits_changed_about_are_always_caught(serial: int, at: int) -> None:
    number = make_number(serial)
    wrong = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    assert wrong == number or read_number(wrong, 1) is SlipFlaw.CHECK_FAILED


def test_the_qr_of_another_fair_is_known_as_such() -> None:
    assert read_number(qr_text(7, 12), 8) is SlipFlaw.OTHER_FAIR


@given(SERIALS, FAIRS)
def test_no_slip_is_taken_for_a_badge(serial: int, fair_id: int) -> None:
    for text in (make_number(serial), qr_text(fair_id, serial)):
        assert isinstance(parse(text), Malformed)
    assert len(qr_text(fair_id, serial)) == QR_LENGTH


@pytest.mark.parametrize("typed", ["", "12", "abc", "1234567", "번호"])
def test_anything_else_is_unreadable(typed: str) -> None:
    assert read_number(typed, 1) is SlipFlaw.UNREADABLE


def test_a_badge_number_is_no_slip() -> None:
    assert isinstance(parse("48271036"), ShortCode | Malformed)
    assert read_number("4827 1036", 1) is SlipFlaw.UNREADABLE


def test_no_serial_beyond_five_digits() -> None:
    with pytest.raises(ValueError, match="serial"):
        make_number(HIGHEST + 1)
