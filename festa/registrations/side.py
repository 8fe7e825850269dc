"""Answering when a place has become free: by the message's link, on one's page, at the desk."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa.errors import NotFound, Refused
from festa.extensions import db, limiter
from festa.permissions import Permission, Role, acting, authorise, public, requires
from festa.registrations.models import Registration
from festa.registrations.offers import decline_offer, offer_of, stands, take_offer
from festa.registrations.queries import find_registration

bp = Blueprint("registration_offers", __name__)


@bp.get("/offer/<token>")
@limiter.limit("60 per minute")
@public
def show(token: str) -> str:
    """The place that the message spoke of, and its two answers; it names nobody."""
    registration = offer_of(token)
    if registration is None:
        raise NotFound
    return render_template(
        "registrations/offer.html",
        registration=registration,
        fair=registration.fair,
        open=stands(registration),
        token=token,
    )


@bp.post("/offer/<token>")
@limiter.limit("60 per minute")
@public
def answer_link(token: str) -> Response:
    """Answer by the link alone: whoever has the message has the phone."""
    registration = offer_of(token)
    if registration is None:
        raise NotFound
    _answer(registration, registration.seeker.as_actor().seen_from(request.remote_addr))
    return redirect(url_for("registration_offers.show", token=token), 303)


@bp.post("/offers/<int:registration_id>")
@requires(Permission.OWN_PAGE, Permission.WORK_AT_DESK)
def answer(registration_id: int) -> Response:
    """Answer on one's own page, or at the desk for somebody who called or came."""
    registration = find_registration(registration_id)
    if registration is None:
        raise NotFound
    own = current_user.role is Role.SEEKER
    authorise(Permission.OWN_PAGE if own else Permission.WORK_AT_DESK, registration)
    _answer(registration, acting())
    return redirect(_back(registration, own), 303)


def _answer(registration: Registration, by: Any) -> None:
    yes = request.form.get("answer") == "yes"
    try:
        if yes:
            take_offer(registration, by)
        else:
            decline_offer(registration, by)
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "wait")
        return
    db.session.commit()
    if yes:
        flash(_("참가가 확정됐어요. 명찰을 챙겨 오세요."), "ok")
    else:
        flash(_("알려 주셔서 고마워요. 자리는 다음 분께 드릴게요."), "ok")


def _back(registration: Registration, own: bool) -> str:
    if own:
        return url_for("seekers.my_page")
    slug = registration.fair.slug
    return url_for("desk.person", slug=slug, registration_id=registration.id)
