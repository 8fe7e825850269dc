"""Asking those who came what they thought: a message on the next day, with a link."""

from datetime import time, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.orm import contains_eager, joinedload

from festa import clock
from festa.extensions import db
from festa.fairs.models import Fair
from festa.formats import in_language
from festa.gates.models import CheckIn
from festa.links import signed_word, site_link
from festa.messages.models import OutboxMessage
from festa.messages.occasions import find_about, still_true
from festa.messages.service import About, add_many, text_row
from festa.registrations.models import Registration
from festa.registrations.states import GONE
from festa.surveys.models import SurveyAnswer
from festa.surveys.service import refuse_survey

HOUR = time(10)
AT_ONCE = 500


def plan_invitations() -> int:
    """Write the messages of yesterday's fairs into the outbox; returns how many. Safe to repeat."""
    yesterday = clock.today() - timedelta(days=1)
    if clock.local(clock.now()).time() < HOUR:
        return 0
    told = exists().where(OutboxMessage.once == literal("survey:") + cast(Registration.id, String))
    came = exists().where(CheckIn.registration_id == Registration.id, CheckIn.undone_at.is_(None))
    answered = exists().where(SurveyAnswer.registration_id == Registration.id)
    query = (
        select(Registration)
        .join(Registration.fair)
        .join(Registration.seeker)
        .where(Fair.day == yesterday, Registration.state.not_in(GONE), came, ~answered, ~told)
        .options(contains_eager(Registration.seeker), joinedload(Registration.fair))
        .order_by(Registration.id)
        .limit(AT_ONCE)
    )
    planned = 0
    while rows := [_row(one) for one in db.session.scalars(query)]:
        planned += add_many(rows)
    return planned


def thanks_text(fair: Fair) -> str:
    """Thanks, and the question."""
    return _(
        "[JOB 매칭 페스타] %(city)s에 와 주셔서 고맙습니다. 1분 설문에 답해 주세요.",
        city=in_language(fair.city, fair.city_en),
    )


def _row(registration: Registration) -> dict[str, Any]:
    fair = registration.fair
    link = site_link("surveys.by_link", token=signed_word("survey", registration.id))
    with force_locale(registration.seeker.locale):
        body = "\n".join([thanks_text(fair), link or _("내 페이지에서 답하실 수 있어요.")])
    about = About(
        registration.seeker_id,
        fair.id,
        registration.id,
        fair.day,
        lapses_at=clock.now() + timedelta(days=2),
        once=f"survey:{registration.id}",
    )
    return text_row(registration.seeker.phone, "survey_invitation", body, about)


@still_true("survey_invitation")
def still_asked(message: OutboxMessage) -> bool:
    """Not answered meanwhile, and not erased."""
    one = find_about(Registration, message)
    return one is not None and one.state not in GONE and refuse_survey(one) is None
