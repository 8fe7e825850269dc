"""Reminders of the demo have left before anybody looks: a terminal is no place for hundreds."""

from sqlalchemy import update

from festa.extensions import db
from festa.messages.models import MessageState, OutboxMessage
from festa.registrations.reminders import plan_reminders


def remind_all() -> int:
    """Write the reminders that are due as sent; returns how many."""
    planned = plan_reminders()
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.once.is_not(None), OutboxMessage.state == MessageState.WAITING)
        .values(state=MessageState.SENT, sent_at=OutboxMessage.due_at, tries=1)
    )
    return planned
