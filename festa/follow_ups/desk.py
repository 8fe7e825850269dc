"""What somebody tells staff of how it went: on the phone or at the desk, with or without a paper."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.errors import Refused
from festa.extensions import db
from festa.follow_ups.answering import (
    SENTENCES,
    Told,
    answer,
    refuse_answer,
    stop_asking,
    talks_of_person,
)
from festa.follow_ups.forms import ELSEWHERE, DeskAnswerForm, DeskHireForm
from festa.follow_ups.models import Answer
from festa.follow_ups.words import AFTER, ANSWER_ICONS, ANSWER_WORDS, BEFORE
from festa.interviews.hire_words import STANDING_PILLS
from festa.interviews.statement_models import ProofKind, SaidVia
from festa.interviews.statements import is_hired
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.desk_queries import get_registration_at
from festa.registrations.models import Registration

bp = Blueprint("follow_ups_desk", __name__, url_prefix="/desk/<slug>/people/<int:registration_id>")


@bp.route("/follow-up", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def told(slug: str, registration_id: int) -> Any:
    """What the person says, written down for them."""
    registration = _registration(slug, registration_id)
    talks = talks_of_person(registration)
    form, hire = DeskAnswerForm(), DeskHireForm()
    hire.offer(talks)
    if request.method == "POST" and form.validate():
        found = _read(Answer(form.answer.data), form, hire, talks)
        if found is not None:
            return _keep(registration, found)
    looked_at("desk.follow_up", [registration.seeker_id], acting(), fair_id=registration.fair_id)
    reason = refuse_answer(registration)
    page = render_template(
        "follow_ups/desk.html",
        registration=registration,
        fair=registration.fair,
        talks=talks,
        form=form,
        hire=hire,
        sentence=SENTENCES[reason] if reason else None,
        words=ANSWER_WORDS,
        icons=ANSWER_ICONS,
        answers=AFTER if any(is_hired(one.outcome) for one in talks) else BEFORE[1:],
        pills=STANDING_PILLS,
    )
    return page, 422 if request.method == "POST" else 200


@bp.post("/follow-up/stop")
@requires(Permission.WORK_AT_DESK)
def stop(slug: str, registration_id: int) -> Response:
    """The person wants no more questions."""
    registration = _registration(slug, registration_id)
    stop_asking(registration, acting())
    db.session.commit()
    flash(_("이제 이분께 더 묻지 않아요. 남긴 답은 오늘 밤에 지워져요."), "ok")
    return redirect(url_for(".told", slug=slug, registration_id=registration_id), 303)


def _read(wanted: Answer, form: Any, hire: DeskHireForm, talks: Any) -> Told | None:
    via = SaidVia(form.via.data)
    if wanted is not Answer.HIRED:
        return Told(wanted, via)
    if not hire.validate():
        return None
    talk = next((one for one in talks if str(one.id) == hire.where.data), None)
    elsewhere = hire.elsewhere.data or "" if hire.where.data == ELSEWHERE else ""
    proof = ProofKind(hire.proof.data) if hire.proof.data else None
    return Told(wanted, via, talk, elsewhere, hire.day.data, proof)


def _keep(registration: Registration, found: Told) -> Response:
    try:
        answer(registration, found, acting())
        db.session.commit()
        flash(_("들은 대로 남겼어요."), "ok")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    slug = registration.fair.slug
    return redirect(url_for(".told", slug=slug, registration_id=registration.id), 303)


def _registration(slug: str, registration_id: int) -> Registration:
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    return registration
