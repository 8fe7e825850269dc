"""A changed number at the desk: the person says who they are, the new number is proven."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.desk_queries import get_registration_at
from festa.registrations.models import Registration
from festa.registrations.seeker_queries import find_registration_at
from festa.seekers.codes import SENTENCES, check_code, send_code
from festa.seekers.forms import CodeForm
from festa.seekers.identity import show_mobile
from festa.seekers.models import CodePurpose
from festa.seekers.phone import (
    PhoneProof,
    PhoneRefusal,
    change_phone,
    refuse_phone,
)
from festa.seekers.phone_forms import DeskPhoneForm
from festa.seekers.service import find_namesake

bp = Blueprint("phone_desk", __name__, url_prefix="/desk")


@bp.route("/<slug>/people/<int:registration_id>/phone", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def change(slug: str, registration_id: int) -> Any:
    """Ask who it is and for the new number."""
    registration = _registration(slug, registration_id)
    seeker = registration.seeker
    form = DeskPhoneForm(seeker)
    if form.validate_on_submit():
        return _go_on(registration, form)
    if form.said_wrong:
        record(
            "seeker.refused", seeker, acting(), seeker_id=seeker.id, fair_id=registration.fair_id
        )
        db.session.commit()
    looked_at("desk.phone", [seeker.id], acting(), fair_id=registration.fair_id)
    page = render_template("seekers/desk_phone.html", registration=registration, form=form)
    return page, 422 if form.errors else 200


@bp.route("/<slug>/people/<int:registration_id>/phone/code", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def code(slug: str, registration_id: int) -> Any:
    """Take the code that the person reads aloud from the new phone."""
    registration = _registration(slug, registration_id)
    phone = _pending(registration)
    if phone is None:
        return redirect(url_for("phone_desk.change", slug=slug, registration_id=registration_id))
    form = CodeForm()
    if form.validate_on_submit():
        problem = check_code(phone, CodePurpose.CHANGE_PHONE, form.digits)
        db.session.commit()
        if problem is None:
            return _change(registration, phone, PhoneProof.CODE)
        form.code.errors = [SENTENCES[problem]]
    looked_at("desk.phone", [registration.seeker_id], acting(), fair_id=registration.fair_id)
    page = render_template(
        "seekers/desk_phone_code.html",
        registration=registration,
        form=form,
        phone=show_mobile(phone),
    )
    return page, 422 if form.errors else 200


def _go_on(registration: Registration, form: DeskPhoneForm) -> Response:
    """Send a code to the new number, or change it at once when an ID was shown."""
    try:
        refuse_phone(registration.seeker, form.number)
        if form.proof.data is PhoneProof.SHOWN_ID:
            return _change(registration, form.number, PhoneProof.SHOWN_ID)
        send_code(form.number, CodePurpose.CHANGE_PHONE)
    except Refused as refused:
        return _refused(registration, form.number, refused)
    db.session.commit()
    session["phone_change"] = [registration.id, form.number]
    return redirect(_address("phone_desk.code", registration), 303)


def _change(registration: Registration, phone: str, proof: PhoneProof) -> Response:
    try:
        change_phone(registration.seeker, phone, proof, acting())
    except Refused as refused:
        return _refused(registration, phone, refused)
    db.session.commit()
    session.pop("phone_change", None)
    flash(_("번호를 바꿨어요. 예전 번호로는 더 로그인할 수 없어요."), "ok")
    return redirect(_address("desk.person", registration), 303)


def _refused(registration: Registration, phone: str, refused: Refused) -> Response:
    """Say why; a namesake with that number at this fair is offered for merging."""
    db.session.rollback()
    flash(str(refused.sentence), "wait")
    if refused.reason is PhoneRefusal.TAKEN:
        other = find_namesake(registration.seeker, registration.seeker.name, phone)
        theirs = find_registration_at(registration.fair_id, other.id) if other else None
        if theirs is not None:
            compare = url_for(
                "merging_desk.compare",
                slug=registration.fair.slug,
                registration_id=registration.id,
                other_id=theirs.id,
            )
            return redirect(compare, 303)
    return redirect(_address("phone_desk.change", registration), 303)


def _address(endpoint: str, registration: Registration) -> str:
    return url_for(endpoint, slug=registration.fair.slug, registration_id=registration.id)


def _pending(registration: Registration) -> str | None:
    """The new number that waits for its code in this browser, for this person."""
    number, phone = session.get("phone_change", (None, None))
    return str(phone) if number == registration.id else None


def _registration(slug: str, registration_id: int) -> Registration:
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    return registration
