"""Public pages of a fair, its entry for a calendar, and the tour's colour."""

import re

from flask import Blueprint, Response, render_template, url_for
from flask_login import current_user

from festa import clock
from festa.employers import board
from festa.fairs.calendar import calendar_entry
from festa.fairs.models import Fair
from festa.fairs.queries import find_tour, get_public_fair, public_season
from festa.fairs.standing import KINDS as STANDING_KINDS
from festa.fairs.standing import Standing, standing, word
from festa.fairs.stops import stops
from festa.fairs.words import HOST_WORDS
from festa.onboarding.applying import is_open
from festa.permissions import Role, public
from festa.registrations.queries import standing_fairs

bp = Blueprint("fairs", __name__)

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT_COLOUR = "#008485"
COLOUR_KEPT_SECONDS = 300


@bp.get("/fairs/<slug>")
@public
def show(slug: str) -> str:
    """When, where, how to get there, and whom one meets."""
    fair = get_public_fair(slug)
    fairs = public_season(fair.tour)
    now = clock.now()
    return render_template(
        "fairs/show.html",
        fair=fair,
        stops=stops(fairs, clock.local(now).date(), href=fair_address),
        current=fairs.index(fair),
        standing=standing(fair, now),
        word=word(fair, now),
        kind=STANDING_KINDS.get(standing(fair, now), "plain"),
        Standing=Standing,
        mine=_is_mine(fair),
        hosts=[(HOST_WORDS[host.role], host.name) for host in fair.hosts],
        employers=board.employers_at(fair),
        takes_employers=is_open(fair),
        turnout=board.turnouts([fair.id]).get(fair.id, board.Turnout()),
    )


@bp.get("/fairs/<slug>/calendar.ics")
@public
def calendar(slug: str) -> Response:
    """The fair as an entry for the calendar of a phone."""
    fair = get_public_fair(slug)
    body = calendar_entry(fair, fair_address(fair, external=True), clock.now())
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{fair.slug}.ics"'
    return answer


@bp.get("/brand.css")
@public
def brand_css() -> Response:
    """The tour's colour as the one variable that the stylesheets build on."""
    tour = find_tour()
    colour = tour.brand_colour if tour and COLOUR.fullmatch(tour.brand_colour) else DEFAULT_COLOUR
    answer = Response(f":root{{--brand:{colour}}}\n", mimetype="text/css")
    answer.headers["Cache-Control"] = f"private, max-age={COLOUR_KEPT_SECONDS}"
    return answer


def _is_mine(fair: Fair) -> bool:
    """Whether the signed-in seeker is registered here or waits."""
    if not current_user.is_authenticated or current_user.role is not Role.SEEKER:
        return False
    return fair.id in standing_fairs(current_user.id)


def fair_address(fair: Fair, external: bool = False) -> str:
    """Where the page of a fair is."""
    return url_for("fairs.show", slug=fair.slug, _external=external)
