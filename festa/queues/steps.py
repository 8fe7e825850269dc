"""How a number goes from one state to the next: one door for all, with its row in the history.

Rows are locked in one order everywhere, so that nobody waits in a circle: the registration, the
line, the booking, the ticket.
"""

from datetime import datetime

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.extensions import db
from festa.fairs.lifecycle import OVER as FAIR_OVER
from festa.fairs.lifecycle import IllegalMove
from festa.fairs.models import Fair
from festa.interviews.booking import change, day_has_come
from festa.interviews.locks import lock
from festa.interviews.models import Booking, InterviewTable
from festa.interviews.states import BOOKING_WAYS, BookingState
from festa.queues.lines import open_line
from festa.queues.models import QueueLine, Ticket, TicketChange
from festa.queues.refusals import QueueRefusal, refuse
from festa.queues.states import OVER, EndReason, TicketState, move_ticket


def line_up(ticket: Ticket) -> QueueLine:
    """Lock the line, the booking and the ticket, in this order, and read them anew."""
    line = open_line(ticket.table)
    lock_ticket(ticket)
    return line


def lock_ticket(ticket: Ticket) -> None:
    """Lock the booking, when there is one, and then the ticket, and read them anew."""
    if ticket.booking is not None:
        lock(Booking, ticket.booking)
    lock(Ticket, ticket)


def move(
    ticket: Ticket, state: TicketState, by: Actor, reason: str = "", why: EndReason | None = None
) -> None:
    """Move a locked ticket to another state; Refused when there is no such way any more."""
    before = ticket.state
    try:
        ticket.state = move_ticket(before, state)
    except IllegalMove as illegal:
        raise refuse(QueueRefusal.MOVED_ON) from illegal
    ticket.end_reason = why
    _stamp(ticket, state, clock.now())
    db.session.flush()
    note(ticket, before, by, reason)


def _stamp(ticket: Ticket, state: TicketState, moment: datetime) -> None:
    if state is TicketState.CALLED:
        ticket.called_at, ticket.pages = moment, 1
    elif state is TicketState.SERVING:
        ticket.started_at = moment
    elif state is TicketState.ON_HOLD:
        ticket.held_at = moment
    elif state in OVER:
        ticket.ended_at = moment


def end(ticket: Ticket, state: TicketState, why: EndReason, by: Actor) -> None:
    """End a locked ticket for a reason with a name."""
    move(ticket, state, by, why, why)


def move_booking_along(ticket: Ticket, state: BookingState, by: Actor, reason: str = "") -> None:
    """Bring the ticket's booking where the ticket stands, if it is not there yet."""
    booking = ticket.booking
    if booking is not None and state in BOOKING_WAYS[booking.state]:
        change(booking, state, by, reason)


def note(ticket: Ticket, before: TicketState | None, by: Actor, reason: str = "") -> None:
    """Write a step into the ticket's history and the audit log."""
    db.session.add(
        TicketChange(
            ticket_id=ticket.id,
            before=before,
            after=ticket.state,
            at=clock.now(),
            actor_kind=by.kind,
            actor_id=by.id,
            reason=reason,
        )
    )
    scope = ticket.scope
    detail = {"reason": reason} if reason else {}
    action = "ticket.issued" if before is None else f"ticket.{ticket.state}"
    record(
        action,
        ticket,
        by,
        seeker_id=scope.seeker_id,
        fair_id=scope.fair_id,
        employer_id=scope.employer_id,
        **detail,  # type: ignore[arg-type]
    )


def check_day(table: InterviewTable) -> None:
    """Refused before the fair's day and after it, as it stands at this moment."""
    fair: Fair = table.participation.fair
    db.session.refresh(fair, ["state"])
    if not day_has_come(fair) or fair.state in FAIR_OVER:
        raise refuse(QueueRefusal.NOT_TODAY)
