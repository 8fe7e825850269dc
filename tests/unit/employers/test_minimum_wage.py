"""What the minimum wage of a year comes to for the hours that a posting names."""

from fractions import Fraction

import pytest

from festa.employers.lint import Posting, lint, lint_posting
from festa.employers.lint_words.grounds import Ground
from festa.employers.minimum_wage import WON_AN_HOUR, least, minimum_of
from festa.employers.models import EmploymentType, PayUnit
from festa.employers.working_hours import Hours, read_hours

H, D, M, Y = PayUnit.HOUR, PayUnit.DAY, PayUnit.MONTH, PayUnit.YEAR


@pytest.mark.parametrize(
    ("year", "won"),
    [(2022, 9_160), (2023, 9_620), (2024, 9_860), (2025, 10_030), (2026, 10_320)],
)
def test_each_year_has_the_amount_that_was_announced(year: int, won: int) -> None:
    assert minimum_of(year).hourly == won
    assert not minimum_of(year).is_newest_known


def test_a_year_not_announced_yet_takes_the_newest_known_and_says_so() -> None:
    newest = max(WON_AN_HOUR)
    coming = minimum_of(newest + 1)
    assert coming.hourly == WON_AN_HOUR[newest]
    assert coming.is_newest_known


@pytest.mark.parametrize(
    ("unit", "won"), [(H, 10_320), (D, 82_560), (M, 10_320 * 209), (Y, 10_320 * 209 * 12)]
)
def test_a_full_week_counts_209_hours_a_month(unit: PayUnit, won: int) -> None:
    assert least(unit, minimum_of(2026), Hours()) == won


def test_fewer_than_fifteen_hours_a_week_have_no_paid_day_of_rest() -> None:
    fourteen = Hours(Fraction(7), Fraction(14))
    assert least(M, minimum_of(2026), fourteen) == 627_800  # 14 hours, 365 / 84 weeks


@pytest.mark.parametrize(
    ("text", "daily", "weekly"),
    [
        ("월~금 09:00~18:00", 8, 40),
        ("주 5일 09:00~14:00", "4.5", "22.5"),
        ("주 5일, 하루 4시간", 4, 20),
        ("주 2회, 회당 2시간", 2, 4),
        ("주 40시간", 8, 40),
        ("월, 수, 금 오전 10시~오후 3시", "4.5", "13.5"),
        ("주 3일 22:00~06:00", "7.5", "22.5"),
        ("평일 9시~6시 (휴게 1시간)", 8, 40),
        ("월~토 08:30~17:30", 8, 48),
        ("주말 10:00~19:00", 8, 16),
    ],
)
def test_hours_are_read_as_people_write_them(
    text: str, daily: float | str, weekly: float | str
) -> None:
    hours = read_hours(text)
    assert (hours.daily, hours.weekly) == (Fraction(daily), Fraction(weekly))
    assert hours.known


def test_no_word_of_hours_is_a_full_week_that_nobody_promised() -> None:
    assert read_hours("성실하게 일하실 분") == Hours()
    assert not read_hours("성실하게 일하실 분").known


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("시급 10,319원", True),
        ("시급 10,320원", False),
        ("시급 9천원", True),
        ("시급 만원", True),
        ("시급 1만 500원", False),
        ("일당 8만원, 하루 8시간", True),
        ("일당 8만원, 하루 6시간", False),
        ("월급 215만 원", True),
        ("월급 216만 원", False),
        ("월 110만원 (주 20시간)", False),
        ("월 100만원 (주 20시간)", True),
        ("연봉 2,500만원", True),
        ("연봉 2,600만원", False),
        ("연봉 2천5백만원", True),
        ("시급 11,000원(주휴수당 포함), 주 40시간", True),
        ("시급 12,400원(주휴수당 포함), 주 40시간", False),
        ("월급 230만원, 수습 3개월 90%", False),
        ("월급 230만원, 수습 3개월 70%", True),
        ("월급 230만원, 식대 월 20만원 별도", False),
        ("월 매출 100만원 매장", False),
    ],
)
def test_a_wage_in_the_text_is_weighed_against_its_hours(text: str, found: bool) -> None:
    grounds = {one.ground for one in lint(text, year=2026)}
    assert (Ground.WAGE in grounds) is found


def test_the_amount_of_the_field_is_weighed_and_the_least_is_named() -> None:
    low = Posting("사무 보조", pay_amount=2_000_000, hours="주 40시간")
    assert [(one.field, one.least) for one in lint_posting(low, 2026)] == [("pay", 2_156_880)]
    assert lint_posting(Posting("사무 보조", pay_amount=2_156_880), 2026) == []


def test_what_was_lawful_last_year_is_not_this_year() -> None:
    posting = Posting("사무 보조", pay_amount=10_100, pay_unit=H)
    assert lint_posting(posting, 2025) == []
    assert lint_posting(posting, 2026)


def test_part_time_pay_without_hours_is_asked_for_its_hours() -> None:
    def posting(hours: str) -> Posting:
        kind = EmploymentType.PART_TIME
        return Posting("사무 보조", employment_type=kind, pay_amount=1_200_000, hours=hours)

    assert [one.ground for one in lint_posting(posting(""), 2026)] == [Ground.HOURS]
    assert lint_posting(posting("주 20시간"), 2026) == []
