"""How long messages are kept: their contents a month, so that a complaint can be answered."""

from datetime import timedelta

from sqlalchemy import update

from festa import clock
from festa.extensions import db
from festa.messages.models import MessageState, OutboxMessage

KEPT = timedelta(days=30)
SETTLED = (MessageState.SENT, MessageState.FAILED, MessageState.DROPPED)


def purge_messages() -> int:
    """Empty what was settled a month ago; that something was sent, and when, stays. How many."""
    old = (
        update(OutboxMessage)
        .where(
            OutboxMessage.written_at <= clock.now() - KEPT,
            OutboxMessage.state.in_(SETTLED),
            OutboxMessage.emptied_at.is_(None),
        )
        .values(recipient="", subject="", body="", emptied_at=clock.now())
        .returning(OutboxMessage.id)
    )
    return len(db.session.execute(old).all())
