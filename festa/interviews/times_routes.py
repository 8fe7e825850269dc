"""A seeker's own times: answering invitations, choosing a time, moving an interview."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa.consents.models import ConsentText, Purpose
from festa.consents.queries import current_texts
from festa.employers.models import Job
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.formats import moment
from festa.interviews.applicant_queries import free_tables, live_bookings_of
from festa.interviews.applications import pick_time
from festa.interviews.booking import booking_now, reschedule
from festa.interviews.forms import OneSlotForm, first_message
from festa.interviews.holds import accept, decline, extend
from festa.interviews.instead import has_lost, take_instead
from festa.interviews.instead_queries import offers_instead
from festa.interviews.limits import bookings_ahead, most_bookings
from festa.interviews.models import Application, Booking, Slot
from festa.interviews.queries import unit_now
from festa.interviews.refusals import SENTENCES, BookingAnswer, BookingRefusal, said_at
from festa.interviews.seeker_queries import MOVABLE, movable_first
from festa.interviews.seeker_words import LIKENESS_WORDS
from festa.interviews.states import ApplicationState
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("seeker_times", __name__, url_prefix="/my")


@bp.post("/interviews/<int:booking_id>/accept", endpoint="accept")
@requires(Permission.OWN_PAGE)
def accept_invitation(booking_id: int) -> Response:
    """Take the time that an employer holds."""
    booking = _booking(booking_id)

    def act() -> str:
        accept(booking, acting())
        return _("면접이 확정되었어요. 시간에 맞춰 와 주세요.")

    return _attempt(act)


@bp.post("/interviews/<int:booking_id>/decline", endpoint="decline")
@requires(Permission.OWN_PAGE)
def decline_invitation(booking_id: int) -> Response:
    """Give the held time back."""
    booking = _booking(booking_id)

    def act() -> str:
        decline(booking, acting())
        return _("초대를 사양했어요. 기업에 알렸어요.")

    return _attempt(act)


@bp.post("/interviews/<int:booking_id>/extend", endpoint="extend")
@requires(Permission.OWN_PAGE)
def extend_invitation(booking_id: int) -> Response:
    """Think about an invitation for as long again."""
    booking = _booking(booking_id)

    def act() -> str:
        extend(booking, acting())
        assert booking.held_until is not None
        return _("%(until)s까지 답해 주시면 돼요.", until=moment(booking.held_until))

    return _attempt(act)


@bp.route("/applications/<int:application_id>/times", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def choose(application_id: int) -> Any:
    """Choose a time with an employer that has let one pass."""
    application = db.session.get(Application, application_id)
    if application is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, application)

    def take(slot: Slot) -> BookingAnswer:
        return pick_time(application, slot, acting())

    return _times(application, take)


@bp.route("/interviews/<int:booking_id>/move", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def move(booking_id: int) -> Any:
    """Move one's interview to another time of the same employer."""
    booking = _booking(booking_id)
    application = (
        db.session.query(Application)
        .filter_by(
            registration_id=booking.registration_id, participation_id=booking.participation_id
        )
        .one_or_none()
    )
    if application is None or booking.state not in MOVABLE:
        raise NotFound

    def take(slot: Slot) -> BookingAnswer:
        return reschedule(booking, slot, acting())

    return _times(application, take, booking)


@bp.route("/interviews/<int:booking_id>/instead", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def instead(booking_id: int) -> Any:
    """Free times of employers with similar work, for an interview whose employer does not come."""
    lost = _booking(booking_id)
    text = current_texts(lost.fair_id).get(Purpose.THIRD_PARTY)
    form, sentence = OneSlotForm(), None
    if form.is_submitted():
        slot = db.session.get(Slot, form.slot.data) if form.validate() else None
        if slot is None or text is None:
            flash(first_message(form) or str(SENTENCES[BookingRefusal.SLOT_CLOSED]), "stop")
            return _instead_page(lost, text, None), 422
        job = db.session.get(Job, request.form.get("job", 0, type=int))
        try:
            answered = take_instead(lost, slot, job, text, acting())
            db.session.commit()
            if answered.booking is not None:
                when = moment(lost.registration.fair.grid.moment_of(slot.start_unit))
                flash(_("%(when)s 면접을 예약했어요.", when=when), "ok")
                return redirect(url_for("seekers.my_page"), 303)
            sentence = said_at(lost.registration.fair, answered.refusal)
        except Refused as refused:
            db.session.rollback()
            sentence = refused.sentence
    return _instead_page(lost, text, sentence), 409 if sentence else 200


def _instead_page(lost: Booking, text: ConsentText | None, sentence: Any) -> str:
    open_to_it = has_lost(lost) and text is not None and booking_now(lost.registration.fair)
    return render_template(
        "interviews/seeker_instead.html",
        lost=lost,
        fair=lost.registration.fair,
        grid=lost.registration.fair.grid,
        gone=has_lost(lost),
        offers=offers_instead(lost) if open_to_it else [],
        likeness_words=LIKENESS_WORDS,
        text=text,
        sentence=sentence,
    )


def _times(
    application: Application,
    take: Callable[[Slot], BookingAnswer],
    moving: Booking | None = None,
) -> Any:
    form, refused = OneSlotForm(), None
    if form.is_submitted():
        if not form.validate():
            flash(first_message(form), "stop")
            return _page(application, moving, None), 422
        slot = db.session.get(Slot, form.slot.data)
        if slot is None or slot.table.participation_id != application.participation_id:
            raise NotFound
        refused = take(slot)
        db.session.commit()
        if refused.booking is not None:
            when = moment(application.registration.fair.grid.moment_of(slot.start_unit))
            flash(_("%(when)s 면접을 예약했어요.", when=when), "ok")
            return redirect(url_for("seekers.my_page"), 303)
    return _page(application, moving, refused), 409 if refused else 200


def _page(application: Application, moving: Booking | None, refused: BookingAnswer | None) -> str:
    participation, registration = application.participation, application.registration
    first = max(0, unit_now(participation.fair) + 1)
    free = free_tables(participation, registration, first, moving)
    live = {} if moving else live_bookings_of(participation, [registration.id])
    most = most_bookings(registration)
    return render_template(
        "interviews/seeker_times.html",
        application=application,
        participation=participation,
        fair=participation.fair,
        grid=participation.fair.grid,
        moving=moving,
        standing=movable_first(live.get(registration.id, ())),
        MOVABLE=MOVABLE,
        free=free,
        passed=moving is not None or application.state is ApplicationState.SHORTLISTED,
        booking_now=booking_now(participation.fair),
        most=most,
        full=moving is None and bookings_ahead(registration) >= most,
        refused=refused,
        sentence=said_at(participation.fair, refused.refusal) if refused else None,
    )


def _booking(booking_id: int) -> Booking:
    booking = db.session.get(Booking, booking_id)
    if booking is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, booking)
    return booking


def _attempt(act: Callable[[], str]) -> Response:
    try:
        said = act()
        db.session.commit()
        flash(said, "ok")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    return redirect(url_for("seekers.my_page"), 303)
