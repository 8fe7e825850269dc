"""Taking a person's answers, once for each fair at which they were."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.models import CheckIn
from festa.registrations.models import Registration
from festa.registrations.states import GONE
from festa.surveys.models import SurveyAnswer, SurveyVia

KEPT_OPEN = timedelta(days=30)


class SurveyRefusal(StrEnum):
    """Why answers are not taken."""

    DID_NOT_COME = "did_not_come"
    ANSWERED = "answered"
    OVER = "over"


SENTENCES: dict[SurveyRefusal, Any] = {
    SurveyRefusal.DID_NOT_COME: _l("박람회에 입장하신 분만 설문에 답하실 수 있어요."),
    SurveyRefusal.ANSWERED: _l("이미 답해 주셨어요. 고맙습니다."),
    SurveyRefusal.OVER: _l("설문이 끝났어요. 박람회 뒤 30일 동안 받았어요."),
}


def refuse_survey(registration: Registration) -> SurveyRefusal | None:
    """Why this person cannot answer now; None when they can."""
    if _answered(registration.id):
        return SurveyRefusal.ANSWERED
    if clock.today() > registration.fair.day + KEPT_OPEN:
        return SurveyRefusal.OVER
    came = exists().where(CheckIn.registration_id == registration.id, CheckIn.undone_at.is_(None))
    return None if db.session.scalar(select(came)) else SurveyRefusal.DID_NOT_COME


def answer_survey(
    registration: Registration,
    points: Mapping[str, int],
    words: str,
    via: SurveyVia,
    by: Actor,
) -> SurveyAnswer:
    """Keep somebody's answers; Refused the second time, however both arrive."""
    reason = refuse_survey(registration)
    if reason is not None:
        raise Refused(SENTENCES[reason], reason)
    answer = SurveyAnswer(
        registration_id=registration.id,
        fair_id=registration.fair_id,
        words=words.strip(),
        via=via,
        answered_at=clock.now(),
        **points,
    )
    try:
        with db.session.begin_nested():
            db.session.add(answer)
    except IntegrityError as twice:
        raise Refused(SENTENCES[SurveyRefusal.ANSWERED], SurveyRefusal.ANSWERED) from twice
    record(
        "survey.answered",
        answer,
        by,
        seeker_id=registration.seeker_id,
        fair_id=registration.fair_id,
        via=via,
    )
    return answer


def surveys_due(seeker_id: int) -> Sequence[Registration]:
    """The fairs at which a seeker was and about which they have not answered yet."""
    came = exists().where(CheckIn.registration_id == Registration.id, CheckIn.undone_at.is_(None))
    answered = exists().where(SurveyAnswer.registration_id == Registration.id)
    query = (
        select(Registration)
        .join(Registration.fair)
        .where(
            Registration.seeker_id == seeker_id,
            Registration.state.not_in(GONE),
            Fair.day >= clock.today() - KEPT_OPEN,
            came,
            ~answered,
        )
        .options(joinedload(Registration.fair))
        .order_by(Fair.day.desc())
    )
    return db.session.scalars(query).all()


def _answered(registration_id: int) -> bool:
    query = select(SurveyAnswer.id).where(SurveyAnswer.registration_id == registration_id)
    return db.session.scalar(query) is not None
