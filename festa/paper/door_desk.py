"""Entering a door list that was ticked with a pen: the same list, in the same order."""

import uuid
from collections.abc import Mapping
from datetime import time
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.lifecycle import OVER
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.gates.arrivals import note_arrivals, said_of, takes_arrivals
from festa.gates.models import ScanMethod
from festa.gates.queries import get_scan
from festa.gates.undoing import undo_once
from festa.paging import asked_page
from festa.paper.door_forms import DoorListForm
from festa.paper.door_list import A_PAGE, DoorPage, door_list
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("door_list", __name__, url_prefix="/<slug>/door-list")
KEPT = ("group", "page", "at", "gate")  # in the address, from one page to the next


@bp.route("", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def index(slug: str) -> Any:
    """The people of one initial consonant: tick whom the paper ticks."""
    fair = _fair(slug)
    people = door_list(fair.id)
    form = DoorListForm(fair, people)
    title = request.args.get("group", "")
    title = title if title in people else next(iter(people), "")
    if request.method == "GET":
        form.came_at.data = request.args.get("at", type=time.fromisoformat)
        form.gate.data = request.args.get("gate", form.gate.data, type=int)
    open_ = takes_arrivals(fair)
    if open_ and form.validate_on_submit():
        gate, at = form.chosen_gate(), form.moment()
        taken = note_arrivals(gate, form.who.data or (), at, acting())
        db.session.commit()
        for sentence, kind in said_of(gate, at, taken):
            flash(sentence, kind)
        said = {"at": f"{form.came_at.data:%H:%M}", "gate": gate.id}
        return redirect(url_for(".index", slug=slug, **_kept(request.args) | said), 303)
    page = DoorPage(asked_page(), A_PAGE, error_out=False, people=people.get(title, []))
    looked_at("desk.door_list", (one.seeker_id for one in page), acting(), fair_id=fair.id)
    shown = render_template(
        "desk/door_list.html",
        fair=fair,
        form=form,
        people=people,
        title=title,
        page=page,
        open=open_,
        over=fair.state in OVER,
        chosen=set(form.who.data or ()),
        kept=_kept(request.args),
    )
    return shown, 422 if form.errors else 200


@bp.post("/undo")
@requires(Permission.WORK_AT_DESK)
def take_back(slug: str) -> Response:
    """Take back an arrival that was entered from paper by mistake."""
    fair = _fair(slug)
    scan_id = request.form.get("scan", type=uuid.UUID)
    if scan_id is None:
        raise NotFound
    scan = get_scan(scan_id)
    authorise(Permission.WORK_AT_DESK, scan)
    if scan.fair_id != fair.id or scan.method is not ScanMethod.PAPER:
        raise NotFound
    if undo_once(scan, acting()) is not None:
        db.session.commit()
        flash(_("종이에서 옮긴 입장을 되돌렸어요."), "ok")
    else:
        flash(_("이미 되돌린 입장이에요."), "info")
    return redirect(url_for(".index", slug=slug, **_kept(request.args)), 303)


def _kept(asked: Mapping[str, Any]) -> dict[str, Any]:
    """The group, and what was said for the pages before."""
    return {name: asked[name] for name in KEPT if name in asked}


def _fair(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.WORK_AT_DESK, fair)
    return fair
