"""The states of a fair and the ways between them."""

from datetime import datetime
from enum import StrEnum


class FairState(StrEnum):
    """Where a fair stands, from first plan to archive."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REGISTRATION_OPEN = "registration_open"
    BOOKING_OPEN = "booking_open"
    REGISTRATION_CLOSED = "registration_closed"
    LIVE = "live"
    CLOSED = "closed"
    FOLLOW_UP = "follow_up"
    REPORTED = "reported"
    ARCHIVED = "archived"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


S = FairState

# Each way is here for a reason: a step back exists wherever somebody can press too early,
# and `live` can be reached from every state between published and closed, since the doors
# may open ten minutes before anything that was planned.
WAYS: dict[FairState, frozenset[FairState]] = {
    S.DRAFT: frozenset({S.PUBLISHED, S.CANCELLED}),
    S.PUBLISHED: frozenset({S.DRAFT, S.REGISTRATION_OPEN, S.LIVE, S.POSTPONED, S.CANCELLED}),
    S.REGISTRATION_OPEN: frozenset(
        {S.BOOKING_OPEN, S.REGISTRATION_CLOSED, S.LIVE, S.POSTPONED, S.CANCELLED}
    ),
    S.BOOKING_OPEN: frozenset(
        {S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED, S.LIVE, S.POSTPONED, S.CANCELLED}
    ),
    S.REGISTRATION_CLOSED: frozenset(
        {S.REGISTRATION_OPEN, S.BOOKING_OPEN, S.LIVE, S.POSTPONED, S.CANCELLED}
    ),
    S.LIVE: frozenset({S.CLOSED, S.REGISTRATION_CLOSED, S.CANCELLED}),
    S.CLOSED: frozenset({S.LIVE, S.FOLLOW_UP}),
    S.FOLLOW_UP: frozenset({S.REPORTED}),
    S.REPORTED: frozenset({S.FOLLOW_UP, S.ARCHIVED}),
    S.ARCHIVED: frozenset(),
    S.POSTPONED: frozenset({S.PUBLISHED, S.REGISTRATION_OPEN, S.CANCELLED}),
    S.CANCELLED: frozenset(),
}

SEEN_BY_PUBLIC = frozenset(S) - {S.DRAFT, S.ARCHIVED}
REGISTERING = frozenset({S.REGISTRATION_OPEN, S.BOOKING_OPEN})
BOOKING = frozenset({S.BOOKING_OPEN, S.REGISTRATION_CLOSED, S.LIVE})
AT_WORK = frozenset(
    {S.PUBLISHED, S.REGISTRATION_OPEN, S.BOOKING_OPEN, S.REGISTRATION_CLOSED, S.LIVE, S.POSTPONED}
)
OVER = frozenset({S.CLOSED, S.FOLLOW_UP, S.REPORTED, S.ARCHIVED})


class IllegalMove(Exception):
    """A state machine was asked for a way that it does not have."""

    def __init__(self, start: StrEnum, end: StrEnum) -> None:
        super().__init__(f"{start} → {end}")
        self.start = start
        self.end = end


def move(start: FairState, end: FairState) -> FairState:
    """The new state, or IllegalMove."""
    if end not in WAYS[start]:
        raise IllegalMove(start, end)
    return end


def takes_registrations(
    state: FairState, opens: datetime, closes: datetime, day_ends: datetime, now: datetime
) -> bool:
    """Whether somebody may register now: inside the window, or on the live day until it ends."""
    if state is FairState.LIVE:
        return now < day_ends
    return state in REGISTERING and opens <= now < closes


def takes_bookings(
    state: FairState, opens: datetime, closes: datetime, day_ends: datetime, now: datetime
) -> bool:
    """Whether interviews may be booked now: inside the window, or on the live day."""
    if state is FairState.LIVE:
        return now < day_ends
    return state in BOOKING and opens <= now < closes
