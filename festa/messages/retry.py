"""Sending again what could not be sent."""

from enum import StrEnum
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l

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


SENTENCES: dict[RetryRefusal, Any] = {
    RetryRefusal.NOT_FAILED: _l("이미 보냈거나 보내는 중인 메시지예요. 화면을 새로 고쳐 주세요."),
    RetryRefusal.SECRET: _l(
        "인증번호는 다시 보내지 않아요. 구직자가 인증 화면에서 새 번호를 받을 수 있어요."
    ),
}


def retry(message: OutboxMessage, by: Actor) -> None:
    """Put a failed message back into the line, with all its tries; it leaves after the commit."""
    reason = None
    if message.secret:
        reason = RetryRefusal.SECRET
    elif message.state is not MessageState.FAILED:
        reason = RetryRefusal.NOT_FAILED
    if reason is not None:
        raise Refused(SENTENCES[reason], reason)
    message.state = MessageState.WAITING
    message.tries = 0
    message.due_at = clock.now()
    db.session.flush()
    record("message.retried", message, by)
    g.outbox_written = True
