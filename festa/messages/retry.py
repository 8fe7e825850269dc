"""Sending again what could not be sent."""

from enum import StrEnum
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.messages.models import MessageState, OutboxMessage


class RetryRefusal(StrEnum):
    """Why a message is not sent again."""

    NOT_FAILED = "not_failed"
    SECRET = "secret"  # noqa: S105
    EMPTIED = "emptied"


SENTENCES: dict[RetryRefusal, Any] = {
    RetryRefusal.NOT_FAILED: _l("이미 보냈거나 보내는 중인 메시지예요. 화면을 새로 고쳐 주세요."),
    RetryRefusal.SECRET: _l(
        "인증번호는 다시 보내지 않아요. 구직자가 인증 화면에서 새 번호를 받을 수 있어요."
    ),
    RetryRefusal.EMPTIED: _l("보관 기간이 지나 내용을 지운 메시지라 다시 보낼 수 없어요."),
}


def retry(message: OutboxMessage, by: Actor) -> None:
    """Put a failed message back into the line, with all its tries; it leaves after the commit."""
    reason = None
    if message.secret:
        reason = RetryRefusal.SECRET
    elif message.state is not MessageState.FAILED:
        reason = RetryRefusal.NOT_FAILED
    elif message.emptied_at is not None:
        reason = RetryRefusal.EMPTIED
    if reason is not None:
        raise Refused(SENTENCES[reason], reason)
    message.state = MessageState.WAITING
    message.tries = 0
    message.due_at = clock.now()
    db.session.flush()
    record("message.retried", message, by)
    g.outbox_written = True


def retry_all(fair_id: int | None, by: Actor) -> int:
    """Put every failed message of a fair, or of all, back into the line; returns how many.

    What is still true decides at sending: news that nobody needs any more is dropped there.
    """
    query = update(OutboxMessage).where(
        OutboxMessage.state == MessageState.FAILED,
        OutboxMessage.secret.is_(False),
        OutboxMessage.emptied_at.is_(None),
    )
    if fair_id is not None:
        query = query.where(OutboxMessage.fair_id == fair_id)
    again = query.values(state=MessageState.WAITING, tries=0, due_at=clock.now())
    count = len(db.session.execute(again.returning(OutboxMessage.id)).all())
    if count:
        record("message.retried", None, by, fair_id=fair_id, count=count)
        g.outbox_written = True
    return count
