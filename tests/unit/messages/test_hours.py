"""When people are left alone, and how long a message waits for another attempt."""

from datetime import date, datetime, timedelta

import pytest

from festa.clock import SEOUL
from festa.messages.hours import LONGEST_WAIT, next_open, wait_after


def seoul(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in Korea."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("written", "leaves"),
    [
        (seoul(23, 20, 59), seoul(23, 20, 59)),
        (seoul(23, 21), seoul(24, 8)),
        (seoul(23, 23, 59), seoul(24, 8)),
        (seoul(24, 0), seoul(24, 8)),
        (seoul(24, 7, 59), seoul(24, 8)),
        (seoul(24, 8), seoul(24, 8)),
    ],
)
def test_between_nine_and_eight_nobody_is_woken(written: datetime, leaves: datetime) -> None:
    assert next_open(written) == leaves


def test_news_of_today_goes_at_any_hour_and_of_tomorrow_waits() -> None:
    night = seoul(23, 22)
    assert next_open(night, date(2026, 11, 23)) == night
    assert next_open(night, date(2026, 11, 24)) == seoul(24, 8)
    assert next_open(seoul(24, 2), date(2026, 11, 24)) == seoul(24, 2)


def test_each_wait_is_four_times_the_last_and_never_above_an_hour() -> None:
    waits = [wait_after(tries).total_seconds() for tries in range(1, 8)]
    assert waits == [10, 40, 160, 640, 2560, 3600, 3600]


def test_a_road_that_asks_for_a_pause_gets_it_up_to_an_hour() -> None:
    assert wait_after(1, timedelta(seconds=90)) == timedelta(seconds=90)
    assert wait_after(3, timedelta(seconds=90)) == timedelta(seconds=160)
    assert wait_after(1, timedelta(days=1)) == LONGEST_WAIT
