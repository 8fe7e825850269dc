"""Going on with registering on another phone: name, number and a code bring the answers back."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.permissions import public
from festa.registrations.drafts import find_begun
from festa.registrations.enrolment import keep_person
from festa.registrations.forms import ResumeForm
from festa.registrations.routes import finish_walk
from festa.registrations.steps import Step
from festa.registrations.walk import SCREENS, Walk
from festa.seekers.codes import SENTENCES, check_code, send_code, standing_code
from festa.seekers.forms import CodeForm
from festa.seekers.identity import mask_mobile
from festa.seekers.models import CodePurpose, Seeker
from festa.seekers.service import find_seeker
from festa.seekers.sign_in import BY_ADDRESS
from festa.sessions import begin_session

bp = Blueprint("resuming", __name__, url_prefix="/register/resume")

Answer = str | tuple[str, int] | BaseResponse
STEPS = 2


@bp.after_request
def keep_out_of_caches(response: Response) -> Response:
    """What one person typed is not shown to the next one on the same phone."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@bp.route("", methods=["GET", "POST"])
@BY_ADDRESS
@public
def who() -> Answer:
    """Name and number; a code goes there, whether anything was begun or not."""
    form = ResumeForm()
    if form.validate_on_submit():
        name, phone = form.person()
        try:
            if standing_code(phone, CodePurpose.REGISTER) is None:
                send_code(phone, CodePurpose.REGISTER)
        except Refused as refused:
            form.phone.errors = [str(refused.sentence)]
        else:
            db.session.commit()
            session["resume"] = {"name": name, "phone": phone}
            return redirect(url_for("resuming.code"), 303)
    page = render_template(
        "registrations/resume.html",
        form=form,
        step=1,
        steps=STEPS,
        back_href=url_for("registrations.start"),
    )
    return page, 422 if form.errors else 200


@bp.route("/code", methods=["GET", "POST"])
@BY_ADDRESS
@public
def code() -> Answer:
    """The code; the right one goes on where the other phone stopped."""
    person = session.get("resume")
    if not person:
        return redirect(url_for("resuming.who"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        problem = check_code(person["phone"], CodePurpose.REGISTER, form.digits)
        if problem is None:
            return _go_on(person["name"], person["phone"])
        db.session.commit()
        form.code.errors = [SENTENCES[problem]]
    page = render_template(
        "registrations/resume_code.html",
        form=form,
        phone=mask_mobile(person["phone"]),
        step=STEPS,
        steps=STEPS,
        back_href=url_for("resuming.who"),
    )
    return page, 422 if form.errors else 200


def _go_on(name: str, phone: str) -> Any:
    """Where the other phone was: at its last screen, or signed in when nothing is left to ask."""
    session.pop("resume", None)
    draft = find_begun(name, phone, lock=True)
    if draft is not None:
        walk = Walk(draft, None)
        session["draft"] = draft.token
        if walk.missing is Step.CODE and not walk.lapsed:
            seeker = keep_person(walk.answers, str(get_locale()))
            return finish_walk(walk, seeker, by_code=True)
        db.session.commit()
        return redirect(url_for(SCREENS[Step.FAIRS if walk.lapsed else walk.missing]), 303)
    known = find_seeker(name, phone)
    if known is not None:
        return _enter(known)
    db.session.commit()
    flash(_("이어서 할 신청을 찾지 못했어요. 처음부터 2분이면 끝나요."), "info")
    return redirect(url_for("registrations.start"), 303)


def _enter(person: Seeker) -> BaseResponse:
    by = person.as_actor().seen_from(request.remote_addr)
    record("sign_in.made", person, by, seeker_id=person.id)
    db.session.commit()
    begin_session(person)
    flash(_("다시 오셨군요. 이미 알려 주신 것은 다시 여쭙지 않아요."), "ok")
    return redirect(url_for("registrations.start"), 303)
