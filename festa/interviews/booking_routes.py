"""An employer's bookings: list, history, moving, calling off, and the day at the table."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa.audit.actor import Actor
from festa.employers.models import Participation
from festa.extensions import db
from festa.formats import moment
from festa.interviews.applicant_queries import free_tables
from festa.interviews.booking import (
    BookingAnswer,
    cancel,
    day_has_come,
    proceed,
    reschedule,
    swap,
)
from festa.interviews.booking_queries import bookings as page_of_bookings
from festa.interviews.booking_queries import (
    bookings_of_the_day,
    get_booking,
    history_of,
    movable_bookings,
)
from festa.interviews.employer_pages import attempt, bp, floor_of, people_on
from festa.interviews.forms import (
    CancelForm,
    OneSlotForm,
    OutcomeForm,
    StepForm,
    SwapForm,
    first_message,
)
from festa.interviews.hand_over import MAY_GO, colleagues, hand_over
from festa.interviews.models import Booking, Slot
from festa.interviews.note_forms import note_form
from festa.interviews.notes import notes_about
from festa.interviews.outcomes import record_outcome, take_back_outcome
from festa.interviews.pool import in_pool
from festa.interviews.queries import unit_now
from festa.interviews.refusals import said_at
from festa.interviews.states import BEFORE_THE_TALK, BOOKING_WAYS, BookingState, OutcomeResult
from festa.interviews.table_queries import get_slot, tables_of
from festa.interviews.words import PILLS, SIDE_WORDS, STEP_WORDS, STEPS, WORDS
from festa.permissions import Permission, acting, requires
from festa.resumes.queries import standing_resume
from festa.resumes.words import described

RESULTS = (
    OutcomeResult.SECOND_ROUND,
    OutcomeResult.OFFERED,
    OutcomeResult.REJECTED,
    OutcomeResult.POOLED,
)


@bp.get("/<int:participation_id>/bookings")
@requires(Permission.RECRUIT)
def bookings(participation_id: int) -> str:
    """The bookings that stand, or those that came to nothing."""
    participation = floor_of(participation_id)
    ended = request.args.get("show") == "ended"
    page = page_of_bookings(participation, ended, request.args.get("page", 1, type=int))
    return render_template(
        "interviews/bookings.html",
        participation=participation,
        page=page,
        ended=ended,
        people=_people("employer_bookings", participation, page.items),
        **_words(participation),
    )


@bp.get("/<int:participation_id>/bookings/<int:booking_id>")
@requires(Permission.RECRUIT)
def booking(participation_id: int, booking_id: int) -> str:
    """One booking with its history, the times to which it may move, and its next steps."""
    participation = floor_of(participation_id)
    return _booking_page(participation, get_booking(participation, booking_id), CancelForm())


@bp.post("/<int:participation_id>/bookings/<int:booking_id>/move")
@requires(Permission.RECRUIT)
def move(participation_id: int, booking_id: int) -> Any:
    """Move an interview to another time or table, or say why not and where it is free."""
    participation = floor_of(participation_id)
    own = get_booking(participation, booking_id)

    def said(slot: Slot) -> str:
        when = moment(participation.fair.grid.moment_of(slot.start_unit))
        return _("옮기고 지원자에게 알렸어요: %(when)s", when=when)

    return _give_slot(participation, own, reschedule, said)


@bp.post("/<int:participation_id>/bookings/<int:booking_id>/cancel")
@requires(Permission.RECRUIT)
def call_off(participation_id: int, booking_id: int) -> Any:
    """Call an interview off with a reason; the seeker is told."""
    participation = floor_of(participation_id)
    own = get_booking(participation, booking_id)
    form = CancelForm()
    if not form.validate_on_submit():
        return _booking_page(participation, own, form), 422

    def act() -> str:
        cancel(own, BookingState.CANCELLED_BY_EMPLOYER, acting(), form.reason.data or "")
        return _("면접을 취소하고 지원자에게 알렸어요. 그 시간은 다시 예약할 수 있어요.")

    return attempt(act, _address(own))


@bp.post("/<int:participation_id>/bookings/<int:booking_id>/swap")
@requires(Permission.RECRUIT)
def exchange(participation_id: int, booking_id: int) -> Any:
    """Let two applicants change their times; both are told."""
    participation = floor_of(participation_id)
    own = get_booking(participation, booking_id)
    form = SwapForm()
    if not form.validate_on_submit():
        flash(first_message(form), "stop")
        return redirect(_address(own), 303)
    answers = swap(own, get_booking(participation, form.other.data or 0), acting())
    said = _("두 지원자의 면접 시간을 서로 바꾸고 두 분께 알렸어요.")
    return _settle(participation, own, answers[0], said)


@bp.post("/<int:participation_id>/bookings/<int:booking_id>/hand-over")
@requires(Permission.RECRUIT)
def give_to_colleague(participation_id: int, booking_id: int) -> Any:
    """Hand an interview to a colleague's table at the same time; the seeker is told."""
    participation = floor_of(participation_id)
    own = get_booking(participation, booking_id)

    def said(slot: Slot) -> str:
        return _("%(table)s에 넘기고 지원자에게 알렸어요.", table=slot.table.label)

    return _give_slot(participation, own, hand_over, said)


@bp.get("/<int:participation_id>/day")
@requires(Permission.RECRUIT)
def day(participation_id: int) -> str:
    """The day at the tables: who comes when, and what happens next with each."""
    participation = floor_of(participation_id)
    expected = bookings_of_the_day(participation)
    table_id = request.args.get("table", type=int)
    shown = [one for one in expected if table_id in (None, one.slot.table_id)]
    return render_template(
        "interviews/day.html",
        participation=participation,
        bookings=shown,
        ahead=[one for one in shown if not _is_done(one)],
        done=[one for one in shown if _is_done(one)],
        tables=tables_of(participation),
        table_id=table_id,
        people=_people("employer_day", participation, shown),
        unit_now=unit_now(participation.fair),
        **_words(participation),
    )


@bp.post("/<int:participation_id>/bookings/<int:booking_id>/state")
@requires(Permission.RECRUIT)
def step(participation_id: int, booking_id: int) -> Response:
    """Call, begin, end, or note that nobody came."""
    participation = floor_of(participation_id)
    own = get_booking(participation, booking_id)
    form = StepForm()
    if not form.validate_on_submit():
        return redirect(_back(own), 303)
    state = BookingState(form.state.data)

    def act() -> str:
        proceed(own, state, acting())
        return _("상태를 바꿨어요: %(state)s", state=WORDS[state])

    return attempt(act, _back(own))


@bp.post("/<int:participation_id>/bookings/<int:booking_id>/outcome")
@requires(Permission.RECRUIT)
def outcome(participation_id: int, booking_id: int) -> Response:
    """Write down what the interviewer decided, or take it back."""
    participation = floor_of(participation_id)
    own = get_booking(participation, booking_id)
    form = OutcomeForm()
    if not form.validate_on_submit():
        return redirect(_back(own), 303)
    result = OutcomeResult(form.result.data)

    def act() -> str:
        if result is OutcomeResult.PENDING:
            take_back_outcome(own, acting())
            return _("결과를 되돌렸어요. 다시 골라 주세요.")
        record_outcome(own, result, acting())
        return _("결과를 남겼어요: %(result)s", result=WORDS[result])

    return attempt(act, _back(own))


def _is_done(one: Booking) -> bool:
    if one.state is BookingState.COMPLETED:
        return one.outcome is not None and one.outcome.result is not OutcomeResult.PENDING
    return one.state is BookingState.NO_SHOW


def _address(own: Booking) -> str:
    return url_for(".booking", participation_id=own.participation_id, booking_id=own.id)


def _back(own: Booking) -> str:
    """To the page with the button that was pressed: the day's, or the booking's own."""
    if request.form.get("from") != "day":
        return _address(own)
    table = request.form.get("table", type=int)
    address = url_for(".day", participation_id=own.participation_id, table=table)
    return f"{address}#booking-{own.id}"


def _people(page: str, participation: Participation, shown: Any) -> dict[int, Any]:
    return people_on(page, participation, [one.registration.seeker_id for one in shown])


def _give_slot(
    participation: Participation,
    own: Booking,
    give: Callable[[Booking, Slot, Actor], BookingAnswer],
    said: Callable[[Slot], str],
) -> Any:
    """Let this booking have the slot that the form names."""
    form = OneSlotForm()
    if not form.validate_on_submit():
        flash(first_message(form), "stop")
        return redirect(_address(own), 303)
    slot = get_slot(participation, form.slot.data or 0)
    return _settle(participation, own, give(own, slot, acting()), said(slot))


def _settle(participation: Participation, own: Booking, answered: BookingAnswer, said: str) -> Any:
    """Commit, and show the booking at its new time, or why not and where it is free."""
    db.session.commit()
    if answered.booking is None:
        return _booking_page(participation, own, CancelForm(formdata=None), answered), 409
    flash(said, "ok")
    return redirect(_address(answered.booking), 303)


def _booking_page(
    participation: Participation,
    own: Booking,
    form: CancelForm,
    answered: BookingAnswer | None = None,
) -> str:
    movable = BookingState.RESCHEDULED in BOOKING_WAYS[own.state]
    first = max(0, unit_now(participation.fair) + 1)
    others = movable_bookings(participation, own) if movable else []
    people = _people("employer_booking", participation, [own, *others])
    return render_template(
        "interviews/booking.html",
        participation=participation,
        booking=own,
        resume=standing_resume(own.registration_id, participation.id),
        described=described,
        form=form,
        people=people,
        pooled=in_pool(participation, [own.registration.seeker_id]),
        address=_address(own),
        **_notes(participation, own, people),
        history=history_of(own),
        others=others,
        takers=colleagues(own) if own.state in MAY_GO else [],
        free=free_tables(participation, own.registration, first, own) if movable else [],
        refused=answered,
        sentence=said_at(participation.fair, answered.refusal) if answered else None,
        **_words(participation),
    )


def _notes(participation: Participation, own: Booking, people: Any) -> dict[str, Any]:
    """The notes about whoever was met, as long as the employer may know them."""
    met = own.state in (BookingState.IN_PROGRESS, BookingState.COMPLETED)
    if not met or own.registration.seeker_id not in people:
        return {"note_form": None, "notes": []}
    notes = notes_about(participation, [own.registration_id]).get(own.registration_id, [])
    mine = next((one for one in notes if one.account_id == current_user.id), None)
    return {"note_form": note_form(mine), "notes": [one for one in notes if one is not mine]}


def _words(participation: Participation) -> dict[str, Any]:
    return {
        "pills": PILLS,
        "words": WORDS,
        "sides": SIDE_WORDS,
        "steps": STEPS,
        "step_words": STEP_WORDS,
        "results": RESULTS,
        "before_the_talk": BEFORE_THE_TALK,
        "day_has_come": day_has_come(participation.fair),
        "grid": participation.fair.grid,
    }
