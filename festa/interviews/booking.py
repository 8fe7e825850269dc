"""Booking an interview: two unique indexes decide, nearest free slots are offered to whoever lost."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Purpose
from festa.consents.service import STANDS
from festa.extensions import db
from festa.fairs.lifecycle import takes_bookings
from festa.fairs.models import Fair
from festa.interviews.changes import (
    IN_THE_WAY,
    cancel,
    change,
    day_has_come,
    make_way,
    note,
    place_and_day,
    proceed,
)
from festa.interviews.following import tell_moved_to
from festa.interviews.limits import ROOM, has_interview, has_room
from festa.interviews.locks import lock
from festa.interviews.models import Booking, BookingUnit, Slot, TableMode
from festa.interviews.notices import tell_booked, tell_moved
from festa.interviews.queries import free_slots
from festa.interviews.refusals import SENTENCES, BookingAnswer, BookingRefusal, refuse
from festa.interviews.states import BookingState, SlotState
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState

__all__ = [
    "FIRM",
    "MOVED",
    "SENTENCES",
    "BookingAnswer",
    "BookingRefusal",
    "Terms",
    "book",
    "booking_now",
    "cancel",
    "change",
    "day_has_come",
    "line_up",
    "proceed",
    "refuse",
    "reschedule",
    "swap",
    "take_slot",
]

MOVED = "moved"  # the reason of a booking that takes the place of a rescheduled one
SWAPPED = "swapped"


@dataclass(frozen=True)
class Terms:
    """How a slot is taken: firmly, or held until the seeker answers; under which number, why."""

    state: BookingState = BookingState.SCHEDULED
    held_until: datetime | None = None
    request_id: uuid.UUID | None = None
    reason: str = ""
    # A colleague takes over at the same time: it may have begun.
    has_begun: bool = False
    # The caller holds the locks of `line_up`, and read everything since.
    in_line: bool = False
    # The seeker chooses: a second talk with the same employer is the employer's to offer.
    own_choice: bool = False


FIRM = Terms()
# Another time would not help: none is offered.
AT_NO_TIME = {BookingRefusal.TOO_MANY, BookingRefusal.ALREADY_BOOKED}

UNITS = BookingUnit.__table__
# Made once: building and compiling them anew takes longer than the database needs. What a unique
# index forbids is left out, and not come back with.
TAKING = {
    dialect.dialect.name: (
        dialect.insert(Booking).on_conflict_do_nothing().returning(Booking),
        dialect.insert(UNITS).on_conflict_do_nothing().returning(UNITS.c.unit),
    )
    for dialect in (postgresql, sqlite)
}
# SQLite gives the number of a booking that was undone to the next one: whoever still has that in
# their hands must not be given it for this one.
AS_IT_IS = {"populate_existing": True}
# Three questions of three homes, asked as one: in a rush each statement costs everybody time.
HINDRANCES = select(STANDS, IN_THE_WAY.exists(), ROOM)


def book(slot: Slot, registration: Registration, by: Actor, terms: Terms = FIRM) -> BookingAnswer:
    """Book a seeker into a slot, and tell them."""
    answer = take_slot(slot, registration, by, terms)
    if answer.booking is not None:
        tell_booked(answer.booking)
    return answer


def take_slot(slot: Slot, registration: Registration, by: Actor, terms: Terms) -> BookingAnswer:
    """Give a slot to a seeker on these terms, or say why not; what they are told is the caller's."""
    there = terms.in_line or slot in line_up(registration, slot)
    answer = _try(slot, registration, terms) if there else _gone(slot, registration)
    if answer.booking is None:
        _note_refusal(slot, registration, answer, by)
    else:
        note(answer.booking, None, by, terms.reason)
    return answer


def reschedule(booking: Booking, slot: Slot, by: Actor, terms: Terms = FIRM) -> BookingAnswer:
    """Move an interview to another slot, or leave it untouched when that slot is lost."""
    registration, old = booking.registration, booking.slot
    there = slot in line_up(registration, old, slot)
    with db.session.begin_nested() as attempt:
        change(booking, BookingState.RESCHEDULED, by)
        answer = _try(slot, registration, terms, but=old) if there else _gone(slot, registration)
        if answer.booking is None:
            attempt.rollback()
    if answer.booking is None:
        _note_refusal(slot, registration, answer, by)
        return answer
    note(answer.booking, None, by, terms.reason or MOVED)
    tell_moved_to(booking, answer.booking, by)
    tell_moved(answer.booking, old)
    return answer


def swap(one: Booking, other: Booking, by: Actor) -> list[BookingAnswer]:
    """Let two interviews of one employer change their times; both are told.

    Where one of the two cannot come at the other's time nothing changes, and the answer says
    whose day it was. Refused when they are not two interviews of one employer, before the talk.
    """
    if one.id == other.id or one.participation_id != other.participation_id:
        raise refuse(BookingRefusal.NOT_A_PAIR)
    pair = ((one, one.slot, other.slot), (other, other.slot, one.slot))
    lock(Registration, one.registration, other.registration)
    lock(Slot, one.slot, other.slot)
    with db.session.begin_nested() as attempt:
        for booking, _old, _new in pair:
            change(booking, BookingState.RESCHEDULED, by)
        answers = [_try(new, booking.registration) for booking, _old, new in pair]
        lost = [answer for answer in answers if answer.booking is None]
        if lost:
            attempt.rollback()
    if lost:
        return lost
    for answer, (booking, old, _new) in zip(answers, pair, strict=True):
        assert answer.booking is not None
        note(answer.booking, None, by, SWAPPED)
        tell_moved_to(booking, answer.booking, by)
        tell_moved(answer.booking, old)
    return answers


def line_up(registration: Registration, *slots: Slot) -> Sequence[Slot]:
    """Lock the seeker's row, then the slots' in their order, and read them anew.

    The slots that are still there: a table may lose one while somebody waits for it.

    Everything that books, moves or ends interviews of this seeker or in these slots waits
    here, so that none of them can wait for another in a circle. Who wins is still for the
    unique indexes to say.
    """
    lock(Registration, registration)
    return lock(Slot, *slots) if slots else ()


def booking_now(fair: Fair) -> bool:
    """Whether interviews of this fair may be booked at this moment."""
    return takes_bookings(
        fair.state, fair.booking_opens_at, fair.booking_closes_at, fair.closes_at, clock.now()
    )


def _try(
    slot: Slot, registration: Registration, terms: Terms = FIRM, but: Slot | None = None
) -> BookingAnswer:
    """A new booking, or the refusal; `but` is a slot that is no alternative."""
    refusal = _forbidden(slot, registration, terms)
    if refusal is None and terms.own_choice and has_interview(registration, slot):
        refusal = BookingRefusal.ALREADY_BOOKED
    refusal = refusal or _hindered(slot, registration)
    if refusal in AT_NO_TIME:
        return BookingAnswer(None, refusal)
    booking = _take(slot, registration, terms) if refusal is None else None
    if booking is not None:
        return BookingAnswer(booking)
    refusal = refusal or _who_was_first(slot)
    return BookingAnswer(None, refusal, free_slots(slot, registration, but=but))


def _gone(slot: Slot, registration: Registration) -> BookingAnswer:
    """The refusal where the table took the slot away while somebody waited for it."""
    return BookingAnswer(None, BookingRefusal.SLOT_CLOSED, free_slots(slot, registration))


def _forbidden(slot: Slot, registration: Registration, terms: Terms) -> BookingRefusal | None:
    """Why this may not be booked, as far as the rows that were read tell."""
    fair, table = registration.fair, slot.table
    if registration.fair_id != slot.fair_id or registration.state != RegistrationState.CONFIRMED:
        return BookingRefusal.NOT_REGISTERED
    if not booking_now(fair):
        return BookingRefusal.NOT_NOW
    offered = slot.state is SlotState.OPEN and table.mode is not TableMode.WALK_IN
    if not offered or not table.participation.takes_part:
        return BookingRefusal.SLOT_CLOSED
    begun = fair.grid.moment_of(slot.start_unit) <= clock.now()
    return BookingRefusal.PAST if begun and not terms.has_begun else None


def _hindered(slot: Slot, registration: Registration) -> BookingRefusal | None:
    """Why this person may not be booked here, once overdue invitations have made way."""
    whose = {
        "seeker_id": registration.seeker_id,
        "fair_id": slot.fair_id,
        "purpose": Purpose.THIRD_PARTY,
        "employer_id": slot.table.participation.employer_id,
    }
    asked = whose | place_and_day(slot, registration)
    agreed, overdue, room = db.session.execute(HINDRANCES, asked).one()
    if not agreed:
        return BookingRefusal.NO_CONSENT
    if overdue:
        make_way(slot, registration)
        room = has_room(registration)
    return None if room else BookingRefusal.TOO_MANY


def _take(slot: Slot, registration: Registration, terms: Terms) -> Booking | None:
    """The booking with all its units, or nothing at all."""
    row = {
        "fair_id": slot.fair_id,
        "slot_id": slot.id,
        "registration_id": registration.id,
        "participation_id": slot.table.participation_id,
        "state": terms.state,
        "booked_at": clock.now(),
        "held_until": terms.held_until,
        "request_id": terms.request_id,
    }
    taking, _units = TAKING[db.session.get_bind().dialect.name]
    booking: Booking | None = db.session.scalar(taking, row, execution_options=AS_IT_IS)
    if booking is None or _take_units(booking, slot, registration):
        return booking
    # Undone by hand: a savepoint would cost all who win what these two cost the few who lose.
    db.session.execute(delete(BookingUnit).where(BookingUnit.booking_id == booking.id))
    db.session.execute(delete(Booking).where(Booking.id == booking.id))
    return None


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
    _booking, taking = TAKING[db.session.get_bind().dialect.name]
    return len(db.session.execute(taking, rows).all()) == len(rows)


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
