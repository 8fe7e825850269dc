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
from festa.extensions import db
from festa.fairs.lifecycle import takes_bookings
from festa.fairs.models import Fair
from festa.interviews.models import Booking, BookingChange, BookingUnit, Slot
from festa.interviews.notices import tell_booked, tell_ended
from festa.interviews.queries import free_slots
from festa.interviews.states import ENDED, BookingState, SlotState, move_booking
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState


class BookingRefusal(StrEnum):
    """Why a booking was not made."""

    SLOT_TAKEN = "slot_taken"
    SEEKER_BUSY = "seeker_busy"
    SLOT_CLOSED = "slot_closed"
    NOT_REGISTERED = "not_registered"
    NO_CONSENT = "no_consent"
    NOT_NOW = "not_now"
    PAST = "past"


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
}


@dataclass(frozen=True)
class BookingAnswer:
    """A booking, or why there is none and which free slots are nearest (three at most)."""

    booking: Booking | None
    refusal: BookingRefusal | None = None
    nearest: Sequence[Slot] = ()


def book(slot: Slot, registration: Registration, by: Actor) -> BookingAnswer:
    """Book a seeker into a slot."""
    refusal = _forbidden(slot, registration)
    booking = None if refusal else _take(slot, registration)
    if booking is None:
        refusal = refusal or _who_was_first(slot)
        record("booking.refused", slot, by, seeker_id=registration.seeker_id, reason=refusal)
        return BookingAnswer(None, refusal, free_slots(slot, registration))
    _note(booking, None, by)
    tell_booked(booking)
    return BookingAnswer(booking)


def change(booking: Booking, state: BookingState, by: Actor, reason: str = "") -> None:
    """Move a booking to another state; one that ends early gives its units back."""
    before = booking.state
    booking.state = move_booking(before, state)
    if state in ENDED:
        db.session.execute(delete(BookingUnit).where(BookingUnit.booking_id == booking.id))
    _note(booking, before, by, reason)


def cancel(booking: Booking, state: BookingState, by: Actor, reason: str = "") -> None:
    """Call an interview off, for one of the three sides, and tell the seeker."""
    change(booking, state, by, reason)
    tell_ended(booking)


def reschedule(booking: Booking, slot: Slot, by: Actor) -> BookingAnswer:
    """Move an interview to another slot, or leave it untouched when that slot is lost."""
    with db.session.begin_nested() as attempt:
        change(booking, BookingState.RESCHEDULED, by)
        answer = book(slot, booking.registration, by)
        if answer.booking is None:
            attempt.rollback()
    return answer


def booking_now(fair: Fair) -> bool:
    """Whether interviews of this fair may be booked at this moment."""
    return takes_bookings(
        fair.state, fair.booking_opens_at, fair.booking_closes_at, fair.closes_at, clock.now()
    )


def _forbidden(slot: Slot, registration: Registration) -> BookingRefusal | None:
    """Why nobody may book this, apart from a clash."""
    fair = registration.fair
    if registration.fair_id != slot.fair_id or registration.state != RegistrationState.CONFIRMED:
        return BookingRefusal.NOT_REGISTERED
    if not booking_now(fair):
        return BookingRefusal.NOT_NOW
    if slot.state is not SlotState.OPEN:
        return BookingRefusal.SLOT_CLOSED
    if fair.grid.moment_of(slot.start_unit) <= clock.now():
        return BookingRefusal.PAST
    employer_id = slot.table.participation.employer_id
    consent = find_standing(registration.seeker_id, slot.fair_id, Purpose.THIRD_PARTY, employer_id)
    return None if consent is not None else BookingRefusal.NO_CONSENT


def _take(slot: Slot, registration: Registration) -> Booking | None:
    """The booking with all its units, or nothing at all."""
    booking = Booking(
        fair_id=slot.fair_id,
        slot=slot,
        registration=registration,
        participation_id=slot.table.participation_id,
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
        employer_id=booking.participation.employer_id if booking.participation else None,
    )
