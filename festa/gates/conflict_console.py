"""Badges that two devices let in, for organisers and a fair's supervisors: look, and close with
what was found.
"""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from festa.accounts.models import StaffDuty
from festa.audit.looks import looked_at
from festa.errors import NotAllowed
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.gates.conflict_form import ConflictForm
from festa.gates.conflict_queries import (
    Disputed,
    count_conflicts,
    get_conflict,
    in_full,
    page_of_conflicts,
)
from festa.gates.device_models import ConflictReason
from festa.gates.device_words import REASON_HINTS, REASON_WORDS
from festa.gates.disputes import close_conflict
from festa.paging import asked_page
from festa.permissions import Permission, acting, authorise, requires

# Registered inside fairs_console: its endpoints are fairs_console.conflicts.index and so on.
bp = Blueprint("conflicts", __name__, url_prefix="/fairs/<slug>/conflicts")


def _fair(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.SETTLE_CONFLICTS, fair)
    if not current_user.serves_as(fair.id, StaffDuty.SUPERVISOR):
        raise NotAllowed
    return fair


def _conflict(fair: Fair, conflict_id: int) -> Disputed:
    found = get_conflict(fair.id, conflict_id)
    authorise(Permission.SETTLE_CONFLICTS, found.conflict)
    looked_at("console.conflicts", [found.seeker_id], acting(), fair_id=fair.id)
    return found


@bp.get("")
@requires(Permission.SETTLE_CONFLICTS)
def index(slug: str) -> str:
    """The conflicts that wait for somebody, or with `?closed` those that were closed."""
    fair, closed = _fair(slug), "closed" in request.args
    page = page_of_conflicts(fair.id, closed, asked_page())
    rows = in_full(page.items)
    looked_at("console.conflicts", (one.seeker_id for one in rows), acting(), fair_id=fair.id)
    still_open, done = count_conflicts(fair.id)
    return render_template(
        "gates/console_conflicts.html",
        fair=fair,
        page=page,
        rows=rows,
        closed=closed,
        still_open=still_open,
        done=done,
        reason_words=REASON_WORDS,
    )


@bp.get("/<int:conflict_id>")
@requires(Permission.SETTLE_CONFLICTS)
def show(slug: str, conflict_id: int) -> Any:
    """One conflict: both ways in, and what may have happened."""
    fair = _fair(slug)
    return _page(fair, _conflict(fair, conflict_id), ConflictForm(formdata=None))


@bp.post("/<int:conflict_id>/close")
@requires(Permission.SETTLE_CONFLICTS)
def close(slug: str, conflict_id: int) -> Any:
    """Close a conflict; whoever comes second is told so."""
    fair = _fair(slug)
    found, form = _conflict(fair, conflict_id), ConflictForm()
    if not form.validate_on_submit():
        return _page(fair, found, form)
    reason = ConflictReason(form.reason.data)
    closed = close_conflict(found.conflict, reason, acting(), form.note.data or "")
    db.session.commit()
    if closed:
        flash(_("확인한 것으로 닫았어요."), "ok")
    else:
        flash(_("다른 분이 먼저 닫았어요. 그 기록이 그대로 남아 있어요."), "info")
    return redirect(url_for(".index", slug=slug), 303)


def _page(fair: Fair, found: Disputed, form: ConflictForm) -> Any:
    page = render_template(
        "gates/console_conflict.html",
        fair=fair,
        one=found,
        form=form,
        reason_words=REASON_WORDS,
        reason_hints=REASON_HINTS,
    )
    return page, 422 if form.errors else 200
