"""When somebody steps back: from a fair, or from an employer. Everything that follows, at once."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa.audit.actor import Actor
from festa.consents.models import Consent, ConsentState, Purpose
from festa.consents.service import find_standing, withdraw
from festa.employers.models import Participation
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import OVER
from festa.interviews.answers import forget_answers
from festa.interviews.applications import set_application
from festa.interviews.booking import cancel as cancel_booking
from festa.interviews.booking import line_up
from festa.interviews.following import tell_consent_withdrawn, tell_left_fair
from festa.interviews.models import Application, Booking
from festa.interviews.notes import forget_notes
from festa.interviews.pool import end_pooling
from festa.interviews.states import BEFORE_THE_TALK, ApplicationState, BookingState
from festa.registrations import service as registrations
from festa.registrations.models import Registration
from festa.seekers.service import forget_details


class DepartureRefusal(StrEnum):
    """Why somebody cannot step back."""

    FAIR_OVER = "fair_over"
    TALK_BEGAN = "talk_began"
    NOT_STANDING = "not_standing"


SENTENCES: dict[DepartureRefusal, Any] = {
    DepartureRefusal.FAIR_OVER: _l("이미 끝난 박람회라 취소할 것이 없어요."),
    DepartureRefusal.TALK_BEGAN: _l(
        "이미 시작했거나 끝난 면접은 취소할 수 없어요. 도움이 필요하면 안내 데스크로 와 주세요."
    ),
    DepartureRefusal.NOT_STANDING: _l("이미 철회한 동의예요. 화면을 새로 고쳐 확인해 주세요."),
}


def leave_fair(
    registration: Registration, by: Actor, state: BookingState = BookingState.CANCELLED_BY_SEEKER
) -> Registration | None:
    """Cancel a registration with its interviews and applications; returns who moved up.

    Refused once the fair is over: what happened there stays true.
    """
    if registration.fair.state in OVER:
        raise _refuse(DepartureRefusal.FAIR_OVER)
    line_up(registration)
    for booking in _bookings(registration.id):
        cancel_booking(booking, state, by)
    for application in _applications(registration.id):
        set_application(application, ApplicationState.WITHDRAWN, by)
    for consent in _employer_consents(registration):
        withdraw(consent, by)
        if consent.purpose is Purpose.TALENT_POOL:
            end_pooling(consent, by)
        forget_notes(registration.id, consent.employer_id, by)
        forget_answers(registration.id, consent.employer_id, by)
    tell_left_fair(registration, by)
    return registrations.cancel(registration, by)


def call_off(booking: Booking, by: Actor) -> None:
    """Cancel an interview for the seeker; Refused once the talk has begun."""
    if booking.state not in BEFORE_THE_TALK:
        raise _refuse(DepartureRefusal.TALK_BEGAN)
    cancel_booking(booking, BookingState.CANCELLED_BY_SEEKER, by)


def leave_employer(application: Application, by: Actor) -> None:
    """Take an application back, with the consent that named the employer and any interview."""
    registration = application.registration
    consent = find_standing(
        registration.seeker_id,
        registration.fair_id,
        Purpose.THIRD_PARTY,
        application.participation.employer_id,
    )
    if consent is not None:
        withdraw_consent(consent, by)
    elif application.state is not ApplicationState.WITHDRAWN:
        set_application(application, ApplicationState.WITHDRAWN, by)


def withdraw_consent(consent: Consent, by: Actor) -> None:
    """Take a consent back, and with it what was kept or planned because of it.

    One that named an employer ends everything with that employer; one for details of the
    person's own has them destroyed (개인정보 보호법 §37). Refused when it stands no more.
    """
    if consent.state is not ConsentState.GRANTED:
        raise _refuse(DepartureRefusal.NOT_STANDING)
    registration = _line_up(consent)
    withdraw(consent, by)
    forget_details(consent.seeker_id, consent.purpose, by)
    if consent.purpose is Purpose.TALENT_POOL:
        end_pooling(consent, by)
    if consent.purpose is Purpose.THIRD_PARTY:
        _end_with_employer(consent, registration, by)


def _end_with_employer(consent: Consent, registration: Registration | None, by: Actor) -> None:
    """End what was planned with an employer, its pool and its notes: it knows nobody any more."""
    pool = find_standing(
        consent.seeker_id, consent.fair_id, Purpose.TALENT_POOL, consent.employer_id
    )
    if pool is not None:
        withdraw(pool, by)
        end_pooling(pool, by)
    here = (
        Registration.seeker_id == consent.seeker_id,
        Registration.fair_id == consent.fair_id,
        Participation.employer_id == consent.employer_id,
    )
    bookings = (
        select(Booking)
        .join(Booking.registration)
        .join(Booking.participation)
        .where(*here, Booking.state.in_(BEFORE_THE_TALK))
    )
    for booking in db.session.scalars(bookings).all():
        cancel_booking(booking, BookingState.CANCELLED_BY_SEEKER, by, "consent_withdrawn")
    applications = (
        select(Application)
        .join(Application.registration)
        .join(Application.participation)
        .where(*here, Application.state != ApplicationState.WITHDRAWN)
    )
    for application in db.session.scalars(applications).all():
        set_application(application, ApplicationState.WITHDRAWN, by)
    registrations_here = select(Registration.id).where(
        Registration.seeker_id == consent.seeker_id, Registration.fair_id == consent.fair_id
    )
    for number in db.session.scalars(registrations_here).all():
        forget_notes(number, consent.employer_id, by)
        forget_answers(number, consent.employer_id, by)
    if registration is not None and consent.employer_id is not None:
        tell_consent_withdrawn(registration, consent.employer_id, by)


def _refuse(reason: DepartureRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


def _line_up(consent: Consent) -> Registration | None:
    # So that no booking is made between the withdrawal and the end of the bookings.
    query = select(Registration).where(
        Registration.seeker_id == consent.seeker_id, Registration.fair_id == consent.fair_id
    )
    registration = db.session.scalar(query)
    if registration is not None:
        line_up(registration)
    return registration


def _bookings(registration_id: int) -> Sequence[Booking]:
    query = select(Booking).where(
        Booking.registration_id == registration_id, Booking.state.in_(BEFORE_THE_TALK)
    )
    return db.session.scalars(query).all()


def _applications(registration_id: int) -> Sequence[Application]:
    query = select(Application).where(
        Application.registration_id == registration_id,
        Application.state != ApplicationState.WITHDRAWN,
    )
    return db.session.scalars(query).all()


def _employer_consents(registration: Registration) -> Sequence[Consent]:
    query = select(Consent).where(
        Consent.seeker_id == registration.seeker_id,
        Consent.fair_id == registration.fair_id,
        Consent.employer_id.is_not(None),
        Consent.state == ConsentState.GRANTED,
    )
    return db.session.scalars(query).all()
