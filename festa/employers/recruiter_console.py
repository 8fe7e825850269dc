"""Who acts for an employer, as organisers arrange it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa.accounts.words import ROLE_WORDS
from festa.employers.console_forms import RECRUITER_WORDS, RecruiterForm
from festa.employers.console_queries import get_recruiter
from festa.employers.models import Participation
from festa.employers.recruiting import let_go, let_in, take_back
from festa.employers.side_queries import get_participation
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.forms import complain
from festa.onboarding.inviting import end_invitations
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("recruiters", __name__, url_prefix="/<int:participation_id>/recruiters")


@bp.context_processor
def words() -> dict[str, Any]:
    """How roles are called, for every page here."""
    return {"role_words": ROLE_WORDS, "recruiter_words": RECRUITER_WORDS}


def _get(participation_id: int) -> Participation:
    participation = get_participation(participation_id)
    authorise(Permission.MANAGE_EMPLOYERS, participation)
    return participation


def _address(participation: Participation) -> str:
    return url_for("employers_console.show", participation_id=participation.id)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_EMPLOYERS)
def new(participation_id: int) -> Any:
    """Let somebody act for the employer; a new account's first password is shown once."""
    participation = _get(participation_id)
    form = RecruiterForm(name=participation.contact_name, email=participation.contact_email)
    if form.validate_on_submit():
        employer = participation.employer
        name, email = form.name.data or "", form.email.data or ""
        try:
            came = let_in(employer, email, name, form.role.data, acting())
        except Refused as refused:
            complain(form.email, refused.sentence)
        else:
            db.session.commit()
            if came.password is not None:
                return render_template(
                    "accounts/console_password.html",
                    account=came.recruiter.account,
                    password=came.password,
                    back={"href": _address(participation), "label": employer.name},
                )
            flash(_("이미 계정이 있는 분이라, 쓰던 비밀번호로 로그인하면 돼요."), "ok")
            return redirect(_address(participation), 303)
    page = render_template(
        "employers/console_recruiter.html", form=form, participation=participation
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:recruiter_id>/deactivate")
@requires(Permission.MANAGE_EMPLOYERS)
def stop(participation_id: int, recruiter_id: int) -> Response:
    """Let somebody act for the employer no more."""
    participation = _get(participation_id)
    recruiter = get_recruiter(participation.employer, recruiter_id)
    let_go(recruiter, acting())
    end_invitations(recruiter.employer, recruiter.account.email, acting())
    db.session.commit()
    flash(_("이 기업의 화면을 더 볼 수 없게 했어요."), "ok")
    return redirect(_address(participation), 303)


@bp.post("/<int:recruiter_id>/activate")
@requires(Permission.MANAGE_EMPLOYERS)
def start(participation_id: int, recruiter_id: int) -> Response:
    """Let somebody act for the employer again."""
    participation = _get(participation_id)
    take_back(get_recruiter(participation.employer, recruiter_id), acting())
    db.session.commit()
    flash(_("다시 이 기업의 채용담당자로 일할 수 있어요."), "ok")
    return redirect(_address(participation), 303)
