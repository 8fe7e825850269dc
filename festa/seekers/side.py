"""A seeker's own number: changed alone, with a code that comes to the new one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from festa.errors import Refused
from festa.extensions import db
from festa.permissions import Permission, acting, requires
from festa.seekers.codes import SENTENCES, check_code, send_code
from festa.seekers.forms import CodeForm, PhoneForm
from festa.seekers.identity import show_mobile
from festa.seekers.models import CodePurpose
from festa.seekers.phone import PhoneProof, PhoneRefusal, change_phone, refuse_phone
from festa.seekers.sign_in import BY_ADDRESS
from festa.sessions import begin_session

bp = Blueprint("seeker_phone", __name__, url_prefix="/my/phone")


@bp.route("", methods=["GET", "POST"])
@BY_ADDRESS
@requires(Permission.OWN_PAGE)
def change() -> Any:
    """Ask for the new number and send a code there."""
    form = PhoneForm()
    if form.validate_on_submit():
        try:
            refuse_phone(current_user, form.number)
            send_code(form.number, CodePurpose.CHANGE_PHONE)
        except Refused as refused:
            form.phone.errors = [_said(refused)]
        else:
            db.session.commit()
            session["new_phone"] = form.number
            return redirect(url_for("seeker_phone.code"), 303)
    page = render_template("seekers/phone.html", form=form)
    return page, 422 if form.errors else 200


@bp.route("/code", methods=["GET", "POST"])
@BY_ADDRESS
@requires(Permission.OWN_PAGE)
def code() -> Any:
    """Take the code; the old number opens nothing any more, this browser stays signed in."""
    phone = session.get("new_phone")
    if phone is None:
        return redirect(url_for("seeker_phone.change"))
    form = CodeForm()
    if form.validate_on_submit():
        problem = check_code(phone, CodePurpose.CHANGE_PHONE, form.digits)
        db.session.commit()
        if problem is None:
            return _change(phone)
        form.code.errors = [SENTENCES[problem]]
    page = render_template("seekers/phone_code.html", form=form, phone=show_mobile(phone))
    return page, 422 if form.errors else 200


def _change(phone: str) -> Any:
    person = current_user._get_current_object()
    try:
        change_phone(person, phone, PhoneProof.CODE, acting())
    except Refused as refused:
        db.session.rollback()
        flash(_said(refused), "stop")
        return redirect(url_for("seeker_phone.change"), 303)
    db.session.commit()
    begin_session(person)
    flash(_("번호를 바꿨어요. 이제 새 번호로 로그인해 주세요."), "ok")
    return redirect(url_for("seekers.data"), 303)


def _said(refused: Refused) -> str:
    """Two rows of one person are put together by staff, who see both."""
    if refused.reason in {PhoneRefusal.TAKEN, PhoneRefusal.MERGED}:
        return _(
            "이 번호로 이미 신청한 기록이 있어요. 안내 데스크나 안내 전화로 알려 주시면 하나로 합쳐 드려요."
        )
    return str(refused.sentence)
