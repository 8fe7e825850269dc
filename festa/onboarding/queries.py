"""Reads of the pages about applications and teams."""

from collections.abc import Collection, Sequence

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from festa import clock
from festa.employers.models import Participation, ParticipationState
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair
from festa.onboarding.models import EmployerApplication

PAGE = 50


def get_application(application_id: int) -> EmployerApplication:
    """An application with everything that its pages show; NotFound when there is none."""
    query = (
        select(EmployerApplication)
        .where(EmployerApplication.id == application_id, EmployerApplication.emptied_at.is_(None))
        .options(
            joinedload(EmployerApplication.fair).joinedload(Fair.venue),
            joinedload(EmployerApplication.participation).joinedload(Participation.booth),
            joinedload(EmployerApplication.employer),
            selectinload(EmployerApplication.remarks),
            selectinload(EmployerApplication.documents),
        )
    )
    application = db.session.scalar(query)
    if application is None:
        raise NotFound
    return application


def applications(fair: Fair, state: ParticipationState | None, page: int) -> Pagination:
    """One page of what was sent in for a fair, the longest waiting first."""
    query = (
        select(EmployerApplication)
        .join(EmployerApplication.participation)
        .where(EmployerApplication.fair_id == fair.id)
        .options(
            contains_eager(EmployerApplication.participation).joinedload(Participation.booth),
            selectinload(EmployerApplication.documents),
        )
        .order_by(EmployerApplication.sent_at, EmployerApplication.id)
    )
    if state is not None:
        query = query.where(Participation.state == state)
    return db.paginate(query, page=page, per_page=PAGE, max_per_page=PAGE, error_out=False)


def count_applications(fair: Fair) -> dict[ParticipationState, int]:
    """How many of what was sent in for a fair stand in each state."""
    query = (
        select(Participation.state, func.count())
        .join(EmployerApplication, EmployerApplication.participation_id == Participation.id)
        .where(EmployerApplication.fair_id == fair.id)
        .group_by(Participation.state)
    )
    return dict(db.session.execute(query).all())


def application_of(participation: Participation) -> EmployerApplication | None:
    """The application behind an employer's part in a fair; None where organisers made it."""
    query = select(EmployerApplication).where(
        EmployerApplication.participation_id == participation.id
    )
    return db.session.scalar(query)


def applications_of(participation_ids: Collection[int]) -> dict[int, int]:
    """The numbers of the applications behind these, by participation."""
    query = select(EmployerApplication.participation_id, EmployerApplication.id).where(
        EmployerApplication.participation_id.in_(participation_ids)
    )
    return {part: number for part, number in db.session.execute(query) if part is not None}


def fairs_to_come() -> Sequence[Fair]:
    """Fairs for which somebody might apply, soonest first; which are open says the window."""
    query = select(Fair).options(joinedload(Fair.venue)).order_by(Fair.day, Fair.id)
    return db.session.scalars(query.where(Fair.day >= clock.today())).all()
