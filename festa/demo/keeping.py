"""Rows that many parts of the season write: messages that have left, and what people agreed to."""

from datetime import datetime, timedelta

from festa.audit.actor import Actor
from festa.consents.models import Consent, ConsentMethod, ConsentState, Purpose
from festa.demo.stage import Play, Registered, Stage
from festa.messages.hours import TRIES
from festa.messages.models import Channel, MessageState, OutboxMessage

LOST = 0.002
NO_SUCH_NUMBER = "없는 번호"


def tell(
    play: Play, stage: Stage, registered: Registered, template: str, body: str, at: datetime
) -> None:
    """A message that has left already; one in many did not get through."""
    lost = play.chance.random() < LOST
    play.rows.add(
        OutboxMessage,
        channel=Channel.SMS,
        recipient=registered.person.phone,
        template=template,
        body=body,
        state=MessageState.FAILED if lost else MessageState.SENT,
        fair_id=stage.fair.id,
        seeker_id=registered.person.id,
        written_at=at,
        due_at=at,
        sent_at=None if lost else at + timedelta(seconds=2),
        tries=TRIES if lost else 1,
        problem=NO_SUCH_NUMBER if lost else "",
    )


def keep_consent(
    play: Play,
    stage: Stage,
    registered: Registered,
    said: tuple[Purpose, ConsentState, ConsentState],
    how: tuple[ConsentMethod, Actor, datetime],
    employer_id: int | None = None,
    withdrawn_at: datetime | None = None,
) -> int:
    """What was said (purpose, answer, what is left of it), and how (method, by whom, when)."""
    purpose, answer, kept = said
    method, by, at = how
    text = stage.texts[purpose]
    number = play.rows.add(
        Consent,
        seeker_id=registered.person.id,
        fair_id=stage.fair.id,
        text_id=text.id,
        purpose=purpose,
        employer_id=employer_id,
        state=kept,
        method=method,
        decided_at=at,
        withdrawn_at=withdrawn_at,
    )
    play.rows.log(
        f"consent.{answer}",
        Consent,
        number,
        by,
        at,
        seeker_id=registered.person.id,
        fair_id=stage.fair.id,
        employer_id=employer_id,
        purpose=purpose,
        version=text.version,
    )
    return number
