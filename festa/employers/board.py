"""The public board: who takes part in a fair, and which jobs they bring."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from festa.employers.models import (
    TAKING_PART,
    Employer,
    EmploymentType,
    ImpactFamily,
    Job,
    JobState,
    Participation,
)
from festa.employers.participation import Mode
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.lifecycle import OVER, SEEN_BY_PUBLIC, FairState
from festa.fairs.models import Fair

PAGE = 24
LAST_PAGE = 10_000
MOST_EMPLOYERS = 400
MOST_PLACES = 2_000
SHOWN = (JobState.POSTED, JobState.FILLED)
AHEAD = SEEN_BY_PUBLIC - OVER - {FairState.CANCELLED, FairState.POSTPONED}


@dataclass(frozen=True)
class Turnout:
    """Who comes to a fair: employers that take part, those of them in the hall, posted jobs."""

    employers: int = 0
    onsite: int = 0
    jobs: int = 0


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for on the board; empty where they do not mind."""

    fair: str = ""
    words: str = ""
    region: str = ""
    employment_type: EmploymentType | None = None
    impact_family: ImpactFamily | None = None


def turnouts(fair_ids: Iterable[int]) -> dict[int, Turnout]:
    """The turnout of each fair, as the public may know it."""
    ids = list(fair_ids)
    everybody = func.count(Participation.id)
    in_the_hall = everybody.filter(Participation.mode == Mode.ONSITE)
    employers = (
        select(Participation.fair_id, everybody, in_the_hall)
        .where(Participation.fair_id.in_(ids), Participation.state.in_(TAKING_PART))
        .group_by(Participation.fair_id)
    )
    jobs = (
        select(Participation.fair_id, func.count(Job.id))
        .join(Job.participation)
        .where(
            Participation.fair_id.in_(ids),
            Participation.state.in_(TAKING_PART),
            Job.state.in_(SHOWN),
        )
        .group_by(Participation.fair_id)
    )
    posted: dict[int, int] = dict(db.session.execute(jobs).all())
    return {
        fair_id: Turnout(count, onsite, posted.get(fair_id, 0))
        for fair_id, count, onsite in db.session.execute(employers)
    }


def employers_at(fair: Fair) -> list[tuple[Participation, int]]:
    """Everybody who takes part, those in the hall first, each with the number of their jobs."""
    count = (
        select(func.count(Job.id))
        .where(Job.participation_id == Participation.id, Job.state.in_(SHOWN))
        .scalar_subquery()
    )
    query = (
        select(Participation, count)
        .join(Participation.employer)
        .where(Participation.fair_id == fair.id, Participation.state.in_(TAKING_PART))
        .options(contains_eager(Participation.employer), joinedload(Participation.booth))
        .order_by(Participation.mode, Employer.name, Participation.branch, Participation.id)
        .limit(MOST_EMPLOYERS)
    )
    return [(participation, jobs) for participation, jobs in db.session.execute(query)]


def find_public_participation(participation_id: int) -> Participation | None:
    """An employer's part in a fair that the public may see."""
    query = (
        select(Participation)
        .join(Participation.fair)
        .where(
            Participation.id == participation_id,
            Participation.state.in_(TAKING_PART),
            Fair.state.in_(SEEN_BY_PUBLIC),
        )
        .options(
            contains_eager(Participation.fair),
            joinedload(Participation.employer),
            joinedload(Participation.booth),
        )
    )
    return db.session.scalar(query)


def get_public_participation(participation_id: int) -> Participation:
    """An employer's part in a fair that the public may see; NotFound otherwise."""
    participation = find_public_participation(participation_id)
    if participation is None:
        raise NotFound
    return participation


def jobs_of(participation: Participation) -> Sequence[Job]:
    """What an employer posts at a fair, the open ones first."""
    query = (
        select(Job)
        .where(Job.participation_id == participation.id, Job.state.in_(SHOWN))
        .order_by(Job.state.desc(), Job.id)
        .limit(MOST_EMPLOYERS)
    )
    return db.session.scalars(query).all()


def get_public_job(job_id: int) -> Job:
    """A posting that the public may see; NotFound otherwise."""
    job = db.session.scalar(
        _public_jobs()
        .where(Job.id == job_id, Job.state.in_(SHOWN))
        .options(contains_eager(Job.participation).joinedload(Participation.booth))
    )
    if job is None:
        raise NotFound
    return job


def job_board(wanted: Wanted, page: int) -> Pagination:
    """One page of the open postings that match, the soonest fair first."""
    query = (
        _filtered(wanted)
        .where(Job.state == JobState.POSTED)
        .order_by(Fair.day, Participation.mode, Employer.name, Job.id)
    )
    page = min(max(page, 1), LAST_PAGE)
    return db.paginate(query, page=page, per_page=PAGE, error_out=False)


def regions() -> list[str]:
    """Where the open postings are: the first word of their places, such as 대전광역시."""
    query = (
        select(Job.workplace)
        .join(Job.participation)
        .join(Participation.fair)
        .where(
            Job.state == JobState.POSTED,
            Participation.state.in_(TAKING_PART),
            Fair.state.in_(AHEAD),
        )
        .distinct()
        .limit(MOST_PLACES)
    )
    return sorted({place.split()[0] for place in db.session.scalars(query) if place.strip()})


def _filtered(wanted: Wanted) -> Select[Job]:
    conditions = [Fair.slug == wanted.fair if wanted.fair else Fair.state.in_(AHEAD)]
    for word in wanted.words.split():
        places = (Job.title, Job.duty, Employer.name)
        conditions.append(or_(*(place.icontains(word, autoescape=True) for place in places)))
    if wanted.region:
        conditions.append(Job.workplace.istartswith(wanted.region, autoescape=True))
    if wanted.employment_type:
        conditions.append(Job.employment_type == wanted.employment_type)
    if wanted.impact_family:
        conditions.append(Job.impact_family == wanted.impact_family)
    return _public_jobs().where(*conditions)


def _public_jobs() -> Select[Job]:
    return (
        select(Job)
        .join(Job.participation)
        .join(Participation.fair)
        .join(Participation.employer)
        .where(Participation.state.in_(TAKING_PART), Fair.state.in_(SEEN_BY_PUBLIC))
        .options(
            contains_eager(Job.participation).contains_eager(Participation.fair),
            contains_eager(Job.participation).contains_eager(Participation.employer),
        )
    )
