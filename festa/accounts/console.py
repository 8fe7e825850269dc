"""Accounts for organisers: who may sign in as what, duties at fairs, locks and passwords."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa.accounts.console_forms import AccountFilters, AccountForm, DutyForm
from festa.accounts.console_queries import (
    accounts,
    count_roles,
    get_account,
    get_assignment,
    history_of,
)
from festa.accounts.managing import (
    activate,
    deactivate,
    first_password,
    give_duty,
    is_locked,
    renew_password,
    take_duty,
    unlock,
)
from festa.accounts.models import Account
from festa.accounts.service import make_account
from festa.accounts.words import DUTY_WORDS, ROLE_WORDS
from festa.audit.words import said
from festa.employers.console_queries import employers_of
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.forms import complain
from festa.fairs.queries import get_fair
from festa.paging import asked_page
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("accounts_console", __name__, url_prefix="/console/accounts")


@bp.context_processor
def words() -> dict[str, Any]:
    """How roles and duties are called, for every page here."""
    return {"role_words": ROLE_WORDS, "duty_words": DUTY_WORDS}


def _get(account_id: int) -> Account:
    account = get_account(account_id)
    authorise(Permission.MANAGE_ACCOUNTS, account)
    return account


def _back(account: Account) -> Response:
    return redirect(url_for("accounts_console.show", account_id=account.id), 303)


@bp.get("")
@requires(Permission.MANAGE_ACCOUNTS)
def index() -> str:
    """Everybody who may sign in with e-mail and password."""
    form = AccountFilters(request.args)
    page = accounts(form.wanted(), asked_page())
    return render_template(
        "accounts/console_index.html",
        form=form,
        page=page,
        counts=count_roles(),
        employers=employers_of(account.id for account in page.items),
        is_locked=is_locked,
        filtered=form.role.data or form.words.data,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def new() -> Any:
    """Make an account for staff or an organiser; its first password is shown once."""
    form = AccountForm()
    if form.validate_on_submit():
        password = first_password()
        email, name = form.email.data or "", form.name.data or ""
        try:
            account = make_account(email, name, form.role.data, password, acting())
        except Refused as refused:
            complain(form.email, refused.sentence)
        else:
            db.session.commit()
            return _password(account, password)
    page = render_template("accounts/console_new.html", form=form)
    return page, 422 if form.errors else 200


@bp.get("/<int:account_id>")
@requires(Permission.MANAGE_ACCOUNTS)
def show(account_id: int) -> Any:
    """One account: what it may do, and what was done to it."""
    return _show(_get(account_id), DutyForm(formdata=None))


def _show(account: Account, form: DutyForm) -> Any:
    _fair, fairs = asked_fair(None)
    page = render_template(
        "accounts/console_show.html",
        account=account,
        locked=is_locked(account),
        employers=employers_of([account.id]).get(account.id, ()),
        history=history_of(account),
        said=said,
        form=form.offer(fairs),
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:account_id>/password")
@requires(Permission.MANAGE_ACCOUNTS)
def password(account_id: int) -> str:
    """Give a new first password, shown once; every session of the account ends."""
    account = _get(account_id)
    given = renew_password(account, acting())
    db.session.commit()
    return _password(account, given)


def _password(account: Account, given: str) -> str:
    """The one page that ever shows it; it is neither kept nor put into a cookie."""
    return render_template("accounts/console_password.html", account=account, password=given)


@bp.post("/<int:account_id>/unlock")
@requires(Permission.MANAGE_ACCOUNTS)
def lift_lock(account_id: int) -> Response:
    """Let somebody who mistyped five times try again now."""
    account = _get(account_id)
    unlock(account, acting())
    db.session.commit()
    flash(_("잠금을 풀었어요. 바로 다시 로그인할 수 있어요."), "ok")
    return _back(account)


@bp.post("/<int:account_id>/deactivate")
@requires(Permission.MANAGE_ACCOUNTS)
def stop(account_id: int) -> Response:
    """Let the account in no more."""
    account = _get(account_id)
    deactivate(account, acting())
    db.session.commit()
    flash(_("계정을 중지하고 모든 기기에서 로그아웃시켰어요."), "ok")
    return _back(account)


@bp.post("/<int:account_id>/activate")
@requires(Permission.MANAGE_ACCOUNTS)
def start(account_id: int) -> Response:
    """Let the account in again."""
    account = _get(account_id)
    activate(account, acting())
    db.session.commit()
    flash(_("계정을 다시 쓸 수 있게 했어요."), "ok")
    return _back(account)


@bp.post("/<int:account_id>/duties")
@requires(Permission.MANAGE_ACCOUNTS)
def assign(account_id: int) -> Any:
    """Let somebody work at a fair, or change as what."""
    account = _get(account_id)
    form = DutyForm().offer(asked_fair(None)[1])
    if not form.validate_on_submit():
        return _show(account, form)
    give_duty(account, get_fair(form.fair.data), form.duty.data, acting())
    db.session.commit()
    flash(_("박람회에 배정했어요."), "ok")
    return _back(account)


@bp.post("/<int:account_id>/duties/<int:assignment_id>/remove")
@requires(Permission.MANAGE_ACCOUNTS)
def unassign(account_id: int, assignment_id: int) -> Response:
    """End somebody's work at a fair."""
    account = _get(account_id)
    take_duty(get_assignment(account.id, assignment_id), acting())
    db.session.commit()
    flash(_("배정을 풀었어요. 이 박람회의 화면은 더 열 수 없어요."), "ok")
    return _back(account)
