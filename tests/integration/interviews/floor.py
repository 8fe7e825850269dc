"""A floor to stand on: a live fair, employers with tables, seekers who may be booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from festa.accounts.models import Account
from festa.audit.actor import SYSTEM
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.booking import BookingAnswer, book
from festa.interviews.models import Application, Booking, BookingUnit, InterviewTable, Slot
from festa.interviews.states import LIVE
from festa.registrations.models import Registration
from festa.registrations.service import Via
from tests.factories import (
    give_consent,
    make_application,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_recruiter,
    make_registration,
    make_seeker,
    make_table,
)


@dataclass
class Floor:
    """One employer at a fair with a table of six slots, its recruiter, and one applicant."""

    fair: Fair
    participation: Participation
    recruiter: Account
    table: InterviewTable
    registration: Registration
    application: Application

    @property
    def slots(self) -> Sequence[Slot]:
        return self.table.slots


def make_floor(fair: Fair | None = None, **fields: Any) -> Floor:
    """An employer's whole floor."""
    fair = fair or make_fair()
    employer = make_employer()
    participation = make_participation(fair, employer, **fields)
    registration = make_applicant(participation)
    application = db.session.scalars(
        select(Application).where(Application.registration_id == registration.id)
    ).one()
    make_job(participation)
    floor = Floor(
        fair=fair,
        participation=participation,
        recruiter=make_recruiter(employer),
        table=make_table(participation),
        registration=registration,
        application=application,
    )
    db.session.commit()
    return floor


def make_applicant(participation: Participation, **seeker: Any) -> Registration:
    """Somebody registered who applied to this employer."""
    registration = make_registration(participation.fair, make_seeker(**seeker), via=Via.WALK_IN)
    make_application(registration, participation)
    return registration


def open_to(registration: Registration, *participations: Participation) -> Registration:
    """The same person, open to more employers."""
    for participation in participations:
        give_consent(registration.seeker, participation)
    return registration


def book_by_id(slot_id: int, registration_id: int) -> BookingAnswer:
    """Book and commit as a request does."""
    slot = db.session.get_one(Slot, slot_id)
    registration = db.session.get_one(Registration, registration_id)
    answer = book(slot, registration, SYSTEM)
    db.session.commit()
    return answer


def live_bookings(*where: Any) -> int:
    """How many live bookings there are."""
    query = select(func.count(Booking.id)).where(Booking.state.in_(LIVE), *where)
    return db.session.scalar(query) or 0


def units_taken() -> list[tuple[int | None, int, int]]:
    """Every unit that is taken: table, registration, unit."""
    query = select(BookingUnit.table_id, BookingUnit.registration_id, BookingUnit.unit)
    ordered = query.order_by(BookingUnit.table_id, BookingUnit.registration_id, BookingUnit.unit)
    return [tuple(row) for row in db.session.execute(ordered)]
