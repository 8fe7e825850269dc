"""Numbered paper slips: printed in series, and each entered once or struck out with a reason."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.permissions import Scope


class SlipKind(StrEnum):
    """What is written on the paper: a whole walk-in, or the consents of somebody registered."""

    WALK_IN = "walk_in"
    CONSENT = "consent"


class SlipOutcome(StrEnum):
    """What became of a slip."""

    KEYED = "keyed"
    VOID = "void"


class VoidReason(StrEnum):
    """Why a slip was never entered."""

    UNUSED = "unused"
    SPOILED = "spoiled"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class SlipSeries(db.Model):  # type: ignore[name-defined]
    """Slips that were printed together."""

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_label: Mapped[str] = mapped_column(String(120), default="")

    @property
    def scope(self) -> Scope:
        """A series belongs to its fair."""
        return Scope(fair_id=self.fair_id)


class Slip(db.Model):  # type: ignore[name-defined]
    """One numbered paper of a fair."""

    __table_args__ = (UniqueConstraint("fair_id", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("slip_series.id"), index=True)
    serial: Mapped[int]
    kind: Mapped[SlipKind] = mapped_column(word(SlipKind))

    series: Mapped[SlipSeries] = relationship()
    entry: Mapped["SlipEntry | None"] = relationship(back_populates="slip")

    @property
    def scope(self) -> Scope:
        """A slip belongs to its fair."""
        return Scope(fair_id=self.fair_id)


class SlipEntry(db.Model):  # type: ignore[name-defined]
    """That a slip was entered or struck out: written once, in a chain that each seal continues."""

    __table_args__ = (
        UniqueConstraint("fair_id", "place"),
        CheckConstraint(
            "(outcome = 'keyed') = (registration_id is not null)", name="keyed_has_registration"
        ),
        CheckConstraint("(outcome = 'keyed') = (written_at is not null)", name="keyed_has_moment"),
        CheckConstraint("(outcome = 'void') = (void_reason is not null)", name="void_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    slip_id: Mapped[int] = mapped_column(ForeignKey("slip.id"), unique=True)
    place: Mapped[int]
    outcome: Mapped[SlipOutcome] = mapped_column(word(SlipOutcome))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    void_reason: Mapped[VoidReason | None] = mapped_column(word(VoidReason))
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    by_label: Mapped[str] = mapped_column(String(120), default="")
    seal: Mapped[str] = mapped_column(String(64))

    slip: Mapped[Slip] = relationship(back_populates="entry")
