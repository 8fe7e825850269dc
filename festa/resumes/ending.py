"""The end of a résumé: its bytes go in the transaction of what ended it, the receipt stays."""

from collections.abc import Iterable

from sqlalchemy import Select, delete, select, text
from sqlalchemy.orm import contains_eager

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.extensions import db
from festa.interviews.models import Application
from festa.registrations.models import Registration
from festa.resumes.models import Delivery, Resume, ResumeContent
from festa.resumes.notices import tell_employer_ended
from festa.resumes.states import DeliveryState, move_delivery


def end(resume: Resume, state: DeliveryState, by: Actor) -> None:
    """Destroy the bytes, and ask an employer that has a copy to destroy it as well."""
    delivery = resume.delivery
    delivery.state = move_delivery(delivery.state, state)
    delivery.ended_at = resume.destroyed_at = clock.now()
    shred([resume.id])
    record(
        f"resume.{state}",
        resume,
        by,
        seeker_id=resume.scope.seeker_id,
        fair_id=resume.scope.fair_id,
        employer_id=resume.scope.employer_id,
        number=delivery.number,
    )
    if delivery.collected_at is not None:
        tell_employer_ended(delivery)
    db.session.flush()


def end_all(resumes: Iterable[Resume], state: DeliveryState, by: Actor) -> int:
    """End each of these; returns how many."""
    found = list(resumes)
    for resume in found:
        end(resume, state, by)
    return len(found)


def shred(resume_ids: list[int]) -> None:
    """Delete the bytes so that the file of the database does not hold them any more, either.

    SQLite leaves deleted pages as they were unless it is told to write over them.
    """
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.execute(text("PRAGMA secure_delete = ON"))
    db.session.execute(delete(ResumeContent).where(ResumeContent.resume_id.in_(resume_ids)))


def destroy_resumes_of(seeker_ids: Iterable[int], by: Actor) -> int:
    """Destroy every résumé of these people (개인정보 보호법 §36); returns how many."""
    query = _standing().where(Registration.seeker_id.in_(list(seeker_ids)))
    return end_all(db.session.scalars(query).all(), DeliveryState.DESTROYED, by)


def expire(by: Actor, at_once: int = 500) -> int:
    """End what has been kept for its whole term; returns how many. Safe to repeat."""
    query = _standing().where(Delivery.kept_until <= clock.now()).limit(at_once)
    return end_all(db.session.scalars(query).all(), DeliveryState.EXPIRED, by)


def standing_of(application_id: int) -> Resume | None:
    """The résumé that stands for an application, read anew."""
    query = _standing().where(Resume.application_id == application_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def standing_between(seeker_id: int, fair_id: int, employer_id: int) -> list[Resume]:
    """The standing résumés of a seeker with an employer at a fair."""
    query = _standing().where(
        Registration.seeker_id == seeker_id,
        Registration.fair_id == fair_id,
        Application.participation.has(employer_id=employer_id),
    )
    return list(db.session.scalars(query))


def _standing() -> Select[Resume]:
    return (
        select(Resume)
        .join(Resume.application)
        .join(Application.registration)
        .join(Resume.delivery)
        .where(Resume.destroyed_at.is_(None))
        .options(
            contains_eager(Resume.application).contains_eager(Application.registration),
            contains_eager(Resume.application).joinedload(Application.participation),
            contains_eager(Resume.delivery).joinedload(Delivery.participation),
        )
        .order_by(Resume.id)
    )
