"""What comes of an interview."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.consents.models import ConsentMethod, ConsentText, Purpose
from festa.consents.service import decide
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.booking import book, change
from festa.interviews.evidence import Source
from festa.interviews.models import Booking, Outcome
from festa.interviews.outcomes import (
    OutcomeRefusal,
    record_outcome,
    take_back_outcome,
)
from festa.interviews.statements import Claim, say
from festa.interviews.states import BookingState, HireStage, OutcomeResult
from tests.integration.follow_ups.held import follow
from tests.integration.interviews.floor import make_floor


@pytest.fixture
def booking(app: Any) -> Booking:
    floor = make_floor()
    found = book(floor.slots[0], floor.registration, SYSTEM).booking
    assert found is not None
    change(found, BookingState.IN_PROGRESS, SYSTEM)
    return found


@pytest.fixture
def talked(booking: Booking) -> Booking:
    change(booking, BookingState.COMPLETED, SYSTEM)
    return booking


def test_there_is_no_result_before_the_talk_has_ended(booking: Booking) -> None:
    with pytest.raises(Refused) as refused:
        record_outcome(booking, OutcomeResult.OFFERED, SYSTEM)
    assert refused.value.reason is OutcomeRefusal.NOT_TALKED


def test_a_slip_of_the_finger_is_taken_back(talked: Booking) -> None:
    record_outcome(talked, OutcomeResult.REJECTED, SYSTEM)
    record_outcome(talked, OutcomeResult.SECOND_ROUND, SYSTEM)
    outcome = take_back_outcome(talked, SYSTEM)
    assert outcome.result is OutcomeResult.PENDING
    assert len(db.session.scalars(select(Outcome)).all()) == 1


def test_a_pool_needs_a_consent_of_its_own(talked: Booking) -> None:
    with pytest.raises(Refused) as refused:
        record_outcome(talked, OutcomeResult.POOLED, SYSTEM)
    assert refused.value.reason is OutcomeRefusal.NO_POOL_CONSENT
    text = db.session.scalars(
        select(ConsentText).where(ConsentText.purpose == Purpose.TALENT_POOL)
    ).one()
    employer_id = talked.participation.employer_id
    seeker_id = talked.registration.seeker_id
    decide(seeker_id, text, True, ConsentMethod.WEB, SYSTEM, employer_id=employer_id)
    outcome = record_outcome(talked, OutcomeResult.POOLED, SYSTEM)
    assert outcome.result is OutcomeResult.POOLED


def test_what_is_followed_up_is_not_taken_back(talked: Booking) -> None:
    follow(talked)
    day = date(2026, 12, 1)
    say(talked, Claim(HireStage.HIRED, Source.EMPLOYER, on_day=day), SYSTEM)
    with pytest.raises(Refused) as refused:
        take_back_outcome(talked, SYSTEM)
    assert refused.value.reason is OutcomeRefusal.FOLLOWED
