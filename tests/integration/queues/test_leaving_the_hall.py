"""An employer gets up in the middle of the day: lines end, people hear of it, talks keep their word."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller

from festa.audit.actor import SYSTEM
from festa.consents.models import Consent, ConsentState
from festa.employers.models import RecruiterRole
from festa.extensions import db
from festa.interviews.models import Application
from festa.interviews.states import ApplicationState, BookingState, OutcomeResult
from festa.interviews.trouble import Leaving, leave
from festa.messages.models import OutboxMessage
from festa.queues.models import Ticket
from festa.queues.service import call_out_of_turn
from festa.queues.states import LIVE, OverrideReason, TicketState
from festa.queues.talking import start
from tests.factories import make_recruiter, sign_in
from tests.integration.interviews.floor import Floor, make_applicant, make_floor
from tests.integration.queues.console_hall import walked_in, with_number


@pytest.fixture
def floor(app: Flask, clock_stands: Traveller) -> Floor:
    """An employer's table on the day."""
    return make_floor()


def told(template: str) -> set[int | None]:
    """Who was written to by this template."""
    query = select(OutboxMessage.seeker_id).where(OutboxMessage.template == template)
    return set(db.session.scalars(query))


def in_a_talk(floor: Floor) -> Ticket:
    """Somebody who sits at the table."""
    ticket = with_number(floor)
    call_out_of_turn(ticket, OverrideReason.DISTRESS, SYSTEM)
    start(ticket, SYSTEM)
    return ticket


@pytest.mark.parametrize("how", Leaving)
def test_every_line_ends_and_whoever_only_waited_hears_of_it(floor: Floor, how: Leaving) -> None:
    sitting = in_a_talk(floor)
    booked, waits = with_number(floor, 1), walked_in(floor)
    leave(floor.participation, how, SYSTEM)
    assert db.session.scalars(select(Ticket).where(Ticket.state.in_(LIVE))).all() == []
    assert (sitting.state, booked.state) == (TicketState.SERVED, TicketState.EXPIRED)
    assert sitting.booking is not None
    assert sitting.booking.state is BookingState.COMPLETED
    assert told("queue_employer_left") == {waits.registration.seeker_id}
    assert told("interview_employer_left") == {booked.registration.seeker_id}


@pytest.mark.parametrize("how", Leaving)
def test_what_came_of_a_talk_can_still_be_said(
    floor: Floor, client: FlaskClient, clock_stands: Traveller, how: Leaving
) -> None:
    sitting = in_a_talk(floor)
    leave(floor.participation, how, SYSTEM)
    db.session.commit()
    clock_stands.shift(timedelta(days=1))
    owner = make_recruiter(floor.participation.employer, role=RecruiterRole.OWNER)
    browser = sign_in(client, owner)
    address = f"/employer/{floor.participation.id}/outcomes"
    page = browser.get(address)
    assert page.status_code == 200
    assert sitting.registration.seeker.name in page.text
    assert sitting.booking is not None
    browser.post(address, data={f"answer-{sitting.booking.id}": "rejected"})
    assert sitting.booking.outcome is not None
    assert sitting.booking.outcome.result is OutcomeResult.REJECTED
    assert browser.get(f"/employer/{floor.participation.id}/tables").status_code == 409


def test_nobody_else_hears_of_an_employer_that_met_nobody(
    floor: Floor, client: FlaskClient
) -> None:
    leave(floor.participation, Leaving.WITHDRAW, SYSTEM)
    db.session.commit()
    browser = sign_in(client, floor.recruiter)
    assert browser.get(f"/employer/{floor.participation.id}/outcomes").status_code == 409


def test_those_who_had_no_time_yet_are_told_and_those_who_had_their_talk_stay_open(
    floor: Floor,
) -> None:
    sitting = in_a_talk(floor)
    hopeful = make_applicant(floor.participation)
    leave(floor.participation, Leaving.WITHDRAW, SYSTEM)
    query = select(Application.registration_id).where(
        Application.state != ApplicationState.WITHDRAWN
    )
    assert set(db.session.scalars(query)) == {sitting.registration_id}
    assert hopeful.seeker_id in told("application_employer_left")
    assert sitting.registration.seeker_id not in told("application_employer_left")
    open_to = select(Consent.seeker_id).where(
        Consent.employer_id == floor.participation.employer_id,
        Consent.state == ConsentState.GRANTED,
    )
    assert set(db.session.scalars(open_to)) == {sitting.registration.seeker_id}
