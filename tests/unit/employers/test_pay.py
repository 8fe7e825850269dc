"""Wages as people type them."""

import pytest

from festa.employers.models import PayUnit
from festa.employers.pay import EXPLAINED, PayProblem, parse_pay


@pytest.mark.parametrize(
    ("typed", "unit", "won"),
    [
        ("2600000", PayUnit.MONTH, 2_600_000),
        ("2,600,000원", PayUnit.MONTH, 2_600_000),
        ("260만", PayUnit.MONTH, 2_600_000),
        ("260만 원", PayUnit.MONTH, 2_600_000),
        ("２６０만", PayUnit.MONTH, 2_600_000),
        ("260.5만", PayUnit.MONTH, 2_605_000),
        ("10,320", PayUnit.HOUR, 10_320),
        ("8만", PayUnit.DAY, 80_000),
        ("3600만", PayUnit.YEAR, 36_000_000),
    ],
)
def test_what_people_type_is_read(typed: str, unit: PayUnit, won: int) -> None:
    assert parse_pay(typed, unit) == won


def test_nothing_typed_means_agreed_at_the_interview() -> None:
    assert parse_pay("  ", PayUnit.MONTH) is None


@pytest.mark.parametrize(
    ("typed", "unit", "problem"),
    [
        ("260", PayUnit.MONTH, PayProblem.PAY_TOO_LITTLE),
        ("0", PayUnit.HOUR, PayProblem.PAY_TOO_LITTLE),
        ("2600000", PayUnit.HOUR, PayProblem.PAY_TOO_MUCH),
        ("9" * 30, PayUnit.YEAR, PayProblem.PAY_TOO_MUCH),
        ("협의", PayUnit.MONTH, PayProblem.PAY_UNREADABLE),
        ("-2600000", PayUnit.MONTH, PayProblem.PAY_UNREADABLE),
        ("10320.5", PayUnit.HOUR, PayProblem.PAY_UNREADABLE),
        ("1e9", PayUnit.YEAR, PayProblem.PAY_UNREADABLE),
    ],
)
def test_what_nobody_is_paid_is_refused(typed: str, unit: PayUnit, problem: PayProblem) -> None:
    assert parse_pay(typed, unit) is problem
    assert EXPLAINED[problem].why
