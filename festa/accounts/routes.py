"""Signing in and out with e-mail and password, and changing the password."""

from typing import Any

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from festa.accounts.demo_sign_ins import DEMO_SIGN_INS, PASSWORD
from festa.accounts.forms import PasswordForm, SignInForm
from festa.accounts.models import Account
from festa.accounts.service import SENTENCES, SignInProblem, change_password, check_sign_in
from festa.addresses import local_address
from festa.audit.service import record
from festa.extensions import db, limiter
from festa.permissions import Permission, Role, acting, public, requires
from festa.sessions import begin_session, end_session
from festa.sides import HOMES, home_address

bp = Blueprint("accounts", __name__, url_prefix="/account")

TRIES = "120 per minute; 2000 per hour"  # from one address, which a whole hall may share
Answer = str | tuple[str, int] | BaseResponse


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit(TRIES, methods=["POST"])
def sign_in() -> Answer:
    """Let an account in, or say why not; both are written down."""
    if request.method == "GET" and _is_account():
        return redirect(local_address(request.args.get("next"), home_address()), 303)
    form = SignInForm(next=request.args.get("next"))
    if form.validate_on_submit():
        answer = check_sign_in(form.email.data or "", form.password.data or "", acting())
        db.session.commit()
        if isinstance(answer, Account):
            begin_session(answer)
            home = url_for(HOMES[answer.role])
            return redirect(local_address(form.next.data, home), 303)
        _blame(form, answer)
    page = render_template(
        "accounts/sign_in.html",
        form=form,
        at_the_desk=(form.next.data or "").startswith(url_for("desk.home") + "/"),
        demo=DEMO_SIGN_INS if current_app.config["SHOW_DEMO_SIGN_INS"] else (),
        demo_password=PASSWORD,
    )
    return page, _status(form)


@bp.post("/sign-out")
@public
def sign_out() -> BaseResponse:
    """End the session of whoever is signed in, account or seeker."""
    if current_user.is_authenticated:
        seeker = current_user.role is Role.SEEKER
        record(
            "sign_out.made",
            current_user,
            acting(),
            seeker_id=current_user.id if seeker else None,
        )
        db.session.commit()
    end_session()
    flash(_("로그아웃했어요."), "ok")
    return redirect(url_for("site.home"), 303)


@bp.route("/password", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@limiter.limit(TRIES, methods=["POST"])
def password() -> Answer:
    """Change one's own password; every other session of the account ends."""
    account = current_user._get_current_object()
    form = PasswordForm(email=account.email)
    if form.validate_on_submit():
        problem = change_password(account, form.current.data or "", form.new.data or "", acting())
        db.session.commit()
        if problem is None:
            begin_session(account)
            flash(_("비밀번호를 바꿨어요. 다른 기기에서는 모두 로그아웃되었어요."), "ok")
            return redirect(home_address(), 303)
        if problem is SignInProblem.LOCKED:
            end_session()
            flash(str(SENTENCES[problem]), "stop")
            return redirect(url_for("accounts.sign_in"), 303)
        form.current.errors = [_("지금 비밀번호가 맞지 않아요. 다시 확인해 주세요.")]
    return render_template("accounts/password.html", form=form), _status(form)


def _is_account() -> bool:
    return current_user.is_authenticated and current_user.role is not Role.SEEKER


def _blame(form: SignInForm, problem: SignInProblem) -> None:
    """Say why, at the field where one goes on; a lock concerns the account, not what was typed."""
    field = form.password if problem is SignInProblem.WRONG else form.email
    field.errors = [str(SENTENCES[problem])]


def _status(form: Any) -> int:
    return 422 if form.errors else 200
