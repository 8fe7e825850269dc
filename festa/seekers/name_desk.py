"""A misspelt name or a wrong year of birth, corrected at the desk and in the console."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from festa.audit.looks import looked_at
from festa.badges.queries import active_badge
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.fairs.forms import complain
from festa.merging.desk import page_of_side, person_address
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.desk_queries import get_registration_at
from festa.registrations.models import Registration
from festa.registrations.seeker_queries import find_registration_at
from festa.registrations.states import GONE
from festa.seekers.forms import NameForm
from festa.seekers.naming import NameRefusal, correct_name
from festa.seekers.service import find_namesake

bp = Blueprint("name_desk", __name__, url_prefix="/desk")
bp.context_processor(page_of_side)


@bp.route("/<slug>/people/<int:registration_id>/name", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def correct(slug: str, registration_id: int) -> Any:
    """Name and year of birth as they are kept, to be written as they are."""
    registration = _registration(slug, registration_id)
    seeker = registration.seeker
    form = NameForm(data={"name": seeker.name, "birth_year": seeker.birth_year or ""})
    if form.validate_on_submit():
        try:
            renamed = correct_name(seeker, form.spelt, form.year, acting())
        except Refused as refused:
            db.session.rollback()
            if (other := _other(registration, form, refused)) is not None:
                flash(str(refused.sentence), "wait")
                return redirect(_compare(registration, other), 303)
            complain(form.name, refused.sentence)
        else:
            db.session.commit()
            _say(registration, renamed)
            return redirect(person_address(registration), 303)
    looked_at("desk.name", [seeker.id], acting(), fair_id=registration.fair_id)
    page = render_template("seekers/desk_name.html", registration=registration, form=form)
    return page, 422 if form.errors else 200


def _say(registration: Registration, renamed: bool) -> None:
    """Say that it is done, and that a badge on paper still bears the old name."""
    badge = active_badge(registration.id) if renamed else None
    if badge is not None and badge.times_printed:
        flash(_("이름을 고쳤어요. 인쇄한 명찰은 예전 이름이니 다시 인쇄해 드려 주세요."), "wait")
    else:
        flash(_("고친 내용을 저장했어요."), "ok")


def _other(registration: Registration, form: NameForm, refused: Refused) -> Registration | None:
    """Whoever has this name and number at the same fair, where that is why it was refused."""
    if refused.reason is not NameRefusal.TAKEN:
        return None
    namesake = find_namesake(registration.seeker, form.spelt, registration.seeker.phone)
    return find_registration_at(registration.fair_id, namesake.id) if namesake else None


def _compare(registration: Registration, other: Registration) -> str:
    return url_for(
        "merging_desk.compare",
        slug=registration.fair.slug,
        registration_id=registration.id,
        other_id=other.id,
    )


def _registration(slug: str, registration_id: int) -> Registration:
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    if registration.state in GONE or registration.seeker.erased:
        raise NotFound
    return registration
