"""The gate's decision, pure: what is known about a code in, one answer out.

The answer depends on rows that two gates may write at once. This decides what the rows
allow; the unique index on standing check-ins decides who was first (see ledger.write_at_once).
"""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from festa import clock
from festa.badges.models import BadgeState
from festa.fairs.lifecycle import OVER, FairState
from festa.registrations.states import RegistrationState


class Direction(StrEnum):
    """Which way somebody walks through the gate."""

    IN = "in"
    OUT = "out"


class ScanOutcome(StrEnum):
    """Every answer that the gate can give."""

    ADMITTED = "admitted"
    READMITTED = "readmitted"
    ALREADY_IN = "already_in"
    LEFT = "left"
    NOT_IN = "not_in"
    OTHER_FAIR = "other_fair"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    WAITLISTED = "waitlisted"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    FAIR_NOT_LIVE = "fair_not_live"
    UNDONE = "undone"


LETS_IN = frozenset({ScanOutcome.ADMITTED, ScanOutcome.READMITTED})

# Whoever is told one of these does not come in.
TURNS_AWAY = frozenset(
    {
        ScanOutcome.OTHER_FAIR,
        ScanOutcome.SUPERSEDED,
        ScanOutcome.REVOKED,
        ScanOutcome.EXPIRED,
        ScanOutcome.CANCELLED,
        ScanOutcome.WAITLISTED,
        ScanOutcome.UNKNOWN,
        ScanOutcome.UNREADABLE,
        ScanOutcome.FAIR_NOT_LIVE,
    }
)

BADGE_ANSWERS: dict[BadgeState, ScanOutcome] = {
    BadgeState.SUPERSEDED: ScanOutcome.SUPERSEDED,
    BadgeState.REVOKED: ScanOutcome.REVOKED,
    BadgeState.EXPIRED: ScanOutcome.EXPIRED,
}
REGISTRATION_ANSWERS: dict[RegistrationState, ScanOutcome] = {
    RegistrationState.WAITLISTED: ScanOutcome.WAITLISTED,
    RegistrationState.SUBMITTED: ScanOutcome.WAITLISTED,
    RegistrationState.DRAFT: ScanOutcome.UNKNOWN,
    RegistrationState.CANCELLED: ScanOutcome.CANCELLED,
    RegistrationState.REJECTED: ScanOutcome.CANCELLED,
    RegistrationState.ERASED: ScanOutcome.UNKNOWN,
    RegistrationState.MERGED: ScanOutcome.UNKNOWN,
}


class Known(NamedTuple):
    """What the rows say about a code that was read."""

    readable: bool
    found: bool = False
    this_fair: bool = True
    fair_state: FairState = FairState.LIVE
    badge: BadgeState = BadgeState.ACTIVE
    registration: RegistrationState | None = None
    checked_in: bool = False
    in_hall: bool = False


def decide(known: Known, direction: Direction, reentry: bool) -> ScanOutcome:
    """The answer to one scan.

    What is wrong with the badge itself comes first, so that the sentence names the true
    cause; a badge of another city is recognised before anything is said about its state. At a
    gate of a fair that is not live, nobody is offered to be registered for it.
    `registration` is None for recruiters, staff and guests: an active badge lets them in.
    """
    if not known.readable:
        return ScanOutcome.UNREADABLE
    if not known.found:
        return ScanOutcome.UNKNOWN
    live = known.fair_state is FairState.LIVE
    if not known.this_fair:
        return ScanOutcome.OTHER_FAIR if live else ScanOutcome.FAIR_NOT_LIVE
    if known.badge in BADGE_ANSWERS:
        return BADGE_ANSWERS[known.badge]
    if known.registration in REGISTRATION_ANSWERS:
        return REGISTRATION_ANSWERS[known.registration]
    if not live:
        return ScanOutcome.FAIR_NOT_LIVE
    if direction is Direction.OUT:
        return ScanOutcome.LEFT if known.in_hall or not known.registration else ScanOutcome.NOT_IN
    return _inwards(known, reentry)


def _inwards(known: Known, reentry: bool) -> ScanOutcome:
    if not known.checked_in:
        return ScanOutcome.ADMITTED
    if reentry or not known.in_hall:
        return ScanOutcome.READMITTED
    return ScanOutcome.ALREADY_IN


def state_when_scanned(
    state: FairState, fair_day: date, scanned_at: datetime, may_be_late: bool
) -> FairState:
    """The state of the fair that a scan is judged by; which may come late.

    What a device kept while it was cut off may arrive after the doors have closed, and whoever is
    inside then still goes out: both are judged by the day on which they were scanned.
    """
    late = may_be_late and state in OVER and clock.local(scanned_at).date() == fair_day
    return FairState.LIVE if late else state


def was_inside(left_at: datetime | None, scanned_at: datetime, offline: bool) -> bool:
    """Whether somebody who is checked in was in the hall when they were scanned."""
    return left_at is None or (offline and scanned_at < left_at)


def as_shown(outcome: ScanOutcome, offline: bool, shown: ScanOutcome | None) -> ScanOutcome:
    """The answer that counts where a device that was cut off turned somebody away.

    It knew less than the rows: who had registered since then was sent to the desk all the same.
    """
    turned_away = offline and shown in TURNS_AWAY and outcome in LETS_IN
    return shown if turned_away and shown is not None else outcome


def let_in_twice(outcome: ScanOutcome, offline: bool, shown: ScanOutcome | None) -> bool:
    """Whether a device that was cut off let in a badge for which a check-in stands.

    One that showed anything but a welcome let nobody in; one that does not say is taken to have.
    """
    welcomed = shown is None or shown in LETS_IN
    return outcome is ScanOutcome.ALREADY_IN and offline and welcomed
