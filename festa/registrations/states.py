"""The states of a registration and the ways between them."""

from enum import StrEnum

from festa.fairs.lifecycle import IllegalMove


class RegistrationState(StrEnum):
    """Where a registration stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    ERASED = "erased"
    MERGED = "merged"


S = RegistrationState

WAYS: dict[RegistrationState, frozenset[RegistrationState]] = {
    S.DRAFT: frozenset({S.SUBMITTED, S.ERASED}),
    S.SUBMITTED: frozenset({S.CONFIRMED, S.WAITLISTED, S.REJECTED, S.CANCELLED, S.ERASED}),
    S.CONFIRMED: frozenset({S.CANCELLED, S.ERASED}),
    S.WAITLISTED: frozenset({S.CONFIRMED, S.CANCELLED, S.REJECTED, S.ERASED}),
    # Whoever cancelled or was turned away by mistake may come back in.
    S.CANCELLED: frozenset({S.SUBMITTED, S.ERASED}),
    S.REJECTED: frozenset({S.SUBMITTED, S.ERASED}),
    S.ERASED: frozenset(),
    # Another registration of the same person stands for it; see festa.merging.
    S.MERGED: frozenset({S.ERASED}),
}


# Rows that are nobody's registration any more.
GONE = frozenset({S.ERASED, S.MERGED})


def move(start: RegistrationState, end: RegistrationState) -> RegistrationState:
    """The new state, or IllegalMove."""
    if end not in WAYS[start]:
        raise IllegalMove(start, end)
    return end
