"""How a booking goes from one state to the next: one door for all, with its row in the history."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, insert, or_, select

from festa import clock
from festa.audit.actor import SYSTEM, Actor
from festa.audit.service import entry, record_all
from festa.columns import UtcDateTime
from festa.extensions import db
from festa.fairs.lifecycle import FairState, IllegalMove
from festa.fairs.models import Fair
from festa.interviews.alternates import free_place
from festa.interviews.following import tell_changed
from festa.interviews.locks import lock
from festa.interviews.models import Booking, BookingChange, BookingUnit, Slot
from festa.interviews.notices import tell_called, tell_employer_of_end, tell_ended, tell_lapsed
from festa.interviews.refusals import BookingRefusal, refuse
from festa.interviews.states import AT_THE_TABLE, ENDED, BookingState, move_booking
from festa.registrations.models import Registration

AT_ONCE = 200  # invitations that one look of the worker ends

# Made once, and sent past the unit of work: a row of a history is never looked at again.
CHANGE = insert(BookingChange.__table__).inline()


def change(booking: Booking, state: BookingState, by: Actor, reason: str = "") -> None:
    """Move a booking to another state; one that ends early gives its units back.

    Refused when it has moved on meanwhile: the row is locked and read anew first.
    """
    lock(Booking, booking)
    before = booking.state
    try:
        booking.state = move_booking(before, state)
    except IllegalMove as illegal:
        raise refuse(BookingRefusal.MOVED_ON) from illegal
    db.session.flush()
    if state in ENDED:
        db.session.execute(delete(BookingUnit).where(BookingUnit.booking_id == booking.id))
    note(booking, before, by, reason)
    tell_changed(booking, before, by)


def cancel(booking: Booking, state: BookingState, by: Actor, reason: str = "") -> None:
    """Call an interview off, for one of the three sides, and tell the seeker and the employer.

    The place of somebody who had passed goes to the first alternate.
    """
    change(booking, state, by, reason)
    tell_ended(booking)
    if state is not BookingState.CANCELLED_BY_EMPLOYER:
        tell_employer_of_end(booking)
    free_place(booking.registration, booking.participation)


def proceed(booking: Booking, state: BookingState, by: Actor) -> None:
    """Take the next step at the table: call, start, end, not there. Refused before the day."""
    if state not in AT_THE_TABLE:
        raise refuse(BookingRefusal.MOVED_ON)
    if not day_has_come(booking.registration.fair):
        raise refuse(BookingRefusal.NOT_TODAY)
    if state is BookingState.NO_SHOW and clock.now() < _start_of(booking):
        raise refuse(BookingRefusal.NOT_YET)
    change(booking, state, by)
    if state is BookingState.CALLED:
        tell_called(booking)


def _start_of(booking: Booking) -> datetime:
    return booking.registration.fair.grid.moment_of(booking.slot.start_unit)


def day_has_come(fair: Fair) -> bool:
    """Whether interviews of this fair may be under way: on its day, or once its doors are open."""
    return fair.state is FairState.LIVE or clock.today() >= fair.day


def lapse(booking: Booking) -> bool:
    """End an invitation that nobody answered in time; False when somebody was quicker."""
    lock(Booking, booking)
    if not booking.has_lapsed:
        return False
    change(booking, BookingState.LAPSED, SYSTEM)
    tell_lapsed(booking)
    free_place(booking.registration, booking.participation)
    return True


def lapse_due() -> int:
    """End every invitation whose time is over; returns how many. The worker's tick."""
    query = select(Booking).where(*_overdue()).order_by(Booking.id).limit(AT_ONCE)
    return sum(lapse(booking) for booking in db.session.scalars(query).all())


def anything_lapsed() -> bool:
    """Whether there is an invitation to end: asked without the lock that writers take."""
    with db.engine.connect().execution_options(only_reads=True) as connection:
        found = connection.scalar(select(Booking.id).where(*_overdue()).limit(1))
    return found is not None


def make_way(slot: Slot, registration: Registration) -> None:
    """End the overdue invitations at this slot's time and table, and in this person's day.

    So a lapsed invitation keeps nobody out, whether or not a worker runs.
    """
    for booking in db.session.scalars(IN_THE_WAY, place_and_day(slot, registration)).all():
        lapse(booking)


def place_and_day(slot: Slot, registration: Registration) -> dict[str, Any]:
    """The place and the day of which IN_THE_WAY asks."""
    return {
        "table_id": slot.table_id,
        "first": slot.start_unit,
        "end": slot.start_unit + slot.units,
        "registration_id": registration.id,
        "now": clock.now(),
    }


def _overdue(moment: Any = None) -> tuple[Any, ...]:
    until = clock.now() if moment is None else moment
    return Booking.state == BookingState.HELD, Booking.held_until <= until


def _of_booking(*wanted: Any) -> Any:
    return exists().where(BookingUnit.booking_id == Booking.id, *wanted)


# Made once: every booking asks this, and building it takes longer than asking.
IN_THE_WAY = (
    select(Booking)
    .where(
        *_overdue(bindparam("now", type_=UtcDateTime())),
        _of_booking(
            or_(
                (BookingUnit.table_id == bindparam("table_id"))
                & BookingUnit.unit.between(bindparam("first"), bindparam("end") - 1),
                BookingUnit.registration_id == bindparam("registration_id"),
            )
        ),
    )
    .order_by(Booking.id)
)


def note(booking: Booking, before: BookingState | None, by: Actor, reason: str = "") -> None:
    """Write a change into the booking's history and the audit log."""
    db.session.connection().execute(CHANGE, history_row(booking, before, by, reason))
    record_all([log_row(booking, before, by)])


def history_row(
    booking: Booking, before: BookingState | None, by: Actor, reason: str = ""
) -> dict[str, Any]:
    """A change as the booking's history keeps it."""
    return {
        "booking_id": booking.id,
        "before": before,
        "after": booking.state,
        "at": clock.now(),
        "actor_kind": by.kind,
        "actor_id": by.id,
        "reason": reason,
    }


def log_row(booking: Booking, before: BookingState | None, by: Actor) -> dict[str, Any]:
    """A change as the audit log keeps it."""
    return entry(
        "booking.made" if before is None else f"booking.{booking.state}",
        booking,
        by,
        seeker_id=booking.registration.seeker_id,
        employer_id=booking.participation.employer_id,
    )
