"""A seeker's answer: by the link of a text without signing in, or from their own page."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from festa.audit.actor import Actor
from festa.errors import NotFound, Refused
from festa.extensions import db, limiter
from festa.follow_ups.answering import (
    SENTENCES,
    Told,
    answer,
    find_question,
    open_question_of,
    refuse_answer,
    stop_asking,
    talks_of_person,
)
from festa.follow_ups.forms import ELSEWHERE, AnswerForm, HireForm
from festa.follow_ups.models import Answer, FollowUp
from festa.follow_ups.steps import MONTHS
from festa.follow_ups.words import AFTER, ANSWER_ICONS, ANSWER_WORDS, BEFORE
from festa.interviews.statement_models import SaidVia
from festa.permissions import Permission, Role, acting, authorise, public, requires
from festa.registrations.models import Registration
from festa.registrations.queries import find_registration

bp = Blueprint("follow_ups", __name__)


@bp.route("/follow-up/<token>", methods=["GET", "POST"])
@limiter.limit("60 per minute")
@public
def by_link(token: str) -> Any:
    """Three large buttons for whoever has the message; the page names nobody."""
    question = _question(token)
    here = {
        "here": url_for(".by_link", token=token),
        "stop": url_for(".stop_by_link", token=token),
    }
    return _ask(question.registration, question, SaidVia.LINK, _by(question.registration), here)


@bp.post("/follow-up/<token>/stop")
@limiter.limit("60 per minute")
@public
def stop_by_link(token: str) -> Any:
    """Ask no more: the consent is withdrawn."""
    registration = _question(token).registration
    return _stop(registration, _by(registration))


@bp.route("/my/follow-up/<int:registration_id>", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def mine(registration_id: int) -> Any:
    """The same from one's own page."""
    registration = _own(registration_id)
    here = {
        "here": url_for(".mine", registration_id=registration_id),
        "stop": url_for(".stop_mine", registration_id=registration_id),
    }
    question = open_question_of(registration)
    return _ask(registration, question, SaidVia.PAGE, acting(), here)


@bp.post("/my/follow-up/<int:registration_id>/stop")
@requires(Permission.OWN_PAGE)
def stop_mine(registration_id: int) -> Any:
    """Ask no more, from one's own page."""
    return _stop(_own(registration_id), acting())


@bp.get("/follow-up/thanks")
@public
def thanks() -> str:
    """Thank whoever answered, or whoever wants no more questions."""
    known = current_user.is_authenticated and current_user.role is Role.SEEKER
    stopped = request.args.get("stopped") == "1"
    return render_template("follow_ups/thanks.html", known=known, stopped=stopped)


def _question(token: str) -> FollowUp:
    question = find_question(token)
    if question is None:
        raise NotFound
    return question


def _own(registration_id: int) -> Registration:
    registration = find_registration(registration_id)
    if registration is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, registration)
    return registration


def _by(registration: Registration) -> Actor:
    return registration.seeker.as_actor().seen_from(request.remote_addr)


def _stop(registration: Registration, by: Actor) -> Any:
    stop_asking(registration, by)
    db.session.commit()
    return redirect(url_for(".thanks", stopped=1), 303)


def _ask(
    registration: Registration,
    question: FollowUp | None,
    via: SaidVia,
    by: Actor,
    here: dict[str, str],
) -> Any:
    reason = refuse_answer(registration, question)
    if reason is not None:
        page = render_template(
            "follow_ups/refused.html", sentence=SENTENCES[reason], fair=registration.fair
        )
        return page, 409 if request.method == "POST" else 200
    talks = talks_of_person(registration)
    answers = AFTER if question is not None and question.occasion in MONTHS else BEFORE
    form, hire = AnswerForm(), HireForm()
    hire.offer(talks)
    asked_for = form.answer.data if request.method == "POST" else request.args.get("answer")
    wanted = str(asked_for or "")
    told = None
    if request.method == "POST" and form.validate():
        told = read_told(Answer(wanted), hire, talks, via)
    if told is not None:
        return _keep(registration, told, by, question, here["here"])
    template = "follow_ups/hired.html" if wanted == Answer.HIRED else "follow_ups/ask.html"
    page = render_template(
        template,
        form=hire,
        fair=registration.fair,
        answers=answers,
        words=ANSWER_WORDS,
        icons=ANSWER_ICONS,
        after=answers is AFTER,
        **here,
    )
    return page, 422 if request.method == "POST" else 200


def read_told(wanted: Answer, hire: HireForm, talks: Any, via: SaidVia) -> Told | None:
    """What was told; None while the form of a hire is not filled in well."""
    if wanted is not Answer.HIRED:
        return Told(wanted, via)
    if not hire.validate():
        return None
    talk = next((one for one in talks if str(one.id) == hire.where.data), None)
    elsewhere = hire.elsewhere.data or "" if hire.where.data == ELSEWHERE else ""
    return Told(wanted, via, talk, elsewhere, hire.day.data)


def _keep(
    registration: Registration, told: Told, by: Actor, question: FollowUp | None, back: str
) -> Any:
    try:
        answer(registration, told, by, question)
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "wait")
        return redirect(back, 303)
    db.session.commit()
    flash(_("답을 남겼어요."), "ok")
    return redirect(url_for(".thanks"), 303)
