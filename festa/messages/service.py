"""Writing messages into the outbox, and sending what waits there."""

import logging
from collections.abc import Callable
from datetime import timedelta

from flask import Flask, Response, current_app, g
from sqlalchemy import select

from festa import clock
from festa.extensions import db
from festa.messages.channels import CHANNELS, NotSent
from festa.messages.models import Channel, MessageState, OutboxMessage

log = logging.getLogger(__name__)

TRIES = 5
RETRY_AFTER = timedelta(minutes=1)


def send_sms(
    phone: str,
    template: str,
    body: str,
    *,
    seeker_id: int | None = None,
    fair_id: int | None = None,
    secret: bool = False,
) -> OutboxMessage:
    """Put a text message into the outbox; it leaves after the transaction is committed."""
    message = OutboxMessage(
        channel=Channel.SMS,
        recipient=phone,
        template=template,
        body=body,
        secret=secret,
        seeker_id=seeker_id,
        fair_id=fair_id,
        written_at=clock.now(),
        due_at=clock.now(),
    )
    db.session.add(message)
    g.outbox_written = True
    return message


def deliver_due(limit: int = 100) -> int:
    """Send what is due, oldest first; returns how many left. Commits after each message."""
    sent = 0
    send = CHANNELS[current_app.config["MESSAGE_CHANNEL"]]
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.state == MessageState.WAITING, OutboxMessage.due_at <= clock.now())
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    for _turn in range(limit):
        message = db.session.scalar(query)
        if message is None:
            break
        sent += _deliver(message, send)
        db.session.commit()
    db.session.rollback()
    return sent


def _deliver(message: OutboxMessage, send: Callable[[OutboxMessage], None]) -> bool:
    message.tries += 1
    try:
        send(message)
    except NotSent as problem:
        message.problem = str(problem)[:200]
        message.due_at = clock.now() + RETRY_AFTER * 2 ** (message.tries - 1)
        if message.tries >= TRIES:
            message.state = MessageState.FAILED
        log.warning("message %s not sent: %s", message.id, message.problem)
        return False
    message.state = MessageState.SENT
    message.sent_at = clock.now()
    message.problem = ""
    if message.secret:
        message.body = ""
    return True


def deliver_after_request(response: Response) -> Response:
    """Send what this request wrote, now that it is committed; a failure waits for the next turn."""
    if g.pop("outbox_written", False) and response.status_code < 500:
        g.writes = True
        try:
            deliver_due()
        except Exception:
            db.session.rollback()
            log.exception("the outbox could not be delivered; it will be tried again")
    return response


def init_app(app: Flask) -> None:
    """Have the outbox delivered after each request that wrote to it."""
    app.after_request(deliver_after_request)
