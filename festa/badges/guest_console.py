"""Badges for guests and for helpers without an account: one by one, or from a pasted list."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from festa.badges.console_forms import ASKED_REASONS, KIND_WORDS, ReasonForm
from festa.badges.guest_forms import REVOKE_WORDS, GuestForm, GuestListForm, RevokeForm
from festa.badges.guests import Issued, guests_of, issue_guests, revoke_guest
from festa.badges.models import Badge, BadgeState
from festa.badges.service import reissue_badge
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("guests", __name__)


@bp.get("/guests")
@requires(Permission.ISSUE_BADGES)
def index() -> Any:
    """Everybody who has a badge without a registration and without an account."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.ISSUE_BADGES, fair)
    return _index(fair, fairs, GuestForm(formdata=None), GuestListForm(formdata=None))


def _index(fair: Fair, fairs: Any, form: GuestForm, list_form: GuestListForm) -> Any:
    page = render_template(
        "badges/console_guests.html",
        fair=fair,
        fairs=fairs,
        form=form,
        list_form=list_form,
        wrong=list_form if list_form.errors else form,
        guests=guests_of(fair.id),
        active=BadgeState.ACTIVE,
        kind_words=KIND_WORDS,
        asked_reasons=ASKED_REASONS,
        revoke_words=REVOKE_WORDS,
    )
    return page, 422 if form.errors or list_form.errors else 200


@bp.post("/<slug>/guests")
@requires(Permission.ISSUE_BADGES)
def issue(slug: str) -> Any:
    """Issue one badge."""
    fair = _fair(slug)
    form = GuestForm()
    if not form.validate_on_submit():
        return _index(fair, asked_fair(slug)[1], form, GuestListForm(formdata=None))
    return _issued(fair, issue_guests(fair, form.kind.data, [form.guest()], acting()))


@bp.post("/<slug>/guests/list")
@requires(Permission.ISSUE_BADGES)
def issue_list(slug: str) -> Any:
    """Issue a badge for each line of a pasted list; with one unreadable line, for none."""
    fair = _fair(slug)
    form = GuestListForm()
    if not form.validate_on_submit():
        return _index(fair, asked_fair(slug)[1], GuestForm(formdata=None), form)
    return _issued(fair, issue_guests(fair, form.list_kind.data, form.guests(), acting()))


@bp.post("/guests/<int:badge_id>/revoke")
@requires(Permission.ISSUE_BADGES)
def revoke(badge_id: int) -> Response:
    """End a guest's badge; the gate says so from now on."""
    badge, form = _badge(badge_id), RevokeForm()
    if badge.state is not BadgeState.ACTIVE or not form.validate_on_submit():
        raise Refused(_("이미 끝난 명찰이에요. 화면을 새로 고쳐 새 명찰을 확인해 주세요."))
    revoke_guest(badge, form.reason.data, acting())
    db.session.commit()
    flash(_("명찰을 거두었어요. 이 명찰로는 더 들어올 수 없어요."), "ok")
    return _back(badge)


@bp.post("/guests/<int:badge_id>/reissue")
@requires(Permission.ISSUE_BADGES)
def reissue(badge_id: int) -> Response:
    """Make a guest's badge anew."""
    badge, form = _badge(badge_id), ReasonForm()
    if badge.state is not BadgeState.ACTIVE or not form.validate_on_submit():
        raise Refused(_("이미 끝난 명찰이에요. 화면을 새로 고쳐 새 명찰을 확인해 주세요."))
    reissue_badge(badge, form.reason.data, acting())
    db.session.commit()
    flash(_("새 명찰을 만들었어요. 이전 명찰로는 들어올 수 없어요."), "ok")
    return _back(badge)


def _fair(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.ISSUE_BADGES, fair)
    return fair


def _badge(badge_id: int) -> Badge:
    badge = db.session.get(Badge, badge_id)
    if badge is None or badge.registration_id is not None or badge.account_id is not None:
        raise NotFound
    authorise(Permission.ISSUE_BADGES, badge)
    return badge


def _back(badge: Badge) -> Response:
    fair = db.session.get_one(Fair, badge.fair_id)
    return redirect(url_for("badges_console.guests.index", fair=fair.slug), 303)


def _issued(fair: Fair, issued: Issued) -> Response:
    db.session.commit()
    if issued.made:
        said = ngettext(
            "명찰 %(num)s개를 새로 만들었어요.", "명찰 %(num)s개를 새로 만들었어요.", issued.made
        )
        flash(said, "ok")
    if issued.standing:
        said = ngettext(
            "%(num)s명은 이미 명찰이 있어서 다시 만들지 않았어요.",
            "%(num)s명은 이미 명찰이 있어서 다시 만들지 않았어요.",
            issued.standing,
        )
        flash(said, "info")
    return redirect(url_for("badges_console.guests.index", fair=fair.slug), 303)
