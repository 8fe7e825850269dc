"""Everything that organisers see of one registration, from all domains, in one place."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa.audit.models import AuditEntry
from festa.audit.queries import Wanted, entries
from festa.badges.models import Badge
from festa.consents.models import Consent
from festa.consents.queries import consents_of
from festa.employers.models import Participation
from festa.extensions import db
from festa.gates.models import Scan
from festa.interviews.models import Application, Booking, Slot
from festa.interviews.seeker_queries import applications_of
from festa.registrations.models import Registration
from festa.registrations.seeker_queries import registrations_of

MOST = 100


@dataclass(frozen=True)
class OnePerson:
    """A registration with what belongs to it; `others` are the person's other fairs."""

    badges: Sequence[Badge]
    consents: Sequence[Consent]
    scans: Sequence[Scan]
    applications: Sequence[Application]
    bookings: Sequence[Booking]
    others: Sequence[Registration]
    trail: Sequence[AuditEntry]


def one_person(registration: Registration) -> OnePerson:
    """Gather it, in a number of statements that does not grow with what happened."""
    seeker_id, fair_id = registration.seeker_id, registration.fair_id
    return OnePerson(
        badges=_badges(registration.id),
        consents=[one for one in consents_of(seeker_id) if one.fair_id == fair_id],
        scans=_scans(registration.id),
        applications=applications_of([registration.id]),
        bookings=_bookings(registration.id),
        others=[one for one in registrations_of(seeker_id) if one.id != registration.id],
        trail=entries(Wanted(seeker_id=seeker_id), 1).items,
    )


def _badges(registration_id: int) -> Sequence[Badge]:
    query = select(Badge).where(Badge.registration_id == registration_id)
    return db.session.scalars(query.order_by(Badge.id.desc()).limit(MOST)).all()


def _scans(registration_id: int) -> Sequence[Scan]:
    query = (
        select(Scan)
        .where(Scan.registration_id == registration_id)
        .options(joinedload(Scan.gate))
        .order_by(Scan.scanned_at.desc(), Scan.received_at.desc())
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def _bookings(registration_id: int) -> Sequence[Booking]:
    query = (
        select(Booking)
        .join(Booking.slot)
        .where(Booking.registration_id == registration_id)
        .options(
            joinedload(Booking.slot).joinedload(Slot.table),
            joinedload(Booking.participation).joinedload(Participation.employer),
        )
        .order_by(Slot.start_unit, Booking.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()
