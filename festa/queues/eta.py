"""How long people still wait: the policy run forward, told as a range and never as a promise."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from festa.queues.policy import USUAL, Line, Place, Rules, after_call, decide

LAST_TALKS = 10
STEP = 5  # minutes
SHORTEST = timedelta(minutes=1)
FURTHEST = 400  # decisions; a day has no more


@dataclass(frozen=True)
class Eta:
    """From `low` to `high` minutes, in steps of five; `ahead` people are called before."""

    low: int
    high: int
    ahead: int


def usual_length(talks: Sequence[timedelta], planned: timedelta) -> timedelta:
    """The median of the last ten talks at a table, or the planned length before the first."""
    if not talks:
        return planned
    middle = median(talk.total_seconds() for talk in talks[:LAST_TALKS])
    return max(SHORTEST, timedelta(seconds=round(middle)))


def forecast(
    line: Line, free_at: datetime, expected: Sequence[datetime] = (), rules: Rules = USUAL
) -> dict[Hashable, tuple[datetime, int]]:
    """When each place is called, and how many before it, if every talk takes the usual length.

    `free_at` is when the table's talk of now ends; `expected` are the times of booked people
    who are not here yet: they take their turns too. Whoever is engaged elsewhere counts as
    free: they keep their place.
    """
    coming = [Place(("expected", due, n), due, due) for n, due in enumerate(expected)]
    here = [replace(one, engaged=False, expected_elsewhere=None) for one in line.places]
    ahead = replace(line, now=free_at, places=[*here, *coming], paused=False, taken=False)
    seen: dict[Hashable, tuple[datetime, int]] = {}
    called_before = 0
    for _step in range(FURTHEST):
        decision = decide(ahead, rules)
        if decision.key is None:
            moment = _next_moment(ahead, decision.until)
            if moment is None:
                break
            ahead = replace(ahead, now=moment)
            continue
        seen[decision.key] = (ahead.now, called_before)
        called_before += 0 if _is_coming(decision.key) else 1
        ahead = after_call(ahead, decision.key, rules)
        ahead = replace(ahead, now=ahead.now + line.usual_length)
    return {key: value for key, value in seen.items() if not _is_coming(key)}


def eta(now: datetime, called_at: datetime, ahead: int) -> Eta:
    """The range that is shown: a fifth less and a fifth more, out to whole steps of five."""
    minutes = max(0.0, (called_at - now).total_seconds() / 60)
    low = int(minutes * 0.8 // STEP) * STEP
    high = -int(-minutes * 1.2 // STEP) * STEP
    return Eta(low, max(high, low + STEP), ahead)


def _is_coming(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[:1] == ("expected",)


def _next_moment(line: Line, until: datetime | None) -> datetime | None:
    """When the line can next change: what the policy says, or when the next person comes."""
    moments = [place.arrived_at for place in line.places if place.arrived_at > line.now]
    if until is not None:
        moments.append(until)
    later = [moment for moment in moments if moment > line.now]
    return min(later, default=None)
