"""The time, from one place: aware UTC in the data, Korean time on pages."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def now() -> datetime:
    """This moment in aware UTC; nothing else in Festa asks the system clock."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The moment as clocks in Korea show it."""
    return moment.astimezone(SEOUL)


def today() -> date:
    """The date in Korea."""
    return local(now()).date()


def at(day: date, hour: time) -> datetime:
    """The aware UTC moment of a local hour on a day in Korea."""
    return datetime.combine(day, hour, SEOUL).astimezone(UTC)
