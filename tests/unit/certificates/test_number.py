"""The number of a certificate: hard to guess, easy to copy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.certificates.number import GROUP, LENGTH, make_number, read_number, show_number


def test_a_number_is_read_back_as_it_is_printed() -> None:
    number = make_number()
    shown = show_number(number)
    assert [len(part) for part in shown.split("-")] == [GROUP] * (LENGTH // GROUP)
    assert read_number(shown) == number
    assert read_number(f"  {shown.replace('-', ' ')}\n") == number


@given(st.integers(0, LENGTH - 1), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(place: int, more: int) -> None:
    number = make_number()
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    assert read_number(wrong) is None


@pytest.mark.parametrize("typed", ["", "0", "홍길동", "1" * 16, "9" * 40, "1234-5678-9012"])
def test_what_is_no_number_of_ours_is_none(typed: str) -> None:
    assert read_number(typed) is None
