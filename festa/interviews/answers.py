"""Answers to an employer's questions: kept with the application, gone with the consent."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import Participation
from festa.employers.question_models import Question
from festa.extensions import db
from festa.interviews.answer_models import Answer
from festa.interviews.models import Application
from festa.registrations.models import Registration


def keep_answers(application: Application, said: Mapping[Question, str], by: Actor) -> None:
    """Keep what somebody answered when applying, in place of what they answered before."""
    db.session.execute(
        delete(Answer)
        .where(Answer.application_id == application.id)
        .execution_options(synchronize_session=False)
    )
    kept = [(question, words) for question, words in said.items() if words]
    db.session.add_all(
        Answer(
            application_id=application.id,
            question_id=question.id,
            asked=question.words,
            said=words,
            said_at=clock.now(),
        )
        for question, words in kept
    )
    db.session.flush()
    if kept:
        record(
            "application.questions_answered",
            application,
            by,
            seeker_id=application.registration.seeker_id,
            fair_id=application.registration.fair_id,
            employer_id=application.participation.employer_id,
            rows=len(kept),
        )


def answers_of(application_ids: Collection[int]) -> dict[int, Sequence[Answer]]:
    """The answers of these applications, in the order in which they were asked."""
    found: dict[int, list[Answer]] = {}
    query = select(Answer).where(Answer.application_id.in_(application_ids)).order_by(Answer.id)
    for answer in db.session.scalars(query):
        found.setdefault(answer.application_id, []).append(answer)
    return dict(found)


def forget_answers(registration_id: int, employer_id: int | None, by: Actor) -> int:
    """Destroy what somebody answered an employer from whom they took their consent; how many."""
    applications = (
        select(Application.id)
        .join(Application.participation)
        .where(
            Application.registration_id == registration_id,
            Participation.employer_id == employer_id,
        )
    )
    gone = db.session.execute(
        delete(Answer)
        .where(Answer.application_id.in_(applications))
        .returning(Answer.id)
        .execution_options(synchronize_session=False)
    ).all()
    if gone:
        registration = db.session.get_one(Registration, registration_id)
        record(
            "application.answers_destroyed",
            registration,
            by,
            seeker_id=registration.seeker_id,
            employer_id=employer_id,
            rows=len(gone),
        )
    return len(gone)
