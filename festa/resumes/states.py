"""Where a delivered résumé stands, and the ways between."""

from enum import StrEnum

from festa.fairs.lifecycle import IllegalMove


class DeliveryState(StrEnum):
    """From the desk of the relay to its end; in the last four the bytes are destroyed."""

    SENT = "sent"
    COLLECTED = "collected"
    ANSWERED = "answered"
    REPLACED = "replaced"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"
    DESTROYED = "destroyed"


S = DeliveryState
ENDED = frozenset({S.REPLACED, S.TAKEN_BACK, S.EXPIRED, S.DESTROYED})
STANDING = frozenset(S) - ENDED
OPEN = frozenset({S.SENT, S.COLLECTED})  # the employer has still something to do

WAYS: dict[DeliveryState, frozenset[DeliveryState]] = {
    S.SENT: frozenset({S.COLLECTED, S.ANSWERED}) | ENDED,
    S.COLLECTED: frozenset({S.ANSWERED}) | ENDED,
    # An answer may be given without reading, and the paper read afterwards all the same.
    S.ANSWERED: ENDED - {S.REPLACED},
    S.REPLACED: frozenset(),
    S.TAKEN_BACK: frozenset(),
    S.EXPIRED: frozenset(),
    S.DESTROYED: frozenset(),
}


def move_delivery(start: DeliveryState, end: DeliveryState) -> DeliveryState:
    """The new state, or IllegalMove."""
    if end not in WAYS[start]:
        raise IllegalMove(start, end)
    return end
