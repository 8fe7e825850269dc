"""Booking an interview: two unique indexes decide, nearest free slots are offered to whoever lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Purpose
from festa.consents.service import find_standing
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState, IllegalMove, takes_bookings
from festa.fairs.models import Fair
from festa.interviews.locks import lock
from festa.interviews.models import Booking, BookingChange, BookingUnit, Slot, TableMode
from festa.interviews.notices import tell_booked, tell_called, tell_ended, tell_moved
from festa.interviews.queries import free_slots
from festa.interviews.states import (
    AT_THE_TABLE,
    ENDED,
    BookingState,
    SlotState,
    move_booking,
)
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState

MOVED = "moved"  # the reason of a booking that takes the place of a rescheduled one


class BookingRefusal(StrEnum):
    """Why a booking was not made."""

    SLOT_TAKEN = "slot_taken"
    SEEKER_BUSY = "seeker_busy"
    SLOT_CLOSED = "slot_closed"
    NOT_REGISTERED = "not_registered"
    NO_CONSENT = "no_consent"
    NOT_NOW = "not_now"
    PAST = "past"
    MOVED_ON = "moved_on"
    NOT_TODAY = "not_today"


SENTENCES: dict[BookingRefusal, Any] = {
    BookingRefusal.SLOT_TAKEN: _l(
        "방금 다른 분이 먼저 예약했어요. 아래에서 가까운 시간을 골라 주세요."
    ),
    BookingRefusal.SEEKER_BUSY: _l(
        "이 시간 앞뒤로 이 분의 다른 면접이 있어요(이동 시간 포함). 아래에서 다른 시간을 골라 주세요."
    ),
    BookingRefusal.SLOT_CLOSED: _l(
        "예약을 받지 않는 시간이에요. 아래에서 다른 시간을 골라 주세요."
    ),
    BookingRefusal.NOT_REGISTERED: _l("이 박람회에 참가가 확정된 분만 예약할 수 있어요."),
    BookingRefusal.NO_CONSENT: _l(
        "이 기업에 정보를 제공하는 데 동의하지 않은 분이에요. 구직자가 면접을 신청하면 예약할 수 있어요."
    ),
    BookingRefusal.NOT_NOW: _l("지금은 면접 예약 기간이 아니에요. 예약 기간을 확인해 주세요."),
    BookingRefusal.PAST: _l("이미 지난 시간이에요. 아래에서 다른 시간을 골라 주세요."),
    BookingRefusal.MOVED_ON: _l(
        "그사이 예약 상태가 바뀌었어요. 새로 고친 화면에서 다시 확인해 주세요."
    ),
    BookingRefusal.NOT_TODAY: _l("면접은 박람회 당일에 진행할 수 있어요."),
}


@dataclass(frozen=True)
class BookingAnswer:
    """A booking, or why there is none and which free slots are nearest (three at most)."""

    booking: Booking | None
    refusal: BookingRefusal | None = None
    nearest: Sequence[Slot] = ()


def book(slot: Slot, registration: Registration, by: Actor) -> BookingAnswer:
    """Book a seeker into a slot."""
    line_up(registration, slot)
    answer = _try(slot, registration)
    if answer.booking is None:
        _note_refusal(slot, registration, answer, by)
        return answer
    _note(answer.booking, None, by)
    tell_booked(answer.booking)
    return answer


def change(booking: Booking, state: BookingState, by: Actor, reason: str = "") -> None:
    """Move a booking to another state; one that ends early gives its units back.

    Refused when it has moved on meanwhile: the row is locked and read anew first.
    """
    lock(Booking, booking)
    before = booking.state
    try:
        booking.state = move_booking(before, state)
    except IllegalMove as illegal:
        raise _refuse(BookingRefusal.MOVED_ON) from illegal
    db.session.flush()
    if state in ENDED:
        db.session.execute(delete(BookingUnit).where(BookingUnit.booking_id == booking.id))
    _note(booking, before, by, reason)


def cancel(booking: Booking, state: BookingState, by: Actor, reason: str = "") -> None:
    """Call an interview off, for one of the three sides, and tell the seeker."""
    change(booking, state, by, reason)
    tell_ended(booking)


def proceed(booking: Booking, state: BookingState, by: Actor) -> None:
    """Take the next step at the table: call, start, end, not there. Refused before the day."""
    if state not in AT_THE_TABLE:
        raise _refuse(BookingRefusal.MOVED_ON)
    if not day_has_come(booking.registration.fair):
        raise _refuse(BookingRefusal.NOT_TODAY)
    change(booking, state, by)
    if state is BookingState.CALLED:
        tell_called(booking)


def reschedule(booking: Booking, slot: Slot, by: Actor) -> BookingAnswer:
    """Move an interview to another slot, or leave it untouched when that slot is lost."""
    registration, old = booking.registration, booking.slot
    line_up(registration, old, slot)
    with db.session.begin_nested() as attempt:
        change(booking, BookingState.RESCHEDULED, by)
        answer = _try(slot, registration, but=old)
        if answer.booking is None:
            attempt.rollback()
    if answer.booking is None:
        _note_refusal(slot, registration, answer, by)
        return answer
    _note(answer.booking, None, by, MOVED)
    tell_moved(answer.booking, old)
    return answer


def line_up(registration: Registration, *slots: Slot) -> None:
    """Lock the seeker's row, then the slots' in their order, and read them anew.

    Everything that books, moves or ends interviews of this seeker or in these slots waits
    here, so that none of them can wait for another in a circle. Who wins is still for the
    unique indexes to say.
    """
    lock(Registration, registration)
    if slots:
        lock(Slot, *slots)


def booking_now(fair: Fair) -> bool:
    """Whether interviews of this fair may be booked at this moment."""
    return takes_bookings(
        fair.state, fair.booking_opens_at, fair.booking_closes_at, fair.closes_at, clock.now()
    )


def day_has_come(fair: Fair) -> bool:
    """Whether interviews of this fair may be under way: on its day, or once its doors are open."""
    return fair.state is FairState.LIVE or clock.today() >= fair.day


def _refuse(reason: BookingRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


def _try(slot: Slot, registration: Registration, but: Slot | None = None) -> BookingAnswer:
    """A new booking, or the refusal; `but` is a slot that is no alternative."""
    refusal = _forbidden(slot, registration)
    booking = None if refusal else _take(slot, registration)
    if booking is not None:
        return BookingAnswer(booking)
    refusal = refusal or _who_was_first(slot)
    return BookingAnswer(None, refusal, free_slots(slot, registration, but=but))


def _forbidden(slot: Slot, registration: Registration) -> BookingRefusal | None:
    """Why nobody may book this, apart from a clash."""
    fair, table = registration.fair, slot.table
    if registration.fair_id != slot.fair_id or registration.state != RegistrationState.CONFIRMED:
        return BookingRefusal.NOT_REGISTERED
    if not booking_now(fair):
        return BookingRefusal.NOT_NOW
    offered = slot.state is SlotState.OPEN and table.mode is not TableMode.WALK_IN
    if not offered or not table.participation.takes_part:
        return BookingRefusal.SLOT_CLOSED
    if fair.grid.moment_of(slot.start_unit) <= clock.now():
        return BookingRefusal.PAST
    employer_id = table.participation.employer_id
    consent = find_standing(registration.seeker_id, slot.fair_id, Purpose.THIRD_PARTY, employer_id)
    return None if consent is not None else BookingRefusal.NO_CONSENT


def _take(slot: Slot, registration: Registration) -> Booking | None:
    """The booking with all its units, or nothing at all."""
    booking = Booking(
        fair_id=slot.fair_id,
        slot=slot,
        registration=registration,
        participation=slot.table.participation,
        state=BookingState.SCHEDULED,
        booked_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(booking)
            db.session.flush()
            if not _take_units(booking, slot, registration):
                raise _Clash
    except (_Clash, IntegrityError):
        return None
    return booking


class _Clash(Exception):
    """Some unit was taken."""


def _take_units(booking: Booking, slot: Slot, registration: Registration) -> bool:
    """Take the table's units, and the seeker's with the walking gap behind them.

    Rows go in by rising unit, so that two bookings that want the same units queue up for
    the first of them and can never wait for each other in a circle.
    """
    gap = registration.fair.walking_gap_units
    rows = [
        {
            "booking_id": booking.id,
            "registration_id": registration.id,
            "table_id": slot.table_id if unit < slot.start_unit + slot.units else None,
            "unit": unit,
        }
        for unit in range(slot.start_unit, slot.start_unit + slot.units + gap)
    ]
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    inserted = db.session.execute(
        dialect.insert(BookingUnit)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(BookingUnit.unit)
    )
    return len(inserted.all()) == len(rows)


def _who_was_first(slot: Slot) -> BookingRefusal:
    units = range(slot.start_unit, slot.start_unit + slot.units)
    query = select(BookingUnit.id).where(
        BookingUnit.table_id == slot.table_id, BookingUnit.unit.in_(units)
    )
    taken = db.session.scalar(query.limit(1)) is not None
    return BookingRefusal.SLOT_TAKEN if taken else BookingRefusal.SEEKER_BUSY


def _note_refusal(slot: Slot, registration: Registration, answer: BookingAnswer, by: Actor) -> None:
    record(
        "booking.refused",
        slot,
        by,
        seeker_id=registration.seeker_id,
        employer_id=slot.scope.employer_id,
        reason=answer.refusal,
    )


def _note(booking: Booking, before: BookingState | None, by: Actor, reason: str = "") -> None:
    db.session.add(
        BookingChange(
            booking_id=booking.id,
            before=before,
            after=booking.state,
            at=clock.now(),
            actor_kind=by.kind,
            actor_id=by.id,
            reason=reason,
        )
    )
    action = "booking.made" if before is None else f"booking.{booking.state}"
    record(
        action,
        booking,
        by,
        seeker_id=booking.registration.seeker_id,
        employer_id=booking.participation.employer_id,
    )
