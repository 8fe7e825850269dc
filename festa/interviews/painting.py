"""Which starts a brush leaves on a table's day, and how the day is laid out in cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from festa.fairs.grid import Grid


class Interval(Protocol):
    """Something that takes whole units of a day."""

    start_unit: int
    units: int


I = TypeVar("I", bound=Interval)  # noqa: E741


@dataclass(frozen=True)
class Brush:
    """Units `first` up to `last`, without the pause; `walk_in_every` 4 leaves each fourth slot
    to walk-ins, 0 none; `gap` units lie between two slots."""

    first: int
    last: int
    pause: range = range(0)
    walk_in_every: int = 0
    gap: int = 0


@dataclass(frozen=True)
class Cell(Generic[I]):
    """A piece of a table's day: an interval that is offered, or nothing."""

    start: int
    units: int
    slot: I | None = None


def starts(brush: Brush, length: int) -> list[int]:
    """The units at which slots of this length start: one behind the other with the gap between
    them, beginning anew after the pause."""
    found = []
    start = brush.first
    while start + length <= brush.last:
        if brush.pause and start < brush.pause.stop and start + length > brush.pause.start:
            start = brush.pause.stop
            continue
        found.append(start)
        start += length + brush.gap
    return found


def units_of(slot: Interval) -> range:
    """The units that an interval takes."""
    return range(slot.start_unit, slot.start_unit + slot.units)


def lay_out(units: int, slots: Iterable[I]) -> list[Cell[I]]:
    """The day as cells side by side: each slot one, each stretch between slots one."""
    cells: list[Cell[I]] = []
    at = 0
    for slot in sorted(slots, key=lambda slot: slot.start_unit):
        if slot.start_unit > at:
            cells.append(Cell(at, slot.start_unit - at))
        cells.append(Cell(slot.start_unit, slot.units, slot))
        at = slot.start_unit + slot.units
    if at < units:
        cells.append(Cell(at, units - at))
    return cells


def hours(grid: Grid) -> Sequence[tuple[int, int]]:
    """The hours of the day with the units that each spans: (10, 6), (11, 6) …"""
    spans: dict[int, int] = {}
    for unit in range(grid.units):
        hour = grid.hour_of(unit).hour
        spans[hour] = spans.get(hour, 0) + 1
    return list(spans.items())
