"""Whether a message about a number is still true; asked while it is sent."""

from festa.interviews.models import InterviewTable
from festa.messages.models import OutboxMessage
from festa.messages.occasions import find_about, still_true, true_while
from festa.queues.models import Ticket
from festa.queues.states import TicketState

true_while(Ticket, TicketState.CALLED, "queue_called")
true_while(Ticket, TicketState.ON_HOLD, "queue_on_hold")
true_while(Ticket, TicketState.EXPIRED, "queue_missed", "queue_employer_left")


@still_true("queue_late")
def still_sits(message: OutboxMessage) -> bool:
    """The employer sits at its table."""
    table = find_about(InterviewTable, message)
    return table is not None and table.participation.takes_part
