"""Everybody of a fair who may be registered twice, for organisers."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from festa.audit.looks import looked_at
from festa.fairs.asked import asked_fair
from festa.merging.queries import pairs_at
from festa.merging.words import LIKENESS_PILLS
from festa.permissions import Permission, acting, authorise, requires
from festa.seekers.identity import show_mobile

bp = Blueprint("merging_console", __name__, url_prefix="/console/registrations/twice")


@bp.get("")
@requires(Permission.MANAGE_REGISTRATIONS)
def index() -> Any:
    """The registrations of a fair that look like one person, two by two, the surest first."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.MANAGE_REGISTRATIONS, fair)
    found = pairs_at(fair.id)
    seen = {one.seeker_id for pair in found for one in (pair.first, pair.second)}
    looked_at("console.twice", seen, acting(), fair_id=fair.id)
    return render_template(
        "merging/pairs.html",
        fair=fair,
        fairs=fairs,
        pairs=found,
        pills=LIKENESS_PILLS,
        show_mobile=show_mobile,
    )
