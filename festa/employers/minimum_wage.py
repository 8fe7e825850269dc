"""The minimum wage by year, and what it comes to for a day, a week, a month and a year.

The hourly amounts are those that the Minister of Employment and Labor announces by 5 August
for the next year (최저임금법 §8·§10). A month of a 40-hour week counts 209 hours, as the
announcements do: eight paid hours of rest a week are in it (근로기준법 §55).
"""

from fractions import Fraction
from typing import NamedTuple

from festa.employers.models import PayUnit
from festa.employers.working_hours import Hours

WON_AN_HOUR: dict[int, int] = {2022: 9_160, 2023: 9_620, 2024: 9_860, 2025: 10_030, 2026: 10_320}
FULL_WEEK = 40
FULL_MONTH = 209
WEEKS_A_MONTH = Fraction(365, 7 * 12)
REST_FROM = 15  # hours a week from which the weekly day of rest is paid (근로기준법 §18)
IN_TRAINING = Fraction(9, 10)  # 최저임금법 §5: three months at most, contracts of a year or more


class Minimum(NamedTuple):
    """The wage of an hour that a posting may not fall below; `announced` says for which year."""

    hourly: int
    announced: int
    asked: int

    @property
    def is_newest_known(self) -> bool:
        """Whether the year asked for has not been announced yet."""
        return self.asked > self.announced


def minimum_of(year: int) -> Minimum:
    """The minimum of a year, or the newest known before it; the oldest known before 2022."""
    known = [one for one in WON_AN_HOUR if one <= year] or [min(WON_AN_HOUR)]
    announced = max(known)
    return Minimum(WON_AN_HOUR[announced], announced, year)


def month_hours(weekly: Fraction) -> Fraction:
    """The paid hours of a month, with the day of rest: 209 for 40 hours a week."""
    if weekly == FULL_WEEK:
        return Fraction(FULL_MONTH)
    return week_hours(weekly) * WEEKS_A_MONTH


def week_hours(weekly: Fraction) -> Fraction:
    """The paid hours of a week: those worked and, from fifteen on, a fifth for the rest day."""
    rest = min(weekly, Fraction(FULL_WEEK)) / 5 if weekly >= REST_FROM else Fraction(0)
    return weekly + rest


def least(unit: PayUnit, minimum: Minimum, hours: Hours) -> int:
    """The least lawful amount in won for this unit of pay and these hours, rounded up."""
    paid = {
        PayUnit.HOUR: Fraction(1),
        PayUnit.DAY: hours.daily,
        PayUnit.MONTH: month_hours(hours.weekly),
        PayUnit.YEAR: month_hours(hours.weekly) * 12,
    }[unit]
    amount = paid * minimum.hourly
    return -int(-amount // 1)
