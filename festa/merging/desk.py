"""Making two rows one person: at the desk of a fair, and for organisers just the same."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.merging.collisions import meeting_bookings
from festa.merging.forms import MergeForm
from festa.merging.queries import get_merge, look_alikes, registrations_in, sides, standing_for
from festa.merging.service import MergeWish, merge, undo_merge
from festa.merging.words import LIKENESS_PILLS
from festa.permissions import Permission, Role, acting, authorise, requires
from festa.registrations.desk_forms import DeskSearchForm
from festa.registrations.desk_queries import find_at_desk, get_registration, get_registration_at
from festa.registrations.models import Registration
from festa.registrations.seeker_queries import find_registration_at
from festa.registrations.states import GONE
from festa.registrations.words import PILLS, VIA_WORDS

bp = Blueprint("merging_desk", __name__, url_prefix="/desk")


@bp.context_processor
def page_of_side() -> dict[str, Any]:
    """Organisers see these pages in the console, staff at the desk."""
    organises = current_user.role is Role.ORGANISER
    return {
        "layout": "layouts/console.html" if organises else "layouts/public.html",
        "person_address": person_address,
    }


def person_address(registration: Registration) -> str:
    """The page of one person, on the side of whoever looks."""
    if current_user.role is Role.ORGANISER:
        return url_for("registrations_console.show", id=registration.id)
    return url_for("desk.person", slug=registration.fair.slug, registration_id=registration.id)


@bp.route("/<slug>/people/<int:registration_id>/same", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def choose(slug: str, registration_id: int) -> Any:
    """Who else may be this person: those who look alike, and whoever is searched for."""
    registration = _standing(slug, registration_id)
    form = DeskSearchForm()
    found: list[Registration] | None = None
    if form.validate_on_submit():
        people = find_at_desk(registration.fair_id, form.words.data or "")
        found = [one for one in people if one.seeker_id != registration.seeker_id]
    alike = {} if found is not None else _alike(registration)
    shown = [one for one in (found or alike) if one.id != registration.id]
    looked_at(
        "desk.merge",
        {one.seeker_id for one in (registration, *shown)},
        acting(),
        fair_id=registration.fair_id,
    )
    page = render_template(
        "merging/choose.html",
        registration=registration,
        fair=registration.fair,
        form=form,
        found=found,
        alike=alike,
        likeness_pills=LIKENESS_PILLS,
        pills=PILLS,
        via_words=VIA_WORDS,
    )
    return page, 422 if form.errors else 200


@bp.route("/<slug>/people/<int:registration_id>/same/<int:other_id>", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def compare(slug: str, registration_id: int, other_id: int) -> Any:
    """Both beside each other: what would become of them, and the decision."""
    one, other = _standing(slug, registration_id), _standing(slug, other_id)
    if one.fair_id != other.fair_id or one.seeker_id == other.seeker_id:
        raise NotFound
    form = MergeForm()
    form.kept.choices = [(each.id, each.seeker.name) for each in (one, other)]
    if form.validate_on_submit():
        return _merge(one, other, form)
    looked_at("desk.merge", [one.seeker_id, other.seeker_id], acting(), fair_id=one.fair_id)
    page = render_template(
        "merging/compare.html",
        fair=one.fair,
        one=one,
        both=sides(one, other),
        meeting=meeting_bookings(one, other),
        form=form,
        pills=PILLS,
        via_words=VIA_WORDS,
    )
    return page, 422 if form.errors else 200


@bp.post("/<slug>/merges/<int:merge_id>/undo")
@requires(Permission.WORK_AT_DESK)
def undo(slug: str, merge_id: int) -> Response:
    """Make two people of one again."""
    made = get_merge(merge_id)
    authorise(Permission.WORK_AT_DESK, made)
    kept_id, fair_id = made.kept_id, made.fair_id
    try:
        undo_merge(made, acting())
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    else:
        db.session.commit()
        flash(_("합치기를 되돌렸어요. 두 신청이 합치기 전으로 돌아갔어요."), "ok")
    registration = find_registration_at(fair_id, kept_id)
    if registration is None:
        return redirect(url_for("desk.fair", slug=slug), 303)
    return redirect(person_address(registration), 303)


def _merge(one: Registration, other: Registration, form: MergeForm) -> Response:
    kept, gone = (one, other) if form.kept.data == one.id else (other, one)
    here = url_for(
        "merging_desk.compare",
        slug=one.fair.slug,
        registration_id=one.id,
        other_id=other.id,
    )
    wish = MergeWish(kept.seeker, gone.seeker, kept.fair, form.reason.data, form.note.data or "")
    try:
        merged = merge(wish, acting())
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
        return redirect(here, 303)
    db.session.commit()
    if merged.new:
        flash(_("한 분으로 합쳤어요. 두 명찰 번호 모두 그대로 쓸 수 있어요."), "ok")
    else:
        flash(_("다른 직원이 방금 합쳤어요. 아래가 지금의 신청이에요."), "info")
    stands = find_registration_at(merged.merge.fair_id, merged.merge.kept_id)
    return redirect(person_address(stands or kept), 303)


def _standing(slug: str, registration_id: int) -> Registration:
    """The registration, or the one that stands for it since it was merged."""
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    if registration.state in GONE:
        stands = standing_for(registration)
        if stands is None:
            raise NotFound
        registration = get_registration(stands.id)
    return registration


def _alike(registration: Registration) -> dict[Registration, Any]:
    """Those who look like this person, with the likeness, the surest first."""
    kinds = {}
    for pair in look_alikes(registration):
        both = {pair.first.registration_id, pair.second.registration_id}
        kinds[(both - {registration.id}).pop()] = pair.likeness
    people = registrations_in(list(kinds))
    return {people[number]: kind for number, kind in kinds.items()}
