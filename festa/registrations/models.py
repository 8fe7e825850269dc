"""Registrations: one person at one fair, from first screen to erasure."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, change_time, word
from festa.extensions import db
from festa.fairs.models import Fair
from festa.permissions import Scope
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker


class Via(StrEnum):
    """How somebody came to be registered."""

    WEB = "web"
    WALK_IN = "walk_in"
    IMPORT = "import"
    PROXY = "proxy"


class Registration(db.Model):  # type: ignore[name-defined]
    """One person at one fair. `holds_place` says that it is counted in fair.places_taken.

    So is a place that is offered: whoever waits and has one keeps it until `offered_until`.
    """

    __table_args__ = (
        UniqueConstraint("fair_id", "seeker_id"),
        UniqueConstraint("fair_id", "waiting_number"),
        CheckConstraint("not holds_place or state = 'confirmed'", name="places_are_for_confirmed"),
        Index("ix_registration_fair_state", "fair_id", "state"),
        Index("ix_registration_changed", "fair_id", "changed_at"),
        Index(
            "ix_registration_waiting",
            "fair_id",
            "waiting_number",
            sqlite_where=text("state = 'waitlisted'"),
            postgresql_where=text("state = 'waitlisted'"),
        ),
        Index(
            "ix_registration_offered_until",
            "offered_until",
            sqlite_where=text("offered_until is not null"),
            postgresql_where=text("offered_until is not null"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seeker.id"), index=True)
    state: Mapped[RegistrationState] = mapped_column(
        word(RegistrationState), default=RegistrationState.DRAFT
    )
    via: Mapped[Via] = mapped_column(word(Via), default=Via.WEB)
    holds_place: Mapped[bool] = mapped_column(default=False)
    waiting_number: Mapped[int | None]
    offered_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = change_time()

    fair: Mapped[Fair] = relationship()
    seeker: Mapped[Seeker] = relationship()

    @property
    def counted(self) -> bool:
        """Whether a place of the fair is taken by this registration, or kept for it."""
        return self.holds_place or self.offered_until is not None

    @property
    def scope(self) -> Scope:
        """A registration belongs to its fair and to its seeker."""
        return Scope(fair_id=self.fair_id, seeker_id=self.seeker_id)


class RegistrationDraft(db.Model):  # type: ignore[name-defined]
    """Answers of somebody who has not finished registering: kept a day, then destroyed."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
