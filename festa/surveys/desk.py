"""The survey at the desk: on a tablet in the person's hands, and typed in from paper."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from festa.audit.looks import looked_at
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.desk_queries import get_registration_at
from festa.registrations.models import Registration
from festa.surveys.models import SurveyVia
from festa.surveys.routes import ask

bp = Blueprint("surveys_desk", __name__, url_prefix="/desk/<slug>/people/<int:registration_id>")


@bp.route("/survey", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def tablet(slug: str, registration_id: int) -> Any:
    """The questions on a tablet; nothing else is on that screen, and no name."""
    registration = _registration(slug, registration_id)
    done = url_for("surveys_desk.done", slug=slug, registration_id=registration_id)
    return ask(registration, SurveyVia.TABLET, acting(), done, back=_person(registration))


@bp.route("/survey/paper", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def paper(slug: str, registration_id: int) -> Any:
    """A sheet of paper typed in for the person who filled it in."""
    registration = _registration(slug, registration_id)
    if request.method == "GET":
        looked_at("desk.survey", [registration.seeker_id], acting(), fair_id=registration.fair_id)
    person = _person(registration)
    return ask(registration, SurveyVia.PAPER, acting(), person, back=person)


@bp.get("/survey/done")
@requires(Permission.WORK_AT_DESK)
def done(slug: str, registration_id: int) -> str:
    """Thank the person and ask for the tablet back."""
    registration = _registration(slug, registration_id)
    return render_template("desk/hand_back.html", registration=registration)


def _registration(slug: str, registration_id: int) -> Registration:
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    return registration


def _person(registration: Registration) -> str:
    slug = registration.fair.slug
    return url_for("desk.person", slug=slug, registration_id=registration.id)
