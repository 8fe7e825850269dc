"""Registrations for organisers: find people, see one of them whole, act for them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.audit.words import ACTORS, said
from festa.badges.models import ReissueReason
from festa.badges.queries import active_badge, active_badges
from festa.consents.models import ConsentMethod
from festa.consents.queries import asked_texts, current_texts
from festa.consents.service import add_choices
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.models import Fair
from festa.gates.queries import find_check_ins
from festa.gates.words import KINDS as SCAN_KINDS
from festa.gates.words import WORDS as SCAN_WORDS
from festa.interviews.departures import leave_fair
from festa.interviews.states import BookingState
from festa.interviews.words import PILLS as INTERVIEW_PILLS
from festa.merging.queries import look_alikes, merges_into
from festa.merging.words import REASONS as MERGE_REASONS
from festa.paging import asked_page
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations import import_console
from festa.registrations.anew import reissue_shown
from festa.registrations.console_forms import ByHandForm, PeopleFilters, SearchForm
from festa.registrations.console_queries import count_states, people
from festa.registrations.console_words import (
    BADGE_PILLS,
    CONSENT_PILLS,
    METHOD_WORDS,
    SCAN_TONES,
    TABS,
)
from festa.registrations.desk_forms import REASONS, PrintForm, ReissueForm
from festa.registrations.desk_queries import get_registration
from festa.registrations.models import Registration
from festa.registrations.queries import notices
from festa.registrations.service import STANDING, register
from festa.registrations.words import PILLS, VIA_WORDS
from festa.reports.one_person import one_person
from festa.seekers.service import keep_seeker

bp = Blueprint("registrations_console", __name__, url_prefix="/console/registrations")
bp.register_blueprint(import_console.bp)


@bp.context_processor
def words() -> dict[str, Any]:
    """How states are called, for every page here."""
    return {"pills": PILLS, "via_words": VIA_WORDS}


def _fair() -> tuple[Fair | None, Any]:
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is not None:
        authorise(Permission.MANAGE_REGISTRATIONS, fair)
    return fair, fairs


def _get(registration_id: int) -> Registration:
    registration = get_registration(registration_id)
    authorise(Permission.MANAGE_REGISTRATIONS, registration)
    return registration


def _back(registration: Registration) -> Response:
    return redirect(url_for("registrations_console.show", id=registration.id), 303)


@bp.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_REGISTRATIONS)
def index() -> Any:
    """The people of a fair, by state; whoever is looked for is posted, never in the address."""
    fair, fairs = _fair()
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    filters, search = PeopleFilters(request.args), SearchForm()
    filters.offer()
    searching = search.validate_on_submit()
    words = (search.words.data or "") if searching else ""
    number = max(request.form.get("page", 1, type=int), 1) if searching else asked_page()
    page = people(fair, filters.wanted(words), min(number, 10_000))
    ids = [one.id for one in page.items]
    seen = (one.seeker_id for one in page.items)
    looked_at("console.registrations", seen, acting(), fair_id=fair.id)
    shown = render_template(
        "registrations/console_index.html",
        fair=fair,
        fairs=fairs,
        filters=filters,
        search=search,
        searching=searching,
        page=page,
        counts=count_states(fair),
        tabs=TABS,
        badges=active_badges(ids),
        inside=find_check_ins(ids),
    )
    return shown, 422 if search.errors else 200


@bp.get("/<int:id>")
@requires(Permission.MANAGE_REGISTRATIONS)
def show(id: int) -> Any:  # noqa: A002
    """One registration with all that belongs to it."""
    return _show(_get(id), ReissueForm(formdata=None))


def _show(registration: Registration, form: ReissueForm) -> Any:
    looked_at(
        "console.registration",
        [registration.seeker_id],
        acting(),
        fair_id=registration.fair_id,
    )
    merges = merges_into(registration.seeker_id)
    page = render_template(
        "registrations/console_show.html",
        alike=len(look_alikes(registration)),
        merges=merges,
        merge_reasons=MERGE_REASONS,
        registration=registration,
        seeker=registration.seeker,
        fair=registration.fair,
        whole=one_person(registration),
        badge=active_badge(registration.id),
        inside=registration.id in find_check_ins([registration.id]),
        standing=registration.state in STANDING,
        form=form,
        print_form=PrintForm(formdata=None, prefix="print-"),
        reasons=REASONS,
        badge_pills=BADGE_PILLS,
        consent_pills=CONSENT_PILLS,
        method_words=METHOD_WORDS,
        scan_words=SCAN_WORDS,
        scan_tones={outcome: SCAN_TONES[kind] for outcome, kind in SCAN_KINDS.items()},
        interview_pills=INTERVIEW_PILLS,
        actors=ACTORS,
        said=said,
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:id>/cancel")
@requires(Permission.MANAGE_REGISTRATIONS)
def cancel(id: int) -> Response:  # noqa: A002
    """Cancel a registration with its interviews; the next in line moves up."""
    registration = _get(id)
    try:
        moved_up = leave_fair(registration, acting(), BookingState.CANCELLED_BY_ORGANISER)
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
        return redirect(url_for("registrations_console.show", id=id), 303)
    db.session.commit()
    flash(_("신청을 취소하고 본인에게 문자를 보냈어요."), "ok")
    if moved_up is not None:
        flash(_("대기하던 한 분이 참가 확정으로 바뀌고 문자를 받았어요."), "info")
    return _back(registration)


@bp.post("/<int:id>/reissue")
@requires(Permission.MANAGE_REGISTRATIONS)
def reissue(id: int) -> Any:  # noqa: A002
    """Make the badge anew that is on the screen; the old code is refused from now on."""
    registration = _get(id)
    form = ReissueForm()
    if not form.validate_on_submit():
        return _show(registration, form)
    try:
        reissue_shown(registration, form.badge.data, ReissueReason(form.reason.data), acting())
    except Refused as refused:
        flash(str(refused.sentence), "wait")
    else:
        db.session.commit()
        flash(_("새 명찰을 만들었어요. 이전 명찰로는 들어올 수 없어요."), "ok")
    return _back(registration)


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_REGISTRATIONS)
def new() -> Any:
    """Register somebody who called, came by, or stands there."""
    fair, _fairs = _fair()
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    form = ByHandForm()
    if form.validate_on_submit():
        registration = _register(fair, form)
        db.session.commit()
        return _back(registration)
    page = render_template(
        "registrations/console_new.html",
        fair=fair,
        form=form,
        notices=notices([fair]),
        texts=asked_texts(fair.id),
    )
    return page, 422 if form.errors else 200


def _register(fair: Fair, form: ByHandForm) -> Registration:
    seeker = keep_seeker(form.details())
    texts, method = current_texts(fair.id), ConsentMethod(form.method.data)
    add_choices(seeker.id, form.choices(), texts, method, acting())
    answer = register(fair, seeker, form.via.data, acting(), tell=bool(form.tell.data))
    if answer.new:
        flash(_("등록했어요."), "ok")
    else:
        flash(_("이미 등록되어 있는 분이에요. 아래에서 확인해 주세요."), "info")
    return answer.registration
