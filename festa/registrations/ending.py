"""Ending all registrations of a fair that will not be."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import entry, record_all
from festa.badges.service import revoke_all
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState, move

STANDING = (
    RegistrationState.SUBMITTED,
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
)


def standing(fair: Fair) -> Sequence[Registration]:
    """Everybody who counts on this fair, locked, so that nobody cancels meanwhile."""
    query = (
        select(Registration)
        .where(Registration.fair_id == fair.id, Registration.state.in_(STANDING))
        .options(joinedload(Registration.seeker, innerjoin=True))
        .order_by(Registration.id)
        .with_for_update(of=Registration)
    )
    return db.session.scalars(query).all()


def cancel_all(fair: Fair, registrations: Sequence[Registration], by: Actor) -> None:
    """Cancel these registrations of a fair with their badges; nobody moves up into a place."""
    revoke_all([one.id for one in registrations], by)
    for one in registrations:
        one.state = move(one.state, RegistrationState.CANCELLED)
        one.holds_place = False
        one.waiting_number = one.offered_until = None
        one.ended_at = clock.now()
    record_all([entry("registration.cancelled", one, by) for one in registrations])
    db.session.flush()
    db.session.execute(
        update(Fair)
        .where(Fair.id == fair.id)
        .values(places_taken=0)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(fair, ["places_taken"])
