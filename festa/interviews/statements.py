"""Saying what came of an interview. Each statement is kept; what counts is weighed from all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Purpose
from festa.consents.service import find_standing
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import IllegalMove
from festa.interviews.evidence import Side, Source, Weighed, contradict, weigh, words_of
from festa.interviews.hire_states import WAS_HIRED, Standing, move_standing
from festa.interviews.models import Booking, Outcome
from festa.interviews.statement_models import OutcomeStatement, ProofKind, SaidVia
from festa.interviews.states import BookingState, HireStage, OutcomeResult

# A first day at work may be agreed for later; nobody plans further than this.
LATEST_START = timedelta(days=180)


# How long after the first day somebody can have got there: the shortest of so many months.
AT_WORK = {
    HireStage.STARTED: timedelta(days=0),
    HireStage.RETAINED_1M: timedelta(days=28),
    HireStage.RETAINED_3M: timedelta(days=89),
    HireStage.RETAINED_6M: timedelta(days=181),
}


class StatementRefusal(StrEnum):
    """Why something was not written down about a hire."""

    NO_TRACKING_CONSENT = "no_tracking_consent"
    NO_SUCH_MOVE = "no_such_move"
    DAY_MISSING = "day_missing"
    DAY_OUTSIDE = "day_outside"
    TOO_EARLY = "too_early"
    NOT_DISPUTED = "not_disputed"
    GONE = "gone"


SENTENCES: dict[StatementRefusal, Any] = {
    StatementRefusal.NO_TRACKING_CONSENT: _l(
        "구직자가 취업 여부 확인에 동의하지 않아 입사 뒤의 일은 남길 수 없어요. 면접 결과까지만 남겨 주세요."
    ),
    StatementRefusal.NO_SUCH_MOVE: _l(
        "그사이 다른 내용이 기록되었어요. 화면을 새로 열어 확인하고, 기록이 틀렸다면 운영사무국에 알려 주세요."
    ),
    StatementRefusal.DAY_MISSING: _l("첫 출근일을 골라 주세요. 아직 모르면 예정일도 괜찮아요."),
    StatementRefusal.DAY_OUTSIDE: _l("박람회 날부터 앞으로 180일 사이의 날짜를 골라 주세요."),
    StatementRefusal.TOO_EARLY: _l(
        "첫 출근일에서 아직 그만큼 지나지 않았어요. 첫 출근일을 확인하고, 그날이 되면 남겨 주세요."
    ),
    StatementRefusal.NOT_DISPUTED: _l("지금은 두 말이 서로 다르지 않아 정리할 것이 없어요."),
    StatementRefusal.GONE: _l("이미 되돌렸거나 지운 기록이에요. 화면을 새로 열어 주세요."),
}


@dataclass(frozen=True)
class Claim:
    """What somebody says of an interview: where the outcome stands, from which day, on what proof."""

    standing: Standing
    source: Source
    via: SaidVia = SaidVia.PAGE
    on_day: date | None = None
    elsewhere: str = ""
    proof: ProofKind | None = None
    reason: str = ""


def _refuse(reason: StatementRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


def outcome_of(booking: Booking) -> Outcome:
    """The outcome of a talk, made at the first word about it, and locked: two who speak at once
    take turns.
    """
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    db.session.flush()
    db.session.execute(
        dialect.insert(Outcome)
        .values(booking_id=booking.id, recorded_at=clock.now(), disputed=False)
        .on_conflict_do_nothing(index_elements=["booking_id"])
    )
    query = select(Outcome).where(Outcome.booking_id == booking.id)
    query = query.with_for_update(of=Outcome).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def statements_of(outcome: Outcome) -> Sequence[OutcomeStatement]:
    """Everything that was said about one interview, in its order."""
    query = select(OutcomeStatement).where(OutcomeStatement.outcome_id == outcome.id)
    return db.session.scalars(query.order_by(OutcomeStatement.id)).all()


def may_follow(booking: Booking) -> bool:
    """Whether the seeker agreed that hires are followed (C4)."""
    seeker_id = booking.registration.seeker_id
    return find_standing(seeker_id, booking.fair_id, Purpose.OUTCOME_TRACKING) is not None


def say(booking: Booking, claim: Claim, by: Actor) -> Outcome:
    """Write down what somebody says of an interview that was held, and weigh it all anew.

    Refused where its source cannot have come there from what it said before, where the seeker
    did not agree to be followed, or where a hire comes without its day.
    """
    if booking.state is not BookingState.COMPLETED:
        raise _refuse(StatementRefusal.NO_SUCH_MOVE)
    outcome = outcome_of(booking)
    said = list(statements_of(outcome))
    if isinstance(claim.standing, HireStage):
        if not may_follow(booking):
            raise _refuse(StatementRefusal.NO_TRACKING_CONSENT)
        _check_day(booking, claim, outcome)
    new = [_add(outcome, claim, standing, by) for standing in _way(said, claim)]
    if not new:
        return outcome
    said += new
    return _keep(outcome, said, by, claim.standing, claim.source)


def settle(outcome: Outcome, side: Side, reason: str, by: Actor) -> Outcome:
    """Say whose word stands where seeker and employer contradict each other, and why."""
    outcome = outcome_of(outcome.booking)
    said = list(statements_of(outcome))
    words = words_of(said)
    if not contradict(words.get(Source.SEEKER), words.get(Source.EMPLOYER)):
        raise _refuse(StatementRefusal.NOT_DISPUTED)
    said.append(_write(outcome, Source.ORGANISER, SaidVia.PAGE, by, settles=side, reason=reason))
    return _keep(outcome, said, by, "settled", Source.ORGANISER)


def retract(statement: OutcomeStatement, reason: str, by: Actor) -> Outcome:
    """Take back one statement: it stays in the list, and counts no more. Refused twice."""
    outcome = outcome_of(statement.outcome.booking)
    said = list(statements_of(outcome))
    gone = {one.retracts_id for one in said}
    if statement.retracts_id is not None or statement.id in gone:
        raise _refuse(StatementRefusal.GONE)
    source, via = statement.source, SaidVia.PAGE
    proof = statement.proof
    said.append(
        _write(outcome, source, via, by, retracts_id=statement.id, reason=reason, proof=proof)
    )
    return _keep(outcome, said, by, "retracted", source)


def _check_day(booking: Booking, claim: Claim, outcome: Outcome) -> None:
    day = claim.on_day
    first = day or outcome.hired_on
    at_work = AT_WORK.get(claim.standing) if isinstance(claim.standing, HireStage) else None
    if first and at_work is not None and clock.today() < first + at_work:
        raise _refuse(StatementRefusal.TOO_EARLY)
    if day is None:
        known = outcome.hired_on is not None
        if claim.standing is HireStage.HIRED or (claim.standing is HireStage.STARTED and not known):
            raise _refuse(StatementRefusal.DAY_MISSING)
        return
    if not booking.registration.fair.day <= day <= clock.today() + LATEST_START:
        raise _refuse(StatementRefusal.DAY_OUTSIDE)


def _way(said: Sequence[OutcomeStatement], claim: Claim) -> list[Standing]:
    """The statements that lead there: an offer is taken as made by whoever speaks of a hire."""
    before = words_of(said).get(claim.source)
    start: Standing = before.standing if before else OutcomeResult.PENDING
    way: list[Standing] = []
    try:
        if isinstance(claim.standing, HireStage) and isinstance(start, OutcomeResult):
            if start is not OutcomeResult.OFFERED:
                start = move_standing(start, OutcomeResult.OFFERED)
                # Of a seeker's or a paper's offer nobody was told: only the hire is said.
                way += [start] if claim.source is Source.EMPLOYER else []
            if claim.standing not in (HireStage.ACCEPTED, HireStage.DECLINED):
                start = move_standing(start, HireStage.HIRED)
                if claim.standing is HireStage.HIRED:
                    return [*way, HireStage.HIRED]
        if start == claim.standing and _is_new(before, claim):
            return [claim.standing]  # the same again, with another day or another employer
        return [*way, move_standing(start, claim.standing)] if start != claim.standing else []
    except IllegalMove as illegal:
        raise _refuse(StatementRefusal.NO_SUCH_MOVE) from illegal


def _is_new(before: Any, claim: Claim) -> bool:
    day = claim.on_day is not None and claim.on_day != before.started_on
    return before is not None and (day or claim.elsewhere != before.elsewhere)


def _add(outcome: Outcome, claim: Claim, standing: Standing, by: Actor) -> OutcomeStatement:
    is_stage = isinstance(standing, HireStage)
    return _write(
        outcome,
        claim.source,
        claim.via,
        by,
        result=None if is_stage else standing,
        stage=standing if is_stage else None,
        on_day=claim.on_day if is_stage else None,
        elsewhere=claim.elsewhere if is_stage else "",
        proof=claim.proof,
        reason=claim.reason,
    )


def _write(
    outcome: Outcome, source: Source, via: SaidVia, by: Actor, **said: Any
) -> OutcomeStatement:
    statement = OutcomeStatement(
        outcome_id=outcome.id,
        source=source,
        via=via,
        said_at=clock.now(),
        actor_kind=by.kind,
        actor_id=by.id,
        **{"elsewhere": "", "reason": "", **said},
    )
    db.session.add(statement)
    db.session.flush()
    return statement


def _keep(
    outcome: Outcome, said: Sequence[OutcomeStatement], by: Actor, what: str, source: Source
) -> Outcome:
    weighed = weigh(said)
    keep_weighed(outcome, weighed)
    outcome.recorded_at = clock.now()
    db.session.flush()
    booking = outcome.booking
    record(
        f"outcome.{what}",
        outcome,
        by,
        seeker_id=booking.registration.seeker_id,
        fair_id=booking.fair_id,
        employer_id=booking.participation.employer_id,
        source=source,
        evidence=weighed.grade,
        disputed=weighed.disputed,
    )
    return outcome


def keep_weighed(outcome: Outcome, weighed: Weighed) -> None:
    """Keep what counts where pages and reports read it."""
    outcome.result, outcome.stage = weighed.result, weighed.stage
    outcome.hired_on, outcome.evidence = weighed.hired_on, weighed.grade
    outcome.disputed = weighed.disputed


def is_hired(outcome: Outcome | None) -> bool:
    """Whether somebody was hired, however well that is proven."""
    return outcome is not None and outcome.stage in WAS_HIRED
