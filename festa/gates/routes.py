"""The gate in the hand of staff: scan, answer, next."""

import uuid
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.badges.console_forms import KIND_WORDS
from festa.badges.models import BadgeKind
from festa.badges.queries import active_badges
from festa.extensions import db
from festa.fairs.lifecycle import AT_WORK, OVER, FairState
from festa.fairs.models import Gate
from festa.formats import hour
from festa.gates.answer import Answer
from festa.gates.decision import Direction, ScanOutcome
from festa.gates.filling import filling
from festa.gates.forms import FindForm, ScanForm
from festa.gates.models import Scan
from festa.gates.queries import (
    MOST_FOUND,
    Occupancy,
    find_people,
    gates_at_work,
    get_gate,
    get_scan,
    kinds_unregistered,
    occupancy,
    recent_scans,
)
from festa.gates.service import admit, answer_of
from festa.gates.undoing import MOVEMENTS, undo_once
from festa.gates.words import KINDS, WORDS, goes_all_the_same, lines, shown_name
from festa.permissions import Permission, Role, acting, authorise, requires

bp = Blueprint("gates", __name__, url_prefix="/gate")


@bp.get("")
@requires(Permission.SCAN_BADGES)
def home() -> str:
    """Choose the gate at which one stands."""
    reach = None if current_user.role is Role.ORGANISER else current_user.fair_ids
    return render_template("gates/home.html", gates=gates_at_work(reach))


@bp.get("/<int:gate_id>")
@requires(Permission.SCAN_BADGES)
def scanner(gate_id: int) -> str:
    """The screen of one gate: the last answer, the field for the next code."""
    gate = get_gate(gate_id)
    authorise(Permission.SCAN_BADGES, gate)
    return _screen(gate, ScanForm(formdata=None), _asked_for(gate))


@bp.post("/<int:gate_id>/scans")
@requires(Permission.SCAN_BADGES)
def scan(gate_id: int) -> Response:
    """Answer one scan; the answer has an address of its own, so that a reload scans nothing."""
    gate = get_gate(gate_id)
    authorise(Permission.SCAN_BADGES, gate)
    asked = ScanForm().asked()
    if not asked.text.strip():
        flash(_("명찰의 QR을 읽거나 숫자 여덟 자리를 적어 주세요."), "wait")
        return redirect(url_for("gates.scanner", gate_id=gate.id), 303)
    stored = admit(gate, asked, acting()).scan
    db.session.commit()
    return redirect(url_for("gates.scanner", gate_id=gate.id, scan=stored.id), 303)


@bp.post("/<int:gate_id>/scans/<uuid:scan_id>/undo")
@requires(Permission.SCAN_BADGES)
def undo_scan(gate_id: int, scan_id: uuid.UUID) -> Response:
    """Take back one of the last scans, once."""
    stored = get_scan(scan_id)
    authorise(Permission.SCAN_BADGES, stored)
    undoing = undo_once(stored, acting())
    if undoing is None:
        flash(_("되돌릴 것이 없는 스캔이에요. 이미 되돌렸을 수 있어요."), "info")
        return redirect(url_for("gates.scanner", gate_id=gate_id), 303)
    db.session.commit()
    return redirect(url_for("gates.scanner", gate_id=gate_id, scan=undoing.id), 303)


@bp.route("/<int:gate_id>/find", methods=["GET", "POST"])
@requires(Permission.SCAN_BADGES)
def find(gate_id: int) -> str | tuple[str, int]:
    """Find somebody without a readable badge, by name and the end of the phone number."""
    gate = get_gate(gate_id)
    authorise(Permission.SCAN_BADGES, gate)
    form = FindForm()
    if request.method == "GET":
        return render_template("gates/find.html", gate=gate, form=form, found=None)
    if not form.validate():
        return render_template("gates/find.html", gate=gate, form=form, found=None), 422
    name, last_four = (form.name.data or "").strip(), form.last_four.data or ""
    people = find_people(gate.fair_id, name, last_four)
    badges = active_badges([person.id for person in people])
    looked_at("gates.find", (p.seeker_id for p in people), acting(), fair_id=gate.fair_id)
    found = [(person, badges.get(person.id)) for person in people]
    return render_template("gates/find.html", gate=gate, form=form, found=found, most=MOST_FOUND)


def _asked_for(gate: Gate) -> Answer | None:
    """The answer that the address names, if it is one of this gate's."""
    wanted = request.args.get("scan", type=uuid.UUID)
    stored = db.session.get(Scan, wanted) if wanted else None
    if stored is None or stored.gate_id != gate.id:
        return None
    return answer_of(stored)


def _screen(gate: Gate, form: ScanForm, answer: Answer | None) -> str:
    if answer is not None and answer.registration is not None:
        looked_at("gates.scanner", [answer.registration.seeker_id], acting(), fair_id=gate.fair_id)
    full = occupancy(gate.fair_id, gate.hall_id)
    limit = gate.hall.people_limit if gate.hall is not None else None
    recent = recent_scans(gate)
    kinds = kinds_unregistered(recent)
    return render_template(
        "gates/scanner.html",
        gate=gate,
        over=gate.fair.state in OVER,
        ahead=gate.fair.state in AT_WORK - {FairState.POSTPONED},
        form=form,
        answer=answer,
        outcome=answer.scan.outcome if answer else None,
        Outcome=ScanOutcome,
        direction=answer.scan.direction if answer else Direction.IN,
        kind=KINDS[answer.scan.outcome] if answer else "ready",
        word=WORDS[answer.scan.outcome] if answer else _("명찰을 읽어 주세요"),
        name=shown_name(answer) if answer else "",
        lines=lines(answer) if answer else [],
        leaves=answer is not None and goes_all_the_same(answer.scan.outcome, answer.scan.direction),
        recent=[_row(gate, scan, kinds) for scan in recent],
        counts=_counts(gate, full, limit),
        full=full,
        limit=limit,
        filling=filling(full.inside, limit),
    )


def _counts(gate: Gate, full: Occupancy, limit: int | None) -> str:
    """How many came to the fair, and how many are in the hall behind this gate."""
    if gate.hall is None or limit is None:
        return _("입장 %(admitted)s · 장내 %(inside)s", admitted=full.admitted, inside=full.inside)
    return _(
        "입장 %(admitted)s · %(hall)s %(inside)s/%(limit)s",
        admitted=full.admitted,
        hall=gate.hall.name,
        inside=full.inside,
        limit=limit,
    )


def _row(gate: Gate, scan: Scan, kinds: Mapping[int, BadgeKind]) -> dict[str, Any]:
    undo_href = url_for("gates.undo_scan", gate_id=gate.id, scan_id=scan.id)
    if scan.registration is not None:
        name = scan.registration.seeker.masked_name
    elif kind := kinds.get(scan.badge_id or 0):
        name = KIND_WORDS[kind]
    else:
        name = _("모르는 명찰")
    return {
        "time": hour(scan.received_at),
        "name": name,
        "word": WORDS[scan.outcome],
        "undo_href": undo_href if scan.outcome in MOVEMENTS else None,
    }
