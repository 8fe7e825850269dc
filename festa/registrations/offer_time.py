"""How long a place that has become free is kept for whoever is next in line. Pure."""

from datetime import datetime, time, timedelta

from festa import clock
from festa.fairs.grid import Grid

TO_ANSWER = timedelta(hours=24)
# Less than this between reading the message and the morning of the fair is no question.
LEAST = timedelta(hours=2)
MORNING = time(8)


def offered_until(read_at: datetime, day: Grid) -> datetime | None:
    """Until when a place is kept for somebody who can read of it at `read_at`.

    A whole day; near the fair until 08:00 of its day; None when too little time is left, as
    on the day itself: then the place is confirmed at once, since somebody who may come is
    better than an empty chair.
    """
    until = min(read_at + TO_ANSWER, clock.at(day.day, MORNING))
    return until if until - read_at >= LEAST else None
