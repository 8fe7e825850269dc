"""How many interviews somebody may have ahead at one fair, so that everybody gets some."""

from sqlalchemy import bindparam, func, literal, select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.extensions import db
from festa.interviews.locks import lock
from festa.interviews.models import Booking, BookingLimit, Slot
from festa.interviews.queries import lapsed_bookings
from festa.interviews.states import BEFORE_THE_TALK, LIVE, BookingState
from festa.registrations.models import Registration

MOST_BOOKINGS = 3
# An interview that is over makes room for the next.
AHEAD = BEFORE_THE_TALK | {BookingState.IN_PROGRESS}


# Made once, each state a value of its own (a list is unfolded anew each time): every booking
# asks whether one more fits.
ALLOWED = func.coalesce(
    select(BookingLimit.most)
    .where(BookingLimit.registration_id == bindparam("registration_id"))
    .scalar_subquery(),
    MOST_BOOKINGS,
)
ROOM = (
    select(func.count(Booking.id))
    .where(
        Booking.registration_id == bindparam("registration_id"),
        Booking.state.in_([literal(state, Booking.state.type) for state in sorted(AHEAD)]),
    )
    .scalar_subquery()
) < ALLOWED


def most_bookings(registration: Registration) -> int:
    """How many this person may have ahead: three, unless organisers allowed another number."""
    limit = find_limit(registration)
    return MOST_BOOKINGS if limit is None else limit.most


def bookings_ahead(registration: Registration) -> int:
    """How many interviews and open invitations this person has ahead at the fair."""
    query = select(func.count(Booking.id)).where(
        Booking.registration_id == registration.id, Booking.state.in_(AHEAD)
    )
    return db.session.scalar(query) or 0


def has_room(registration: Registration) -> bool:
    """Whether one more fits. Only under the lock on the registration (see line_up) is it sure."""
    return bool(db.session.scalar(select(ROOM), {"registration_id": registration.id}))


def has_interview(registration: Registration, slot: Slot) -> bool:
    """Whether this person has a live interview with the slot's employer; as sure as has_room."""
    query = select(Booking.id).where(
        Booking.registration_id == registration.id,
        Booking.participation_id == slot.table.participation_id,
        Booking.state.in_(LIVE),
        Booking.id.not_in(lapsed_bookings()),
    )
    return db.session.scalar(query.limit(1)) is not None


def find_limit(registration: Registration) -> BookingLimit | None:
    """The number that organisers allowed this person, if they did."""
    query = select(BookingLimit).where(BookingLimit.registration_id == registration.id)
    return db.session.scalar(query)


def allow_bookings(registration: Registration, most: int, reason: str, by: Actor) -> BookingLimit:
    """Let somebody have another number of interviews ahead, for a reason that stays on record."""
    lock(Registration, registration)
    limit = find_limit(registration) or BookingLimit(registration=registration)
    limit.most, limit.reason, limit.set_at = most, reason, clock.now()
    limit.set_by_id = by.id
    db.session.add(limit)
    db.session.flush()
    record(
        "booking_limit.set",
        limit,
        by,
        seeker_id=registration.seeker_id,
        fair_id=registration.fair_id,
        most=most,
        reason=reason,
    )
    return limit
