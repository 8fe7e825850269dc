"""Reads of what employers still owe: each talk with where it stands and what is asked of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import contains_eager, joinedload

from festa import clock
from festa.consents.models import Consent, ConsentState, Purpose
from festa.employers.models import Participation
from festa.extensions import db
from festa.interviews.due import Asked, open_question
from festa.interviews.evidence import Source, words_of
from festa.interviews.hire_states import Standing
from festa.interviews.models import Booking, Outcome, Slot
from festa.interviews.statement_models import OutcomeStatement
from festa.interviews.states import BookingState, OutcomeResult
from festa.registrations.models import Registration

MOST = 2_000


@dataclass(frozen=True)
class Talk:
    """A talk that was held: what its employer has said of it, and what it is still asked."""

    booking: Booking
    standing: Standing
    said_on: date | None
    started_on: date | None
    asked: Asked | None
    followed: bool
    last: OutcomeStatement | None = None


def tracked() -> ColumnElement[bool]:
    """Whether the person of a registration agreed to be followed after that fair (C4)."""
    return exists().where(
        Consent.seeker_id == Registration.seeker_id,
        Consent.fair_id == Registration.fair_id,
        Consent.purpose == Purpose.OUTCOME_TRACKING,
        Consent.state == ConsentState.GRANTED,
    )


def released() -> ColumnElement[bool]:
    """Whether the person of a registration stands open to the employer of the talk (C2)."""
    return exists().where(
        Consent.seeker_id == Registration.seeker_id,
        Consent.fair_id == Registration.fair_id,
        Consent.employer_id == Participation.employer_id,
        Consent.purpose == Purpose.THIRD_PARTY,
        Consent.state == ConsentState.GRANTED,
    )


def talks_of(participation_ids: Collection[int]) -> Sequence[Talk]:
    """The held talks of these employers in the order of the day, in three statements."""
    query = (
        select(Booking, and_(tracked(), released()))
        .join(Booking.registration)
        .join(Booking.participation)
        .join(Booking.slot)
        .where(
            Booking.participation_id.in_(participation_ids),
            Booking.state == BookingState.COMPLETED,
        )
        .options(
            contains_eager(Booking.participation),
            contains_eager(Booking.registration).joinedload(Registration.fair),
            contains_eager(Booking.slot).joinedload(Slot.table),
            joinedload(Booking.outcome),
        )
        .order_by(Slot.start_unit, Booking.id)
        .limit(MOST)
    )
    rows = db.session.execute(query).unique().all()
    ids = [booking.outcome.id for booking, _followed in rows if booking.outcome]
    said = _said(ids)
    return [_talk(booking, bool(followed), said) for booking, followed in rows]


def _said(outcome_ids: Collection[int]) -> dict[int, list[OutcomeStatement]]:
    query = select(OutcomeStatement).where(OutcomeStatement.outcome_id.in_(outcome_ids))
    found: dict[int, list[OutcomeStatement]] = {}
    for one in db.session.scalars(query.order_by(OutcomeStatement.id)):
        found.setdefault(one.outcome_id, []).append(one)
    return found


def _talk(booking: Booking, followed: bool, said: dict[int, list[OutcomeStatement]]) -> Talk:
    outcome: Outcome | None = booking.outcome
    statements = said.get(outcome.id, []) if outcome else []
    word = words_of(statements).get(Source.EMPLOYER)
    standing: Standing = word.standing if word else OutcomeResult.PENDING
    last = next((one for one in statements if word and one.id == word.last_id), None)
    day = booking.registration.fair.day
    said_on = clock.local(last.said_at).date() if last else None
    started_on = word.started_on if word else None
    asked = open_question(standing, day, said_on or day, started_on, clock.today(), followed)
    return Talk(booking, standing, said_on, started_on, asked, followed, last)
