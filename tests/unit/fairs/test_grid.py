"""The day cut into units: what fits, what lies where, there and back again."""

from datetime import UTC, date, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from festa.fairs.grid import Grid

DAY = date(2026, 11, 23)
TEN_TO_FOUR = Grid(DAY, time(10), time(16), 10)
hours = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))
units = st.sampled_from((5, 10, 15, 20, 30))


@st.composite
def fitting(draw: st.DrawFn) -> Grid:
    """A grid whose hours are whole units."""
    length = draw(units)
    opens = draw(st.integers(0, 24 * 60 // length - 2))
    closes = draw(st.integers(opens + 1, 24 * 60 // length - 1))
    return Grid(DAY, _hour(opens * length), _hour(closes * length), length)


def _hour(minute: int) -> time:
    return time(minute // 60, minute % 60)


def test_ten_to_four_in_tens_has_thirty_six_units() -> None:
    assert TEN_TO_FOUR.units == 36
    assert TEN_TO_FOUR.fits


def test_the_first_unit_starts_when_the_doors_open_in_korea() -> None:
    assert TEN_TO_FOUR.moment_of(0).astimezone(UTC).isoformat() == "2026-11-23T01:00:00+00:00"


@pytest.mark.parametrize(
    ("opens", "closes", "length"),
    [(time(10), time(16), 7), (time(10), time(10), 10), (time(16), time(10), 10)],
    ids=["a remainder", "no time at all", "closes before it opens"],
)
def test_hours_that_are_no_whole_units_do_not_fit(opens: time, closes: time, length: int) -> None:
    assert not Grid(DAY, opens, closes, length).fits


def test_an_hour_off_the_grid_has_no_unit() -> None:
    for hour in (time(10, 5), time(9, 50), time(16, 10)):
        with pytest.raises(ValueError, match="grid"):
            TEN_TO_FOUR.unit_at(hour)


@given(fitting())
def test_every_unit_is_found_again_at_its_own_hour(grid: Grid) -> None:
    assert [grid.unit_at(grid.hour_of(unit)) for unit in range(grid.units)] == list(
        range(grid.units)
    )


@given(fitting())
def test_units_lie_end_to_end_from_opening_to_closing(grid: Grid) -> None:
    step = timedelta(minutes=grid.unit_minutes)
    moments = [grid.moment_of(unit) for unit in range(grid.units + 1)]
    assert all(later - earlier == step for earlier, later in pairwise(moments))
    assert moments[-1] - moments[0] == timedelta(minutes=grid.minutes)


@given(fitting(), st.integers(-50, 400), st.integers(-50, 400))
def test_an_interval_is_inside_exactly_when_each_of_its_units_is(
    grid: Grid, start: int, length: int
) -> None:
    each = length > 0 and all(0 <= unit < grid.units for unit in range(start, start + length))
    assert grid.has(start, length) is each


@given(hours, hours, units)
def test_a_day_that_does_not_fit_leaves_a_rest(opens: time, closes: time, length: int) -> None:
    grid = Grid(DAY, opens, closes, length)
    assume(opens < closes)
    assert grid.fits is (grid.units * length == grid.minutes)
