"""When employers are reminded and seekers are asked."""

from datetime import date, timedelta

import pytest

from festa.follow_ups.steps import Occasion, kept_until, occasion_on, reminder_on

FAIR = date(2026, 11, 5)
HIRED = date(2026, 12, 1)
O = Occasion  # noqa: E741


def after(days: int) -> date:
    return FAIR + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (0, None), (1, 1), (6, 1), (7, 7), (13, 7), (14, 14), (29, 14),
        (30, 30), (89, 30), (90, 90), (180, 90), (181, None),
    ],
)  # fmt: skip
def test_an_employer_is_reminded_on_the_days_that_were_agreed(days: int, step: int | None) -> None:
    assert reminder_on(FAIR, after(days)) == step


@pytest.mark.parametrize(
    ("days", "occasion"),
    [
        (6, None), (7, O.D7), (13, O.D7), (14, O.D14), (30, O.D30),
        (89, O.D30), (90, O.D90), (180, O.D90), (181, None),
    ],
)  # fmt: skip
def test_who_still_looks_is_asked_after_the_fair(days: int, occasion: Occasion | None) -> None:
    assert occasion_on(FAIR, None, False, after(days)) is occasion


@pytest.mark.parametrize(
    ("today", "occasion"),
    [
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), O.M1),
        (date(2027, 2, 28), O.M1),
        (date(2027, 3, 1), O.M3),
        (date(2027, 6, 1), O.M6),
        (date(2027, 11, 5), O.M6),
        (date(2027, 11, 6), None),
    ],
)
def test_who_told_us_of_a_job_is_asked_whether_they_are_still_there(
    today: date, occasion: Occasion | None
) -> None:
    assert occasion_on(FAIR, HIRED, True, today) is occasion


def test_who_is_hired_by_the_employers_word_alone_is_asked_how_it_went() -> None:
    assert occasion_on(FAIR, HIRED, False, after(30)) is O.D30


def test_everything_is_over_twelve_months_after_the_fair() -> None:
    assert kept_until(FAIR) == date(2027, 11, 5)
