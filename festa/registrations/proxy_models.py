"""Registrations that somebody else asked for: who asked, and how the person had agreed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.consents.models import ConsentMethod
from festa.extensions import db
from festa.registrations.models import Registration


class Asker(StrEnum):
    """Who asked for a registration on somebody's behalf."""

    CALL = "call"
    FAMILY = "family"
    CENTRE = "centre"


class Proxy(db.Model):  # type: ignore[name-defined]
    """That a registration was asked for by somebody else or by telephone."""

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    asked_by: Mapped[Asker] = mapped_column(word(Asker))
    note: Mapped[str] = mapped_column(String(60), default="")
    method: Mapped[ConsentMethod] = mapped_column(word(ConsentMethod))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    registration: Mapped[Registration] = relationship()
