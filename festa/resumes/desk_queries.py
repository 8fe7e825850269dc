"""What the desk offers somebody who brings a résumé."""

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from festa.employers.models import TAKING_PART, Employer, Participation
from festa.employers.participation import Mode
from festa.extensions import db
from festa.interviews.models import Application
from festa.interviews.states import ApplicationState
from festa.registrations.models import Registration
from festa.resumes.relaying import LEFT

MOST = 400


def posts_at(registration: Registration) -> list[tuple[Participation, Application | None]]:
    """The employers of the fair that take résumés by the relay, and those at which this person
    has applied, each with the application that lives."""
    mine = and_(
        Application.participation_id == Participation.id,
        Application.registration_id == registration.id,
        Application.state != ApplicationState.WITHDRAWN,
    )
    taking = Participation.state.in_(TAKING_PART)
    query = (
        select(Participation, Application)
        .join(Participation.employer)
        .outerjoin(Application, mine)
        .where(
            Participation.fair_id == registration.fair_id,
            or_(
                and_(taking, Participation.mode == Mode.POSTING_ONLY),
                and_(or_(taking, Participation.state.in_(LEFT)), Application.id.is_not(None)),
            ),
        )
        .options(contains_eager(Participation.employer))
        .order_by(Application.id.is_(None), Employer.name, Participation.id)
        .limit(MOST)
    )
    return [
        (participation, application) for participation, application in db.session.execute(query)
    ]
