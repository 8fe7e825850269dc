"""An employer's questions to applicants: five at most, and none that may not be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.lint import lint
from festa.employers.lint_words.grounds import Reading
from festa.employers.models import Participation
from festa.employers.question_models import MOST_QUESTIONS, Question
from festa.errors import NotFound, Refused
from festa.extensions import db


class QuestionRefusal(StrEnum):
    """Why a question was not taken."""

    TOO_MANY = "too_many"
    WORDING = "wording"


SENTENCES: dict[QuestionRefusal, Any] = {
    QuestionRefusal.TOO_MANY: _l(
        "질문은 다섯 개까지 둘 수 있어요. 하나를 지우고 다시 더해 주세요."
    ),
    QuestionRefusal.WORDING: _l(
        "지원자에게 물을 수 없는 내용이 있어요. 아래 까닭을 보고 고쳐 주세요."
    ),
}


@dataclass(frozen=True)
class Asked:
    """What is asked, and whether it has to be answered."""

    words: str
    required: bool = False


def questions_of(participation: Participation) -> Sequence[Question]:
    """The questions of an employer at a fair, in their order."""
    query = select(Question).where(Question.participation_id == participation.id)
    return db.session.scalars(query.order_by(Question.place)).all()


def get_question(participation: Participation, question_id: int) -> Question:
    """A question of this employer at this fair; NotFound when it is another's."""
    found = db.session.scalar(
        select(Question).where(
            Question.id == question_id, Question.participation_id == participation.id
        )
    )
    if found is None:
        raise NotFound
    return found


def write_question(participation: Participation, asked: Asked, by: Actor) -> Question:
    """Ask one more; Refused for a sixth and for what the law forbids to ask."""
    _check(asked)
    db.session.refresh(participation, with_for_update={"of": Participation})
    taken = {one.place for one in questions_of(participation)}
    free = [place for place in range(1, MOST_QUESTIONS + 1) if place not in taken]
    if not free:
        raise _refuse(QuestionRefusal.TOO_MANY)
    question = Question(
        participation=participation,
        place=free[0],
        words=asked.words,
        required=asked.required,
        written_at=clock.now(),
    )
    db.session.add(question)
    db.session.flush()
    _record("question.written", question, by)
    return question


def change_question(question: Question, asked: Asked, by: Actor) -> None:
    """Ask it in other words; answers keep the words that they answered."""
    _check(asked)
    question.words, question.required = asked.words, asked.required
    db.session.flush()
    _record("question.changed", question, by)


def remove_question(question: Question, by: Actor) -> None:
    """Ask it no more; answers that were given stay with their application."""
    _record("question.removed", question, by)
    db.session.delete(question)
    db.session.flush()


def _check(asked: Asked) -> None:
    if lint(asked.words, Reading.QUESTION):
        raise _refuse(QuestionRefusal.WORDING)


def _refuse(reason: QuestionRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


def _record(action: str, question: Question, by: Actor) -> None:
    at = question.participation
    record(action, question, by, employer_id=at.employer_id, fair_id=at.fair_id)
