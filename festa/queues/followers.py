"""What the queue does when a booking, a consent or a fair changes under it."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festa.audit.actor import Actor
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.booking import change
from festa.interviews.changes import day_has_come
from festa.interviews.following import Follower
from festa.interviews.models import Booking
from festa.interviews.states import CANCELLED, BookingState
from festa.queues.closing import close, close_day, live_tickets
from festa.queues.lines import open_line
from festa.queues.models import Ticket
from festa.queues.notices import tell_employer_left
from festa.queues.numbers import give_number
from festa.queues.refusals import QueueRefusal, refuse
from festa.queues.states import LIVE, OVER, TICKET_WAYS, EndReason, TicketKind, TicketState
from festa.queues.steps import end, lock_ticket, move, note
from festa.registrations.models import Registration

B, T = BookingState, TicketState
MOVED = "booking_moved"
FOLLOWS: dict[BookingState, TicketState] = {
    B.WAITING: T.WAITING,
    B.CALLED: T.CALLED,
    B.IN_PROGRESS: T.SERVING,
    B.COMPLETED: T.SERVED,
    B.ON_HOLD: T.ON_HOLD,
    B.NO_SHOW: T.EXPIRED,
    **dict.fromkeys(CANCELLED, T.LEFT),
}


class QueueFollower(Follower):
    """Keeps every number where its booking is, and ends it with what it stood on."""

    def booking_changed(self, booking: Booking, before: BookingState, by: Actor) -> None:
        """The number of this booking goes the same way, if it has not gone before."""
        state = FOLLOWS.get(booking.state)
        if state is None or not day_has_come(booking.registration.fair):
            return
        ticket = _find_live(booking)
        if ticket is not None and ticket.state is not state:
            _follow(ticket, state, by)

    def booking_moved(self, old: Booking, new: Booking, by: Actor) -> None:
        """At the same table the number stands for the new time; at another it is a new one.

        Either way the person keeps the place that they came for.
        """
        ticket = _find_live(old)
        if ticket is None:
            return
        table = new.slot.table
        if table.id == ticket.table_id:
            ticket.booking = new
            if ticket.state in {T.CALLED, T.ON_HOLD}:
                move(ticket, T.WAITING, by, MOVED)
            db.session.flush()
        else:
            came, person, hidden = ticket.arrived_at, ticket.registration, ticket.number_only
            end(ticket, T.LEFT, EndReason.EXCHANGED, by)
            line = open_line(table)
            ticket = give_number(table, person, line, TicketKind.BOOKED, new, came)
            ticket.number_only = hidden
            note(ticket, None, by, MOVED)
        _stand(ticket, new, by)

    def consent_withdrawn(self, registration: Registration, employer_id: int, by: Actor) -> None:
        """Nobody stands in the line of an employer to whom they are not open."""
        for ticket in live_tickets(Ticket.registration_id == registration.id):
            if ticket.participation.employer_id == employer_id:
                close(ticket, EndReason.CONSENT_WITHDRAWN, B.CANCELLED_BY_SEEKER, by)

    def left_fair(self, registration: Registration, by: Actor) -> None:
        """Whoever leaves the fair leaves every line."""
        for ticket in live_tickets(Ticket.registration_id == registration.id):
            close(ticket, EndReason.LEFT_FAIR, B.CANCELLED_BY_SEEKER, by)

    def left_hall(self, participation: Participation, by: Actor) -> None:
        """The lines of an employer end when it gets up; who had a time is told of that already."""
        for ticket in live_tickets(Ticket.participation_id == participation.id):
            close(ticket, EndReason.EMPLOYER_LEFT, B.CANCELLED_BY_EMPLOYER, by)
            if ticket.state is T.EXPIRED and ticket.booking is None:
                tell_employer_left(ticket)

    def fair_ended(self, fair: Fair, by: Actor) -> None:
        """Every line ends with the day."""
        close_day(fair, by)


def _stand(ticket: Ticket, booking: Booking, by: Actor) -> None:
    """Bring a booking that has just found its time to where its number stands."""
    if ticket.state is T.ISSUED and booking.state not in {B.SCHEDULED, B.ARRIVED}:
        move(ticket, T.WAITING, by, MOVED)
    if booking.state is B.SCHEDULED:
        change(booking, B.ARRIVED, by)
    if ticket.state is T.WAITING and booking.state is not B.WAITING:
        change(booking, B.WAITING, by)


def _find_live(booking: Booking) -> Ticket | None:
    query = select(Ticket).where(Ticket.booking_id == booking.id, Ticket.state.in_(LIVE))
    ticket = db.session.scalar(query)
    if ticket is not None:
        lock_ticket(ticket)
    return ticket if ticket is not None and ticket.state in LIVE else None


def _follow(ticket: Ticket, state: TicketState, by: Actor) -> None:
    """Refused where the number cannot follow: the table or the person are taken."""
    if ticket.state is T.ON_HOLD and state is T.SERVING:
        move(ticket, T.WAITING, by, "came_back")  # they sit there, whatever was noted
    if state not in TICKET_WAYS[ticket.state]:
        return
    why = None
    if state in OVER:
        why = EndReason.DONE if state is T.SERVED else EndReason.BOOKING_ENDED
    try:
        with db.session.begin_nested():
            move(ticket, state, by, "booking", why)
    except IntegrityError as taken:
        raise refuse(QueueRefusal.ENGAGED) from taken


follower = QueueFollower()
