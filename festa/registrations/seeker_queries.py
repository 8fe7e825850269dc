"""A seeker's own registrations, for their page."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.models import Registration
from festa.registrations.states import GONE, RegistrationState

MOST = 50
SHOWN = frozenset(RegistrationState) - GONE - {RegistrationState.DRAFT}


def registrations_of(seeker_id: int) -> Sequence[Registration]:
    """Every registration of a seeker with its fair and venue, the latest fair last."""
    query = (
        select(Registration)
        .join(Registration.fair)
        .where(Registration.seeker_id == seeker_id, Registration.state.in_(SHOWN))
        .options(joinedload(Registration.fair).joinedload(Fair.venue))
        .order_by(Fair.day, Fair.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def find_registration_at(fair_id: int, seeker_id: int) -> Registration | None:
    """A seeker's registration at a fair, whatever its state."""
    query = select(Registration).where(
        Registration.fair_id == fair_id, Registration.seeker_id == seeker_id
    )
    return db.session.scalar(query)


def ahead_in_line(seeker_id: int) -> dict[int, int]:
    """How many people wait before this seeker, for each registration that waits."""
    mine, other = aliased(Registration), aliased(Registration)
    before = (
        (other.fair_id == mine.fair_id)
        & (other.state == RegistrationState.WAITLISTED)
        & other.offered_until.is_(None)
        & (other.waiting_number < mine.waiting_number)
    )
    query = (
        select(mine.id, func.count(other.id))
        .outerjoin(other, before)
        .where(mine.seeker_id == seeker_id, mine.state == RegistrationState.WAITLISTED)
        .group_by(mine.id)
    )
    return dict(db.session.execute(query).all())
