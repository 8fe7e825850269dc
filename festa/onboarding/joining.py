"""Taking up an invitation into an employer's team: a link, a password of one's own, the first page."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from festa.accounts.forms import OwnPasswordForm, chosen_password
from festa.accounts.queries import find_account
from festa.extensions import db, limiter
from festa.onboarding.forms import on_one_line
from festa.onboarding.invitation_models import TeamInvitation
from festa.onboarding.inviting import find_invitation, join_anew, join_as, refusal_of
from festa.onboarding.refusals import TeamRefusal, refuse
from festa.onboarding.words import INVITED_AS
from festa.permissions import Role, acting, public
from festa.sessions import begin_session

bp = Blueprint("joining", __name__, url_prefix="/invitation")

TRIES = limiter.limit("60 per minute; 600 per hour")


class JoinForm(OwnPasswordForm):
    """A name, and a password that nobody else has chosen."""

    name = StringField(
        _l("이름"),
        [
            DataRequired(_l("이름을 적어 주세요.")),
            Length(max=60, message=_l("60자 안으로 적어 주세요.")),
        ],
        filters=[on_one_line],
    )
    password = chosen_password(
        _l("비밀번호"),
        _l("비밀번호를 적어 주세요."),
        _l("비밀번호는 10자에서 200자 사이로 적어 주세요."),
    )
    again = PasswordField(
        _l("비밀번호 한 번 더"),
        [EqualTo("password", _l("두 번 적은 비밀번호가 서로 달라요. 똑같이 적어 주세요."))],
    )

    def validate_password(self, field: PasswordField) -> None:
        """Hard to guess."""
        self.hard_to_guess(field.data or "")


@bp.after_request
def keep_out_of_caches(response: Response) -> Response:
    """The address is a secret."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.route("/<token>", methods=["GET", "POST"])
@public
@TRIES
def join(token: str) -> Any:
    """Make an account, or take the invitation up with the one that is signed in."""
    invitation = find_invitation(token)
    refused = refusal_of(invitation)
    if refused is not None:
        raise refused
    assert invitation is not None
    account = find_account(invitation.email)
    if account is not None:
        return _join_with(invitation, account, token)
    if current_user.is_authenticated and current_user.role is not Role.SEEKER:
        raise refuse(TeamRefusal.OTHER_PERSON)
    form = JoinForm(email=invitation.email, name=invitation.name)
    if form.validate_on_submit():
        made = join_anew(invitation, form.name.data or "", form.password.data or "", acting())
        db.session.commit()
        begin_session(made)
        flash(_("환영해요! 이제 기업 화면에서 준비를 시작할 수 있어요."), "ok")
        return redirect(url_for("employer_side.home"), 303)
    page = render_template(
        "onboarding/join.html",
        form=form,
        invitation=invitation,
        role=INVITED_AS[invitation.role],
    )
    return page, 422 if form.errors else 200


def _join_with(invitation: TeamInvitation, account: Any, token: str) -> Any:
    """The address has an account: its owner signs in and says yes."""
    if not account.active:
        raise refuse(TeamRefusal.ACCOUNT_STOPPED)
    if not current_user.is_authenticated or current_user.role is Role.SEEKER:
        flash(_("이 이메일로 만든 계정이 있어요. 로그인하면 초대를 받을 수 있어요."), "info")
        here = url_for("joining.join", token=token)
        return redirect(url_for("accounts.sign_in", next=here), 303)
    if current_user.id != account.id:
        raise refuse(TeamRefusal.OTHER_PERSON)
    if request.method == "POST":
        join_as(invitation, account, acting())
        db.session.commit()
        flash(_("%(company)s의 화면을 함께 쓸 수 있어요.", company=invitation.employer.name), "ok")
        return redirect(url_for("employer_side.home"), 303)
    return render_template(
        "onboarding/join_as.html", invitation=invitation, role=INVITED_AS[invitation.role]
    )
