"""What came of an interview: recorded by the interviewer, followed for months."""

from datetime import date

from sqlalchemy import select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.extensions import db
from festa.interviews.models import Booking, Outcome
from festa.interviews.states import EvidenceGrade, HireStage, OutcomeResult, move_outcome


def record_outcome(booking: Booking, result: OutcomeResult, by: Actor) -> Outcome:
    """Write down what the interviewer decided."""
    outcome = db.session.scalar(select(Outcome).where(Outcome.booking_id == booking.id))
    if outcome is None:
        outcome = Outcome(booking=booking, result=OutcomeResult.PENDING, recorded_at=clock.now())
        db.session.add(outcome)
    if outcome.result is not result:
        outcome.result = move_outcome(outcome.result, result)
    outcome.recorded_at = clock.now()
    db.session.flush()
    record(
        f"outcome.{result}",
        outcome,
        by,
        seeker_id=booking.registration.seeker_id,
        fair_id=booking.fair_id,
        employer_id=booking.participation.employer_id,
    )
    return outcome


def record_hire(outcome: Outcome, hired_on: date, evidence: EvidenceGrade, by: Actor) -> None:
    """Write down that somebody was hired, when, and how well it is proven."""
    outcome.stage = HireStage.HIRED
    outcome.hired_on = hired_on
    outcome.evidence = evidence
    booking = outcome.booking
    record(
        "outcome.hired",
        outcome,
        by,
        seeker_id=booking.registration.seeker_id,
        fair_id=booking.fair_id,
        employer_id=booking.participation.employer_id,
        evidence=evidence,
    )
