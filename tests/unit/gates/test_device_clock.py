"""What is added to a borrowed phone's clock, and which time counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.gates.device_clock import (
    FIRST,
    GREATEST_MS,
    LONGEST_ROAD_MS,
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


@pytest.mark.parametrize("clock", [datetime(1970, 1, 1, tzinfo=UTC), FIRST - timedelta(days=1)])
def test_a_clock_without_a_battery_tells_nothing(clock: datetime) -> None:
    assert time_that_counts(clock, 0, NOW) == NOW


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
