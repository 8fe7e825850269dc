"""Which nightly job has begun in which night: a second worker finds the row and leaves it."""

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festa.columns import UtcDateTime
from festa.extensions import db


class NightJob(db.Model):  # type: ignore[name-defined]
    """One job in one night; `problem` names the error, never what it was about."""

    __table_args__ = (UniqueConstraint("name", "night"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    night: Mapped[date]
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str] = mapped_column(String(200), default="")
