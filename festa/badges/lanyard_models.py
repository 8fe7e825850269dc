"""Lanyards that are printed before anybody's name is known, and bound by one scan."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festa.badges.print_models import PrintRun
from festa.columns import UtcDateTime
from festa.extensions import db
from festa.permissions import Scope


class Lanyard(db.Model):  # type: ignore[name-defined]
    """A numbered blank. It becomes a badge with the same code when it is bound, and only then:
    no list of badges, no roster and no count knows it before.
    """

    __table_args__ = (
        UniqueConstraint("fair_id", "number"),
        UniqueConstraint("fair_id", "short_code"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey(PrintRun.id), index=True)
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(44), unique=True)
    short_code: Mapped[str] = mapped_column(String(8))
    badge_id: Mapped[int | None] = mapped_column(ForeignKey("badge.id"), unique=True)
    bound_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def scope(self) -> Scope:
        """A lanyard belongs to its fair."""
        return Scope(fair_id=self.fair_id)
