"""Registering on one's own phone: one thing on each screen, at most five of them."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from festa import clock
from festa.audit.service import record
from festa.badges.code import show_short
from festa.badges.queries import active_badges
from festa.consents.models import Purpose
from festa.errors import Refused
from festa.extensions import db, limiter
from festa.permissions import acting, public
from festa.registrations.details import keep_details
from festa.registrations.drafts import keep_answers, start_draft
from festa.registrations.enrolment import enrol, finish, keep_person
from festa.registrations.fair_choice import fair_choice
from festa.registrations.forms import (
    ConsentsForm,
    details_form,
    fairs_form,
    you_form,
)
from festa.registrations.queries import fairs_by_id, registrations_by_id
from festa.registrations.questions import all_ids
from festa.registrations.seeker_queries import ahead_in_line
from festa.registrations.service import SENTENCES as REFUSALS
from festa.registrations.service import RegistrationRefusal
from festa.registrations.states import RegistrationState
from festa.registrations.steps import DETAILS_NEED, Step
from festa.registrations.walk import SCREENS, Walk, at, find_walk
from festa.registrations.words import PILLS
from festa.seekers.codes import SENTENCES, check_code, extend_code, send_code, standing_code
from festa.seekers.forms import CodeForm
from festa.seekers.identity import show_mobile
from festa.seekers.models import CodePurpose, Seeker
from festa.sessions import begin_session

bp = Blueprint("registrations", __name__, url_prefix="/register")

FORMS = "120 per minute; 2000 per hour"  # from one address, which a whole hall may share
Answer = str | tuple[str, int] | BaseResponse


@bp.after_request
def keep_out_of_caches(response: Response) -> Response:
    """What one person typed is not shown to the next one on the same phone."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@bp.route("", methods=["GET", "POST"])
@public
def start() -> Answer:
    """Which fairs."""
    walk, wanted = find_walk(), request.args.get("fair")
    choice = fair_choice(walk.seeker, wanted)
    before = [] if walk.finished else walk.answers.fairs
    ticked = [fair.slug for fair in choice.fairs if fair.slug == wanted or fair.id in before]
    form = fairs_form(choice.fairs, ticked)
    if form.validate_on_submit():
        chosen = form.fairs.data or []
        return _keep_fairs(walk, [fair.id for fair in choice.fairs if fair.slug in chosen])
    page = render_template(
        "registrations/fairs.html",
        form=form,
        choice=choice,
        step=1,
        steps=5,
        new_here=walk.seeker is None,
    )
    return page, _status(form)


@bp.route("/consents", methods=["GET", "POST"])
@public
@at(Step.CONSENTS)
def consents(walk: Walk) -> Answer:
    """What is collected and why; each optional part its own choice, none made beforehand."""
    form = ConsentsForm()
    if not form.validate_on_submit():
        return render_template(
            "registrations/consents.html",
            form=form,
            notices=[one for one in walk.asked if one.purpose is Purpose.NOTICE],
            questions=[one for one in walk.asked if one.purpose is not Purpose.NOTICE],
            ticked=_ticked(walk),
            fair_count=len(walk.fairs),
            last=walk.seeker is not None,
            **walk.frame(Step.CONSENTS),
        )
    shown = set(form.shown.data or []) & all_ids(walk.asked)
    said_yes = set(form.granted.data or [])
    walk.answers.shown = sorted(shown)
    walk.answers.granted = sorted(
        shown & all_ids(one for one in walk.asked if said_yes & set(one.ids))
    )
    return _keep_consents(walk, complete=shown == all_ids(walk.asked))


@bp.route("/you", methods=["GET", "POST"])
@public
@limiter.limit(FORMS, methods=["POST"])
@at(Step.YOU)
def you(walk: Walk) -> Answer:
    """Name, mobile, year of birth and home; the code is sent from here."""
    form = you_form(walk.answers)
    if form.validate_on_submit():
        form.fill_in(walk.answers)
        refused = (
            None
            if standing_code(walk.answers.phone, CodePurpose.REGISTER)
            else _send(walk.answers.phone)
        )
        if refused is None and walk.draft is not None:
            keep_answers(walk.draft, walk.answers)
            db.session.commit()
            return redirect(url_for("registrations.code"), 303)
        form.phone.errors = [str(refused)]
    page = render_template("registrations/you.html", form=form, **walk.frame(Step.YOU))
    return page, _status(form)


@bp.route("/code", methods=["GET", "POST"])
@public
@limiter.limit(FORMS, methods=["POST"])
@at(Step.CODE)
def code(walk: Walk) -> Answer:
    """The one-time code: the right one registers at once, so that nothing after it can be lost."""
    form = CodeForm()
    if form.validate_on_submit():
        problem = check_code(walk.answers.phone, CodePurpose.REGISTER, form.digits)
        if problem is None:
            return finish_walk(walk, keep_person(walk.answers, str(get_locale())), by_code=True)
        db.session.commit()
        form.code.errors = [SENTENCES[problem]]
    return _code_page(walk, form)


@bp.post("/code/resend")
@public
@limiter.limit(FORMS)
@at(Step.CODE)
def resend(walk: Walk) -> Answer:
    """Another code; the one before no longer counts."""
    refused = _send(walk.answers.phone)
    if refused is not None:
        form = CodeForm(formdata=None)
        form.code.errors = [refused]
        return _code_page(walk, form)
    db.session.commit()
    flash(_("새 인증번호를 보냈어요. 가장 나중에 온 번호를 넣어 주세요."), "ok")
    return redirect(url_for("registrations.code"), 303)


@bp.post("/code/extend")
@public
@at(Step.CODE)
def extend(walk: Walk) -> BaseResponse:
    """Five more minutes, once."""
    if extend_code(walk.answers.phone, CodePurpose.REGISTER):
        db.session.commit()
        flash(_("5분을 더 드렸어요. 천천히 넣어 주세요."), "ok")
    else:
        flash(_("시간을 더 늘릴 수 없어요. ‘다시 받기’를 눌러 주세요."), "wait")
    return redirect(url_for("registrations.code"), 303)


@bp.route("/details", methods=["GET", "POST"])
@public
@at(Step.DETAILS)
def details(walk: Walk) -> Answer:
    """What somebody may add, as far as they agreed to it; may be skipped."""
    seeker, granted = walk.seeker, walk.granted or set()
    if seeker is None or walk.draft is None or not granted & DETAILS_NEED:
        return redirect(url_for("registrations.done"), 303)
    form = details_form(seeker, granted)
    if form.validate_on_submit():
        keep_details(seeker, form.details(), granted, acting())
        walk.answers.details_due = False
        keep_answers(walk.draft, walk.answers)
        db.session.commit()
        return redirect(url_for("registrations.done"), 303)
    page = render_template("registrations/details.html", form=form, **walk.frame(Step.DETAILS))
    return page, _status(form)


@bp.get("/done")
@public
@at(Step.DONE)
def done(walk: Walk) -> Answer:
    """The badge of each fair, or the number on its waiting list; what to bring, where to go."""
    seeker_id = walk.answers.seeker_id or 0
    registrations = registrations_by_id(walk.answers.registrations, seeker_id)
    confirmed = [one for one in registrations if one.state is RegistrationState.CONFIRMED]
    refused = {int(number): reason for number, reason in walk.answers.refused.items()}
    return render_template(
        "registrations/done.html",
        registrations=registrations,
        confirmed=confirmed,
        badges=active_badges([one.id for one in confirmed]),
        standing=set(walk.answers.standing),
        refused=[
            (fair, REFUSALS[RegistrationRefusal(refused[fair.id])])
            for fair in fairs_by_id(list(refused))
        ],
        pills=PILLS,
        details_due=walk.answers.details_due,
        show_short=show_short,
        ahead=ahead_in_line(seeker_id),
    )


def _keep_fairs(walk: Walk, fair_ids: list[int]) -> BaseResponse:
    if walk.draft is None or walk.finished:
        walk = Walk(start_draft(), walk.seeker)
    draft = walk.draft
    assert draft is not None
    walk.answers.fairs = fair_ids
    keep_answers(draft, walk.answers)
    db.session.commit()
    session["draft"] = draft.token
    return redirect(url_for(SCREENS[Step.CONSENTS]), 303)


def _ticked(walk: Walk) -> set[int]:
    """The questions that were answered with yes before, by the number of their text."""
    yes = set(walk.answers.granted)
    return {question.text.id for question in walk.asked if yes & set(question.ids)}


def _keep_consents(walk: Walk, *, complete: bool) -> BaseResponse:
    assert walk.draft is not None
    if complete and walk.seeker is not None:
        return finish_walk(walk, walk.seeker)
    keep_answers(walk.draft, walk.answers)
    db.session.commit()
    if not complete:
        flash(_("안내 문구가 그사이 바뀌었어요. 바뀐 내용을 확인하고 다시 골라 주세요."), "info")
        return redirect(url_for("registrations.consents"), 303)
    return redirect(url_for("registrations.you"), 303)


def finish_walk(walk: Walk, seeker: Seeker, *, by_code: bool = False) -> BaseResponse:
    """Register, empty the draft, commit once, and go on as the seeker."""
    assert walk.draft is not None
    steps, address = len(walk.steps), request.remote_addr
    if by_code:
        by = seeker.as_actor().seen_from(address)
        record("sign_in.made", seeker, by, seeker_id=seeker.id)
    enrolled = enrol(seeker, walk.fairs, walk.texts, walk.answers, address)
    result = finish(walk.draft, seeker, enrolled, steps)
    db.session.commit()
    if by_code:
        begin_session(seeker, keep=("draft",))
    return redirect(url_for(SCREENS[Step.DETAILS if result.details_due else Step.DONE]), 303)


def _send(phone: str) -> Any:
    """Send a code; the sentence that says why not when too many were sent."""
    try:
        send_code(phone, CodePurpose.REGISTER)
    except Refused as refused:
        return refused.sentence
    return None


def _code_page(walk: Walk, form: CodeForm) -> Answer:
    sent = standing_code(walk.answers.phone, CodePurpose.REGISTER)
    page = render_template(
        "registrations/code.html",
        form=form,
        phone=show_mobile(walk.answers.phone),
        sent=sent,
        seconds=int((sent.expires_at - clock.now()).total_seconds()) if sent else 0,
        on_console=current_app.config["SHOW_DEMO_SIGN_INS"]
        and current_app.config["MESSAGE_CHANNEL"] == "console",
        **walk.frame(Step.CODE),
    )
    return page, _status(form)


def _status(form: Any) -> int:
    return 422 if form.errors else 200
