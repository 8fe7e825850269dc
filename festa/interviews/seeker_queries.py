"""A seeker's own interviews and applications, for their page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa.badges.models import Badge
from festa.badges.queries import active_badge
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.lifecycle import OVER, FairState
from festa.interviews.alternates import positions
from festa.interviews.models import Application, Booking, Slot
from festa.interviews.states import LIVE, BookingState
from festa.interviews.states import ApplicationState as A
from festa.registrations.models import Registration
from festa.registrations.seeker_queries import ahead_in_line, registrations_of
from festa.registrations.service import STANDING

MOST = 100
# What the seeker called off is gone; what somebody else called off stays to be seen.
SHOWN = LIVE | {
    BookingState.NO_SHOW,
    BookingState.CANCELLED_BY_EMPLOYER,
    BookingState.CANCELLED_BY_ORGANISER,
}


def bookings_of(registration_ids: Collection[int]) -> Sequence[Booking]:
    """The interviews of these registrations by time, with employer, booth and table."""
    query = (
        select(Booking)
        .join(Booking.slot)
        .where(Booking.registration_id.in_(registration_ids), Booking.state.in_(SHOWN))
        .options(
            joinedload(Booking.slot).joinedload(Slot.table),
            joinedload(Booking.participation).joinedload(Participation.employer),
            joinedload(Booking.participation).joinedload(Participation.booth),
            joinedload(Booking.registration).joinedload(Registration.fair),
        )
        .order_by(Slot.start_unit, Booking.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def applications_of(registration_ids: Collection[int]) -> Sequence[Application]:
    """What these registrations have asked of employers, newest first."""
    query = (
        select(Application)
        .where(Application.registration_id.in_(registration_ids))
        .options(
            joinedload(Application.participation).joinedload(Participation.employer),
            joinedload(Application.registration).joinedload(Registration.fair),
            joinedload(Application.job),
        )
        .order_by(Application.applied_at.desc(), Application.id.desc())
        .limit(MOST)
    )
    return db.session.scalars(query).all()


@dataclass(frozen=True)
class MyPage:
    """What a seeker sees on their page. `next` is the registration of the fair that comes next,
    `line` the place of each application that waits as an alternate."""

    next: Registration | None
    others: Sequence[Registration]
    badge: Badge | None
    bookings: Sequence[Booking]
    applications: Sequence[Application]
    ahead: dict[int, int]
    line: dict[int, int]


def my_page_of(seeker_id: int, today: date) -> MyPage:
    """A seeker's fairs, the badge of the next one, their interviews and applications."""
    registrations = registrations_of(seeker_id)
    coming = next((one for one in registrations if _lies_ahead(one, today)), None)
    ids = [one.id for one in registrations if one.state in STANDING]
    applications = applications_of(ids)
    waiting = {one.participation_id for one in applications if one.state is A.ALTERNATE}
    return MyPage(
        next=coming,
        others=[one for one in registrations if one is not coming],
        badge=active_badge(coming.id) if coming else None,
        bookings=bookings_of(ids),
        applications=applications,
        ahead=ahead_in_line(seeker_id),
        line=positions(waiting) if waiting else {},
    )


def _lies_ahead(registration: Registration, today: date) -> bool:
    fair = registration.fair
    ended = fair.state in OVER or fair.state is FairState.CANCELLED
    due = fair.day >= today or fair.state in (FairState.LIVE, FairState.POSTPONED)
    return registration.state in STANDING and due and not ended
