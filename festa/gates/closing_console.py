"""The end of a fair's day for organisers: what is left open, and closing it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa import clock
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.forms import complain
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.gates.closing import close_day, is_over, reopen_day
from festa.gates.closing_form import ClosingForm
from festa.gates.closing_queries import day_end, find_closing
from festa.gates.device_state import state_of
from festa.gates.device_words import STATE_PILLS, heard_in_words
from festa.permissions import Permission, acting, authorise, requires

# Registered inside fairs_console: its endpoints are fairs_console.closing.index and so on.
bp = Blueprint("closing", __name__, url_prefix="/fairs/<slug>/closing")


def _fair(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.RUN_SEASON, fair)
    return fair


@bp.get("")
@requires(Permission.RUN_SEASON)
def index(slug: str) -> Any:
    """What is settled and what is not; and who closed the day, once somebody has."""
    return _page(_fair(slug), ClosingForm(formdata=None))


@bp.post("")
@requires(Permission.RUN_SEASON)
def close(slug: str) -> Any:
    """Close the day."""
    fair, form = _fair(slug), ClosingForm()
    if not form.validate_on_submit():
        return _page(fair, form)
    try:
        close_day(fair, acting(), form.reason.data or "")
    except Refused as refused:
        db.session.rollback()
        complain(form.reason, refused.sentence)
        return _page(_fair(slug), form)
    db.session.commit()
    flash(_("하루를 마감했어요. 수고하셨어요."), "ok")
    return redirect(url_for(".index", slug=slug), 303)


@bp.post("/reopen")
@requires(Permission.RUN_SEASON)
def reopen(slug: str) -> Response:
    """Take the closing back."""
    closing = find_closing(_fair(slug).id)
    if closing is not None:
        authorise(Permission.RUN_SEASON, closing)
        reopen_day(closing, acting())
        db.session.commit()
        flash(_("마감을 취소했어요."), "ok")
    return redirect(url_for(".index", slug=slug), 303)


def _page(fair: Fair, form: ClosingForm) -> Any:
    now = clock.now()
    page = render_template(
        "gates/console_closing.html",
        fair=fair,
        form=form,
        end=day_end(fair, now),
        closing=find_closing(fair.id),
        over=is_over(fair, now),
        begun=fair.state is FairState.LIVE or now >= fair.opens_at,
        now=now,
        state_of=state_of,
        state_pills=STATE_PILLS,
        heard_in_words=heard_in_words,
    )
    return page, 422 if form.errors else 200
