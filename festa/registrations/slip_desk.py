"""Entering paper slips at the desk: find by number, copy four fields, never twice."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.consents.models import ASKED_AT_REGISTRATION, Purpose
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.forms import complain
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.gates.arrivals import note_arrivals, said_of, takes_arrivals
from festa.merging.queries import standing_for
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.service import Registered
from festa.registrations.slip_forms import (
    VOID_WORDS,
    ConsentSlipForm,
    NumberForm,
    VoidForm,
    WalkInSlipForm,
    choices_on,
)
from festa.registrations.slip_ledger import entries_of, first_broken
from festa.registrations.slip_models import Slip, SlipKind
from festa.registrations.slip_number import make_number, show_number
from festa.registrations.slip_queries import find_by_paper, people_of
from festa.registrations.slips import (
    get_slip,
    key_consents,
    key_walk_in,
    texts_on,
    unkeyed,
    void_slip,
    void_unused,
)

bp = Blueprint("slips", __name__, url_prefix="/<slug>/slips")

LEFT_SHOWN = 30


@bp.route("", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def index(slug: str) -> Any:
    """Find a slip by its number; under it, what is not entered yet and who entered what."""
    here, form = _fair(slug), NumberForm()
    if form.validate_on_submit():
        try:
            slip = get_slip(form.number.data or "", here.id)
        except Refused as refusal:
            complain(form.number, refusal.sentence)
        else:
            return redirect(
                url_for("desk.slips.key", slug=slug, number=make_number(slip.serial)), 303
            )
    return _list_page(here, form), 422 if form.errors else 200


def _list_page(here: Fair, form: NumberForm) -> str:
    entries = entries_of(here.id)
    people = people_of(entries)
    looked_at("desk.slips", people.values(), acting(), fair_id=here.id)
    left = sorted(unkeyed(here.id), key=_newest_series_first)
    return render_template(
        "desk/slips.html",
        fair=here,
        form=form,
        left=left[:LEFT_SHOWN],
        left_count=len(left),
        entries=entries,
        broken=first_broken(entries),
        show_number=show_number,
        make_number=make_number,
        void_words=VOID_WORDS,
        walk_in=SlipKind.WALK_IN,
    )


def _newest_series_first(slip: Slip) -> int:
    return -slip.series_id


@bp.route("/<number>", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def key(slug: str, number: str) -> Any:
    """Copy a slip: its four fields (or whose it is), its ticks, and when it was written."""
    here = _fair(slug)
    try:
        slip = get_slip(number, here.id)
    except Refused as refusal:
        asked = NumberForm(formdata=None)
        complain(asked.number, refusal.sentence)
        return _list_page(here, asked), refusal.status
    form = _walk_in_form(here) if slip.kind is SlipKind.WALK_IN else ConsentSlipForm()
    form.printed_at = slip.series.at
    if form.validate_on_submit() and _keep(here, slip, form):
        return redirect(url_for("desk.slips.index", slug=slug), 303)
    texts = texts_on(slip)
    page = render_template(
        "desk/slip.html",
        fair=here,
        slip=slip,
        number=show_number(slip.serial),
        form=form,
        texts=[texts[purpose] for purpose in ASKED_AT_REGISTRATION if purpose in texts],
        walk_in=slip.kind is SlipKind.WALK_IN,
        void_form=VoidForm(formdata=None),
    )
    return page, 422 if form.errors else 200


def _walk_in_form(here: Fair) -> WalkInSlipForm:
    """The form of a walk-in slip; before the doors have opened it does not ask who came in."""
    form = WalkInSlipForm()
    form.fair = here
    form.offer_gates(here)
    if not takes_arrivals(here):
        del form.came_in, form.gate
    return form


def _keep(here: Fair, slip: Slip, form: Any) -> bool:
    """Enter what was copied and say what came of it; False, with a sentence on the form, when
    nobody is found by it."""
    choices, written_at = choices_on(form, texts_on(slip)), form.moment()
    if slip.kind is SlipKind.WALK_IN:
        said = _walk_in(here, slip, form, choices, written_at)
    else:
        on_paper = find_by_paper(here.id, form.who.data)
        found = standing_for(on_paper) if on_paper is not None else None
        if found is None:
            complain(
                form.who,
                _("이 번호로 한 분을 찾지 못했어요. 명찰 번호 여덟 자리로 다시 적어 주세요."),
            )
            return False
        key_consents(slip, found, choices, written_at, acting())
        said = [(_("동의서를 입력했어요."), "ok")]
    db.session.commit()
    for sentence, kind in said:
        flash(sentence, kind)
    return True


def _walk_in(
    here: Fair, slip: Slip, form: Any, choices: dict[Purpose, bool], written_at: datetime
) -> list[tuple[str, str]]:
    """Register whoever filled it in, and let them be in since then; what came of it."""
    answer = key_walk_in(here, slip, form.details(), choices, written_at, acting())
    said = [_said_of(answer)]
    if form.came_in and form.came_in.data:
        gate = form.chosen_gate()
        taken = note_arrivals(gate, [answer.registration.id], written_at, acting())
        said += said_of(gate, written_at, taken)
    return said


def _said_of(answer: Registered) -> tuple[str, str]:
    if answer.let_in:
        return _("대기하시던 분이라 바로 확정하고 동의를 더했어요."), "ok"
    if answer.new:
        return _("종이 신청서를 입력했어요."), "ok"
    return _("이미 신청하신 분이라 동의를 더했어요."), "info"


@bp.post("/<number>/void")
@requires(Permission.WORK_AT_DESK)
def void(slug: str, number: str) -> Response:
    """Strike out one slip, with a reason."""
    here = _fair(slug)
    slip = get_slip(number, here.id)
    form = VoidForm()
    if not form.validate_on_submit():
        raise Refused(_("무효로 적는 이유를 골라 주세요."))
    void_slip(slip, form.reason.data, acting())
    db.session.commit()
    flash(_("%(number)s번을 무효로 적었어요.", number=show_number(slip.serial)), "ok")
    return redirect(url_for("desk.slips.index", slug=slug), 303)


@bp.post("/unused")
@requires(Permission.WORK_AT_DESK)
def unused(slug: str) -> Response:
    """Strike out all slips that are still blank when the day ends."""
    here = _fair(slug)
    count = void_unused(here.id, acting())
    db.session.commit()
    said = ngettext(
        "쓰지 않은 신청서 %(num)s장을 무효로 적었어요.",
        "쓰지 않은 신청서 %(num)s장을 무효로 적었어요.",
        count,
    )
    flash(said, "ok")
    return redirect(url_for("desk.slips.index", slug=slug), 303)


def _fair(slug: str) -> Fair:
    here = get_fair(slug)
    authorise(Permission.WORK_AT_DESK, here)
    return here
