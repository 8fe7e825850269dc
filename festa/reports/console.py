"""The organisers' live day and their reports."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa import clock
from festa.audit.looks import looked_at
from festa.audit.service import record
from festa.badges.console_forms import KIND_WORDS
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.catalogue import all_tours
from festa.fairs.choice import chosen_fair
from festa.fairs.models import Fair, Tour
from festa.fairs.queries import get_fair
from festa.fairs.queries import season as fairs_of
from festa.fairs.words import PILLS as FAIR_PILLS
from festa.formats import moment
from festa.gates.device_queries import devices_of
from festa.gates.device_state import state_of
from festa.gates.device_words import STATE_PILLS
from festa.gates.queries import kinds_unregistered
from festa.gates.words import WORDS as SCAN_WORDS
from festa.interviews.words import PILLS as INTERVIEW_PILLS
from festa.permissions import Permission, acting, authorise, requires
from festa.reports.definitions import MEANINGS, Count, meanings
from festa.reports.exports import LIST_WORDS, REPORTED, personal_list, summary
from festa.reports.forms import ExportForm
from festa.reports.live import (
    HERE_AND_WAITING,
    arrivals,
    bookings_by_state,
    halls,
    latest_scans,
    queues,
    refused_scans,
)
from festa.reports.queries import attendance, conflicts, count_fairs
from festa.reports.workbook import XLSX

bp = Blueprint("reports_console", __name__, url_prefix="/console")

LIVE_COUNTS = (Count.ATTENDED, Count.IN_HALL, Count.ARRIVALS, Count.REFUSED_SCANS, Count.QUEUE)


@bp.get("/live")
@requires(Permission.RUN_SEASON)
def live() -> Any:
    """What happens at a fair right now: the live one, unless another is asked for."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.RUN_SEASON, fair)
    return render_template("reports/live.html", fair=fair, fairs=fairs, **_now(fair))


@bp.get("/live/now")
@requires(Permission.RUN_SEASON)
def live_now() -> str:
    """The part of the live page that changes; js/live.js asks for it again and again."""
    fair = get_fair(request.args.get("fair", ""))
    authorise(Permission.RUN_SEASON, fair)
    return render_template("reports/_now.html", fair=fair, **_now(fair))


def _now(fair: Fair) -> dict[str, Any]:
    scans, bookings = latest_scans(fair), bookings_by_state(fair)
    _note_looks(fair, scans)
    return {
        "now": clock.now(),
        "fair_pills": FAIR_PILLS,
        "counted": {Count.ATTENDED: 0, Count.IN_HALL: 0} | attendance([fair]).get(fair.id, {}),
        "arrivals": arrivals(fair),
        "halls": halls(fair),
        "refused": refused_scans(fair),
        "scans": scans,
        "kinds": kinds_unregistered(scans),
        "kind_words": KIND_WORDS,
        "scan_words": SCAN_WORDS,
        "bookings": bookings,
        "waiting": sum(count for state, count in bookings if state in HERE_AND_WAITING),
        "queues": queues(fair),
        "devices": [one for one in devices_of(fair.id) if one.revoked_at is None],
        "state_of": state_of,
        "device_pills": STATE_PILLS,
        "conflicts": conflicts([fair]).get(fair.id, {}).get(Count.CONFLICTS, 0),
        "interview_pills": INTERVIEW_PILLS,
        "Count": Count,
        "meaning": MEANINGS,
        "definitions_of_live": meanings(*LIVE_COUNTS),
    }


def _note_looks(fair: Fair, scans: Any) -> None:
    """Note whose (masked) names are shown; a page that renews itself notes each scan once."""
    seen = request.args.get("seen", "")
    people = {
        scan.registration.seeker_id
        for scan in scans
        if scan.registration is not None and scan.received_at.isoformat() > seen
    }
    looked_at("console.live", people, acting(), fair_id=fair.id)


@bp.get("/reports")
@requires(Permission.RUN_SEASON)
def index() -> Any:
    """The numbers of a season's fairs with their definitions, and the files."""
    return _index(_tour(), None)


def _tour() -> Tour | None:
    tours = all_tours()
    asked = request.args.get("season")
    return next((one for one in tours if one.slug == asked), tours[0] if tours else None)


def _index(tour: Tour | None, form: ExportForm | None) -> Any:
    fairs = fairs_of(tour) if tour else []
    form = form or ExportForm(fairs, fair=_usual(fairs), formdata=None)
    page = render_template(
        "reports/index.html",
        tour=tour,
        tours=all_tours(),
        fairs=fairs,
        counted=count_fairs(fairs),
        counts=REPORTED,
        Count=Count,
        meaning=MEANINGS,
        pills=FAIR_PILLS,
        form=form,
        definitions_of_report=meanings(Count.REEMPLOYED),
    )
    return page, 422 if form.errors else 200


def _usual(fairs: Any) -> str | None:
    fair = chosen_fair(fairs, None, clock.today())
    return fair.slug if fair else None


@bp.get("/reports/<season>/summary.xlsx")
@requires(Permission.RUN_SEASON)
def download_summary(season: str) -> Response:
    """The season's numbers as a workbook; it holds no personal data."""
    tour = next((one for one in all_tours() if one.slug == season), None)
    if tour is None:
        abort(404)
    authorise(Permission.RUN_SEASON, tour)
    fairs = fairs_of(tour)
    above = _("%(tour)s · %(when)s 기준", tour=tour.name, when=moment(clock.now()))
    file = summary(fairs, count_fairs(fairs), above)
    return send_file(file, XLSX, as_attachment=True, download_name=f"{season}-summary.xlsx")


@bp.post("/reports/people")
@requires(Permission.RUN_SEASON)
def download_people() -> Any:
    """A list of people, once somebody said why; the reason is logged and stands in the file."""
    tour = _tour()
    form = ExportForm(fairs_of(tour) if tour else [])
    if not form.validate_on_submit():
        return _index(tour, form)
    fair = get_fair(form.fair.data)
    authorise(Permission.RUN_SEASON, fair)
    which, reason = form.which.data, form.reason.data or ""
    above = _(
        "%(fair)s · %(name)s · %(when)s · %(reason)s",
        fair=fair.title,
        name=current_user.name,
        when=moment(clock.now()),
        reason=reason,
    )
    file, people = personal_list(fair, which, above)
    rows = len(people.seeker_ids)
    record("export.made", fair, acting(), fair_id=fair.id, list=which, rows=rows, reason=reason)
    looked_at(f"export.{which}", people.seeker_ids, acting(), fair_id=fair.id)
    db.session.commit()
    name = f"{fair.slug}-{LIST_WORDS[which]}-{clock.today():%Y%m%d}.xlsx"
    return send_file(file, XLSX, as_attachment=True, download_name=name)
