"""Lines for tests of the policy, told in minutes from ten o'clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

from festa.queues.policy import Line, Place

TEN = datetime(2026, 11, 23, 1, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes after ten."""
    return TEN + timedelta(minutes=minutes)


def walk_in(key: str, came: float, **more: Any) -> Place:
    """Somebody without a time."""
    return Place(key, at(came), **more)


def booked(key: str, due: float, came: float | None = None, **more: Any) -> Place:
    """Somebody with a time, here ten minutes before it unless said."""
    return Place(key, at(due - 10 if came is None else came), at(due), **more)


def on_hold(place: Place, at_call: int, since: float) -> Place:
    """The same person, put on hold."""
    return Place(place.key, place.arrived_at, place.due_at, held_at_call=at_call, held_at=at(since))


def line(now: float, *places: Place, length: float = 15, **more: Any) -> Line:
    """A line at a moment; its booked places are among the dues."""
    more["dues"] = [
        *(place.due_at for place in places if place.due_at and place.held_at_call is None),
        *(at(due) for due in more.pop("dues", ())),
    ]
    if "late" in more:
        more["late"] = timedelta(minutes=more["late"])
    return Line(now=at(now), places=places, usual_length=timedelta(minutes=length), **more)
