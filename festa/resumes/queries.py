"""Reads of résumés. What an employer reads goes through the one rule of release."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from festa import clock
from festa.consents.queries import seekers_open_to
from festa.employers.models import Employer, Participation
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Application
from festa.registrations.models import Registration
from festa.resumes.models import Delivery, Resume
from festa.resumes.states import OPEN, STANDING, DeliveryState

PAGE = 50
MOST = 200
PART = "participation_id"


def standing_resumes(application_ids: Collection[int]) -> dict[int, Resume]:
    """The résumé that stands for each of these applications, with its delivery."""
    query = (
        select(Resume)
        .join(Resume.delivery)
        .where(Resume.application_id.in_(application_ids), Resume.destroyed_at.is_(None))
        .options(contains_eager(Resume.delivery))
    )
    return {resume.application_id: resume for resume in db.session.scalars(query)}


def standing_resume(registration_id: int, participation_id: int) -> Resume | None:
    """The résumé that somebody handed in to an employer and that stands."""
    query = (
        select(Resume)
        .join(Resume.application)
        .where(
            Application.registration_id == registration_id,
            Application.participation_id == participation_id,
            Resume.destroyed_at.is_(None),
        )
        .options(joinedload(Resume.delivery))
    )
    return db.session.scalar(query)


def get_resume(resume_id: int) -> Resume:
    """A résumé, standing or not, with everything its receipt says; NotFound when there is none."""
    query = (
        select(Resume)
        .where(Resume.id == resume_id)
        .options(
            joinedload(Resume.delivery),
            joinedload(Resume.application).joinedload(Application.job),
            joinedload(Resume.application)
            .joinedload(Application.participation)
            .joinedload(Participation.employer),
            joinedload(Resume.application)
            .joinedload(Application.registration)
            .joinedload(Registration.fair),
        )
    )
    resume = db.session.scalar(query)
    if resume is None:
        raise NotFound
    return resume


def earlier_of(resume: Resume) -> list[Resume]:
    """The others that were handed in with the same application, newest first."""
    query = (
        select(Resume)
        .where(Resume.application_id == resume.application_id, Resume.id != resume.id)
        .options(joinedload(Resume.delivery))
        .order_by(Resume.id.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def deliveries_of_seeker(seeker_id: int) -> list[Delivery]:
    """Every delivery of a seeker, newest first: for their copy of what is kept."""
    query = (
        select(Delivery)
        .join(Delivery.resume)
        .join(Resume.application)
        .join(Application.registration)
        .where(Registration.seeker_id == seeker_id)
        .options(
            contains_eager(Delivery.resume),
            joinedload(Delivery.participation).joinedload(Participation.employer),
        )
        .order_by(Delivery.id.desc())
        .limit(MOST)
    )
    return list(db.session.scalars(query))


def _open_deliveries(participation: Participation) -> Select[Delivery]:
    open_to_them = seekers_open_to(participation.employer_id, participation.fair_id)
    return (
        select(Delivery)
        .join(Delivery.resume)
        .join(Resume.application)
        .join(Application.registration)
        .where(
            Delivery.participation_id == participation.id,
            Delivery.state.in_(STANDING),
            Registration.seeker_id.in_(open_to_them),
        )
        .options(
            contains_eager(Delivery.resume)
            .contains_eager(Resume.application)
            .contains_eager(Application.registration),
            contains_eager(Delivery.resume)
            .contains_eager(Resume.application)
            .joinedload(Application.job),
        )
    )


def deliveries(participation: Participation, page: int) -> Pagination:
    """One page of what an employer may read, what waits longest first and answered ones last."""
    answered = Delivery.state == DeliveryState.ANSWERED
    query = _open_deliveries(participation).order_by(answered, Delivery.delivered_at, Delivery.id)
    return db.paginate(query, page=max(page, 1), per_page=PAGE, error_out=False)


def get_delivery(participation: Participation, delivery_id: int) -> Delivery:
    """A standing delivery to this employer of somebody open to it; NotFound otherwise."""
    query = _open_deliveries(participation).where(Delivery.id == delivery_id)
    delivery = db.session.scalar(query)
    if delivery is None:
        raise NotFound
    return delivery


@dataclass(frozen=True)
class Waiting:
    """What one employer of a fair has still to do; `due_at` is its nearest deadline."""

    participation: Participation
    uncollected: int
    unanswered: int
    overdue: int
    done: int
    due_at: datetime | None


def waiting_at(fair: Fair) -> list[Waiting]:
    """Each employer of the fair to which the relay brought something, the most overdue first."""
    count = func.count(Delivery.id)
    open_ones = Delivery.state.in_(OPEN)
    counted = (
        select(
            Delivery.participation_id,
            count.filter(Delivery.state == DeliveryState.SENT).label("uncollected"),
            count.filter(Delivery.state == DeliveryState.COLLECTED).label("unanswered"),
            count.filter(open_ones, Delivery.due_at < clock.now()).label("overdue"),
            count.filter(Delivery.state == DeliveryState.ANSWERED).label("done"),
            func.min(Delivery.due_at).filter(open_ones).label("due_at"),
        )
        .where(Delivery.due_at.is_not(None), Delivery.state.in_(STANDING))
        .group_by(Delivery.participation_id)
        .subquery()
    )
    query = (
        select(Participation, *(column for column in counted.c if column.name != PART))
        .join(counted, counted.c.participation_id == Participation.id)
        .join(Participation.employer)
        .where(Participation.fair_id == fair.id)
        .options(contains_eager(Participation.employer))
        .order_by(counted.c.overdue.desc(), counted.c.due_at, Employer.name, Participation.id)
        .limit(MOST)
    )
    return [Waiting(*row) for row in db.session.execute(query)]
