"""When a fair is cancelled, put off or moved: who is told, and what ends."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa.audit.actor import SYSTEM
from festa.badges.models import Badge, BadgeState
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.interviews.booking import book
from festa.interviews.fair_changes import announce_changes, move_fair_on
from festa.interviews.models import Booking, BookingUnit
from festa.interviews.states import BookingState
from festa.messages.delivery import deliver_due
from festa.messages.models import Channel, OutboxMessage
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from tests.factories import (
    give_consent,
    make_account,
    make_employer,
    make_fair,
    make_participation,
    make_recruiter,
    make_registration,
    make_table,
    sign_in,
)
from tests.integration.messages.outbox import states, told

DAY = date(2026, 12, 9)


def booked(fair: Fair) -> Booking:
    """An interview of somebody confirmed with an employer who has a recruiter."""
    employer = make_employer()
    make_recruiter(employer)
    participation = make_participation(
        fair, employer, contact_phone="010-7777-8888", contact_email="hr@example.com"
    )
    registration = make_registration(fair)
    give_consent(registration.seeker, participation)
    made = book(make_table(participation).slots[0], registration, SYSTEM).booking
    assert made is not None
    db.session.execute(OutboxMessage.__table__.delete())
    return made


def test_a_cancelled_fair_ends_everything_and_tells_everybody(fair: Fair) -> None:
    interview = booked(fair)
    waiting = make_registration(make_fair(day=DAY))
    people = [make_registration(fair) for _ in range(3)]
    told_of = move_fair_on(fair, FairState.CANCELLED, SYSTEM)
    assert (told_of.seekers, told_of.employers, told_of.interviews) == (4, 1, 1)
    assert interview.state is BookingState.CANCELLED_BY_ORGANISER
    assert db.session.scalar(select(func.count()).select_from(BookingUnit)) == 0
    assert {one.state for one in people} == {RegistrationState.CANCELLED}
    assert waiting.state is RegistrationState.CONFIRMED, "of another fair"
    assert fair.places_taken == 0
    here = select(Badge.state).where(Badge.fair_id == fair.id).distinct()
    assert db.session.scalars(here).all() == [BadgeState.REVOKED]
    assert len(told("fair_cancelled")) == 4
    employer = db.session.execute(
        select(OutboxMessage.channel, OutboxMessage.recipient).where(
            OutboxMessage.template == "employer_fair_cancelled"
        )
    ).all()
    assert (Channel.SMS, "+821077778888") in employer
    assert (Channel.EMAIL, "hr@example.com") in employer
    assert len(employer) == 3, "contact by text and e-mail, and the recruiter"
    db.session.commit()
    assert deliver_due() == 7


def test_a_postponed_fair_keeps_registrations_and_ends_interviews(fair: Fair) -> None:
    interview = booked(fair)
    move_fair_on(fair, FairState.POSTPONED, SYSTEM)
    assert interview.registration.state is RegistrationState.CONFIRMED
    assert interview.state is BookingState.CANCELLED_BY_ORGANISER
    assert "연기되었어요" in told("fair_postponed")[0]
    fair.day = date(2026, 12, 16)
    move_fair_on(fair, FairState.REGISTRATION_OPEN, SYSTEM)
    assert "12월 16일(수)" in told("fair_resumed")[0]
    db.session.commit()
    deliver_due()
    assert states()["fair_postponed"] == "dropped", "the new day was there before it left"
    assert states()["fair_resumed"] == "sent"


def test_a_new_day_ends_interviews_and_a_new_place_does_not(fair: Fair) -> None:
    interview = booked(fair)
    announce_changes(fair, DAY, ["venue_id"], SYSTEM)
    assert interview.state is BookingState.SCHEDULED
    fair.day = date(2026, 12, 10)
    announce_changes(fair, DAY, ["day"], SYSTEM)
    assert interview.state is BookingState.CANCELLED_BY_ORGANISER
    assert len(told("fair_changed")) == 2
    assert len(told("employer_fair_changed")) == 6


def test_what_nobody_notices_is_not_told(fair: Fair) -> None:
    make_registration(fair)
    announce_changes(fair, DAY, ["title", "team"], SYSTEM)
    draft = make_fair(FairState.DRAFT, day=DAY)
    move_fair_on(draft, FairState.CANCELLED, SYSTEM)
    move_fair_on(fair, FairState.REGISTRATION_CLOSED, SYSTEM)
    assert told() == []


def test_the_console_says_how_many_were_told(client: FlaskClient, fair: Fair) -> None:
    make_registration(fair)
    organiser = sign_in(client, make_account())
    address = f"/console/fairs/{fair.slug}/state"
    answer = organiser.post(address, data={"state": "cancelled"}, follow_redirects=True)
    assert "구직자 1명과 기업 0곳에 알려요" in answer.text
    assert db.session.scalars(select(Registration.state)).all() == ["cancelled"]
    assert states() == {"fair_cancelled": "sent"}
