"""Registering for a fair: places, the waiting list, cancelling. Never oversold.

Places are counted by one UPDATE that the database makes only while places are left; a
check constraint stands behind it (fair.never_oversold).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.badges.models import BadgeKind, BadgeState
from festa.badges.queries import active_badge
from festa.badges.service import end_badge, issue_badge
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import takes_registrations
from festa.fairs.models import Fair
from festa.messages.hours import next_open
from festa.registrations.models import Registration, Via
from festa.registrations.notices import (
    tell_cancelled,
    tell_confirmed,
    tell_offered,
    tell_waitlisted,
)
from festa.registrations.offer_time import offered_until
from festa.registrations.states import RegistrationState, move
from festa.seekers.models import Seeker


class RegistrationRefusal(StrEnum):
    """Why somebody cannot register or be moved."""

    FAIR_NOT_OPEN = "fair_not_open"
    ALREADY_ENDED = "already_ended"


SENTENCES: dict[RegistrationRefusal, Any] = {
    RegistrationRefusal.FAIR_NOT_OPEN: _l(
        "이 박람회는 지금 신청을 받지 않아요. 신청 기간을 확인하거나 다른 도시를 골라 주세요."
    ),
    RegistrationRefusal.ALREADY_ENDED: _l("이미 취소되었거나 끝난 신청이에요. 새로 신청해 주세요."),
}


@dataclass(frozen=True)
class Registered:
    """What became of a registration: the row, whether it is new, and whether it had waited."""

    registration: Registration
    new: bool
    let_in: bool = False


# Walk-ins and lists from the organiser are let in beyond the places that are counted online.
COUNTED = frozenset({Via.WEB, Via.PROXY})
STANDING = frozenset(
    {RegistrationState.SUBMITTED, RegistrationState.CONFIRMED, RegistrationState.WAITLISTED}
)


def register(fair: Fair, seeker: Seeker, via: Via, by: Actor, *, tell: bool = True) -> Registered:
    """Register a seeker for a fair: confirmed while places are left, else on the waiting list.

    Registering twice gives the standing registration back; whoever waits and has come is confirmed
    like anybody else who walks in. Refused when the fair does not
    take registrations now; organisers' lists and walk-ins are not bound to the window.
    """
    if via is Via.WEB and not registering_now(fair):
        reason = RegistrationRefusal.FAIR_NOT_OPEN
        raise Refused(SENTENCES[reason], reason)
    registration = _find(fair, seeker)
    if registration is not None and via is Via.WALK_IN:
        # Their place may be offered, taken or passed on at this very moment.
        db.session.refresh(registration, with_for_update={"of": Registration})
    if registration is not None and registration.state in STANDING:
        return Registered(
            registration, new=False, let_in=_let_in_at_the_door(registration, via, by)
        )
    registration = _begin(registration, fair, seeker, via)
    record("registration.submitted", registration, by, via=via)
    if via not in COUNTED:
        _confirm(registration, by, holds_place=False)
    elif take_place(fair):
        _confirm(registration, by, holds_place=True)
    else:
        _wait(registration, fair, by)
    if tell:
        _tell(registration)
    return Registered(registration, new=True)


def registering_now(fair: Fair) -> bool:
    """Whether the public may register for this fair at this moment."""
    return takes_registrations(
        fair.state,
        fair.registration_opens_at,
        fair.registration_closes_at,
        fair.closes_at,
        clock.now(),
    )


def take_place(fair: Fair) -> bool:
    """Take one place of the fair if one is left; the database counts."""
    taken = db.session.scalar(
        update(Fair)
        .where(Fair.id == fair.id, Fair.places_taken < Fair.capacity)
        .values(places_taken=Fair.places_taken + 1)
        .returning(Fair.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(fair, ["places_taken"])
    return taken is not None


def cancel(registration: Registration, by: Actor, *, tell: bool = True) -> Registration | None:
    """Cancel a standing registration: its badge ends, and its place goes to the next in line.

    Returns the registration that moved up or was offered the place, if one was. Interviews are ended by
    interviews.departures, which calls this.
    """
    if registration.state not in STANDING:
        reason = RegistrationRefusal.ALREADY_ENDED
        raise Refused(SENTENCES[reason], reason)
    held = registration.counted
    registration.state = move(registration.state, RegistrationState.CANCELLED)
    registration.holds_place = False
    registration.waiting_number = registration.offered_until = None
    registration.ended_at = clock.now()
    badge = active_badge(registration.id)
    if badge is not None:
        end_badge(badge, BadgeState.REVOKED, by)
    record("registration.cancelled", registration, by)
    if tell:
        tell_cancelled(registration)
    return _pass_place_on(registration.fair, by) if held else None


def give_back_place(registration: Registration, by: Actor) -> Registration | None:
    """Let go of the place in which a registration is counted; returns who moved up."""
    registration.holds_place = False
    registration.offered_until = None
    return _pass_place_on(registration.fair, by)


def next_in_line(fair: Fair) -> Registration | None:
    """Whoever has waited longest; locked, so that two cancellations move two people."""
    query = (
        select(Registration)
        .where(
            Registration.fair_id == fair.id,
            Registration.state == RegistrationState.WAITLISTED,
            Registration.offered_until.is_(None),
        )
        .order_by(Registration.waiting_number)
        .limit(1)
        .with_for_update(of=Registration)
    )
    return db.session.scalar(query)


def fill_places(fair: Fair, by: Actor) -> Sequence[Registration]:
    """Let people in from the waiting list while places are left, in their order.

    Each is confirmed at once, or asked first where the fair offers its places.
    """
    moved = []
    while (waiting := next_in_line(fair)) is not None and take_place(fair):
        _let_in(waiting, fair, by)
        moved.append(waiting)
    return moved


def confirm_offered(registration: Registration, by: Actor) -> None:
    """Turn the place that is kept for somebody into theirs; it was counted all along."""
    _confirm(registration, by, holds_place=True)


def _let_in(waiting: Registration, fair: Fair, by: Actor) -> None:
    read_at = next_open(clock.now(), fair.day)
    until = offered_until(read_at, fair.grid) if fair.offers_places else None
    if until is None:
        _confirm(waiting, by, holds_place=True)
        tell_confirmed(waiting, moved_up=True)
        return
    waiting.offered_until = until
    record("registration.place_offered", waiting, by, until=until.isoformat())
    tell_offered(waiting, until)
    db.session.flush()


def _let_in_at_the_door(registration: Registration, via: Via, by: Actor) -> bool:
    """Whether somebody who had waited for a place is let in because they stand there."""
    if via is not Via.WALK_IN or registration.state is not RegistrationState.WAITLISTED:
        return False
    offered = registration.counted  # the place that was kept for them is theirs
    _confirm(registration, by, holds_place=offered)
    return True


def _find(fair: Fair, seeker: Seeker) -> Registration | None:
    query = select(Registration).where(
        Registration.fair_id == fair.id, Registration.seeker_id == seeker.id
    )
    return db.session.scalar(query)


def _begin(old: Registration | None, fair: Fair, seeker: Seeker, via: Via) -> Registration:
    if old is not None:
        old.state = move(old.state, RegistrationState.SUBMITTED)
        old.via, old.registered_at, old.ended_at = via, clock.now(), None
        return old
    registration = Registration(
        fair=fair,
        seeker=seeker,
        via=via,
        state=RegistrationState.SUBMITTED,
        registered_at=clock.now(),
    )
    db.session.add(registration)
    db.session.flush()
    return registration


def _confirm(registration: Registration, by: Actor, *, holds_place: bool) -> None:
    registration.state = move(registration.state, RegistrationState.CONFIRMED)
    registration.holds_place = holds_place
    registration.waiting_number = registration.offered_until = None
    registration.confirmed_at = clock.now()
    db.session.flush()
    issue_badge(registration.fair_id, BadgeKind.SEEKER, by, registration_id=registration.id)
    record("registration.confirmed", registration, by)


def _wait(registration: Registration, fair: Fair, by: Actor) -> None:
    number = db.session.scalar(
        update(Fair)
        .where(Fair.id == fair.id)
        .values(last_waiting_number=Fair.last_waiting_number + 1)
        .returning(Fair.last_waiting_number)
        .execution_options(synchronize_session=False)
    )
    registration.state = move(registration.state, RegistrationState.WAITLISTED)
    registration.waiting_number = number
    db.session.flush()
    record("registration.waitlisted", registration, by, number=number)


def _pass_place_on(fair: Fair, by: Actor) -> Registration | None:
    # The place is given back and taken again in one transaction, never seen free between.
    db.session.flush()
    db.session.execute(
        update(Fair)
        .where(Fair.id == fair.id)
        .values(places_taken=Fair.places_taken - 1)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(fair, ["places_taken"])
    moved = fill_places(fair, by)
    return moved[0] if moved else None


def _tell(registration: Registration) -> None:
    if registration.state is RegistrationState.CONFIRMED:
        tell_confirmed(registration)
    else:
        tell_waitlisted(registration)
