"""A seeker's own interviews and applications, for their page."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa.badges.models import Badge
from festa.badges.queries import active_badge
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.lifecycle import OVER, FairState
from festa.fairs.models import Fair
from festa.interviews.alternates import positions
from festa.interviews.models import Application, Booking, Slot
from festa.interviews.states import BOOKING_WAYS, LIVE, BookingState
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
# Where the way to another time is still open.
MOVABLE = {state for state, ways in BOOKING_WAYS.items() if BookingState.RESCHEDULED in ways}


def bookings_of(registration_ids: Collection[int]) -> Sequence[Booking]:
    """The interviews of these registrations as they follow one another, each with its place."""
    query = (
        select(Booking)
        .join(Booking.slot)
        .join(Fair, Fair.id == Booking.fair_id)
        .where(Booking.registration_id.in_(registration_ids), Booking.state.in_(SHOWN))
        .options(
            joinedload(Booking.slot).joinedload(Slot.table),
            joinedload(Booking.participation).joinedload(Participation.employer),
            joinedload(Booking.participation).joinedload(Participation.booth),
            joinedload(Booking.registration).joinedload(Registration.fair),
        )
        .order_by(Fair.day.desc(), Slot.start_unit.desc(), Booking.id.desc())
        .limit(MOST)
    )
    # A unit is another moment at each fair: what was cut off were the oldest days.
    return sorted(db.session.scalars(query), key=lambda one: (_moment(one), one.id))


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
class FairDay:
    """Interviews that follow one another at one fair."""

    fair: Fair
    is_today: bool
    bookings: Sequence[Booking]


@dataclass(frozen=True)
class MyPage:
    """What a seeker sees on their page. `next` is the registration of the fair that comes next,
    `line` the place of each application that waits as an alternate, `standing` the interview of
    each application that has one, `many_fairs` whether a day alone does not say where."""

    next: Registration | None
    others: Sequence[Registration]
    badge: Badge | None
    bookings: Sequence[Booking]
    days: Sequence[FairDay]
    many_fairs: bool
    applications: Sequence[Application]
    standing: dict[int, Booking]
    ahead: dict[int, int]
    line: dict[int, int]


def my_page_of(seeker_id: int, today: date) -> MyPage:
    """A seeker's fairs, the badge of the next one, their interviews and applications."""
    registrations = registrations_of(seeker_id)
    coming = next((one for one in registrations if _lies_ahead(one, today)), None)
    ids = [one.id for one in registrations if one.state in STANDING]
    applications, bookings = applications_of(ids), bookings_of(ids)
    waiting = {one.participation_id for one in applications if one.state is A.ALTERNATE}
    return MyPage(
        next=coming,
        others=[one for one in registrations if one is not coming],
        badge=active_badge(coming.id) if coming else None,
        bookings=bookings,
        days=_days(bookings, today),
        many_fairs=len(ids) > 1,
        applications=applications,
        standing=_standing(applications, bookings),
        ahead=ahead_in_line(seeker_id),
        line=positions(waiting) if waiting else {},
    )


def movable_first(bookings: Iterable[Booking]) -> Booking | None:
    """Of somebody's interviews with one employer the one to lead to: that can be moved, if any."""
    return min(bookings, key=lambda one: one.state not in MOVABLE, default=None)


def _standing(
    applications: Sequence[Application], bookings: Sequence[Booking]
) -> dict[int, Booking]:
    """The interview that stands with the employer of each application, by application."""
    found: dict[tuple[int, int], list[Booking]] = {}
    for one in bookings:
        if one.shown_state in LIVE:
            found.setdefault((one.registration_id, one.participation_id), []).append(one)
    led_to = {
        one.id: movable_first(found.get((one.registration_id, one.participation_id), ()))
        for one in applications
    }
    return {number: booking for number, booking in led_to.items() if booking is not None}


def _days(bookings: Sequence[Booking], today: date) -> list[FairDay]:
    """The interviews under the day of their fair; invitations that lapsed are no interviews."""
    shown = (one for one in bookings if one.shown_state is not BookingState.LAPSED)
    return [
        FairDay(fair, fair.day == today, list(at_fair))
        for fair, at_fair in groupby(shown, key=lambda one: one.registration.fair)
    ]


def _moment(booking: Booking) -> datetime:
    return booking.registration.fair.grid.moment_of(booking.slot.start_unit)


def _lies_ahead(registration: Registration, today: date) -> bool:
    fair = registration.fair
    ended = fair.state in OVER or fair.state is FairState.CANCELLED
    due = fair.day >= today or fair.state in (FairState.LIVE, FairState.POSTPONED)
    return registration.state in STANDING and due and not ended
