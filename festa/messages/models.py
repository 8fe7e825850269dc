"""The outbox: every message to a person, written in the transaction of what it tells."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.extensions import db


class Channel(StrEnum):
    """By which road a message goes."""

    SMS = "sms"
    EMAIL = "email"


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Outcome(StrEnum):
    """What came of one attempt to send a message."""

    STARTED = "started"
    SENT = "sent"
    POSTPONED = "postponed"
    REFUSED = "refused"
    LOST = "lost"


AHEAD = text("state in ('waiting', 'sending')")


def new_key() -> str:
    """A name for a message that no other has, whatever becomes of this database."""
    return uuid.uuid4().hex


class OutboxMessage(db.Model):  # type: ignore[name-defined]
    """One message. The body of a secret one (a one-time code) is emptied once it has left.

    `key` stays the same in every attempt: it is the Message-ID of an e-mail and the
    idempotency key of a text. `once` makes a second row of the same occasion impossible.
    While a worker sends (`claim` names which), `due_at` is when its lease ends.
    """

    __table_args__ = (
        UniqueConstraint("key"),
        UniqueConstraint("once"),
        Index(
            "ix_outbox_message_ahead",
            "rank",
            "due_at",
            "id",
            sqlite_where=AHEAD,
            postgresql_where=AHEAD,
        ),
        Index("ix_outbox_message_written_at", "written_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), default=new_key)
    once: Mapped[str | None] = mapped_column(String(80))
    channel: Mapped[Channel] = mapped_column(word(Channel))
    recipient: Mapped[str] = mapped_column(String(254))
    template: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(160), default="")
    body: Mapped[str] = mapped_column(Text)
    secret: Mapped[bool] = mapped_column(default=False)
    state: Mapped[MessageState] = mapped_column(word(MessageState), default=MessageState.WAITING)
    rank: Mapped[int] = mapped_column(default=1)
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"))
    seeker_id: Mapped[int | None] = mapped_column(ForeignKey("seeker.id"), index=True)
    about_id: Mapped[int | None]
    about_day: Mapped[date | None]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lapses_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    emptied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claim: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(200), default="")

    attempts: Mapped[list["MessageAttempt"]] = relationship(
        back_populates="message", order_by="MessageAttempt.id", passive_deletes=True
    )


class MessageAttempt(db.Model):  # type: ignore[name-defined]
    """One attempt: by which road, what was answered. Holds no address and no text."""

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(
        ForeignKey("outbox_message.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[Outcome] = mapped_column(word(Outcome), default=Outcome.STARTED)
    road: Mapped[str] = mapped_column(String(20), default="")
    provider_id: Mapped[str] = mapped_column(String(120), default="")
    problem: Mapped[str] = mapped_column(String(200), default="")

    message: Mapped[OutboxMessage] = relationship(back_populates="attempts")
