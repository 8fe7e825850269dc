"""Calling off all interviews of an employer at once: a handful of statements, however many."""

from collections.abc import Sequence
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import joinedload

from festa.audit.actor import Actor
from festa.audit.service import record_all
from festa.employers.models import Participation
from festa.extensions import db
from festa.formats import moment
from festa.interviews.changes import history_row, log_row
from festa.interviews.models import Application, Booking, BookingChange, BookingUnit
from festa.interviews.states import BEFORE_THE_TALK, BookingState, move_booking
from festa.links import site_link
from festa.messages.service import About, add_many, text_row
from festa.registrations.models import Registration

ENDED = BookingState.CANCELLED_BY_EMPLOYER


def end_interviews(participation: Participation, by: Actor, reason: str) -> Sequence[Booking]:
    """Call off what has not begun with this employer, and tell everybody where else time is free.

    Nobody moves up for these: there is no place left to take.
    """
    db.session.flush()
    query = (
        select(Booking)
        .where(Booking.participation_id == participation.id, Booking.state.in_(BEFORE_THE_TALK))
        .options(
            joinedload(Booking.registration).joinedload(Registration.seeker),
            joinedload(Booking.slot),
        )
        .order_by(Booking.id)
        .with_for_update(of=Booking)
    )
    bookings = db.session.scalars(query.execution_options(populate_existing=True)).all()
    stood = [booking.state for booking in bookings]
    changes = [_end(booking, by, reason) for booking in bookings]
    db.session.flush()
    if changes:
        db.session.execute(insert(BookingChange), changes)
    record_all([log_row(one, before, by) for one, before in zip(bookings, stood, strict=True)])
    ids = [booking.id for booking in bookings]
    db.session.execute(delete(BookingUnit).where(BookingUnit.booking_id.in_(ids)))
    add_many([_news(booking, participation) for booking in bookings])
    return bookings


def _end(booking: Booking, by: Actor, reason: str) -> dict[str, Any]:
    """End one, and return its row for the history."""
    before = booking.state
    booking.state = move_booking(before, ENDED)
    return history_row(booking, before, by, reason)


def tell_applicants(participation: Participation, gone: Sequence[Application]) -> int:
    """Tell those whose application ends with an employer, and who had no time of which they hear."""
    had_times = set(
        db.session.scalars(
            select(Booking.registration_id).where(
                Booking.participation_id == participation.id, Booking.state == ENDED
            )
        )
    )
    return add_many(
        [
            _farewell(application, participation)
            for application in gone
            if application.registration_id not in had_times
        ]
    )


def _farewell(application: Application, participation: Participation) -> dict[str, Any]:
    fair, seeker = participation.fair, application.registration.seeker
    with force_locale(seeker.locale):
        body = _(
            "[JOB 매칭 페스타] %(employer)s의 사정으로 박람회 참가가 취소되어 면접 신청도 마쳤어요. "
            "이 기업에는 더는 정보가 보이지 않아요. 다른 기업의 일자리도 살펴보세요. %(link)s",
            employer=participation.employer.name,
            link=site_link("employers.jobs", fair=fair.slug),
        )
    about = About(seeker.id, fair.id, application.id, fair.day)
    return text_row(seeker.phone, "application_employer_left", body, about)


def _news(booking: Booking, participation: Participation) -> dict[str, Any]:
    fair, seeker = participation.fair, booking.registration.seeker
    with force_locale(seeker.locale):
        body = _(
            "[JOB 매칭 페스타] %(employer)s의 사정으로 면접(%(when)s)이 취소되었어요. "
            "비슷한 일을 하는 기업의 빈 시간을 모아 두었어요. %(link)s",
            employer=participation.employer.name,
            when=moment(fair.grid.moment_of(booking.slot.start_unit)),
            link=site_link("seeker_times.instead", booking_id=booking.id),
        )
    about = About(seeker.id, fair.id, booking.id, fair.day)
    return text_row(seeker.phone, "interview_employer_left", body, about)
