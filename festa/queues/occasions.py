"""Whether a message about a number is still true; asked while it is sent."""

from festa.extensions import db
from festa.interviews.models import InterviewTable
from festa.messages.models import OutboxMessage
from festa.messages.occasions import still_true
from festa.queues.models import Ticket
from festa.queues.states import TicketState


def _ticket(message: OutboxMessage) -> Ticket | None:
    return db.session.get(Ticket, message.about_id) if message.about_id else None


@still_true("queue_called")
def still_called(message: OutboxMessage) -> bool:
    """The table waits for this number."""
    one = _ticket(message)
    return one is not None and one.state is TicketState.CALLED


@still_true("queue_on_hold")
def still_on_hold(message: OutboxMessage) -> bool:
    """The number is on hold."""
    one = _ticket(message)
    return one is not None and one.state is TicketState.ON_HOLD


@still_true("queue_missed")
def still_over(message: OutboxMessage) -> bool:
    """The number is over."""
    one = _ticket(message)
    return one is not None and one.state is TicketState.EXPIRED


@still_true("queue_late")
def still_sits(message: OutboxMessage) -> bool:
    """The employer sits at its table."""
    table = db.session.get(InterviewTable, message.about_id) if message.about_id else None
    return table is not None and table.participation.takes_part
