"""The information desk: walk-ins, other cities' badges, badges made anew, finding people."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa import clock
from festa.audit.looks import looked_at
from festa.badges.models import Badge, ReissueReason
from festa.badges.queries import active_badge, active_badges
from festa.badges.service import print_badge
from festa.certificates.service import due_at
from festa.certificates.words import TITLES
from festa.consents.models import ConsentMethod, Purpose
from festa.consents.queries import asked_texts, current_texts
from festa.consents.service import add_choices, note_told
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import fairs_at_work, get_fair
from festa.gates.arrivals import takes_arrivals
from festa.gates.queries import find_check_ins, was_shown
from festa.interviews.recommendations import consults
from festa.merging.queries import look_alikes, merges_into, standing_for
from festa.merging.words import REASONS
from festa.paper import door_desk
from festa.permissions import Permission, Role, acting, authorise, may, requires
from festa.registrations import slip_desk
from festa.registrations.anew import reissue_shown
from festa.registrations.desk_forms import (
    ConsentForm,
    DeskSearchForm,
    DeskWalkInForm,
    LanyardForm,
    PrintForm,
    ReissueForm,
)
from festa.registrations.desk_queries import (
    find_at_desk,
    find_elsewhere,
    get_registration,
    get_registration_at,
)
from festa.registrations.lanyards import give_lanyard
from festa.registrations.models import Registration, Via
from festa.registrations.queries import notices
from festa.registrations.service import register
from festa.registrations.states import GONE, RegistrationState
from festa.registrations.walking_in import refuse_walk_ins
from festa.registrations.words import PILLS
from festa.seekers.merge_models import Merge
from festa.seekers.models import Seeker
from festa.seekers.service import keep_seeker

bp = Blueprint("desk", __name__, url_prefix="/desk")
SHOWN = "badge_shown_at_desk"  # of another city, read here last
bp.register_blueprint(slip_desk.bp)
bp.register_blueprint(door_desk.bp)


@bp.get("")
@requires(Permission.WORK_AT_DESK)
def home() -> str | Response:
    """Choose the fair at whose desk one sits; with only one, go there."""
    reach = None if current_user.role is Role.ORGANISER else current_user.fair_ids
    fairs = fairs_at_work(reach)
    if len(fairs) == 1:
        return redirect(url_for("desk.fair", slug=fairs[0].slug))
    return render_template("desk/home.html", fairs=fairs)


@bp.route("/<slug>", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def fair(slug: str) -> str | tuple[str, int]:
    """Find a person of this fair; from here every other errand of the desk begins."""
    here = _fair(slug)
    form = DeskSearchForm()
    found: list[tuple[Registration, Badge | None, bool]] | None = None
    elsewhere = None
    if request.method == "POST":
        if not form.validate():
            return render_template("desk/fair.html", fair=here, form=form, found=None), 422
        people = find_at_desk(here.id, form.words.data or "")
        ids = [person.id for person in people]
        badges, inside = active_badges(ids), find_check_ins(ids)
        looked_at("desk.fair", (p.seeker_id for p in people), acting(), fair_id=here.id)
        found = [(person, badges.get(person.id), person.id in inside) for person in people]
        elsewhere = None if found else find_elsewhere(here, form.words.data or "")
        if elsewhere is not None:
            session[SHOWN] = elsewhere[0].id
    return render_template(
        "desk/fair.html", fair=here, form=form, found=found, elsewhere=elsewhere, pills=PILLS
    )


@bp.route("/<slug>/walk-in", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def walk_in(slug: str) -> str | tuple[str, int] | Response:
    """Register somebody who stands at the desk: four fields, their consents, a badge."""
    here = _fair(slug)
    refuse_walk_ins(here)
    form = DeskWalkInForm(here)
    if not form.validate_on_submit():
        status = 422 if request.method == "POST" else 200
        return _walk_in_page(here, form), status
    seeker = keep_seeker(form.details())
    if "tablet" in request.form:
        note_told(current_texts(here.id).get(Purpose.NOTICE), seeker.id, acting())
        registration = _only_register(here, seeker)
        db.session.commit()
        tablet = url_for("proxy_desk.tablet", slug=slug, registration_id=registration.id)
        return redirect(tablet, 303)
    registration = _register(here, seeker, form)
    db.session.commit()
    return redirect(url_for("desk.person", slug=slug, registration_id=registration.id), 303)


@bp.route("/<slug>/convert/<int:badge_id>", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def convert(slug: str, badge_id: int) -> str | Response:
    """Register the holder of another city's badge here, with this fair's own consents.

    Whoever shows a badge of the tour has come in person; that is why staff of this fair may
    take over the name without having reach of the other one: once the badge was read here, at
    a gate or at this desk, not for every number that an address can hold.
    """
    here = _fair(slug)
    refuse_walk_ins(here)
    badge = db.session.get(Badge, badge_id)
    if badge is None or badge.registration_id is None or badge.fair_id == here.id:
        raise NotFound
    shown = session.get(SHOWN) == badge.id or was_shown(badge.id, here.id)
    if not (shown or may(current_user, Permission.WORK_AT_DESK, badge)):
        raise NotFound
    seeker = get_registration(badge.registration_id).seeker
    form = ConsentForm()
    if not form.validate_on_submit():
        looked_at("desk.convert", [seeker.id], acting(), fair_id=here.id)
        return render_template(
            "desk/convert.html",
            fair=here,
            seeker=seeker,
            form=form,
            notices=notices([here]),
            texts=asked_texts(here.id),
        )
    registration = _register(here, seeker, form)
    db.session.commit()
    return redirect(url_for("desk.person", slug=slug, registration_id=registration.id), 303)


@bp.get("/<slug>/people/<int:registration_id>")
@requires(Permission.WORK_AT_DESK)
def person(slug: str, registration_id: int) -> str | Response:
    """One person at the desk: badge number, print, make anew, and whether there are two of them."""
    registration = _registration(slug, registration_id)
    if registration.state in GONE:
        stands = standing_for(registration)
        if stands is None:
            raise NotFound
        return redirect(url_for("desk.person", slug=slug, registration_id=stands.id))
    return _person_page(registration, LanyardForm(formdata=None))


def _person_page(registration: Registration, lanyard_form: LanyardForm) -> str:
    merges = [one for one in merges_into(registration.seeker_id) if may_undo(one)]
    seen = [registration.seeker_id, *(one.gone_id for one in merges)]
    looked_at("desk.person", seen, acting(), fair_id=registration.fair_id)
    return render_template(
        "desk/person.html",
        fair=registration.fair,
        today=clock.today(),
        registration=registration,
        badge=active_badge(registration.id),
        inside=registration.id in find_check_ins([registration.id]),
        may_come_in=takes_arrivals(registration.fair),
        form=ReissueForm(formdata=None),
        print_form=PrintForm(formdata=None, prefix="print-"),
        lanyard_form=lanyard_form,
        alike=len(look_alikes(registration)),
        consulting=consults(current_user._get_current_object(), registration.fair),
        merges=merges,
        merge_reasons=REASONS,
        certificates=due_at(registration),
        TITLES=TITLES,
        pills=PILLS,
    )


@bp.post("/<slug>/people/<int:registration_id>/let-in")
@requires(Permission.WORK_AT_DESK)
def let_in(slug: str, registration_id: int) -> Response:
    """Confirm somebody who waits for a place and stands at the desk."""
    registration = _registration(slug, registration_id)
    if registration.state is RegistrationState.WAITLISTED and takes_arrivals(registration.fair):
        _only_register(registration.fair, registration.seeker)
        db.session.commit()
    else:
        flash(_("지금은 확정할 수 없는 신청이에요. 참가 상태를 먼저 확인해 주세요."), "wait")
    return redirect(url_for("desk.person", slug=slug, registration_id=registration_id), 303)


@bp.post("/<slug>/people/<int:registration_id>/lanyard")
@requires(Permission.WORK_AT_DESK)
def lanyard(slug: str, registration_id: int) -> Any:
    """Bind a numbered lanyard by one scan; the badge held before opens no door any more."""
    registration = _registration(slug, registration_id)
    form = LanyardForm()
    if not form.validate_on_submit():
        return _person_page(registration, form), 422
    try:
        give_lanyard(registration, form.lanyard.data or "", acting())
    except Refused as refusal:
        # What was begun in the savepoint is undone; the page itself only reads.
        form.lanyard.errors = [str(refusal.sentence)]
        return _person_page(registration, form), 422
    db.session.commit()
    flash(_("목걸이를 연결했어요. 바로 들어오실 수 있고, 이전 명찰은 쓸 수 없어요."), "ok")
    return redirect(url_for("desk.person", slug=slug, registration_id=registration_id), 303)


@bp.post("/<slug>/people/<int:registration_id>/reissue")
@requires(Permission.WORK_AT_DESK)
def reissue(slug: str, registration_id: int) -> Response:
    """Make the badge anew that is on the screen; the old code is refused from now on."""
    registration = _registration(slug, registration_id)
    form = ReissueForm()
    try:
        if not form.validate():
            raise Refused(_("다시 만드는 이유를 골라 주세요."))
        reissue_shown(registration, form.badge.data, ReissueReason(form.reason.data), acting())
    except Refused as refused:
        flash(str(refused.sentence), "wait")
    else:
        db.session.commit()
        flash(_("새 명찰을 만들었어요. 이전 명찰로는 들어올 수 없어요."), "ok")
    return redirect(url_for("desk.person", slug=slug, registration_id=registration_id), 303)


@bp.post("/<slug>/people/<int:registration_id>/printed")
@requires(Permission.WORK_AT_DESK)
def printed(slug: str, registration_id: int) -> Response:
    """Note that the badge is being printed, from the second time on with why; open it as PDF."""
    registration = _registration(slug, registration_id)
    badge = active_badge(registration.id)
    if badge is not None:
        try:
            print_badge(badge, PrintForm(prefix="print-").reason.data, acting())
        except Refused as refusal:
            flash(str(refusal.sentence), "wait")
            return redirect(url_for("desk.person", slug=slug, registration_id=registration_id), 303)
        db.session.commit()
    return redirect(url_for("badges.pdf", registration_id=registration_id), 303)


def may_undo(merge: Merge) -> bool:
    """Whether the reader may take a merge back: it was decided where they work."""
    return may(current_user, Permission.WORK_AT_DESK, merge)


def _fair(slug: str) -> Fair:
    here = get_fair(slug)
    authorise(Permission.WORK_AT_DESK, here)
    return here


def _registration(slug: str, registration_id: int) -> Registration:
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    return registration


def _register(here: Fair, seeker: Seeker, form: Any) -> Registration:
    texts = current_texts(here.id)
    method = ConsentMethod(form.method.data)
    add_choices(seeker.id, form.choices(), texts, method, acting())
    return _only_register(here, seeker)


def _only_register(here: Fair, seeker: Seeker) -> Registration:
    answer = register(here, seeker, Via.WALK_IN, acting(), tell=False)
    if answer.let_in:
        flash(_("대기하시던 분이라 바로 확정했어요. 명찰을 드려 주세요."), "ok")
    elif answer.new:
        flash(_("등록했어요."), "ok")
    else:
        flash(_("이미 등록되어 있는 분이에요."), "info")
    return answer.registration


def _walk_in_page(here: Fair, form: DeskWalkInForm) -> str:
    return render_template(
        "desk/walk_in.html",
        fair=here,
        today=clock.today(),
        form=form,
        notices=notices([here]),
        texts=asked_texts(here.id),
    )
