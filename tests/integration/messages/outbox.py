"""What stands in the outbox."""

from sqlalchemy import select

from festa.extensions import db
from festa.messages.models import OutboxMessage


def told(template: str = "") -> list[str]:
    """The bodies in the outbox, of one template or all."""
    query = select(OutboxMessage.body).order_by(OutboxMessage.id)
    if template:
        query = query.where(OutboxMessage.template == template)
    return list(db.session.scalars(query))


def states() -> dict[str, str]:
    """Each message's state by its template."""
    rows = db.session.execute(select(OutboxMessage.template, OutboxMessage.state))
    return {template: state.value for template, state in rows}


def newest_message() -> OutboxMessage:
    """What was put into the outbox last."""
    query = select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)
    return db.session.scalars(query).one()
