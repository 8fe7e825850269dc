"""The day's time grid: a fair is cut into units, and everything takes whole units.

Two unique indexes on units (see interviews.models.BookingUnit) make every kind of overlap
impossible on any database, without range types.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from festa import clock


@dataclass(frozen=True)
class Grid:
    """A fair's day. Unit 0 starts when the doors open."""

    day: date
    opens: time
    closes: time
    unit_minutes: int

    @property
    def minutes(self) -> int:
        """How long the day is, in minutes."""
        return _minute_of(self.closes) - _minute_of(self.opens)

    @property
    def units(self) -> int:
        """How many whole units fit between opening and closing."""
        return self.minutes // self.unit_minutes

    @property
    def fits(self) -> bool:
        """Whether the hours are a whole number of units."""
        return self.minutes > 0 and self.minutes % self.unit_minutes == 0

    def hour_of(self, unit: int) -> time:
        """The local hour at which a unit starts."""
        minute = _minute_of(self.opens) + unit * self.unit_minutes
        return time(minute // 60 % 24, minute % 60)

    def moment_of(self, unit: int) -> datetime:
        """The UTC moment at which a unit starts."""
        return clock.at(self.day, self.hour_of(unit))

    def unit_at(self, hour: time) -> int:
        """The unit that starts at this local hour; ValueError when none does."""
        distance = _minute_of(hour) - _minute_of(self.opens)
        if distance % self.unit_minutes or not 0 <= distance <= self.minutes:
            raise ValueError(f"{hour} is not on the grid")
        return distance // self.unit_minutes

    def has(self, start: int, length: int) -> bool:
        """Whether the units from start on lie inside the day."""
        return length > 0 and start >= 0 and start + length <= self.units


def _minute_of(hour: time) -> int:
    return hour.hour * 60 + hour.minute
