"""When an employer does not come after all: those who applied are offered the relay instead."""

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from festa.consents.queries import seekers_open_to
from festa.employers.models import Participation
from festa.extensions import db
from festa.interviews.models import Application
from festa.interviews.queries import seekers_met
from festa.interviews.states import ApplicationState
from festa.links import site_link
from festa.messages.service import About, add_many, text_row
from festa.registrations.models import Registration

STILL_WANTED = (
    ApplicationState.APPLIED,
    ApplicationState.SHORTLISTED,
    ApplicationState.ALTERNATE,
)


def offer_relay(participation: Participation) -> int:
    """Ask everybody whose application and consent still stand and who had no talk; returns how many.

    Nothing goes to the employer by itself: each decides on their own page.
    """
    query = (
        select(Application)
        .join(Application.registration)
        .join(Registration.seeker)
        .where(
            Application.participation_id == participation.id,
            Application.state.in_(STILL_WANTED),
            Registration.seeker_id.in_(
                seekers_open_to(participation.employer_id, participation.fair_id)
            ),
            Registration.seeker_id.not_in(seekers_met(participation)),
        )
        .options(contains_eager(Application.registration).contains_eager(Registration.seeker))
        .order_by(Application.id)
    )
    rows = []
    for application in db.session.scalars(query):
        seeker = application.registration.seeker
        with force_locale(seeker.locale):
            body = _(
                "[JOB 매칭 페스타] %(employer)s의 현장 면접이 열리지 않아요. "
                "원하시면 이력서를 기업에 대신 전해 드려요: %(link)s",
                employer=participation.employer.name,
                link=site_link("seeker_resumes.hand_in", application_id=application.id)
                or _("내 페이지에서 ‘이력서 내기’를 눌러 주세요."),
            )
        about = About(
            seeker.id,
            participation.fair_id,
            application.id,
            participation.fair.day,
            once=f"resume_offered:{application.id}",
        )
        rows.append(text_row(seeker.phone, "resume_offered", body, about))
    return add_many(rows)
