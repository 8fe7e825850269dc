"""Hires, counted in one place: who was hired, how well that is proven, after which fair.

A person counts once, however often and wherever they were hired. What HIRED, REEMPLOYED and
the steps of the funnel mean is said in reports/definitions.py.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, exists, false, func, or_, select
from sqlalchemy.orm import aliased

from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.hire_states import RETAINED, WAS_HIRED
from festa.interviews.models import Booking, Outcome
from festa.interviews.statement_models import OutcomeStatement
from festa.interviews.states import BookingState, EvidenceGrade, HireStage, OutcomeResult
from festa.registrations.models import Registration
from festa.reports.definitions import Count

ATTRIBUTED = timedelta(days=180)
PROVEN = frozenset({EvidenceGrade.E1, EvidenceGrade.E2, EvidenceGrade.E3})
FUNNEL = (
    Count.PEOPLE_INTERVIEWED,
    Count.PEOPLE_OFFERED,
    Count.PEOPLE_HIRED,
    Count.PEOPLE_STARTED,
    Count.PEOPLE_1M,
    Count.PEOPLE_3M,
    Count.PEOPLE_6M,
)

H = HireStage
REACHED: dict[Count, frozenset[HireStage]] = {
    Count.PEOPLE_STARTED: frozenset({H.STARTED, H.LEFT}) | RETAINED,
    Count.PEOPLE_1M: RETAINED,
    Count.PEOPLE_3M: frozenset({H.RETAINED_3M, H.RETAINED_6M}),
    Count.PEOPLE_6M: frozenset({H.RETAINED_6M}),
}


def hired(fairs: Sequence[Fair]) -> dict[int, dict[Count, int]]:
    """HIRED of each fair: people, once for each fair."""
    query = (
        _outcomes(Booking.fair_id, func.count(distinct(Registration.seeker_id)))
        .where(_proven(), _within(Booking.fair_id, fairs))
        .group_by(Booking.fair_id)
    )
    return {fair_id: {Count.HIRED: people} for fair_id, people in db.session.execute(query)}


def reemployed(fairs: Sequence[Fair]) -> int:
    """REEMPLOYED over these fairs: people, once altogether."""
    here = Booking.fair_id.in_([fair.id for fair in fairs])
    query = _outcomes(func.count(distinct(Registration.seeker_id)))
    return db.session.scalar(query.where(here, counts(fairs))) or 0


def counts(fairs: Sequence[Fair]) -> ColumnElement[bool]:
    """Whether the person of an outcome is counted for it as re-employed over these fairs."""
    return and_(_proven(), _after_a_talk(fairs))


def funnel(fairs: Sequence[Fair]) -> dict[Count, int]:
    """From the interview to half a year at work: people, each once, over these fairs together."""
    counted = counts(fairs)
    conditions: dict[Count, Any] = {
        Count.PEOPLE_INTERVIEWED: Booking.state == BookingState.COMPLETED,
        Count.PEOPLE_OFFERED: or_(Outcome.result == OutcomeResult.OFFERED, counted),
        Count.PEOPLE_HIRED: counted,
        **{count: and_(counted, _reached(stages)) for count, stages in REACHED.items()},
        Count.PEOPLE_SAID_ONLY: and_(
            Outcome.stage.in_(WAS_HIRED), Outcome.evidence == EvidenceGrade.E0
        ),
        Count.PEOPLE_DISPUTED: Outcome.disputed,
    }
    columns = [
        func.count(distinct(case((condition, Registration.seeker_id))))
        for condition in conditions.values()
    ]
    query = (
        select(*columns)
        .select_from(Booking)
        .join(Registration, Booking.registration_id == Registration.id)
        .outerjoin(Outcome, Outcome.booking_id == Booking.id)
        .where(Booking.fair_id.in_([fair.id for fair in fairs]))
    )
    return dict(zip(conditions, db.session.execute(query).one(), strict=True))


def _reached(stages: frozenset[HireStage]) -> ColumnElement[bool]:
    """Whether somebody came so far; whoever left later did, too."""
    said, gone = aliased(OutcomeStatement), aliased(OutcomeStatement)
    once = exists().where(
        said.outcome_id == Outcome.id,
        said.stage.in_(stages),
        ~exists().where(gone.retracts_id == said.id),
    )
    return or_(Outcome.stage.in_(stages), and_(Outcome.stage == H.LEFT, once))


def _outcomes(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Outcome)
        .join(Booking, Outcome.booking_id == Booking.id)
        .join(Registration, Booking.registration_id == Registration.id)
    )


def _proven() -> ColumnElement[bool]:
    """Hired on a known day, by the employer's word at least, and denied by nobody."""
    return and_(
        Outcome.stage.in_(WAS_HIRED),
        Outcome.evidence.in_(PROVEN),
        Outcome.hired_on.is_not(None),
        Outcome.disputed.is_(False),
    )


def _within(fair_id: Any, fairs: Sequence[Fair]) -> ColumnElement[bool]:
    """Hired within 180 days after the fair of that column, which is one of these."""
    windows = [
        and_(fair_id == fair.id, Outcome.hired_on.between(fair.day, fair.day + ATTRIBUTED))
        for fair in fairs
    ]
    return or_(false(), *windows)


def _after_a_talk(fairs: Sequence[Fair]) -> ColumnElement[bool]:
    """Whether the person had an interview at one of these fairs in the 180 days before."""
    talk, theirs = aliased(Booking), aliased(Registration)
    return exists().where(
        talk.registration_id == theirs.id,
        theirs.seeker_id == Registration.seeker_id,
        talk.state == BookingState.COMPLETED,
        _within(talk.fair_id, fairs),
    )
