"""The postings of an employer at a fair: written, changed, put up and taken down."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import (
    EmploymentType,
    ImpactFamily,
    Job,
    JobState,
    Participation,
    PayUnit,
)
from festa.employers.screening import locked, rescreen, screen
from festa.employers.states import move_job
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import IllegalMove


class JobRefusal(StrEnum):
    """Why a posting cannot be put up or changed."""

    NOT_APPROVED = "not_approved"
    MOVED_ON = "moved_on"


SENTENCES: dict[JobRefusal, Any] = {
    JobRefusal.NOT_APPROVED: _l(
        "참가가 확정되면 게시할 수 있어요. 지금 쓴 내용은 ‘작성 중’으로 남아 있어요."
    ),
    JobRefusal.MOVED_ON: _l(
        "그사이 공고 상태가 바뀌었어요. 새로 고친 화면에서 다시 확인해 주세요."
    ),
}


@dataclass(frozen=True)
class JobDetails:
    """What an employer says about a job; `pay_amount` None means agreed at the interview."""

    title: str
    duty: str
    employment_type: EmploymentType
    workplace: str
    pay_amount: int | None
    pay_unit: PayUnit
    hours: str = ""
    openings: int = 1
    preferred: str = ""
    about: str = ""
    impact_family: ImpactFamily | None = None


def write_job(participation: Participation, details: JobDetails, by: Actor) -> Job:
    """Write a posting; nobody sees it yet."""
    job = Job(
        participation=participation,
        state=JobState.DRAFT,
        created_at=clock.now(),
        **asdict(details),
    )
    db.session.add(job)
    db.session.flush()
    _record("job.written", job, by)
    return job


def change_job(job: Job, details: JobDetails, by: Actor) -> None:
    """Change what a posting says; one that people see, or that waits, is screened again."""
    locked(job)
    for column, value in asdict(details).items():
        setattr(job, column, value)
    db.session.flush()
    _record("job.changed", job, by)
    rescreen(job, by)


def set_job(job: Job, state: JobState, by: Actor) -> None:
    """Put a posting up, fill it or take it down; up only once the employer is approved.

    Whoever puts one up sends it to the screening, which lets it through or keeps it.
    """
    locked(job)
    if state is JobState.POSTED and not job.participation.takes_part:
        raise _refuse(JobRefusal.NOT_APPROVED)
    try:
        if state is JobState.POSTED:
            screen(job, by)
            return
        job.state = move_job(job.state, state)
    except IllegalMove as illegal:
        raise _refuse(JobRefusal.MOVED_ON) from illegal
    db.session.flush()
    _record(f"job.{state}", job, by)


def _refuse(reason: JobRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


def _record(action: str, job: Job, by: Actor) -> None:
    at = job.participation
    record(action, job, by, employer_id=at.employer_id, fair_id=at.fair_id)
