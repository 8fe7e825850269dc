"""Signing in with a phone and the code that comes to it; no password, nothing to remember.

Whether a number is known is told only to somebody who holds the phone: until the code is right,
every number is answered alike.
"""

from collections.abc import Sequence
from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa import clock
from festa.addresses import local_address
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db, limiter
from festa.permissions import Permission, Role, acting, public, requires
from festa.seekers.codes import (
    SENTENCES,
    check_code,
    extend_code,
    send_code,
    usable_code,
)
from festa.seekers.forms import CodeForm, PhoneForm, WhoForm
from festa.seekers.identity import mask_mobile
from festa.seekers.models import CodePurpose, Seeker
from festa.seekers.queries import seekers_with, told_apart
from festa.sessions import begin_session, end_session

bp = Blueprint("seekers", __name__, url_prefix="/my")

STEPS = 2
PROVEN_SECONDS = 600
# A hall full of people shares one address: these stop robots. Codes have limits of their own.
BY_ADDRESS = limiter.shared_limit("120 per minute; 2000 per hour", scope="seekers.sign_in")

Answer = str | Response | tuple[str, int]


@bp.get("/sign-in")
@public
def sign_in() -> Answer:
    """Ask for the phone."""
    if current_user.is_authenticated and current_user.role is Role.SEEKER:
        return redirect(_destination())
    return _ask_phone(PhoneForm())


@bp.post("/sign-in")
@BY_ADDRESS
@public
def send() -> Answer:
    """Send a code to the phone, known or not."""
    form = PhoneForm()
    if not form.validate_on_submit():
        return _ask_phone(form), 422
    try:
        send_code(form.number, CodePurpose.SIGN_IN)
    except Refused as refusal:
        form.phone.errors = [refusal.sentence]
        return _ask_phone(form), 429
    db.session.commit()
    session["sign_in"] = {"phone": form.number}
    return redirect(_step("code"), 303)


@bp.get("/sign-in/code")
@public
def code() -> Answer:
    """Ask for the code."""
    phone = _phone()
    return _ask_code(CodeForm(), phone) if phone else redirect(_step("sign_in"))


@bp.post("/sign-in/code")
@BY_ADDRESS
@public
def check() -> Answer:
    """Let the right code in; a wrong one is counted."""
    phone = _phone()
    if not phone:
        return redirect(_step("sign_in"), 303)
    form = CodeForm()
    if not form.validate_on_submit():
        return _ask_code(form, phone), 422
    problem = check_code(phone, CodePurpose.SIGN_IN, form.digits)
    db.session.commit()
    if problem is not None:
        form.code.errors = [SENTENCES[problem]]
        return _ask_code(form, phone), 422
    return _meet(seekers_with(phone), phone)


@bp.post("/sign-in/resend")
@BY_ADDRESS
@public
def resend() -> Answer:
    """Send another code; the one before no longer counts."""
    phone = _phone()
    if not phone:
        return redirect(_step("sign_in"), 303)
    try:
        send_code(phone, CodePurpose.SIGN_IN)
    except Refused as refusal:
        flash(refusal.sentence, "wait")
    else:
        flash(_("새 인증번호를 보냈어요. 먼저 받은 번호는 쓸 수 없어요."), "ok")
    db.session.commit()
    return redirect(_step("code"), 303)


@bp.post("/sign-in/extend")
@BY_ADDRESS
@public
def extend() -> Answer:
    """Give the code five more minutes, once."""
    phone = _phone()
    if phone and extend_code(phone, CodePurpose.SIGN_IN):
        flash(_("인증번호를 5분 더 쓸 수 있어요."), "ok")
    else:
        flash(_("시간을 더 늘릴 수 없어요. ‘다시 받기’를 눌러 주세요."), "wait")
    db.session.commit()
    return redirect(_step("code"), 303)


@bp.route("/sign-in/who", methods=["GET", "POST"])
@public
def who() -> Answer:
    """Ask which of the people who share this phone it is."""
    people = seekers_with(_proven_phone() or "")
    if not people:
        return redirect(_step("sign_in"), 303)
    form = WhoForm()
    form.seeker.choices = told_apart(people)
    if form.validate_on_submit():
        return _enter(next(person for person in people if person.id == form.seeker.data))
    page = render_template("seekers/who.html", form=form, step=STEPS, steps=STEPS)
    return (page, 422) if form.errors else page


@bp.get("/sign-in/unknown")
@public
def unknown() -> Answer:
    """Say, to whoever holds the phone, that nobody has registered with it."""
    phone = _proven_phone()
    if not phone:
        return redirect(_step("sign_in"))
    return render_template("seekers/unknown.html", phone=mask_mobile(phone))


@bp.post("/sign-out")
@requires(Permission.OWN_PAGE)
def sign_out() -> Response:
    """End this session."""
    record("sign_out.made", current_user, acting(), seeker_id=current_user.id)
    db.session.commit()
    end_session()
    flash(_("로그아웃했어요."), "ok")
    return redirect(url_for("site.home"), 303)


def _ask_phone(form: PhoneForm) -> str:
    asked = request.args.get("next")
    return render_template(
        "seekers/sign_in.html", form=form, step=1, steps=STEPS, wanted=local_address(asked, "")
    )


def _ask_code(form: CodeForm, phone: str) -> str:
    sent = usable_code(phone, CodePurpose.SIGN_IN)
    left = int((sent.expires_at - clock.now()).total_seconds()) if sent else 0
    return render_template(
        "seekers/code.html",
        form=form,
        phone=mask_mobile(phone),
        sent=sent,
        seconds=left,
        step=STEPS,
        steps=STEPS,
        back_href=_step("sign_in"),
        on_console=current_app.config["SHOW_DEMO_SIGN_INS"]
        and current_app.config["MESSAGE_CHANNEL"] == "console",
    )


def _meet(people: Sequence[Seeker], phone: str) -> Response:
    """Where a right code leads: in, to a choice between people, or to registering."""
    if len(people) == 1:
        return _enter(people[0])
    session["sign_in"] = {"phone": phone, "proven_at": clock.now().timestamp()}
    return redirect(_step("who" if people else "unknown"), 303)


def _enter(person: Seeker) -> Response:
    """Open a session for this person."""
    by = person.as_actor().seen_from(request.remote_addr)
    record("sign_in.made", person, by, seeker_id=person.id)
    db.session.commit()
    begin_session(person, keep=("draft",))
    return redirect(_destination(), 303)


def _phone() -> str | None:
    """The phone that this browser is signing in with."""
    kept: dict[str, Any] = session.get("sign_in", {})
    return kept.get("phone")


def _proven_phone() -> str | None:
    """The phone whose code was right less than ten minutes ago."""
    kept: dict[str, Any] = session.get("sign_in", {})
    fresh = clock.now().timestamp() - kept.get("proven_at", 0) < PROVEN_SECONDS
    return kept.get("phone") if fresh else None


def _step(endpoint: str) -> str:
    """The address of a step, which keeps where to go in the end."""
    return url_for(f"seekers.{endpoint}", next=request.args.get("next"))


def _destination() -> str:
    return local_address(request.args.get("next"), url_for("seekers.my_page"))
