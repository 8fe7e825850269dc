"""That the day of a fair was closed: by whom, how things stood, and why if not all was settled."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.accounts.models import Account
from festa.columns import UtcDateTime
from festa.extensions import db
from festa.permissions import Scope


class DayClosing(db.Model):  # type: ignore[name-defined]
    """One closing of a fair's day, with what was open at that moment; at most one stands."""

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), unique=True)
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    unsent: Mapped[int] = mapped_column(default=0)
    silent_devices: Mapped[int] = mapped_column(default=0)
    conflicts: Mapped[int] = mapped_column(default=0)
    slips: Mapped[int] = mapped_column(default=0)
    never_scanned: Mapped[int] = mapped_column(default=0)
    inside: Mapped[int] = mapped_column(default=0)

    closed_by: Mapped[Account | None] = relationship()

    @property
    def scope(self) -> Scope:
        """A closing belongs to its fair."""
        return Scope(fair_id=self.fair_id)
