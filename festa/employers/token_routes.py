"""The keys of an employer's programs: its owners make them, see when they were used, end them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from festa.employers.forms import on_one_line
from festa.employers.models import Employer
from festa.employers.tokens import get_token, make_token, owner_only, revoke_token, tokens_of
from festa.errors import NotFound
from festa.extensions import db
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("employer_tokens", __name__, url_prefix="/employer/programs")


class TokenForm(FlaskForm):  # type: ignore[misc]
    """What a key is for."""

    name = StringField(
        _l("어떤 프로그램인가요?"),
        [
            DataRequired(_l("프로그램 이름을 적어 주세요. 예: 채용 관리 시스템")),
            Length(max=40, message=_l("40자 안으로 적어 주세요.")),
        ],
        description=_l("예: 채용 관리 시스템. 나중에 어느 열쇠인지 알아볼 수 있게 적어 주세요."),
        filters=[on_one_line],
    )


@bp.route("/<int:employer_id>", methods=["GET", "POST"])
@requires(Permission.RECRUIT)
def tokens(employer_id: int) -> Any:
    """All keys of an employer, and a new one: shown this once."""
    employer = _own(employer_id)
    form, text = TokenForm(), None
    if form.validate_on_submit():
        _token, text = make_token(employer, form.name.data or "", acting())
        db.session.commit()
        form = TokenForm(formdata=None)
    page = render_template(
        "employer/programs.html",
        employer=employer,
        form=form,
        tokens=tokens_of(employer),
        text=text,
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:employer_id>/<int:token_id>/revoke")
@requires(Permission.RECRUIT)
def revoke(employer_id: int, token_id: int) -> Response:
    """End a key; its program is let in no more."""
    employer = _own(employer_id)
    revoke_token(get_token(employer, token_id), acting())
    db.session.commit()
    flash(_("열쇠를 끝냈어요. 그 프로그램은 이제 들어오지 못해요."), "ok")
    return redirect(url_for(".tokens", employer_id=employer.id), 303)


def _own(employer_id: int) -> Employer:
    employer = db.session.get(Employer, employer_id)
    if employer is None:
        raise NotFound
    authorise(Permission.RECRUIT, employer)
    owner_only(current_user, employer)
    return employer
