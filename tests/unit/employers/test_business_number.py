"""사업자등록번호: the form, the parts and the check digit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.employers.business_number import (
    EXPLAINED,
    NumberProblem,
    check_digit,
    parse_business_number,
    show_business_number,
)

P = NumberProblem


@pytest.mark.parametrize(
    "typed",
    [
        "124-81-00998",
        "220-81-62517",
        "120-81-47521",
        "123-45-67891",
        "999-99-00010",
        "999-99-00024",
    ],
)
def test_valid_numbers_pass_also_when_the_check_digit_is_0(typed: str) -> None:
    digits = parse_business_number(typed)
    assert digits == typed.replace("-", "")
    assert show_business_number(digits) == typed


@pytest.mark.parametrize(
    "typed",
    [1248100998, "1248100998", " 124-81-00998 ", "124–81–00998", "１２４８１００９９８", "124?81?00998",
     "124 81 00998\u200b"],
)  # fmt: skip
def test_every_dress_is_one_number(typed: str | int) -> None:
    assert parse_business_number(typed) == "1248100998"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", P.NUMBER_MISSING),
        (None, P.NUMBER_MISSING),
        ("12345", P.NUMBER_LENGTH),
        ("124-81-009980", P.NUMBER_LENGTH),
        ("신청 중", P.NUMBER_LENGTH),
        ("123-45-67890", P.NUMBER_WRONG),
        ("999-99-00011", P.NUMBER_WRONG),
        ("000-00-00000", P.NUMBER_WRONG),
    ],
)
def test_what_is_no_number_is_refused_by_name(typed: str | None, problem: P) -> None:
    assert parse_business_number(typed) is problem


@given(st.from_regex(r"[1-9][0-9]{2}[1-9][0-9]{4}[1-9]", fullmatch=True))
def test_of_ten_last_digits_one_is_right(nine: str) -> None:
    right = [last for last in "0123456789" if parse_business_number(nine + last) == nine + last]
    assert right in ([check_digit(nine)], [])


@given(st.text())
def test_nothing_that_is_typed_raises(typed: str) -> None:
    parse_business_number(typed)


def test_every_problem_is_explained() -> None:
    assert set(EXPLAINED) == set(NumberProblem)
