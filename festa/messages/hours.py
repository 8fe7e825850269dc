"""When nobody is written to, and how long to wait before another attempt. Pure."""

from datetime import date, datetime, time, timedelta

from festa import clock

# 21:00 to 08:00 in Korea (정보통신망법 §50 ③ for advertising; Festa keeps it for everything
# that is not about the very day).
QUIET_FROM = time(21)
QUIET_UNTIL = time(8)

TRIES = 6
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


def is_quiet(moment: datetime) -> bool:
    """Whether people in Korea are to be left alone at this moment."""
    hour = clock.local(moment).time()
    return hour >= QUIET_FROM or hour < QUIET_UNTIL


def next_open(moment: datetime, about: date | None = None) -> datetime:
    """The moment itself, or 08:00 after it when it is quiet; news of the same day never waits."""
    local = clock.local(moment)
    if not is_quiet(moment) or local.date() == about:
        return moment
    morning = local.date() if local.time() < QUIET_UNTIL else local.date() + timedelta(days=1)
    return clock.at(morning, QUIET_UNTIL)


def wait_after(tries: int, asked: timedelta | None = None) -> timedelta:
    """How long to wait after so many tries: 10 s, 40 s, 160 s … an hour at most.

    A road that asks for a longer pause (Retry-After) is given it.
    """
    wait = min(FIRST_WAIT * 4 ** (tries - 1), LONGEST_WAIT)
    return max(wait, min(asked, LONGEST_WAIT)) if asked else wait
