"""Reads of the employer's side: their part in each fair and their postings."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from festa.employers.models import Job, JobState, Participation
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair


def participations_of(employer_ids: Collection[int]) -> Sequence[Participation]:
    """Where these employers take part, by the fairs' dates."""
    query = (
        select(Participation)
        .join(Participation.fair)
        .where(Participation.employer_id.in_(employer_ids))
        .options(
            contains_eager(Participation.fair).joinedload(Fair.venue),
            joinedload(Participation.employer),
            joinedload(Participation.booth),
        )
        .order_by(Fair.day, Participation.employer_id, Participation.branch, Participation.id)
    )
    return db.session.scalars(query).all()


def get_participation(participation_id: int) -> Participation:
    """An employer's part in a fair; NotFound when there is none."""
    query = (
        select(Participation)
        .where(Participation.id == participation_id)
        .options(
            joinedload(Participation.fair).joinedload(Fair.venue),
            joinedload(Participation.employer),
            joinedload(Participation.booth),
        )
    )
    participation = db.session.scalar(query)
    if participation is None:
        raise NotFound
    return participation


def jobs_of(participation: Participation) -> Sequence[Job]:
    """All postings, whatever their state, in the order in which they were written."""
    query = select(Job).where(Job.participation_id == participation.id).order_by(Job.id)
    return db.session.scalars(query).all()


def get_job(participation: Participation, job_id: int) -> Job:
    """A posting of this employer at this fair; NotFound when it is another's."""
    query = select(Job).where(Job.id == job_id, Job.participation_id == participation.id)
    job = db.session.scalar(query)
    if job is None:
        raise NotFound
    return job


def posted_jobs(participation_ids: Collection[int]) -> dict[int, int]:
    """How many postings each of these has on the board."""
    return _counted(participation_ids, JobState.POSTED)


def waiting_jobs(participation_ids: Collection[int]) -> dict[int, int]:
    """How many postings of each of these wait in the screening."""
    return _counted(participation_ids, JobState.SCREENING)


def _counted(participation_ids: Collection[int], state: JobState) -> dict[int, int]:
    query = (
        select(Job.participation_id, func.count(Job.id))
        .where(Job.participation_id.in_(participation_ids), Job.state == state)
        .group_by(Job.participation_id)
    )
    return dict(db.session.execute(query).all())
