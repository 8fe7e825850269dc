"""Who is next at a table, and why: the published policy, from plain data and nothing else.

The same function decides at the table, in the forecast of waiting times and in the simulated
day (bench/queue_day.py), so that what is measured is what runs.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Turn(StrEnum):
    """Why somebody is called next, or why nobody is."""

    BOOKED = "booked"
    WALK_IN = "walk_in"
    LONG_WAIT = "long_wait"
    SHARE = "share"
    RECALL = "recall"
    OVERRIDE = "override"
    NOBODY = "nobody"
    PAUSED = "paused"
    TAKEN = "taken"
    ALL_BUSY = "all_busy"
    KEPT_FOR_BOOKED = "kept_for_booked"
    TOO_EARLY = "too_early"


CALLS = frozenset({Turn.BOOKED, Turn.WALK_IN, Turn.LONG_WAIT, Turn.SHARE, Turn.RECALL})


@dataclass(frozen=True)
class Rules:
    """The numbers of the policy; see README.md for what each means."""

    early: timedelta = timedelta(minutes=5)
    late_window: timedelta = timedelta(minutes=10)
    grace: timedelta = timedelta(seconds=60)
    pages: int = 2
    recall_after: int = 3
    recall_idle: timedelta = timedelta(minutes=5)
    most_booked_in_row: int = 2
    long_wait: timedelta = timedelta(minutes=30)
    walk_in_every: int = 4


USUAL = Rules()


@dataclass(frozen=True)
class Place:
    """Somebody's place in a line.

    `due_at` is the booked time; `held_at_call` the line's count of calls when they were put on
    hold, with `held_at`; `engaged` says that they are called or in a talk elsewhere, and
    `expected_elsewhere` when they have a booked time at another table.
    """

    key: Hashable
    arrived_at: datetime
    due_at: datetime | None = None
    held_at_call: int | None = None
    held_at: datetime | None = None
    engaged: bool = False
    expected_elsewhere: datetime | None = None


@dataclass(frozen=True)
class Line:
    """A table's line at a moment.

    `dues` are the booked times of all who were not called yet; `released` the times that the
    table keeps for walk-ins, from and until; `walk_in_called_at` when it last called one.
    """

    now: datetime
    places: Sequence[Place]
    usual_length: timedelta
    dues: Sequence[datetime] = ()
    calls: int = 0
    booked_in_row: int = 0
    late: timedelta = timedelta(0)
    paused: bool = False
    taken: bool = False
    released: Sequence[tuple[datetime, datetime]] = ()
    walk_in_called_at: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """Whom to call (`key`), and why; or nobody, why, and when to look again."""

    key: Hashable | None
    turn: Turn
    until: datetime | None = None


def decide(line: Line, rules: Rules = USUAL) -> Decision:
    """Whom this table calls next."""
    if line.paused or line.taken:
        return Decision(None, Turn.PAUSED if line.paused else Turn.TAKEN)
    here = [place for place in line.places if place.arrived_at <= line.now]
    free = [place for place in here if is_free(place, line)]
    standing = [place for place in free if place.held_at_call is None]
    booked = _booked_line(standing, line, rules)
    walk_ins = _walk_in_line(standing, line, rules)
    if _share_is_due(walk_ins, line, rules):
        return Decision(walk_ins[0].key, Turn.SHARE)
    recalled = _due_for_recall(free, line, rules)
    if recalled is not None:
        return Decision(recalled.key, Turn.RECALL)
    turn = _between(booked, walk_ins, line, rules)
    if turn is Turn.BOOKED:
        return Decision(booked[0].key, turn)
    if turn in CALLS:
        return Decision(walk_ins[0].key, turn)
    return _nobody(turn, here, free, line, rules)


def has_priority(place: Place, late: timedelta, rules: Rules) -> bool:
    """Whether a booked person came inside the window, so that their time counts."""
    return place.due_at is not None and place.arrived_at <= place.due_at + late + rules.late_window


def may_be_called_from(place: Place, late: timedelta, rules: Rules) -> datetime:
    """From when a number stands in the line: a booked one in time from T−5, others on arrival."""
    if place.due_at is None or not has_priority(place, late, rules):
        return place.arrived_at
    return max(place.arrived_at, place.due_at - rules.early)


def is_free(place: Place, line: Line) -> bool:
    """Whether the person can come now and be done before a time booked elsewhere."""
    if place.engaged:
        return False
    elsewhere = place.expected_elsewhere
    if elsewhere is None or place.due_at is not None:  # two booked times never overlap
        return True
    return line.now + line.usual_length <= elsewhere


def _due_for_recall(free: Sequence[Place], line: Line, rules: Rules) -> Place | None:
    due = [
        place
        for place in free
        if place.held_at_call is not None and line.calls - place.held_at_call >= rules.recall_after
    ]
    return min(due, key=_held, default=None)


def _held(place: Place) -> tuple[int, datetime]:
    return place.held_at_call or 0, place.arrived_at


def _booked_line(standing: Sequence[Place], line: Line, rules: Rules) -> list[Place]:
    """Booked people in time whose window is open, by their time."""
    found = [
        (place.due_at, place.arrived_at, place)
        for place in standing
        if place.due_at is not None
        and has_priority(place, line.late, rules)
        and place.due_at - rules.early <= line.now
    ]
    return [place for _due, _arrived, place in sorted(found, key=lambda one: one[:2])]


def _walk_in_line(standing: Sequence[Place], line: Line, rules: Rules) -> list[Place]:
    """Walk-ins, and booked people who came too late, in the order in which they came."""
    found = [place for place in standing if not has_priority(place, line.late, rules)]
    return sorted(found, key=lambda place: place.arrived_at)


def _between(
    booked: Sequence[Place], walk_ins: Sequence[Place], line: Line, rules: Rules
) -> Turn | None:
    """Whose turn it is between the two lines; None when neither can be called."""
    if not walk_ins:
        return Turn.BOOKED if booked else None
    not_yet = all(_shifted(place, line) > line.now for place in booked)
    enough = line.booked_in_row >= rules.most_booked_in_row
    if enough and not_yet and _waits_long(walk_ins[0], line, rules):
        return Turn.LONG_WAIT
    if booked:
        return Turn.BOOKED
    return Turn.WALK_IN if fits(line) else Turn.KEPT_FOR_BOOKED


def _share_is_due(walk_ins: Sequence[Place], line: Line, rules: Rules) -> bool:
    """Whether so many booked people were called in a row that a walk-in is next before all."""
    if not walk_ins or line.booked_in_row < rules.walk_in_every - 1:
        return False
    return _waits_long(walk_ins[0], line, rules)


def _waits_long(place: Place, line: Line, rules: Rules) -> bool:
    return line.now - place.arrived_at > rules.long_wait


def _shifted(place: Place, line: Line) -> datetime:
    assert place.due_at is not None
    return place.due_at + line.late


def next_due(line: Line) -> datetime | None:
    """The next booked time ahead."""
    return min((due for due in line.dues if due > line.now), default=None)


def fits(line: Line) -> bool:
    """Whether a talk of the usual length ends before the next booked time, or need not.

    It need not where the table runs late, and in a time that it keeps for walk-ins: talks
    before it ran over, and whoever waits for that time must not pay for it.
    """
    ahead = next_due(line)
    if line.late or ahead is None or line.now + line.usual_length <= ahead:
        return True
    return is_kept_for_walk_ins(line)


def is_kept_for_walk_ins(line: Line) -> bool:
    """Whether a time left to walk-ins runs now in which none was called yet."""
    last = line.walk_in_called_at
    return any(
        start <= line.now < end and (last is None or last < start) for start, end in line.released
    )


def _nobody(
    turn: Turn | None, here: Sequence[Place], free: Sequence[Place], line: Line, rules: Rules
) -> Decision:
    """Nobody of the two lines can be called: somebody on hold, or nobody at all."""
    if turn is Turn.KEPT_FOR_BOOKED:
        due = next_due(line)
        assert due is not None
        opens = due - rules.early
        return Decision(None, turn, opens if opens > line.now else due)
    held = [place for place in free if place.held_at_call is not None]
    back = [place for place in held if _idle_recall(place, rules) <= line.now]
    if back:
        return Decision(min(back, key=_held).key, Turn.RECALL)
    early = [
        may_be_called_from(place, line.late, rules) for place in free if place.held_at_call is None
    ]
    again = [_idle_recall(place, rules) for place in held]
    if early or again:
        return Decision(None, Turn.TOO_EARLY if early else Turn.NOBODY, min(early + again))
    return Decision(None, Turn.ALL_BUSY if here else Turn.NOBODY)


def _idle_recall(place: Place, rules: Rules) -> datetime:
    """From when somebody on hold is called although three others were not: nobody else is here."""
    return (place.held_at or place.arrived_at) + rules.recall_idle


def after_call(line: Line, key: Hashable, rules: Rules = USUAL) -> Line:
    """The line once this person was called: counted, and no longer in it."""
    place = next(place for place in line.places if place.key == key)
    booked = has_priority(place, line.late, rules)
    return replace(
        line,
        places=[other for other in line.places if other is not place],
        dues=_without(line.dues, place.due_at),
        calls=line.calls + 1,
        booked_in_row=line.booked_in_row + 1 if booked else 0,
        walk_in_called_at=line.walk_in_called_at if booked else line.now,
    )


def _without(dues: Sequence[datetime], due: datetime | None) -> list[datetime]:
    rest = list(dues)
    if due in rest:
        rest.remove(due)
    return rest
