"""Where a fair takes place and who stands behind it: venue, halls, gates, hosts."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.fairs.forms import VenueForm, complain, part_form
from festa.fairs.models import Fair, FairHost, Gate, Hall, Venue
from festa.fairs.queries import get_fair
from festa.fairs.setup import Part, change_fair, keep_part, keep_venue, remove_part
from festa.fairs.words import HOST_WORDS, PART_WORDS
from festa.permissions import Permission, acting, authorise, requires

# Registered inside fairs_console: its endpoints are fairs_console.place.index and so on.
bp = Blueprint("place", __name__, url_prefix="/fairs/<slug>/place")

KINDS: dict[str, type[Part]] = {"halls": Hall, "gates": Gate, "hosts": FairHost}


def _fair(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.RUN_SEASON, fair)
    return fair


def _kind(name: str) -> type[Part]:
    if name not in KINDS:
        raise NotFound
    return KINDS[name]


def _part(fair: Fair, kind: str, number: int) -> Part:
    part: Any = db.session.get(_kind(kind), number)
    if part is None or part.fair_id != fair.id:
        raise NotFound
    found: Part = part
    return found


@bp.get("")
@requires(Permission.RUN_SEASON)
def index(slug: str) -> str:
    """The venue with its halls and gates, and the hosts."""
    fair = _fair(slug)
    return render_template("fairs/console_place.html", fair=fair, host_words=HOST_WORDS)


@bp.route("/venue", methods=["GET", "POST"], defaults={"new": False})
@bp.route("/venue/new", methods=["GET", "POST"], defaults={"new": True})
@requires(Permission.RUN_SEASON)
def venue(slug: str, new: bool) -> Any:
    """Change the fair's venue for every fair that uses it, or give the fair a new one."""
    fair = _fair(slug)
    venue: Venue | None = None if new else fair.venue
    form = VenueForm(obj=venue)
    if form.validate_on_submit():
        try:
            kept = keep_venue(form.details(), acting(), venue)
            change_fair(fair, {"venue_id": kept.id}, acting())
        except Refused as refused:
            db.session.rollback()
            complain(form.name, refused.sentence)
        else:
            db.session.commit()
            flash(_("장소를 저장했어요."), "ok")
            return redirect(url_for(".index", slug=slug), 303)
    page = render_template("fairs/console_venue.html", form=form, fair=fair, venue=venue)
    return page, 422 if form.errors else 200


@bp.route("/<kind>/new", methods=["GET", "POST"])
@requires(Permission.RUN_SEASON)
def add(slug: str, kind: str) -> Any:
    """Add a hall, a gate or a host."""
    fair = _fair(slug)
    part = _kind(kind)()
    return _keep(fair, kind, part, part_form(part, fair.halls))


@bp.route("/<kind>/<int:number>", methods=["GET", "POST"])
@requires(Permission.RUN_SEASON)
def change(slug: str, kind: str, number: int) -> Any:
    """Change a hall, a gate or a host."""
    fair = _fair(slug)
    part = _part(fair, kind, number)
    return _keep(fair, kind, part, part_form(part, fair.halls))


def _keep(fair: Fair, kind: str, part: Part, form: FlaskForm) -> Any:
    if form.validate_on_submit():
        values = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
        try:
            keep_part(fair, part, values, acting())
        except Refused as refused:
            db.session.rollback()
            complain(form["name"], refused.sentence)
        else:
            db.session.commit()
            flash(_("저장했어요."), "ok")
            return redirect(url_for(".index", slug=fair.slug), 303)
    page = render_template(
        "fairs/console_part.html",
        form=form,
        fair=fair,
        kind=kind,
        part=part if part.id else None,
        words=PART_WORDS[kind],
    )
    return page, 422 if form.errors else 200


@bp.post("/<kind>/<int:number>/remove")
@requires(Permission.RUN_SEASON)
def remove(slug: str, kind: str, number: int) -> Response:
    """Take a hall, a gate or a host out of the fair."""
    fair = _fair(slug)
    part = _part(fair, kind, number)
    try:
        remove_part(part, acting())
    except Refused as refused:
        db.session.rollback()
        flash(refused.sentence, "stop")
        return redirect(url_for(".change", slug=slug, kind=kind, number=number), 303)
    db.session.commit()
    flash(_("지웠어요."), "ok")
    return redirect(url_for(".index", slug=slug), 303)
