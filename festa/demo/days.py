"""When the fairs of the demo are: one in the past, one today whatever today is, four to come."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from festa.fairs.grid import Grid

# Days from today, as far apart as the fairs of a real season.
DISTANCES = {"gwangju": -69, "daejeon": 0, "busan": 9, "seoul": 17, "suwon": 24, "incheon": 29}
OPENS, CLOSES = time(10), time(16)
LEAST_AHEAD, LEAST_PASSED = timedelta(minutes=90), timedelta(hours=1)
HALF_HOUR = timedelta(minutes=30)
# The last half hour of a day: no time is later than 23:59, and the day must be whole units.
LATE, LATE_OPENS, LATE_CLOSES = time(23, 20), time(9, 59), time(23, 59)
FLOOR_HOURS = timedelta(hours=6)


def fair_days(today: date, holidays: Container[date]) -> dict[str, date]:
    """The day of each fair: working days that are no holidays, apart from today itself."""
    days: dict[str, date] = {}
    for city, distance in DISTANCES.items():
        step = timedelta(days=-1 if distance < 0 else 1)
        day = today + timedelta(days=distance)
        while distance and (day.weekday() > 4 or day in holidays or day in days.values()):
            day += step
        days[city] = day
    return days


def live_hours(now: datetime) -> tuple[time, time]:
    """Ten to four; earlier or later where needed so that now lies well inside. `now` is local.

    An hour has passed, so that something has happened; an hour and a half remains.
    """
    if now.time() >= LATE:
        return LATE_OPENS, LATE_CLOSES
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    passed = now - midnight
    start = max(passed - LEAST_PASSED, timedelta()) // HALF_HOUR * HALF_HOUR
    end = -(-(passed + LEAST_AHEAD) // HALF_HOUR) * HALF_HOUR
    last = timedelta(hours=23, minutes=50)
    opens = min(OPENS, (midnight + start).time())
    closes = max(CLOSES, (midnight + min(end, last)).time())
    return opens, closes


@dataclass(frozen=True)
class Span:
    """The units in which interviews happen: `first` up to but without `last`."""

    first: int
    last: int


def floor_hours(grid: Grid, unit_now: int | None) -> Span:
    """Six hours of interviews: the whole of a usual day, else those around now."""
    length = min(grid.units, FLOOR_HOURS // timedelta(minutes=grid.unit_minutes))
    first = 0
    if unit_now is not None:
        first = min(max(unit_now - length // 2, 0), grid.units - length)
    return Span(first, first + length)
