"""The survey on one's own phone: from one's page, or by the link of the message."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from festa.audit.actor import Actor
from festa.errors import NotFound, Refused
from festa.extensions import db, limiter
from festa.links import read_signed
from festa.permissions import Permission, Role, acting, authorise, public, requires
from festa.registrations.models import Registration
from festa.registrations.queries import find_registration
from festa.registrations.states import GONE
from festa.surveys.forms import SurveyForm
from festa.surveys.models import SurveyVia
from festa.surveys.service import SENTENCES, answer_survey, refuse_survey
from festa.surveys.words import QUESTIONS

bp = Blueprint("surveys", __name__)


@bp.route("/survey/<token>", methods=["GET", "POST"])
@limiter.limit("60 per minute")
@public
def by_link(token: str) -> Any:
    """The questions, for whoever has the message; the page names nobody."""
    numbers = read_signed("survey", token)
    registration = find_registration(numbers[0]) if numbers else None
    if registration is None or registration.state in GONE:
        raise NotFound
    by = registration.seeker.as_actor().seen_from(request.remote_addr)
    return ask(registration, SurveyVia.PHONE, by, url_for("surveys.thanks"))


@bp.route("/my/survey/<int:registration_id>", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def mine(registration_id: int) -> Any:
    """The questions, from one's own page."""
    registration = find_registration(registration_id)
    if registration is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, registration)
    return ask(registration, SurveyVia.PHONE, acting(), url_for("surveys.thanks"))


@bp.get("/survey/thanks")
@public
def thanks() -> str:
    """Thank whoever answered."""
    known = current_user.is_authenticated and current_user.role is Role.SEEKER
    return render_template("surveys/thanks.html", known=known)


def ask(
    registration: Registration, via: SurveyVia, by: Actor, after: str, back: str | None = None
) -> Any:
    """The form and what becomes of it; why not, where nothing can be answered."""
    reason = refuse_survey(registration)
    if reason is not None:
        page = render_template(
            "surveys/refused.html", sentence=SENTENCES[reason], fair=registration.fair, back=back
        )
        return page, 409 if request.method == "POST" else 200
    form = SurveyForm()
    if form.validate_on_submit():
        try:
            answer_survey(registration, form.points(), form.words.data or "", via, by)
        except Refused as refused:
            db.session.rollback()
            flash(refused.sentence, "wait")
        else:
            db.session.commit()
        return redirect(after, 303)
    page = render_template(
        "surveys/ask.html", form=form, fair=registration.fair, questions=QUESTIONS, back=back
    )
    return page, 422 if form.errors else 200
