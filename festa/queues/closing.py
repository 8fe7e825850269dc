"""The end of the day: every number ends, in whatever state it was."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa.audit.actor import Actor
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.booking import change
from festa.interviews.locks import lock
from festa.interviews.models import Booking
from festa.interviews.states import BEFORE_THE_TALK, BookingState
from festa.queues.models import QueueLine, Ticket
from festa.queues.states import LIVE, EndReason, TicketState
from festa.queues.steps import end, lock_ticket, move_booking_along
from festa.registrations.models import Registration


def close_day(fair: Fair, by: Actor) -> int:
    """End every number of the fair; returns how many.

    A talk that runs counts as held. Whoever waited and was never called did not miss
    anything: their interview is called off for the organiser's side.
    """
    lines = db.session.scalars(select(QueueLine).where(QueueLine.fair_id == fair.id)).all()
    lock(QueueLine, *lines)
    tickets = live_tickets(Ticket.fair_id == fair.id)
    for ticket in tickets:
        close(ticket, EndReason.DAY_OVER, BookingState.CANCELLED_BY_ORGANISER, by)
    return len(tickets)


def close(ticket: Ticket, why: EndReason, booking_ends: BookingState, by: Actor) -> None:
    """End one number from outside, with its booking when that has not ended by itself."""
    lock_ticket(ticket)
    if ticket.state not in LIVE:
        return
    if ticket.state is TicketState.SERVING:
        end(ticket, TicketState.SERVED, why, by)
        move_booking_along(ticket, BookingState.COMPLETED, by)
        return
    end(ticket, TicketState.EXPIRED, why, by)
    booking = ticket.booking
    if booking is not None and booking.state in BEFORE_THE_TALK:
        change(booking, booking_ends, by, why)


def live_tickets(*where: object) -> Sequence[Ticket]:
    """Numbers that stand, with what their ends need, in the order of their rows."""
    query = (
        select(Ticket)
        .where(Ticket.state.in_(LIVE), *where)  # type: ignore[arg-type]
        .options(
            joinedload(Ticket.registration).joinedload(Registration.fair),
            joinedload(Ticket.participation),
            joinedload(Ticket.booking).joinedload(Booking.slot),
        )
        .order_by(Ticket.booking_id, Ticket.id)
    )
    return db.session.scalars(query).all()
