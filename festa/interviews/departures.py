"""When somebody steps back: from a fair, or from an employer. Everything that follows, at once."""

from collections.abc import Sequence

from sqlalchemy import select

from festa.audit.actor import Actor
from festa.consents.models import Consent, ConsentState, Purpose
from festa.consents.service import withdraw
from festa.employers.models import Participation
from festa.extensions import db
from festa.interviews.applications import set_application
from festa.interviews.booking import cancel as cancel_booking
from festa.interviews.models import Application, Booking
from festa.interviews.states import BEFORE_THE_TALK, ApplicationState, BookingState
from festa.registrations import service as registrations
from festa.registrations.models import Registration


def leave_fair(
    registration: Registration, by: Actor, state: BookingState = BookingState.CANCELLED_BY_SEEKER
) -> Registration | None:
    """Cancel a registration with its interviews and applications; returns who moved up."""
    for booking in _bookings(registration.id):
        cancel_booking(booking, state, by)
    for application in _applications(registration.id):
        set_application(application, ApplicationState.WITHDRAWN, by)
    for consent in _employer_consents(registration):
        withdraw(consent, by)
    return registrations.cancel(registration, by)


def withdraw_consent(consent: Consent, by: Actor) -> None:
    """Take a consent back; one that named an employer ends everything with that employer."""
    withdraw(consent, by)
    if consent.purpose is not Purpose.THIRD_PARTY:
        return
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
