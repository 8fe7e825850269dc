"""The box of résumés for an employer's contact without an account: a link that opens once, then a
few hours in that browser."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from festa import clock
from festa.audit.actor import Actor
from festa.audit.looks import looked_at
from festa.errors import NotFound, Refused
from festa.extensions import db, limiter
from festa.interviews.applications import answer_application
from festa.interviews.forms import ANSWERS, AnswerForm, first_message
from festa.interviews.people import open_people
from festa.interviews.states import APPLICATION_WAYS, ApplicationState
from festa.interviews.words import PILLS, WORDS
from festa.permissions import acting, public
from festa.resumes.announcing import announce
from festa.resumes.answers import as_file
from festa.resumes.links import OPEN_FOR, find_link, holder, open_link, still_open, why_closed
from festa.resumes.models import CollectLink, LinkPurpose
from festa.resumes.number import show_number
from festa.resumes.queries import deliveries, get_delivery
from festa.resumes.refusals import SENTENCES
from festa.resumes.service import collect
from festa.resumes.words import EMPLOYER_PILLS, described

bp = Blueprint("resume_box", __name__)

KEY = "resume_box"
TRIES = "60 per minute"


@bp.get("/resume-link/<token>")
@limiter.limit(TRIES)
@public
def knock(token: str) -> Any:
    """Ask before opening: programs that look at links in mails must not use them up."""
    link = _link(token)
    reason = why_closed(link)
    page = render_template(
        "resumes/box_door.html",
        fair=link.participation.fair,
        token=token,
        sentence=SENTENCES[reason] if reason else None,
        hours=int(OPEN_FOR.total_seconds() // 3600),
    )
    return page, 410 if reason else 200


@bp.post("/resume-link/<token>")
@limiter.limit(TRIES)
@public
def unlock(token: str) -> BaseResponse:
    """Open the link for this browser."""
    link = _link(token)
    try:
        open_link(link, acting())
    except Refused:
        db.session.rollback()
        return redirect(url_for(".knock", token=token), 303)
    db.session.commit()
    session[KEY] = link.id
    return redirect(url_for(".box"), 303)


@bp.post("/resume-link/<token>/again")
@limiter.limit("6 per hour")
@public
def again(token: str) -> BaseResponse:
    """Send a new link to the contact on record, whoever asks."""
    link = _link(token)
    sent = announce(link.participation, LinkPurpose.ASKED_FOR)
    db.session.commit()
    if sent:
        flash(_("등록된 담당자 연락처로 새 링크를 보냈어요. 받은 편지함을 확인해 주세요."), "ok")
    else:
        flash(_("보낼 연락처가 없어요. 운영사무국에 전화해 주세요."), "stop")
    return redirect(url_for(".knock", token=token), 303)


@bp.get("/resume-box")
@public
def box() -> Any:
    """The résumés of those who stand open to this employer."""
    link = _opened()
    if link is None:
        return render_template("resumes/box_closed.html"), 410
    participation = link.participation
    page = deliveries(participation, request.args.get("page", 1, type=int))
    ids = [one.resume.application.registration.seeker_id for one in page.items]
    people = open_people(participation, ids)
    looked_at(
        "resume_box",
        people,
        _holder(link),
        fair_id=participation.fair_id,
        employer_id=participation.employer_id,
    )
    return render_template(
        "resumes/box.html",
        participation=participation,
        page=page,
        people=people,
        pills=EMPLOYER_PILLS,
        application_pills=PILLS,
        words=WORDS,
        answers=ANSWERS,
        ways=APPLICATION_WAYS,
        described=described,
        show_number=show_number,
        closes_at=link.opened_at + OPEN_FOR if link.opened_at else None,
        now=clock.now(),
    )


@bp.post("/resume-box/<int:delivery_id>/file")
@limiter.limit(TRIES)
@public
def take(delivery_id: int) -> Response:
    """Save one résumé."""
    link = _get_opened()
    delivery = get_delivery(link.participation, delivery_id)
    content = collect(delivery, _holder(link))
    db.session.commit()
    return as_file(delivery.resume, content)


@bp.post("/resume-box/<int:delivery_id>/answer")
@public
def answer(delivery_id: int) -> BaseResponse:
    """Answer an applicant without an account."""
    link = _get_opened()
    application = get_delivery(link.participation, delivery_id).resume.application
    form = AnswerForm()
    if form.validate_on_submit():
        state = ApplicationState(form.state.data)
        try:
            answer_application(application, state, _holder(link), form.words.data or "")
            db.session.commit()
            flash(_("상태를 바꿨어요: %(state)s", state=WORDS[state]), "ok")
        except Refused as refused:
            db.session.rollback()
            flash(str(refused.sentence), "stop")
    elif form.errors:
        flash(first_message(form), "stop")
    return redirect(url_for(".box"), 303)


@bp.post("/resume-box/leave")
@public
def leave() -> BaseResponse:
    """Close the box in this browser."""
    session.pop(KEY, None)
    return redirect(url_for(".box"), 303)


def _link(token: str) -> CollectLink:
    link = find_link(token)
    if link is None:
        raise NotFound
    return link


def _opened() -> CollectLink | None:
    number = session.get(KEY)
    link = db.session.get(CollectLink, number) if isinstance(number, int) else None
    return link if link is not None and still_open(link) else None


def _get_opened() -> CollectLink:
    link = _opened()
    if link is None:
        raise NotFound
    return link


def _holder(link: CollectLink) -> Actor:
    return holder(link, _("이력서함 링크"), request.remote_addr)
