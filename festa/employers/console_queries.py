"""Reads of the console's pages about employers."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from festa.employers.models import (
    Booth,
    Employer,
    Job,
    JobState,
    Participation,
    ParticipationState,
    Recruiter,
)
from festa.employers.participation import Mode
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair, Hall

PAGE = 50


@dataclass(frozen=True)
class WantedEmployers:
    """Which employers of a fair are looked for."""

    states: frozenset[ParticipationState] = frozenset()  # none named: all
    mode: Mode | None = None
    words: str = ""

    def conditions(self) -> list[Any]:
        """The filters as SQL."""
        found: list[Any] = []
        if self.states:
            found.append(Participation.state.in_(self.states))
        if self.mode is not None:
            found.append(Participation.mode == self.mode)
        if self.words:
            digits = "".join(sign for sign in self.words if sign.isdigit())
            by_words = [
                Employer.name.contains(self.words, autoescape=True),
                Participation.branch.contains(self.words, autoescape=True),
                Booth.number == self.words,
            ]
            if len(digits) >= 3:
                by_words.append(Employer.business_number.contains(digits))
            found.append(or_(*by_words))
        return found


def participations(fair: Fair, wanted: WantedEmployers, page: int) -> Pagination:
    """One page of the employers of a fair by name, with their booths."""
    query = (
        select(Participation)
        .join(Participation.employer)
        .outerjoin(Participation.booth)
        .where(Participation.fair_id == fair.id, *wanted.conditions())
        .options(joinedload(Participation.employer), joinedload(Participation.booth))
        .order_by(Employer.name, Participation.branch, Participation.id)
    )
    return db.paginate(query, page=page, per_page=PAGE, max_per_page=PAGE, error_out=False)


def count_states(fair: Fair) -> dict[ParticipationState, int]:
    """How many employers of a fair stand in each state."""
    query = (
        select(Participation.state, func.count())
        .where(Participation.fair_id == fair.id)
        .group_by(Participation.state)
    )
    return dict(db.session.execute(query).all())


def recruiters_of(employer: Employer) -> Sequence[Recruiter]:
    """Everybody who acts or acted for an employer, those who do first."""
    query = (
        select(Recruiter)
        .where(Recruiter.employer_id == employer.id)
        .options(joinedload(Recruiter.account))
        .order_by(Recruiter.active.desc(), Recruiter.id)
    )
    return db.session.scalars(query).all()


def get_recruiter(employer: Employer, recruiter_id: int) -> Recruiter:
    """Somebody who acts for an employer; NotFound when it is another's."""
    query = select(Recruiter).where(
        Recruiter.id == recruiter_id, Recruiter.employer_id == employer.id
    )
    recruiter = db.session.scalar(query)
    if recruiter is None:
        raise NotFound
    return recruiter


def employers_of(account_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the employers for which these accounts act, by account."""
    query = (
        select(Recruiter.account_id, Employer.name)
        .join(Recruiter.employer)
        .where(Recruiter.account_id.in_(list(account_ids)), Recruiter.active)
        .order_by(Employer.name)
    )
    names: dict[int, list[str]] = {}
    for account_id, name in db.session.execute(query):
        names.setdefault(account_id, []).append(name)
    return names


def elsewhere(participation: Participation) -> Sequence[Participation]:
    """Where else this employer takes part or took part, by date."""
    query = (
        select(Participation)
        .join(Participation.fair)
        .where(
            Participation.employer_id == participation.employer_id,
            Participation.id != participation.id,
        )
        .options(joinedload(Participation.fair))
        .order_by(Fair.day, Participation.branch)
    )
    return db.session.scalars(query).all()


def halls_of(fair: Fair) -> Sequence[Hall]:
    """The halls of a fair in the order in which they were made."""
    return db.session.scalars(select(Hall).where(Hall.fair_id == fair.id).order_by(Hall.id)).all()


def screened_jobs(fair: Fair) -> Sequence[Job]:
    """The postings of a fair that wait in the screening, the longest first."""
    query = (
        select(Job)
        .join(Job.participation)
        .where(Participation.fair_id == fair.id, Job.state == JobState.SCREENING)
        .options(
            contains_eager(Job.participation).joinedload(Participation.employer),
            contains_eager(Job.participation).joinedload(Participation.fair),
        )
        .order_by(Job.created_at, Job.id)
    )
    return db.session.scalars(query).all()


def count_screened(fairs: Collection[Fair]) -> dict[str, int]:
    """How many postings wait in the screening of each of these fairs, by its slug."""
    query = (
        select(Fair.slug, func.count(Job.id))
        .join(Participation, Participation.fair_id == Fair.id)
        .join(Job, Job.participation_id == Participation.id)
        .where(Fair.id.in_([fair.id for fair in fairs]), Job.state == JobState.SCREENING)
        .group_by(Fair.slug)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def get_screened(job_id: int) -> Job:
    """A posting with its fair; NotFound when there is none."""
    query = (
        select(Job)
        .where(Job.id == job_id)
        .options(joinedload(Job.participation).joinedload(Participation.fair))
    )
    job = db.session.scalar(query)
    if job is None:
        raise NotFound
    return job
