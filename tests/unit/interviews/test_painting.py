"""Which slots a brush leaves, and how a day is laid out."""

from dataclasses import dataclass
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from festa.fairs.grid import Grid
from festa.interviews.painting import Brush, hours, lay_out, starts


@dataclass(frozen=True)
class Interval:
    start_unit: int
    units: int


def test_slots_stand_back_to_back() -> None:
    assert starts(Brush(0, 6), 2) == [0, 2, 4]


def test_what_does_not_fit_at_the_end_is_left_out() -> None:
    assert starts(Brush(0, 7), 2) == [0, 2, 4]
    assert starts(Brush(0, 1), 2) == []


def test_a_gap_lies_between_two_and_none_before_the_first() -> None:
    assert starts(Brush(0, 8, gap=1), 2) == [0, 3, 6]
    assert starts(Brush(0, 12, range(4, 6), gap=1), 2) == [0, 6, 9]


def test_nobody_is_interviewed_through_lunch() -> None:
    assert starts(Brush(0, 12, range(5, 8)), 2) == [0, 2, 8, 10]


def test_lunch_may_begin_or_end_the_day() -> None:
    assert starts(Brush(0, 6, range(3)), 1) == [3, 4, 5]
    assert starts(Brush(0, 6, range(4, 6)), 2) == [0, 2]


@given(
    first=st.integers(0, 40),
    length=st.integers(1, 12),
    span=st.integers(0, 60),
    pause=st.tuples(st.integers(0, 60), st.integers(0, 12)),
)
def test_painted_slots_never_touch_each_other_the_pause_or_the_outside(
    first: int, length: int, span: int, pause: tuple[int, int]
) -> None:
    rest = range(pause[0], pause[0] + pause[1])
    taken: set[int] = set()
    for start in starts(Brush(first, first + span, rest), length):
        units = set(range(start, start + length))
        assert not units & taken
        assert not units & set(rest)
        assert units <= set(range(first, first + span))
        taken |= units


def test_a_day_is_laid_out_without_holes() -> None:
    morning, noon = Interval(1, 2), Interval(3, 1)
    cells = lay_out(6, [noon, morning])
    assert [(cell.start, cell.units, cell.slot) for cell in cells] == [
        (0, 1, None),
        (1, 2, morning),
        (3, 1, noon),
        (4, 2, None),
    ]
    assert [cell.units for cell in lay_out(4, [])] == [4]


def test_hours_span_their_units() -> None:
    grid = Grid(date(2026, 11, 23), time(9, 30), time(12), 10)
    assert hours(grid) == [(9, 3), (10, 6), (11, 6)]
