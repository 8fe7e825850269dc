"""A talk with somebody from the walk-in line, kept as an interview like any other.

A result, a certificate and the reports hang on a booking. Whoever came without one gets it when
the talk ends: on a slot of its own that nobody offers (it is `cancelled`), because the grid is
for times that can be booked and this one is over.
"""

from collections.abc import Iterator

from sqlalchemy import Select, exists, select

from festa import clock
from festa.audit.actor import Actor
from festa.extensions import db
from festa.interviews.changes import note
from festa.interviews.models import Booking, InterviewTable, Slot
from festa.interviews.states import LIVE, BookingState, SlotState
from festa.queues.models import Ticket
from festa.queues.service import finish

WALKED_IN = "walk_in"  # the reason in the history of such a booking
FURTHEST = 600  # units: no day has more


def finish_talk(ticket: Ticket, by: Actor) -> None:
    """End the talk; one without a booked time becomes a completed interview.

    The verb locks the table's line, so two talks never take the same slot.
    """
    finish(ticket, by)
    if ticket.booking is None:
        ticket.booking = _keep(ticket, by)
        db.session.flush()


def _keep(ticket: Ticket, by: Actor) -> Booking:
    booking = Booking(
        fair_id=ticket.fair_id,
        slot=_slot(ticket),
        registration=ticket.registration,
        participation=ticket.participation,
        state=BookingState.COMPLETED,
        booked_at=ticket.arrived_at,
    )
    db.session.add(booking)
    db.session.flush()
    note(booking, None, by, WALKED_IN)
    return booking


def _slot(ticket: Ticket) -> Slot:
    """The unit in which the talk began, or the nearest one of the table that holds nothing."""
    table = ticket.table
    began = _unit(ticket)
    known = {slot.start_unit: slot for slot in _slots(table)}
    free = set(db.session.scalars(_unused(table)))
    for unit in _nearest(began):
        slot = known.get(unit)
        if slot is None:
            slot = Slot(
                table=table,
                fair_id=table.fair_id,
                start_unit=unit,
                units=table.slot_units,
                state=SlotState.CANCELLED,
            )
            db.session.add(slot)
            db.session.flush()
            return slot
        if slot.id in free:
            return slot
    raise AssertionError("a day has more units than talks")


def _unit(ticket: Ticket) -> int:
    fair = ticket.registration.fair
    since = (ticket.started_at or clock.now()) - fair.opens_at
    return max(0, int(since.total_seconds() // 60 // fair.unit_minutes))


def _nearest(unit: int) -> Iterator[int]:
    for distance in range(FURTHEST):
        yield unit + distance
        if distance and unit >= distance:
            yield unit - distance


def _slots(table: InterviewTable) -> list[Slot]:
    return list(db.session.scalars(select(Slot).where(Slot.table_id == table.id)))


def _unused(table: InterviewTable) -> Select[int]:
    """Slots that nobody offers any more and on which no interview stands."""
    held = exists().where(Booking.slot_id == Slot.id, Booking.state.in_(LIVE))
    return select(Slot.id).where(
        Slot.table_id == table.id, Slot.state == SlotState.CANCELLED, ~held
    )
