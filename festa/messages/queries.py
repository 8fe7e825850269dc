"""Reading the outbox."""

from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select

from festa.errors import NotFound
from festa.extensions import db
from festa.messages.models import MessageState, OutboxMessage

PAGE = 50


def count_failed() -> int:
    """How many messages were given up."""
    query = select(func.count(OutboxMessage.id)).where(OutboxMessage.state == MessageState.FAILED)
    return db.session.scalar(query) or 0


def count_by_state() -> dict[MessageState, int]:
    """How many messages are in which state."""
    query = select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)
    return dict(db.session.execute(query).all())


def outbox(state: MessageState | None, fair_id: int | None, page: int) -> Pagination:
    """One page of messages, the newest first."""
    query = select(OutboxMessage).order_by(OutboxMessage.written_at.desc(), OutboxMessage.id.desc())
    where: list[Any] = []
    if state is not None:
        where.append(OutboxMessage.state == state)
    if fair_id is not None:
        where.append(OutboxMessage.fair_id == fair_id)
    return db.paginate(query.where(*where), page=page, per_page=PAGE, max_per_page=PAGE)


def get_message(message_id: int) -> OutboxMessage:
    """The message with this number; NotFound when there is none."""
    message = db.session.get(OutboxMessage, message_id)
    if message is None:
        raise NotFound
    return message
