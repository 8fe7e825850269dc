"""Sending what waits in the outbox: claimed under a lease, sent, written down.

A message is claimed in one transaction, sent outside of any, and its result is written in
the next, which claims the next message too. A worker that dies leaves a lease behind; when
it ends, another worker takes the message up with the same key. So nothing is lost, and a
second copy can leave only when a worker dies between the road's answer and its commit.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import Select, case, exists, select, update

from festa import clock
from festa.extensions import db
from festa.messages.channels import Roads
from festa.messages.hours import TRIES, next_open, wait_after
from festa.messages.letters import Letter, NotSent, Receipt
from festa.messages.models import Channel, MessageAttempt, MessageState, OutboxMessage, Outcome
from festa.messages.occasions import enclosures_of, is_still_true

log = logging.getLogger(__name__)

URGENT = 0
USUAL = 1
AHEAD = (MessageState.WAITING, MessageState.SENDING)
LAPSED = "lapsed"
UNTRUE = "no longer true"
ERASED = "erased"


@dataclass(frozen=True)
class Claim:
    """A message in this worker's hand: the row, the attempt, the token and the letter itself."""

    message_id: int
    attempt_id: int
    token: str
    tries: int
    letter: Letter


Result = Receipt | NotSent


def deliver_due(limit: int | None = None, stopped: Callable[[], bool] = lambda: False) -> int:
    """Send what is due, urgent first, then oldest; returns how many left. Commits as it goes."""
    sent = 0
    with Roads(current_app.config) as roads:
        claim = _turn(None, None)
        while claim is not None:
            result = _send(roads, claim)
            sent += isinstance(result, Receipt)
            more = not stopped() and (limit is None or sent < limit)
            claim = _turn(claim, result, more=more)
    return sent


def anything_due() -> bool:
    """Whether something waits for now, read without the lock that writers take."""
    reading = {"only_reads": True}
    with db.engine.connect().execution_options(**reading) as connection:
        return bool(connection.scalar(select(exists(_due(clock.now())))))


def _send(roads: Roads, claim: Claim) -> Result:
    try:
        return roads.send(claim.letter)
    except NotSent as problem:
        return problem
    except Exception as problem:
        # Something of ours: the message is tried again, the others go on. No text in the log.
        log.error("message %s: %s while sending", claim.message_id, type(problem).__name__)
        return NotSent(f"internal: {type(problem).__name__}")


def _turn(done: Claim | None, result: Result | None, *, more: bool = True) -> Claim | None:
    """Write down what came of one message and claim the next, in one transaction."""
    try:
        if done is not None and result is not None:
            _settle(done, result)
        claim = _claim_next() if more else None
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    return claim


def _due(now: datetime) -> Select[int]:
    return select(OutboxMessage.id).where(
        OutboxMessage.state.in_(AHEAD), OutboxMessage.due_at <= now
    )


def _claim_next() -> Claim | None:
    """The next message that may leave now, under a lease; those that must not are set aside."""
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.state.in_(AHEAD), OutboxMessage.due_at <= clock.now())
        .order_by(OutboxMessage.rank, OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    while (message := db.session.scalar(query)) is not None:
        if _may_leave(message):
            return _claim(message)
        db.session.flush()
    return None


def _may_leave(message: OutboxMessage) -> bool:
    now = clock.now()
    if message.state is MessageState.SENDING:
        _note_death(message)
    if message.emptied_at is not None:
        _end(message, MessageState.DROPPED, ERASED)
    elif message.tries >= TRIES:
        _end(message, MessageState.FAILED, message.problem)
    elif message.lapses_at is not None and message.lapses_at <= now:
        _end(message, MessageState.DROPPED, LAPSED)
    elif not is_still_true(message):
        _end(message, MessageState.DROPPED, UNTRUE)
    else:
        opens = now if message.rank == URGENT else next_open(now, message.about_day)
        if opens <= now:
            return True
        message.state, message.claim, message.due_at = MessageState.WAITING, None, opens
    return False


def _note_death(message: OutboxMessage) -> None:
    """The lease has ended without a result: the worker died, or was cut off, while sending."""
    message.problem = "worker ended while sending"
    db.session.execute(
        update(MessageAttempt)
        .where(MessageAttempt.message_id == message.id, MessageAttempt.outcome == Outcome.STARTED)
        .values(outcome=Outcome.LOST, ended_at=clock.now(), problem=message.problem)
    )


def _claim(message: OutboxMessage) -> Claim:
    now = clock.now()
    token = uuid.uuid4().hex
    message.state = MessageState.SENDING
    message.claim = token
    message.tries += 1
    message.due_at = now + timedelta(seconds=current_app.config["MESSAGE_LEASE"])
    attempt = MessageAttempt(message_id=message.id, number=message.tries, begun_at=now)
    db.session.add(attempt)
    db.session.flush()
    return Claim(message.id, attempt.id, token, message.tries, _letter(message))


def _letter(message: OutboxMessage) -> Letter:
    files = enclosures_of(message) if message.channel is Channel.EMAIL else []
    return Letter(
        message.key,
        message.channel,
        message.template,
        message.recipient,
        message.subject,
        message.body,
        tuple(files),
    )


def _settle(claim: Claim, result: Result) -> None:
    """Write the result down; one that comes after the lease changes the attempt alone."""
    now = clock.now()
    attempt: dict[str, Any] = {"ended_at": now, "road": result.road[:20]}
    if isinstance(result, Receipt):
        attempt |= {"outcome": Outcome.SENT, "provider_id": result.provider_id[:120]}
        message = _ended(MessageState.SENT, "") | {"sent_at": now}
    else:
        problem = result.code[:200]
        log.warning("message %s not sent: %s", claim.message_id, problem)
        final = result.final or claim.tries >= TRIES
        outcome = Outcome.REFUSED if final else Outcome.POSTPONED
        attempt |= {"outcome": outcome, "problem": problem}
        if final:
            message = _ended(MessageState.FAILED, problem)
        else:
            due_at = now + wait_after(claim.tries, result.after)
            state = MessageState.WAITING
            message = {"state": state, "claim": None, "problem": problem, "due_at": due_at}
    mine = (OutboxMessage.id == claim.message_id, OutboxMessage.claim == claim.token)
    for update_one in (
        update(OutboxMessage).where(*mine).values(message),
        update(MessageAttempt).where(MessageAttempt.id == claim.attempt_id).values(attempt),
    ):
        db.session.execute(update_one.execution_options(synchronize_session=False))


def _ended(state: MessageState, problem: str) -> dict[str, Any]:
    """The columns of a message that is done with; a secret has no body any more."""
    body = case((OutboxMessage.secret, ""), else_=OutboxMessage.body)
    return {"state": state, "claim": None, "problem": problem, "body": body}


def _end(message: OutboxMessage, state: MessageState, problem: str) -> None:
    message.state, message.claim, message.problem = state, None, problem
    if message.secret:
        message.body = ""
