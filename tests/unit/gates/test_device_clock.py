"""What is added to a borrowed phone's clock, and which time counts."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa import clock
from festa.gates.device_clock import (
    FIRST,
    GREATEST_MS,
    LONGEST_ROAD_MS,
    earliest_at,
    measured_offset,
    time_that_counts,
)

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2199, 12, 31), timezones=st.just(UTC))
SEVEN_MINUTES = 7 * 60_000


def test_a_device_that_sends_no_clock_is_not_measured() -> None:
    assert measured_offset(NOW, None, 5) is None


@pytest.mark.parametrize("minutes", [7, -7])
def test_a_clock_that_is_wrong_is_measured_by_what_it_says(minutes: int) -> None:
    assert measured_offset(NOW, NOW + timedelta(minutes=minutes), None) == -minutes * 60_000


@pytest.mark.parametrize(
    ("estimate", "taken"),
    [(0, 0), (-250, -250), (LONGEST_ROAD_MS, LONGEST_ROAD_MS), (LONGEST_ROAD_MS + 1, 0)],
)
def test_the_devices_estimate_is_taken_when_the_road_can_explain_it(
    estimate: int, taken: int
) -> None:
    assert measured_offset(NOW, NOW, estimate) == taken


@pytest.mark.parametrize("offset", [SEVEN_MINUTES, -SEVEN_MINUTES])
def test_a_known_error_is_put_right(offset: int) -> None:
    truly = NOW - timedelta(minutes=20)
    assert time_that_counts(truly - timedelta(milliseconds=offset), offset, NOW) == truly


@pytest.mark.parametrize("said", [datetime(1970, 1, 1, tzinfo=UTC), FIRST - timedelta(days=1)])
def test_a_clock_without_a_battery_tells_nothing(said: datetime) -> None:
    assert time_that_counts(said, 0, NOW) == NOW


@pytest.mark.parametrize("fair_day", [NOW.date() - timedelta(days=2), NOW.date()])
def test_no_scan_was_made_before_the_day_of_its_fair(fair_day: date) -> None:
    earliest = earliest_at(fair_day, NOW)
    assert clock.local(earliest).date() == fair_day
    assert time_that_counts(earliest - timedelta(seconds=1), 0, NOW, earliest) == NOW
    assert time_that_counts(earliest, 0, NOW, earliest) == earliest


def test_before_the_day_a_rehearsal_keeps_its_times() -> None:
    earliest = earliest_at(NOW.date() + timedelta(days=3), NOW)
    assert NOW - timedelta(days=1) < earliest < NOW - timedelta(hours=8)


@given(device_clock=MOMENTS, offset=st.integers(-(2**53), 2**53))
def test_whatever_a_device_says_the_time_that_counts_is_none_to_come(
    device_clock: datetime, offset: int
) -> None:
    assert FIRST <= time_that_counts(device_clock, offset, NOW) <= NOW


@given(device_clock=MOMENTS)
def test_what_is_measured_puts_the_clock_right_that_measured_it(device_clock: datetime) -> None:
    offset = measured_offset(NOW, device_clock, None)
    assert offset is not None
    if abs(offset) <= GREATEST_MS:
        counted = time_that_counts(device_clock, offset, NOW)
        assert abs(counted - NOW) <= timedelta(milliseconds=1)
