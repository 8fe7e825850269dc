"""The demo has one fair over, one today and four to come, whatever today is."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from festa.clock import SEOUL
from festa.demo.days import fair_days, floor_hours, live_hours
from festa.fairs.grid import Grid
from festa.fairs.queries import korean_holidays

CITIES = ["gwangju", "daejeon", "busan", "seoul", "suwon", "incheon"]
moments = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2030, 12, 31), timezones=st.just(SEOUL)
)


@given(st.dates(min_value=date(2026, 1, 1), max_value=date(2030, 12, 31)))
def test_the_cities_follow_one_another_on_working_days(today: date) -> None:
    holidays = {
        day for year in range(today.year - 1, today.year + 2) for day in korean_holidays(year)
    }
    days = fair_days(today, holidays)
    assert list(days) == CITIES
    assert sorted(set(days.values())) == list(days.values())
    assert days["daejeon"] == today
    others = [day for day in days.values() if day != today]
    assert all(day.weekday() < 5 and day not in holidays for day in others)
    assert days["gwangju"] <= today - timedelta(days=69)


def test_a_fair_is_from_ten_to_four_in_the_middle_of_the_day() -> None:
    assert live_hours(datetime(2026, 11, 23, 13, tzinfo=SEOUL)) == (time(10), time(16))


def test_early_and_late_the_day_is_longer() -> None:
    assert live_hours(datetime(2026, 11, 23, 7, 20, tzinfo=SEOUL)) == (time(6), time(16))
    assert live_hours(datetime(2026, 11, 23, 21, 10, tzinfo=SEOUL)) == (time(10), time(23))


@given(moments)
def test_at_any_hour_the_doors_are_open_and_the_day_is_cut_into_whole_units(
    now: datetime,
) -> None:
    opens, closes = live_hours(now)
    assert opens <= now.time().replace(second=0, microsecond=0) <= closes
    for minutes in (5, 10):
        grid = Grid(now.date(), opens, closes, minutes)
        assert grid.fits
        unit = (now.hour * 60 + now.minute - opens.hour * 60 - opens.minute) // minutes
        floor = floor_hours(grid, unit if unit < grid.units else None)
        assert 0 <= floor.first < floor.last <= grid.units


@given(moments.filter(lambda now: time(1) <= now.time() <= time(22)))
def test_an_hour_has_passed_and_more_than_one_is_left(now: datetime) -> None:
    opens, closes = live_hours(now)
    assert datetime.combine(now.date(), opens, SEOUL) <= now - timedelta(hours=1)
    assert datetime.combine(now.date(), closes, SEOUL) >= now + timedelta(minutes=90)
