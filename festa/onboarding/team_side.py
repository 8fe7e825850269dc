"""An employer's team as its owner arranges it: who is there, who is invited, who goes."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectField

from festa import clock
from festa.accounts.console_forms import PersonForm
from festa.employers.console_queries import get_recruiter, recruiters_of
from festa.employers.models import Employer, Recruiter, RecruiterRole
from festa.employers.tokens import owner_only
from festa.errors import NotFound, Refused
from festa.extensions import db, limiter
from festa.fairs.forms import complain
from festa.onboarding import team
from festa.onboarding.invitation_models import TeamInvitation
from festa.onboarding.inviting import invite, revoke, standing_invitations
from festa.onboarding.words import INVITED_AS
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("employer_team", __name__, url_prefix="/employer/team/<int:employer_id>")

INVITES = limiter.limit("20 per minute; 100 per hour", methods=["POST"])


class InviteForm(PersonForm):
    """Whom to invite, and as what."""

    role = SelectField(
        _l("역할"),
        choices=[(role.value, word) for role, word in INVITED_AS.items()],
        coerce=RecruiterRole,
        default=RecruiterRole.RECRUITER,
    )


def _own(employer_id: int) -> Employer:
    employer = db.session.get(Employer, employer_id)
    if employer is None:
        raise NotFound
    authorise(Permission.RECRUIT, employer)
    owner_only(current_user, employer)
    return employer


@bp.route("", methods=["GET", "POST"])
@requires(Permission.RECRUIT)
@INVITES
def show(employer_id: int) -> Any:
    """Who is there and who is invited; a form that invites one more."""
    employer = _own(employer_id)
    form = InviteForm()
    if form.validate_on_submit():
        try:
            invite(
                employer,
                form.email.data or "",
                form.name.data or "",
                form.role.data,
                acting(),
                locale=str(get_locale()),
            )
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            complain(form.email, refused.sentence)
            employer = _own(employer_id)
        else:
            flash(_("초대 링크를 이메일로 보냈어요. 7일 안에 한 번 쓸 수 있어요."), "ok")
            return _back(employer_id)
    page = render_template(
        "onboarding/team.html",
        employer=employer,
        form=form,
        people=recruiters_of(employer),
        invitations=standing_invitations(employer),
        roles=INVITED_AS,
        now=clock.now(),
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:recruiter_id>/let-go")
@requires(Permission.RECRUIT)
def let_go(employer_id: int, recruiter_id: int) -> Response:
    """End somebody's work for the company."""
    employer = _own(employer_id)
    recruiter = get_recruiter(employer, recruiter_id)
    own = recruiter.account_id == current_user.id
    said = _("이 기업의 화면을 더 볼 수 없게 했어요.")
    answer = _attempt(employer_id, lambda: team.let_go(recruiter, acting()), said)
    return redirect(url_for("employer_side.home"), 303) if own else answer


@bp.post("/<int:recruiter_id>/take-back")
@requires(Permission.RECRUIT)
def take_back(employer_id: int, recruiter_id: int) -> Response:
    """Let somebody act for the company again."""
    recruiter = get_recruiter(_own(employer_id), recruiter_id)
    said = _("다시 함께 일할 수 있어요.")
    return _attempt(employer_id, lambda: team.take_back(recruiter, acting()), said)


@bp.post("/<int:recruiter_id>/hand-over")
@requires(Permission.RECRUIT)
def hand_over(employer_id: int, recruiter_id: int) -> Response:
    """Make somebody the owner in one's own place."""
    employer = _own(employer_id)
    heir, mine = get_recruiter(employer, recruiter_id), _mine(employer)
    said = _("책임자를 넘겼어요. 이제 담당자로 계속 함께 일할 수 있어요.")
    _attempt(employer_id, lambda: team.hand_over(mine, heir, acting()), said)
    return redirect(url_for("employer_side.home"), 303)


@bp.post("/invitations/<int:invitation_id>/revoke")
@requires(Permission.RECRUIT)
def take_invitation_back(employer_id: int, invitation_id: int) -> Response:
    """End an invitation."""
    invitation = _invitation(_own(employer_id), invitation_id)
    said = _("초대를 취소했어요. 보낸 링크는 쓸 수 없어요.")
    return _attempt(employer_id, lambda: revoke(invitation, acting()), said)


@bp.post("/invitations/<int:invitation_id>/again")
@requires(Permission.RECRUIT)
@INVITES
def invite_again(employer_id: int, invitation_id: int) -> Response:
    """Send a new link in place of the old one."""
    employer = _own(employer_id)
    one = _invitation(employer, invitation_id)
    said = _("새 초대 링크를 보냈어요. 전에 보낸 링크는 쓸 수 없어요.")
    return _attempt(
        employer_id,
        lambda: invite(employer, one.email, one.name, one.role, acting(), locale=one.locale),
        said,
    )


def _mine(employer: Employer) -> Recruiter:
    return next(one for one in current_user.recruiterships if one.employer_id == employer.id)


def _invitation(employer: Employer, invitation_id: int) -> TeamInvitation:
    invitation = db.session.get(TeamInvitation, invitation_id)
    if invitation is None or invitation.employer_id != employer.id:
        raise NotFound
    return invitation


def _attempt(employer_id: int, act: Callable[[], object], said: str) -> Response:
    try:
        act()
        db.session.commit()
        flash(said, "ok")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    return _back(employer_id)


def _back(employer_id: int) -> Response:
    return redirect(url_for("employer_team.show", employer_id=employer_id), 303)
