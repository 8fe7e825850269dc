"""Reads of an employer's bookings: the list, one with its history, and the day by table."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from festa.accounts.models import Account
from festa.audit.actor import ActorKind
from festa.employers.models import Participation
from festa.errors import NotFound
from festa.extensions import db
from festa.interviews.models import Booking, BookingChange, InterviewTable, Slot
from festa.interviews.queries import lapsed_bookings, unit_now
from festa.interviews.states import BOOKING_WAYS, ENDED, LIVE, BookingState

PAGE = 50
# What the day's console shows: everybody who comes, and who was waited for in vain.
OF_THE_DAY = LIVE | {BookingState.NO_SHOW}


def _bookings(participation: Participation) -> Select[Booking]:
    return (
        select(Booking)
        .join(Booking.slot)
        .join(Slot.table)
        .where(Booking.participation_id == participation.id)
        .options(
            contains_eager(Booking.slot).contains_eager(Slot.table),
            joinedload(Booking.registration),
            joinedload(Booking.outcome),
        )
        .order_by(Slot.start_unit, InterviewTable.id, Booking.id)
    )


def bookings(participation: Participation, ended: bool, page: int) -> Pagination:
    """One page of the standing bookings, or of those that came to nothing, by time."""
    states = ENDED if ended else LIVE
    query = _bookings(participation).where(Booking.state.in_(states))
    return db.paginate(query, page=max(page, 1), per_page=PAGE, error_out=False)


def bookings_of_the_day(participation: Participation) -> Sequence[Booking]:
    """Everybody whom this employer expects or has seen, by time."""
    query = _bookings(participation).where(Booking.state.in_(OF_THE_DAY))
    return db.session.scalars(query).all()


def live_bookings_by_slot(participation: Participation) -> dict[int, Booking]:
    """The standing booking of each slot that has one."""
    query = _bookings(participation).where(
        Booking.state.in_(LIVE), Booking.id.not_in(lapsed_bookings())
    )
    return {booking.slot_id: booking for booking in db.session.scalars(query)}


def movable_bookings(participation: Participation, but: Booking) -> Sequence[Booking]:
    """The other interviews that could still change their time, by time."""
    movable = [state for state, ways in BOOKING_WAYS.items() if BookingState.RESCHEDULED in ways]
    query = _bookings(participation).where(
        Booking.state.in_(movable),
        Booking.id != but.id,
        Slot.start_unit > unit_now(participation.fair),
    )
    return db.session.scalars(query.limit(PAGE)).all()


def get_booking(participation: Participation, booking_id: int) -> Booking:
    """A booking with this employer; NotFound when it is another's."""
    booking = db.session.scalar(_bookings(participation).where(Booking.id == booking_id))
    if booking is None:
        raise NotFound
    return booking


@dataclass(frozen=True)
class ToldChange:
    """One change with whoever made it: a recruiter's name, or the side that they stand on."""

    change: BookingChange
    recruiter: str = ""


def history_of(booking: Booking) -> list[ToldChange]:
    """Every change of a booking, oldest first; colleagues by name, all others by their side."""
    colleague = (BookingChange.actor_kind == ActorKind.ACCOUNT) & (
        BookingChange.actor_id == Account.id
    )
    query = (
        select(BookingChange, Account)
        .outerjoin(Account, colleague)
        .where(BookingChange.booking_id == booking.id)
        .order_by(BookingChange.id)
    )
    employer_id = booking.participation.employer_id
    return [
        ToldChange(change, account.name if account and employer_id in account.employer_ids else "")
        for change, account in db.session.execute(query)
    ]
