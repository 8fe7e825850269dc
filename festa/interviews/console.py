"""Interviews for organisers: the floor by table and hour, the bookings, calling one off."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from festa.audit.looks import looked_at
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.models import Fair
from festa.interviews.booking import cancel
from festa.interviews.console_form import BookingFilters, CancelForm, LimitForm, NameForm
from festa.interviews.limits import allow_bookings, bookings_ahead, most_bookings
from festa.interviews.models import Booking
from festa.interviews.overview import (
    Wanted,
    bookings,
    changes_of,
    floor,
    get_booking,
    interviewing,
    percent,
)
from festa.interviews.states import BEFORE_THE_TALK, BookingState
from festa.interviews.words import PILLS, WORDS
from festa.paging import asked_page
from festa.permissions import Permission, acting, authorise, requires
from festa.reports.definitions import Count, meanings

bp = Blueprint("interviews_console", __name__, url_prefix="/console/interviews")


def _fairs() -> tuple[Fair | None, Any]:
    """The fair that the page is about, and all of its season."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is not None:
        authorise(Permission.MANAGE_REGISTRATIONS, fair)
    return fair, fairs


@bp.get("")
@requires(Permission.MANAGE_REGISTRATIONS)
def index() -> Any:
    """Tables by the hour: how much of what they offer is booked."""
    fair, fairs = _fairs()
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    return render_template(
        "interviews/console_floor.html",
        fair=fair,
        fairs=fairs,
        floor=floor(fair),
        percent=percent,
        definitions_of_floor=meanings(Count.FILL_RATE, Count.BOOKED),
    )


@bp.route("/bookings", methods=["GET", "POST"])
@requires(Permission.MANAGE_REGISTRATIONS)
def booking_list() -> Any:
    """The bookings of a fair by time; by state and employer, or of whoever is looked for."""
    fair, fairs = _fairs()
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    form, search = BookingFilters(request.args), NameForm()
    form.offer(interviewing(fair))
    searching = search.validate_on_submit()
    wanted = Wanted(name=search.name.data or "") if searching else form.wanted()
    page = bookings(fair, wanted, 1 if searching else asked_page())
    people = (booking.registration.seeker_id for booking in page.items)
    looked_at("console.bookings", people, acting(), fair_id=fair.id)
    shown = render_template(
        "interviews/console_bookings.html",
        fair=fair,
        fairs=fairs,
        form=form,
        search=search,
        searching=searching,
        page=page,
        pills=PILLS,
    )
    return shown, 422 if search.errors else 200


@bp.get("/bookings/<int:booking_id>")
@requires(Permission.MANAGE_REGISTRATIONS)
def booking(booking_id: int) -> Any:
    """One booking with all that happened to it."""
    return _booking(_get(booking_id), CancelForm())


@bp.post("/bookings/<int:booking_id>/cancel")
@requires(Permission.MANAGE_REGISTRATIONS)
def call_off(booking_id: int) -> Any:
    """Call an interview off, with a reason; the seeker is told."""
    booking = _get(booking_id)
    form = CancelForm()
    if not form.validate_on_submit():
        return _booking(booking, form)
    if booking.state not in BEFORE_THE_TALK:
        flash(_("이미 시작했거나 끝난 면접이라 취소할 수 없어요."), "stop")
        return redirect(url_for(".booking", booking_id=booking_id), 303)
    cancel(booking, BookingState.CANCELLED_BY_ORGANISER, acting(), form.reason.data or "")
    db.session.commit()
    flash(_("면접을 취소하고 구직자에게 문자를 보냈어요."), "ok")
    return redirect(url_for(".booking", booking_id=booking_id), 303)


@bp.post("/bookings/<int:booking_id>/limit")
@requires(Permission.MANAGE_REGISTRATIONS)
def set_limit(booking_id: int) -> Any:
    """Let this person have another number of interviews ahead, for a reason."""
    booking = _get(booking_id)
    form = LimitForm()
    if not form.validate_on_submit():
        return _booking(booking, CancelForm(formdata=None), form)
    allow_bookings(booking.registration, form.most.data or 0, form.why.data or "", acting())
    db.session.commit()
    flash(_("이 분은 이제 면접을 %(most)s개까지 잡아 둘 수 있어요.", most=form.most.data), "ok")
    return redirect(url_for(".booking", booking_id=booking_id), 303)


def _get(booking_id: int) -> Booking:
    booking = get_booking(booking_id)
    authorise(Permission.MANAGE_REGISTRATIONS, booking)
    return booking


def _booking(booking: Booking, form: CancelForm, limit: LimitForm | None = None) -> Any:
    most = most_bookings(booking.registration)
    limit = limit or LimitForm(formdata=None, most=most)
    looked_at(
        "console.booking", [booking.registration.seeker_id], acting(), fair_id=booking.fair_id
    )
    page = render_template(
        "interviews/console_booking.html",
        booking=booking,
        fair=booking.registration.fair,
        changes=changes_of(booking),
        may_cancel=booking.state in BEFORE_THE_TALK,
        form=form,
        limit=limit,
        most=most,
        ahead=bookings_ahead(booking.registration),
        pills=PILLS,
        words=WORDS,
    )
    return page, 422 if form.errors or limit.errors else 200
