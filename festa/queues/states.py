"""The machine of a queue ticket: which states it has, and the ways between them."""

from enum import StrEnum

from festa.fairs.lifecycle import IllegalMove


class TicketState(StrEnum):
    """Where somebody with a number stands."""

    ISSUED = "issued"
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    SERVED = "served"
    ON_HOLD = "on_hold"
    LEFT = "left"
    EXPIRED = "expired"


class TicketKind(StrEnum):
    """Whether a number belongs to a booked time or to whoever just came."""

    BOOKED = "booked"
    WALK_IN = "walk_in"


class OverrideReason(StrEnum):
    """Why somebody is called before their turn. Kept in the audit log with who did it."""

    DISTRESS = "distress"
    MOBILITY = "mobility"
    CHILD_CARE = "child_care"
    OUR_MISTAKE = "our_mistake"
    TABLE_IDLE = "table_idle"


class EndReason(StrEnum):
    """Why a number ended without a talk, or how the talk was ended."""

    DONE = "done"
    STEPPED_BACK = "stepped_back"
    MISSED_TWICE = "missed_twice"
    BOOKING_ENDED = "booking_ended"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    LEFT_FAIR = "left_fair"
    EMPLOYER_LEFT = "employer_left"
    EXCHANGED = "exchanged"
    DAY_OVER = "day_over"


T = TicketState
# Whoever has such a number stands in a line or at a table.
LIVE = frozenset({T.ISSUED, T.WAITING, T.CALLED, T.SERVING, T.ON_HOLD})
# One of these for each table and for each person: the database holds both.
AT_TABLE = frozenset({T.CALLED, T.SERVING})
# Whom a table may still call.
IN_LINE = frozenset({T.ISSUED, T.WAITING, T.ON_HOLD})
OVER = frozenset(T) - LIVE

TICKET_WAYS: dict[TicketState, frozenset[TicketState]] = {
    # A number given before its time: it joins the line five minutes before the interview.
    T.ISSUED: frozenset({T.WAITING, T.CALLED, T.SERVING, T.ON_HOLD, T.LEFT, T.EXPIRED}),
    T.WAITING: frozenset({T.CALLED, T.SERVING, T.ON_HOLD, T.LEFT, T.EXPIRED}),
    T.CALLED: frozenset({T.SERVING, T.WAITING, T.ON_HOLD, T.LEFT, T.EXPIRED}),
    T.ON_HOLD: frozenset({T.CALLED, T.WAITING, T.LEFT, T.EXPIRED}),
    # A talk that began is a talk, however it ends.
    T.SERVING: frozenset({T.SERVED}),
    T.SERVED: frozenset(),
    T.LEFT: frozenset(),
    T.EXPIRED: frozenset(),
}


def move_ticket(start: TicketState, end: TicketState) -> TicketState:
    """The new state of a ticket, or IllegalMove."""
    if end not in TICKET_WAYS[start]:
        raise IllegalMove(start, end)
    return end
