"""Taking a seeker's answer, by the link, on their page, or told to staff; each question once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import contains_eager, joinedload

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Consent, ConsentState, Purpose
from festa.consents.service import find_standing, withdraw
from festa.employers.models import Participation
from festa.errors import Refused
from festa.extensions import db
from festa.follow_ups.asking import hash_of
from festa.follow_ups.due_queries import tracked
from festa.follow_ups.models import Answer, FollowUp
from festa.follow_ups.steps import kept_until, stage_of
from festa.interviews.evidence import Source, words_of
from festa.interviews.hire_states import WAS_HIRED
from festa.interviews.models import Booking, Slot
from festa.interviews.statement_models import ProofKind, SaidVia
from festa.interviews.statements import Claim, say, statements_of
from festa.interviews.states import BookingState, HireStage
from festa.registrations.models import Registration
from festa.registrations.states import GONE


class AnswerRefusal(StrEnum):
    """Why an answer is not taken."""

    ANSWERED = "answered"
    OVER = "over"
    NOT_AGREED = "not_agreed"
    NO_TALK = "no_talk"
    NO_JOB = "no_job"


SENTENCES: dict[AnswerRefusal, Any] = {
    AnswerRefusal.ANSWERED: _l(
        "이미 답해 주셨어요. 고맙습니다. 고칠 것이 있으면 안내 전화로 알려 주세요."
    ),
    AnswerRefusal.OVER: _l("이 질문은 기한이 지났어요. 더 하지 않으셔도 돼요."),
    AnswerRefusal.NOT_AGREED: _l(
        "취업 여부 확인에 동의하지 않으셔서 더 여쭤보지 않아요. 마음이 바뀌면 내 페이지의 ‘동의’에서 바꾸실 수 있어요."
    ),
    AnswerRefusal.NO_TALK: _l("이 박람회에서 마친 면접이 없어 남길 수 없어요."),
    AnswerRefusal.NO_JOB: _l("입사하신 기록이 없어요. 먼저 ‘취업했어요’를 골라 주세요."),
}


@dataclass(frozen=True)
class Told:
    """What somebody told us: the answer; for a hire where and from which day; what staff saw."""

    answer: Answer
    via: SaidVia
    booking: Booking | None = None
    elsewhere: str = ""
    on_day: date | None = None
    proof: ProofKind | None = None


def _refuse(reason: AnswerRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


def find_question(token: str) -> FollowUp | None:
    """The question behind a link's word."""
    query = (
        select(FollowUp)
        .where(FollowUp.token_hash == hash_of(token))
        .options(
            joinedload(FollowUp.registration).joinedload(Registration.fair),
            joinedload(FollowUp.registration).joinedload(Registration.seeker),
        )
    )
    found = db.session.scalar(query)
    return None if found is None or found.registration.state in GONE else found


def open_question_of(registration: Registration) -> FollowUp | None:
    """The newest question to a person that is still open."""
    query = (
        select(FollowUp)
        .where(
            FollowUp.registration_id == registration.id,
            FollowUp.answered_at.is_(None),
            FollowUp.closes_at > clock.now(),
        )
        .order_by(FollowUp.id.desc())
    )
    return db.session.scalars(query).first()


def open_questions_of(seeker_id: int) -> Sequence[FollowUp]:
    """The questions to a person that are open, for their own page: one for each fair."""
    query = (
        select(FollowUp)
        .join(FollowUp.registration)
        .where(
            Registration.seeker_id == seeker_id,
            Registration.state.not_in(GONE),
            FollowUp.answered_at.is_(None),
            FollowUp.closes_at > clock.now(),
            tracked(),
        )
        .options(contains_eager(FollowUp.registration).joinedload(Registration.fair))
        .order_by(FollowUp.id)
    )
    newest = {one.registration_id: one for one in db.session.scalars(query)}
    return list(newest.values())


def refuse_answer(registration: Registration, question: FollowUp | None = None) -> Any:
    """Why this person is not asked, as an AnswerRefusal; None while an answer is welcome."""
    consent = find_standing(registration.seeker_id, registration.fair_id, Purpose.OUTCOME_TRACKING)
    if consent is None:
        return AnswerRefusal.NOT_AGREED
    if question is not None and question.answered_at is not None:
        return AnswerRefusal.ANSWERED
    lapsed = question is not None and question.closes_at <= clock.now()
    return (
        AnswerRefusal.OVER if lapsed or clock.today() > kept_until(registration.fair.day) else None
    )


def talks_of_person(registration: Registration) -> Sequence[Booking]:
    """The interviews that somebody had at a fair, in the order of the day."""
    query = (
        select(Booking)
        .join(Booking.slot)
        .where(Booking.registration_id == registration.id, Booking.state == BookingState.COMPLETED)
        .options(
            contains_eager(Booking.slot).joinedload(Slot.table),
            joinedload(Booking.participation).joinedload(Participation.employer),
            joinedload(Booking.outcome),
        )
        .order_by(Slot.start_unit, Booking.id)
    )
    # What was said a moment ago in this transaction is read as well.
    query = query.execution_options(populate_existing=True)
    return db.session.scalars(query).all()


def answer(
    registration: Registration, told: Told, by: Actor, question: FollowUp | None = None
) -> None:
    """Keep what somebody told; Refused the second time by the same link, however both arrive."""
    reason = refuse_answer(registration, question)
    if reason is not None:
        raise _refuse(reason)
    if question is not None and not _use_up(question):
        raise _refuse(AnswerRefusal.ANSWERED)
    _close_open_ones(registration, told)
    talks = talks_of_person(registration)
    if not talks:
        raise _refuse(AnswerRefusal.NO_TALK)
    _say(talks, told, by)
    record(
        "follow_up.answered",
        question or registration,
        by,
        seeker_id=registration.seeker_id,
        fair_id=registration.fair_id,
        answer=told.answer,
        via=told.via,
    )


def stop_asking(registration: Registration, by: Actor) -> int:
    """Ask this person nothing any more, about no fair: their consents are withdrawn (C4)."""
    standing = select(Consent).where(
        Consent.seeker_id == registration.seeker_id,
        Consent.purpose == Purpose.OUTCOME_TRACKING,
        Consent.state == ConsentState.GRANTED,
    )
    consents = db.session.scalars(standing).all()
    for consent in consents:
        withdraw(consent, by)
    return len(consents)


def _use_up(question: FollowUp) -> bool:
    """Take the one use of a link; False where another request was quicker."""
    used = db.session.scalar(
        update(FollowUp)
        .where(FollowUp.id == question.id, FollowUp.answered_at.is_(None))
        .values(answered_at=clock.now())
        .returning(FollowUp.id)
    )
    return used is not None


def _close_open_ones(registration: Registration, told: Told) -> None:
    """Whoever has answered is not asked the same by an older message."""
    now = clock.now()
    db.session.execute(
        update(FollowUp)
        .where(FollowUp.registration_id == registration.id, FollowUp.answer.is_(None))
        .values(answered_at=now, answer=told.answer, via=told.via)
        .execution_options(synchronize_session="fetch")
    )


def _say(talks: Sequence[Booking], told: Told, by: Actor) -> None:
    if told.answer is Answer.HIRED:
        source = Source.SEEKER if told.proof is None else Source.DOCUMENT
        where = "" if told.booking else told.elsewhere
        claim = Claim(HireStage.HIRED, source, told.via, told.on_day, where, told.proof)
        say(told.booking or talks[-1], claim, by)
        return
    hired = [one for one in talks if one.outcome and one.outcome.stage in WAS_HIRED]
    if told.answer is Answer.LOOKING:
        for one in hired:
            say(one, Claim(_not_there(one), Source.SEEKER, told.via), by)
    elif told.answer is not Answer.WAITING:
        _say_of_the_job(hired, told, by)


def _say_of_the_job(hired: Sequence[Booking], told: Told, by: Actor) -> None:
    if not hired:
        raise _refuse(AnswerRefusal.NO_JOB)
    job = max(hired, key=lambda one: (one.outcome.hired_on or date.min, one.id))  # type: ignore[union-attr]
    stage = {
        Answer.LEFT: HireStage.LEFT,
        Answer.NEVER_STARTED: HireStage.DECLINED,
        Answer.STILL_THERE: stage_of(job.outcome.hired_on, clock.today()),  # type: ignore[union-attr]
    }[told.answer]
    say(job, Claim(stage, Source.SEEKER, told.via), by)


def _not_there(booking: Booking) -> HireStage:
    """What it means that somebody still looks: who told us of a job has left it; of whom only
    the employer says so denies it, and the organisers ask both.
    """
    outcome = booking.outcome
    word = words_of(statements_of(outcome)).get(Source.SEEKER) if outcome else None
    return HireStage.LEFT if word and word.hired else HireStage.DECLINED
