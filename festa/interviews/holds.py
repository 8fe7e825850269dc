"""Invitations: an employer holds a time for somebody, who accepts, declines, or lets it lapse."""

from datetime import datetime, timedelta

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.alternates import free_place
from festa.interviews.booking import Terms, line_up, take_slot
from festa.interviews.changes import change, day_has_come
from festa.interviews.locks import lock
from festa.interviews.models import Booking, Slot
from festa.interviews.notices import tell_answer, tell_booked, tell_invited
from festa.interviews.refusals import BookingAnswer, BookingRefusal, refuse
from festa.interviews.states import BookingState
from festa.registrations.models import Registration

BEFORE_THE_DAY = timedelta(hours=24)
ON_THE_DAY = timedelta(minutes=5)


def invite(slot: Slot, registration: Registration, by: Actor) -> BookingAnswer:
    """Hold a time for a seeker and ask them; it is theirs until they answer or the time is over."""
    until = held_until(registration.fair, slot, clock.now())
    answer = take_slot(slot, registration, by, Terms(BookingState.HELD, until))
    if answer.booking is not None:
        tell_invited(answer.booking)
    return answer


def accept(booking: Booking, by: Actor) -> None:
    """Take the held time; Refused when the invitation has lapsed or somebody ended it."""
    _answer(booking, BookingState.SCHEDULED, by)
    tell_booked(booking)
    tell_answer(booking)


def decline(booking: Booking, by: Actor) -> None:
    """Give the held time back; the employer is told, and the first alternate moves up."""
    _answer(booking, BookingState.CANCELLED_BY_SEEKER, by, DECLINED)
    tell_answer(booking)
    free_place(booking.registration, booking.participation)


def extend(booking: Booking, by: Actor) -> None:
    """Give the seeker as long again to answer, once; never beyond the interview's beginning."""
    _look_anew(booking)
    if booking.extended:
        raise refuse(BookingRefusal.EXTENDED)
    assert booking.held_until is not None
    fair = booking.registration.fair
    booking.held_until = held_until(fair, booking.slot, booking.held_until)
    booking.extended = True
    db.session.flush()
    record(
        "booking.extended",
        booking,
        by,
        seeker_id=booking.registration.seeker_id,
        employer_id=booking.participation.employer_id,
    )


def held_until(fair: Fair, slot: Slot, start: datetime) -> datetime:
    """Until when a time is held: a day before the fair, five minutes on its day."""
    begins = fair.grid.moment_of(slot.start_unit)
    if day_has_come(fair):
        return min(start + ON_THE_DAY, begins)
    # Whoever has not answered when the doors open has had the evening before.
    return max(min(start + BEFORE_THE_DAY, fair.opens_at), start + ON_THE_DAY)


DECLINED = "declined"  # the reason of an invitation that the seeker gave back


def _answer(booking: Booking, state: BookingState, by: Actor, reason: str = "") -> None:
    line_up(booking.registration)
    _look_anew(booking)
    change(booking, state, by, reason)


def _look_anew(booking: Booking) -> None:
    """Lock the invitation; Refused when it is over, even where nobody has noted that yet."""
    lock(Booking, booking)
    if booking.shown_state is BookingState.LAPSED:
        raise refuse(BookingRefusal.LAPSED)
    if booking.state is not BookingState.HELD:
        raise refuse(BookingRefusal.MOVED_ON)
