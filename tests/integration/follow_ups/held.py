"""Interviews that were held, of people who agreed to be followed or did not."""

from typing import Any

import time_machine
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.consents.models import ConsentMethod, ConsentText, Purpose
from festa.consents.service import decide
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.booking import book, change
from festa.interviews.models import Booking, Outcome
from festa.interviews.states import BookingState, OutcomeResult
from tests.factories import make_table
from tests.integration.interviews.floor import make_applicant


def hold(participation: Participation, *, followed: bool = True, **seeker: Any) -> Booking:
    """A talk of somebody new that has ended, on the morning of its fair."""
    fair = participation.fair
    state, fair.state = fair.state, FairState.LIVE
    with time_machine.travel(fair.opens_at, tick=True):
        registration = make_applicant(participation, **seeker)
        booking = book(make_table(participation, slots=1).slots[0], registration, SYSTEM).booking
        assert booking is not None
        change(booking, BookingState.IN_PROGRESS, SYSTEM)
        change(booking, BookingState.COMPLETED, SYSTEM)
        if followed:
            follow(booking)
    fair.state = state
    db.session.flush()
    return booking


def follow(booking: Booking, granted: bool = True) -> None:
    """The person agrees, or no longer, that their hire is followed (C4)."""
    query = select(ConsentText).where(
        ConsentText.purpose == Purpose.OUTCOME_TRACKING, ConsentText.fair_id == booking.fair_id
    )
    text = db.session.scalars(query).one()
    decide(booking.registration.seeker_id, text, granted, ConsentMethod.WEB, SYSTEM)
    db.session.flush()


def outcome_of(booking: Booking) -> tuple[Any, ...]:
    """Result, stage, grade, dispute as they count now; nothing said is a pending result."""
    query = select(Outcome.result, Outcome.stage, Outcome.evidence, Outcome.disputed).where(
        Outcome.booking_id == booking.id
    )
    row = db.session.execute(query).first()
    return tuple(row) if row else (OutcomeResult.PENDING, None, None, False)
