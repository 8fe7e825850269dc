"""By when an employer collects and answers, when it is reminded, and how long a copy is kept.

채용절차법 §11: what was handed in can be asked back for up to 180 days after the decision, then
it is destroyed. The consent text names the same term.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from festa import clock

AT_LEAST = timedelta(days=3)  # for a résumé that comes late
HOUR = time(18)


class Nudge(StrEnum):
    """Which reminder of a deadline."""

    THREE_DAYS = "three_days"
    LAST_DAY = "last_day"
    OVERDUE = "overdue"
    WEEK_LATE = "week_late"


BEFORE: dict[Nudge, timedelta] = {
    Nudge.THREE_DAYS: timedelta(days=3),
    Nudge.LAST_DAY: timedelta(days=1),
    Nudge.OVERDUE: timedelta(days=-1),
    Nudge.WEEK_LATE: timedelta(days=-7),
}


def due(fair_day: date, delivered_at: datetime, days: int) -> datetime:
    """Six in the evening, `days` days after the fair, but three days after delivery at least."""
    by_fair = clock.at(fair_day + timedelta(days=days), HOUR)
    return max(by_fair, clock.at(clock.local(delivered_at + AT_LEAST).date(), HOUR))


def kept_until(since: datetime, days: int) -> datetime:
    """When the copy is destroyed: so many days after the decision, or after the deadline."""
    return since + timedelta(days=days)


def nudge_on(day: date, due_day: date) -> Nudge | None:
    """Which reminder belongs to this day, if any."""
    return next((nudge for nudge, before in BEFORE.items() if due_day - before == day), None)


def last_moment(fair_day: date, days: int) -> datetime:
    """Until when a résumé may be handed in: the evening of the deadline itself."""
    return clock.at(fair_day + timedelta(days=days), HOUR)
