"""Reads of the interview floor."""

from collections.abc import Sequence

from sqlalchemy import Exists, Select, exists, func, select
from sqlalchemy.orm import aliased

from festa import clock
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Booking, BookingUnit, Slot, TableMode
from festa.interviews.states import BookingState, SlotState
from festa.registrations.models import Registration

NEAREST = 3


def free_slots(
    slot: Slot, registration: Registration, most: int = NEAREST, but: Slot | None = None
) -> Sequence[Slot]:
    """The free slots of the same employer that are nearest in time and fit this seeker's day."""
    table, fair = slot.table, registration.fair
    beside = aliased(type(table))
    query = (
        select(Slot)
        .join(beside, Slot.table_id == beside.id)
        .where(
            beside.participation_id == table.participation_id,
            beside.mode != TableMode.WALK_IN,
            Slot.state == SlotState.OPEN,
            Slot.id.not_in([one.id for one in (slot, but) if one is not None]),
            Slot.start_unit > unit_now(fair),
            ~table_taken(),
            ~seeker_taken(registration.id, fair.walking_gap_units),
        )
        .order_by(func.abs(Slot.start_unit - slot.start_unit), Slot.start_unit, Slot.table_id)
        .limit(most)
    )
    return db.session.scalars(query).all()


def table_taken() -> Exists:
    """Whether somebody has, or is still asked about, some unit of the slot at its table."""
    return exists().where(
        BookingUnit.table_id == Slot.table_id,
        BookingUnit.unit >= Slot.start_unit,
        BookingUnit.unit < Slot.start_unit + Slot.units,
        BookingUnit.booking_id.not_in(lapsed_bookings()),
    )


def seeker_taken(registration_id: int, gap: int) -> Exists:
    """Whether the slot, with the way from it, meets something in this person's day."""
    return exists().where(
        BookingUnit.registration_id == registration_id,
        BookingUnit.unit >= Slot.start_unit,
        BookingUnit.unit < Slot.start_unit + Slot.units + gap,
        BookingUnit.booking_id.not_in(lapsed_bookings()),
    )


def seekers_met(participation: Participation) -> frozenset[int]:
    """Whose interview with this employer was held."""
    query = (
        select(Registration.seeker_id)
        .join(Booking, Booking.registration_id == Registration.id)
        .where(
            Booking.participation_id == participation.id,
            Booking.state == BookingState.COMPLETED,
        )
    )
    return frozenset(db.session.scalars(query))


def lapsed_bookings() -> Select[int]:
    """Invitations that nobody answered in time and that nobody has ended yet: they hold nothing."""
    return select(Booking.id).where(
        Booking.state == BookingState.HELD, Booking.held_until <= clock.now()
    )


def unit_now(fair: Fair) -> int:
    """The unit that runs now; negative before the doors open, so that every slot lies ahead."""
    elapsed = clock.now() - fair.opens_at
    return int(elapsed.total_seconds() // 60 // fair.unit_minutes)
