"""The organisers' season and its fairs: see, plan, set up, move on, copy."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField

from festa import clock
from festa.accounts.queries import staff_by_fair
from festa.consents import console as texts
from festa.consents.models import Purpose
from festa.consents.queries import current_texts
from festa.consents.starting import copy_texts, publish_missing_texts
from festa.errors import Refused
from festa.extensions import db
from festa.fairs import place_console
from festa.fairs.catalogue import all_tours, all_venues, free_slug, get_tour
from festa.fairs.fair_form import CloneForm, FairForm
from festa.fairs.forms import TourForm, complain
from festa.fairs.lifecycle import SEEN_BY_PUBLIC, WAYS, FairState
from festa.fairs.models import Fair, Tour, Venue
from festa.fairs.queries import check_tour, find_live_fair, get_fair
from festa.fairs.queries import season as fairs_of
from festa.fairs.service import ILLEGAL_MOVE, FairPlan, clone_fair, plan_fair
from festa.fairs.setup import SetupRefusal, change_fair, change_tour, make_tour, set_capacity
from festa.fairs.stops import stops
from festa.fairs.words import ASKED_TWICE, CONSEQUENCES, PILLS, foretold, is_onwards, press
from festa.gates import closing_console, conflict_console, devices_console
from festa.interviews.fair_changes import Told, announce_changes, move_fair_on
from festa.interviews.overview import last_unit
from festa.interviews.telling import say_moved_up, say_told
from festa.messages.queries import count_failed
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.service import fill_places
from festa.reports.definitions import MEANINGS, Count, meanings
from festa.reports.live import arrivals
from festa.reports.queries import count_fairs
from festa.reports.season import season_stops, to_do

bp = Blueprint("fairs_console", __name__, url_prefix="/console")
bp.register_blueprint(place_console.bp)
bp.register_blueprint(texts.bp)
bp.register_blueprint(devices_console.bp)
bp.register_blueprint(conflict_console.bp)
bp.register_blueprint(closing_console.bp)

SEASON_COUNTS = (
    Count.TO_REVIEW,
    Count.EMPLOYERS_OWING,
    Count.WAITING,
    Count.REEMPLOYED,
    Count.ATTENDED,
    Count.IN_HALL,
    Count.INTERVIEWED,
    Count.HIRED,
    Count.ARRIVALS,
    Count.CONFLICTS,
)
FAIR_COUNTS = (
    Count.CONFIRMED,
    Count.WAITING,
    Count.EMPLOYERS,
    Count.BOOKED,
    Count.ATTENDED,
    Count.INTERVIEWED,
    Count.OUTCOMES_MISSING,
    Count.HIRED,
)


@bp.context_processor
def words() -> dict[str, Any]:
    """How the states of fairs are called, for every page here."""
    return {"pills": PILLS}


def fair_address(fair: Fair) -> str:
    """The console's page of a fair."""
    return url_for("fairs_console.fair", slug=fair.slug)


def _get(slug: str) -> Fair:
    fair = get_fair(slug)
    authorise(Permission.RUN_SEASON, fair)
    return fair


@bp.get("")
@requires(Permission.RUN_SEASON)
def season() -> str:
    """A season at a glance: the newest unless another is asked for."""
    tours = all_tours()
    asked = request.args.get("season")
    tour = next((one for one in tours if one.slug == asked), tours[0] if tours else None)
    if tour is None:
        return render_template("fairs/console_no_season.html")
    fairs, today = fairs_of(tour), clock.today()
    counted = count_fairs(fairs)
    live = find_live_fair(tour)
    return render_template(
        "fairs/console_season.html",
        tour=tour,
        tours=tours,
        fairs=fairs,
        now=clock.now(),
        line=season_stops(fairs, counted, today, fair_address),
        found=sorted(check_tour(tour, staff_by_fair(tour)), key=lambda one: one.is_warning),
        counted=counted,
        to_do=to_do(fairs, counted, today),
        meaning=MEANINGS,
        Count=Count,
        definitions_of_season=meanings(*SEASON_COUNTS),
        failed=count_failed(),
        live=live,
        arrivals=arrivals(live) if live else None,
    )


@bp.route("/seasons/new", methods=["GET", "POST"])
@requires(Permission.RUN_SEASON)
def new_season() -> Any:
    """Begin a season."""
    form = TourForm(year=clock.today().year)
    if form.validate_on_submit():
        tour = make_tour(form.details(), acting())
        db.session.commit()
        flash(_("시즌을 만들었어요. 이제 첫 박람회를 더해 주세요."), "ok")
        return redirect(url_for(".season", season=tour.slug), 303)
    return _tour_form(form, None)


@bp.route("/seasons/<slug>", methods=["GET", "POST"])
@requires(Permission.RUN_SEASON)
def edit_season(slug: str) -> Any:
    """Change a season's name, year or colour."""
    tour = get_tour(slug)
    authorise(Permission.RUN_SEASON, tour)
    form = TourForm(obj=tour)
    if form.validate_on_submit():
        change_tour(tour, form.details(), acting())
        db.session.commit()
        flash(_("시즌을 저장했어요."), "ok")
        return redirect(url_for(".season", season=slug), 303)
    return _tour_form(form, tour)


def _tour_form(form: TourForm, tour: Tour | None) -> Any:
    page = render_template("fairs/console_tour.html", form=form, tour=tour)
    return page, 422 if form.errors else 200


@bp.get("/fairs/<slug>")
@requires(Permission.RUN_SEASON)
def fair(slug: str) -> str:
    """One fair: where it stands, what is wrong with it, its numbers, what can be done."""
    fair = _get(slug)
    fairs = fairs_of(fair.tour)
    missing = len(Purpose) - len(current_texts(fair.id))
    ways = [state for state in FairState if state in WAYS[fair.state]]
    ways.sort(key=lambda state: not is_onwards(fair.state, state))
    return render_template(
        "fairs/console_fair.html",
        fair=fair,
        line=stops(fairs, clock.today(), fair_address),
        here=[one.id for one in fairs].index(fair.id),
        found=[
            one for one in check_tour(fair.tour, staff_by_fair(fair.tour)) if fair.slug in one.slugs
        ],
        missing_texts=missing,
        numbers=count_fairs([fair]).of(fair),
        counts=FAIR_COUNTS,
        meaning=MEANINGS,
        definitions_of_fair=meanings(*FAIR_COUNTS),
        seen_by_public=fair.state in SEEN_BY_PUBLIC,
        ways=ways,
        onwards=sum(is_onwards(fair.state, one) and one not in ASKED_TWICE for one in ways),
        press=press,
        consequences=CONSEQUENCES,
        foretold=foretold,
        asked_twice=ASKED_TWICE,
    )


class MoveForm(FlaskForm):
    """To which state a fair is to be moved."""

    state = SelectField(
        choices=[(state.value, state.value) for state in FairState], coerce=FairState
    )


@bp.post("/fairs/<slug>/state")
@requires(Permission.RUN_SEASON)
def move(slug: str) -> Response:
    """Move a fair to another state; only the ways that lead on from here."""
    fair = _get(slug)
    form = MoveForm()
    if not form.validate_on_submit():
        raise Refused(ILLEGAL_MOVE)
    told = move_fair_on(fair, form.state.data, acting())
    db.session.commit()
    flash(CONSEQUENCES[fair.state], "ok")
    say_told(told)
    return redirect(fair_address(fair), 303)


@bp.route("/fairs/new", methods=["GET", "POST"])
@requires(Permission.RUN_SEASON)
def new() -> Any:
    """Plan a fair in a season, as a draft with the default consent texts."""
    tours = all_tours()
    asked = request.args.get("season")
    tour = next((one for one in tours if one.slug == asked), tours[0] if tours else None)
    if tour is None:
        return redirect(url_for(".new_season"), 303)
    form = FairForm(all_venues())
    if form.validate_on_submit():
        fair = plan_fair(tour, _plan(form), acting())
        publish_missing_texts(fair, acting())
        db.session.commit()
        flash(_("박람회를 준비 중으로 만들었어요. 홀과 출입구, 주최를 정해 주세요."), "ok")
        return redirect(fair_address(fair), 303)
    page = render_template("fairs/console_fair_form.html", form=form, fair=None, tour=tour)
    return page, 422 if form.errors else 200


def _plan(form: FairForm) -> FairPlan:
    settings = form.settings(current_app.config["SITE_NAME"])
    venue_id = settings.pop("venue_id")
    venue = db.session.get(Venue, venue_id) if venue_id else None
    slug = free_slug(form.slug())
    return FairPlan(slug=slug, venue=venue, capacity=form.capacity.data or 0, **settings)


@bp.route("/fairs/<slug>/edit", methods=["GET", "POST"])
@requires(Permission.RUN_SEASON)
def edit(slug: str) -> Any:
    """Change a fair's settings; a larger capacity lets the waiting in."""
    fair = _get(slug)
    form = FairForm(all_venues(), fair)
    if form.validate_on_submit():
        try:
            moved_up, told = _change(fair, form)
        except Refused as refused:
            db.session.rollback()
            complain(_field_of(form, refused), refused.sentence)
        else:
            db.session.commit()
            flash(_("설정을 저장했어요."), "ok")
            say_told(told)
            say_moved_up(moved_up)
            return redirect(fair_address(fair), 303)
    page = render_template(
        "fairs/console_fair_form.html",
        form=form,
        fair=fair,
        tour=fair.tour,
        painted=last_unit(fair.id) is not None,
    )
    return page, 422 if form.errors else 200


def _change(fair: Fair, form: FairForm) -> tuple[int, Told]:
    """Save the settings; how many came in from the waiting list, and how many were told."""
    settings, before = form.settings(current_app.config["SITE_NAME"]), fair.day
    changed = change_fair(fair, settings, acting(), last_unit(fair.id))
    told = announce_changes(fair, before, changed, acting())
    if set_capacity(fair, form.capacity.data or 0, acting()):
        return len(fill_places(fair, acting())), told
    return 0, told


def _field_of(form: FairForm, refused: Refused) -> Any:
    return form.capacity if refused.reason is SetupRefusal.BELOW_PLACES_TAKEN else form.closes


@bp.route("/fairs/<slug>/clone", methods=["GET", "POST"])
@requires(Permission.RUN_SEASON)
def clone(slug: str) -> Any:
    """Copy a fair with its texts to another city and day: everything but people and dates."""
    source = _get(slug)
    form = CloneForm()
    if form.validate_on_submit():
        city, city_en, day = form.target()
        copy = clone_fair(source, free_slug(form.slug()), city, city_en, day, acting())
        copy_texts(source, copy, acting())
        db.session.commit()
        flash(_("박람회를 복제했어요. 장소와 주최, 동의문을 이 도시에 맞게 확인해 주세요."), "ok")
        return redirect(fair_address(copy), 303)
    page = render_template("fairs/console_clone.html", form=form, fair=source)
    return page, 422 if form.errors else 200
