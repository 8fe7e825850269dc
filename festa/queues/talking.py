"""The talk itself, and stepping out of the line for a moment or for good."""

from festa.audit.actor import Actor
from festa.interviews.booking import cancel
from festa.interviews.states import BEFORE_THE_TALK, BookingState
from festa.queues.models import Ticket
from festa.queues.refusals import QueueRefusal, refuse
from festa.queues.states import EndReason, TicketState
from festa.queues.steps import end, line_up, move, move_booking_along


def start(ticket: Ticket, by: Actor) -> None:
    """Begin the talk with a called person."""
    line_up(ticket)
    if ticket.state is not TicketState.CALLED:
        raise refuse(QueueRefusal.MOVED_ON)
    move(ticket, TicketState.SERVING, by)
    move_booking_along(ticket, BookingState.IN_PROGRESS, by)


def finish(ticket: Ticket, by: Actor) -> None:
    """End the talk."""
    line_up(ticket)
    end(ticket, TicketState.SERVED, EndReason.DONE, by)
    move_booking_along(ticket, BookingState.COMPLETED, by)


def hold(ticket: Ticket, by: Actor) -> None:
    """Let somebody step out for a moment; it is no miss, and they are called as after one."""
    line = line_up(ticket)
    if ticket.state not in {TicketState.ISSUED, TicketState.WAITING, TicketState.CALLED}:
        raise refuse(QueueRefusal.MOVED_ON)
    ticket.held_at_call = line.calls
    move(ticket, TicketState.ON_HOLD, by, "stepped_out")
    move_booking_along(ticket, BookingState.ON_HOLD, by)


def come_back(ticket: Ticket, by: Actor) -> None:
    """Somebody on hold is back at the table: in the line again, at the place they had."""
    line_up(ticket)
    if ticket.state is not TicketState.ON_HOLD:
        raise refuse(QueueRefusal.MOVED_ON)
    move(ticket, TicketState.WAITING, by, "came_back")
    move_booking_along(ticket, BookingState.WAITING, by)


def leave(ticket: Ticket, by: Actor) -> None:
    """Leave the line for good; a booked time is cancelled with it. Refused once the talk began."""
    line_up(ticket)
    if ticket.state is TicketState.SERVING:
        raise refuse(QueueRefusal.TALK_BEGAN)
    end(ticket, TicketState.LEFT, EndReason.STEPPED_BACK, by)
    booking = ticket.booking
    if booking is not None and booking.state in BEFORE_THE_TALK:
        cancel(booking, BookingState.CANCELLED_BY_SEEKER, by, EndReason.STEPPED_BACK)
