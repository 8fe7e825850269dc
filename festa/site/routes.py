"""The home of the tour, the choice of language, and the sign of life."""

from typing import Any

from flask import (
    Blueprint,
    current_app,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from werkzeug.wrappers import Response as BaseResponse

from festa import clock
from festa.addresses import local_address
from festa.employers.board import Turnout, turnouts
from festa.errors import NotFound
from festa.extensions import db, limiter
from festa.fairs.models import Fair
from festa.fairs.queries import find_tour, public_season
from festa.fairs.standing import KINDS, TAKING, Standing, standing, word
from festa.fairs.stops import stops
from festa.formats import day, hour, moment
from festa.onboarding.applying import is_open
from festa.permissions import Role, public
from festa.registrations.queries import standing_fairs

bp = Blueprint("site", __name__)


@bp.get("/")
@public
def home() -> str:
    """The season as one line: a stop for each city, with what can be done about it now."""
    tour = find_tour()
    fairs = public_season(tour) if tour else []
    counts = turnouts(fair.id for fair in fairs)
    line = home_stops(fairs, counts, own_fairs())
    return render_template(
        "site/home.html",
        tour=tour,
        stops=line,
        Standing=Standing,
        takes_employers=any(is_open(fair) for fair in fairs),
    )


def home_stops(
    fairs: list[Fair], counts: dict[int, Turnout], mine: set[int]
) -> list[dict[str, Any]]:
    """The stops of the home's line; the first that takes people has the page's one loud action."""
    now = clock.now()
    line = stops(fairs, clock.local(now).date(), href=fair_address)
    loud = next((stop for stop in line if standing(stop["fair"], now) in TAKING), None)
    for stop in line:
        stands = standing(stop["fair"], now)
        stop.update(
            standing=stands,
            badge=word(stop["fair"], now),
            kind=KINDS.get(stands, "plain"),
            date=_when(stop["fair"], stands),
            card=stands in TAKING or stands is Standing.LIVE_FULL,
            turnout=counts.get(stop["fair"].id, Turnout()),
            loud=stop is loud,
            mine=stop["fair"].id in mine,
        )
    return line


def own_fairs() -> set[int]:
    """The fairs at which the signed-in seeker is registered or waits."""
    if not current_user.is_authenticated or current_user.role is not Role.SEEKER:
        return set()
    return standing_fairs(current_user.id)


def _when(fair: Fair, stands: Standing) -> str:
    """The hours of a fair that is open today, the day and hour of one to come, else the day."""
    if stands in (Standing.LIVE, Standing.LIVE_FULL):
        return f"{hour(fair.opens)}–{hour(fair.closes)}"
    return moment(fair.opens_at) if stands in TAKING else day(fair.day)


def fair_address(fair: Fair) -> str:
    """Where the page of a fair is."""
    return url_for("fairs.show", slug=fair.slug)


@bp.post("/language/<code>")
@public
def set_language(code: str) -> BaseResponse:
    """Keep the reader's choice of language, and go back to where they were."""
    if code not in current_app.config["LANGUAGES"]:
        raise NotFound
    session["language"] = code
    if current_user.is_authenticated and current_user.role is Role.SEEKER:
        current_user.locale = code
        db.session.commit()
    return redirect(local_address(request.form.get("next"), url_for("site.home")), 303)


@bp.get("/healthz")
@limiter.exempt
@public
def health() -> tuple[dict[str, str], int]:
    """Whether the server and its database answer."""
    try:
        db.session.execute(text("select 1"))
    except OperationalError:
        db.session.rollback()
        return {"status": "database unreachable"}, 503
    return {"status": "ok"}, 200
