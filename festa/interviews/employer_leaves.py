"""When an employer does not sit down after all: its interviews end, and the seekers are told."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa.audit.actor import Actor
from festa.employers.models import TAKING_PART, Participation, ParticipationState
from festa.employers.service import set_participation
from festa.extensions import db
from festa.interviews.booking import cancel
from festa.interviews.followers import employer_left
from festa.interviews.models import Booking
from festa.interviews.states import BEFORE_THE_TALK, BookingState
from festa.registrations.models import Registration

LEFT = (ParticipationState.ABSENT, ParticipationState.CANCELLED)


def move_employer(participation: Participation, state: ParticipationState, by: Actor) -> int:
    """Move an employer's part in a fair on; returns how many interviews that called off.

    Where it takes part no more, nothing can be booked there and what was booked is cancelled.
    IllegalMove when there is no such way.
    """
    set_participation(participation, state, by)
    if state in TAKING_PART:
        return 0
    query = (
        select(Booking)
        .where(
            Booking.participation_id == participation.id,
            Booking.state.in_(BEFORE_THE_TALK),
        )
        .options(joinedload(Booking.registration).joinedload(Registration.seeker))
        .order_by(Booking.id)
    )
    bookings = db.session.scalars(query).all()
    for booking in bookings:
        cancel(booking, BookingState.CANCELLED_BY_EMPLOYER, by, f"employer_{state}")
    if state in LEFT:
        employer_left(participation, by)
    return len(bookings)
