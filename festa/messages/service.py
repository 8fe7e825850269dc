"""Writing messages into the outbox, in the transaction of what they tell."""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask, Response, current_app, g
from sqlalchemy import insert, update
from sqlalchemy.dialects import postgresql, sqlite

from festa import clock
from festa.extensions import db
from festa.messages.delivery import URGENT, USUAL, deliver_due
from festa.messages.hours import next_open
from festa.messages.models import Channel, MessageState, OutboxMessage, new_key
from festa.programs import for_programs_too

log = logging.getLogger(__name__)

# Made once, and sent past the unit of work: whoever writes a message never looks at it again.
MESSAGE = insert(OutboxMessage.__table__).inline()


@dataclass(frozen=True)
class About:
    """What a message is about: whose it is, of which fair, of which row, of which day.

    News of today goes at any hour, other news waits while people sleep. What is `urgent` (a
    code, a call to the table) passes all others and never waits; after `lapses_at` it is
    worth nothing any more. `once` names an occasion that is told a single time.
    """

    seeker_id: int | None = None
    fair_id: int | None = None
    row_id: int | None = None
    day: date | None = None
    urgent: bool = False
    lapses_at: datetime | None = None
    once: str | None = None


def send_sms(
    phone: str,
    template: str,
    body: str,
    about: About = About(),
    *,
    subject: str = "",
    secret: bool = False,
) -> None:
    """Put a text message into the outbox; it leaves after the transaction is committed."""
    _write(text_row(phone, template, body, about, subject=subject, secret=secret))


def send_email(
    address: str,
    template: str,
    subject: str,
    body: str,
    about: About = About(),
    *,
    secret: bool = False,
) -> None:
    """Put an e-mail into the outbox; its enclosures are drawn when it leaves."""
    row = text_row(address, template, body, about, subject=subject, secret=secret)
    _write(row | {"channel": Channel.EMAIL})


def text_row(
    phone: str,
    template: str,
    body: str,
    about: About,
    *,
    subject: str = "",
    secret: bool = False,
) -> dict[str, Any]:
    """The columns of a text message, for one row or for many at once."""
    now = clock.now()
    return {
        "channel": Channel.SMS,
        "recipient": phone,
        "template": template,
        "subject": subject[:160],
        "body": body,
        "secret": secret,
        "seeker_id": about.seeker_id,
        "fair_id": about.fair_id,
        "about_id": about.row_id,
        "about_day": about.day,
        "rank": URGENT if about.urgent else USUAL,
        "lapses_at": about.lapses_at,
        "once": about.once,
        "written_at": now,
        "due_at": now if about.urgent else next_open(now, about.day),
    }


def _write(row: dict[str, Any]) -> None:
    db.session.connection().execute(MESSAGE, row)
    g.outbox_written = True


def add_many(rows: list[dict[str, Any]]) -> int:
    """Put many messages into the outbox, but none whose occasion was told before; how many."""
    if not rows:
        return 0
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    added = db.session.execute(
        dialect.insert(OutboxMessage)
        .on_conflict_do_nothing(index_elements=["once"])
        .returning(OutboxMessage.id),
        [{"key": new_key(), **row} for row in rows],
    )
    g.outbox_written = True
    return len(added.all())


def forget_seeker(seeker_id: int) -> int:
    """Empty every message of a person and send none that waits; returns how many."""
    theirs = OutboxMessage.seeker_id == seeker_id
    waiting = OutboxMessage.state.in_((MessageState.WAITING, MessageState.SENDING))
    db.session.execute(
        update(OutboxMessage)
        .where(theirs, waiting)
        .values(state=MessageState.DROPPED, claim=None, problem="erased")
    )
    emptied = db.session.execute(
        update(OutboxMessage)
        .where(theirs, OutboxMessage.emptied_at.is_(None))
        .values(recipient="", subject="", body="", emptied_at=clock.now())
        .returning(OutboxMessage.id)
    )
    return len(emptied.all())


@for_programs_too
def deliver_after_request(response: Response) -> Response:
    """Print what this request wrote, now that it is committed.

    Only the console is that quick. Anything that leaves the machine is the worker's: nobody
    waits in a browser for a gateway.
    """
    if g.pop("outbox_written", False) and response.status_code < 500 and _prints_all():
        g.writes = True
        try:
            deliver_due(limit=100)
        except Exception:
            db.session.rollback()
            log.exception("the outbox could not be delivered; it will be tried again")
    return response


def _prints_all() -> bool:
    settings = current_app.config
    return settings["MESSAGE_CHANNEL"] == settings["EMAIL_CHANNEL"] == "console"


def init_app(app: Flask) -> None:
    """Have the outbox delivered after each request that wrote to it."""
    app.after_request(deliver_after_request)
