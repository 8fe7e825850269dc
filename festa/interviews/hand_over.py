"""Handing an interview to a colleague: another table of the same employer, at the same time."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from festa.audit.actor import Actor
from festa.extensions import db
from festa.interviews.booking import Terms, reschedule
from festa.interviews.models import Booking, InterviewTable, Slot, TableMode
from festa.interviews.queries import table_taken
from festa.interviews.refusals import BookingAnswer, BookingRefusal, refuse
from festa.interviews.states import BEFORE_THE_TALK, BookingState, SlotState

HANDED_OVER = "handed_over"  # the reason of a booking that a colleague took over
MAY_GO = BEFORE_THE_TALK - {BookingState.HELD}


def colleagues(booking: Booking) -> Sequence[Slot]:
    """The slots of the employer's other tables that are free at the time of this interview."""
    query = (
        select(Slot)
        .join(Slot.table)
        .where(
            InterviewTable.participation_id == booking.participation_id,
            InterviewTable.mode != TableMode.WALK_IN,
            Slot.start_unit == booking.slot.start_unit,
            Slot.table_id != booking.slot.table_id,
            Slot.state == SlotState.OPEN,
            ~table_taken(),
        )
        .options(contains_eager(Slot.table))
        .order_by(Slot.table_id)
    )
    return db.session.scalars(query).all()


def hand_over(booking: Booking, slot: Slot, by: Actor) -> BookingAnswer:
    """Give an interview to a colleague's table at its own time, begun or not; the seeker is told.

    Whoever has arrived or was called stays so. Refused where the slot is no colleague's.
    """
    own = booking.slot
    same_employer = slot.table.participation_id == booking.participation_id
    same_time = slot.start_unit == own.start_unit and slot.table_id != own.table_id
    if not same_employer or not same_time:
        raise refuse(BookingRefusal.NOT_A_COLLEAGUE)
    if booking.state not in MAY_GO:
        raise refuse(BookingRefusal.MOVED_ON)
    return reschedule(booking, slot, by, Terms(booking.state, reason=HANDED_OVER, has_begun=True))
