"""What seekers who agreed are asked after a fair: each occasion once, by a link that works once."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.follow_ups.steps import Occasion
from festa.interviews.statement_models import SaidVia
from festa.permissions import Scope
from festa.registrations.models import Registration


class Answer(StrEnum):
    """What a seeker says of how it goes."""

    HIRED = "hired"
    WAITING = "waiting"
    LOOKING = "looking"
    STILL_THERE = "still_there"
    LEFT = "left"
    NEVER_STARTED = "never_started"


class FollowUp(db.Model):  # type: ignore[name-defined]
    """One question to one person about one fair. Of the link's word only the hash is kept."""

    __table_args__ = (UniqueConstraint("registration_id", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    occasion: Mapped[Occasion] = mapped_column(word(Occasion))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[Answer | None] = mapped_column(word(Answer))
    via: Mapped[SaidVia | None] = mapped_column(word(SaidVia))

    registration: Mapped[Registration] = relationship()

    @property
    def scope(self) -> Scope:
        """A question belongs to whoever is asked."""
        return self.registration.scope
