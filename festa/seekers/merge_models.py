"""That two rows are one person: which one stays, what moved, and who said so."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.accounts.models import Account
from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.fairs.models import Fair
from festa.permissions import Scope
from festa.seekers.models import Seeker


class MergeReason(StrEnum):
    """How it was known that two rows are one person."""

    SAID_SO = "said_so"
    SHOWN_ID = "shown_id"
    LISTED_TWICE = "listed_twice"
    TYPED_WRONG = "typed_wrong"
    OTHER = "other"


class Merge(db.Model):  # type: ignore[name-defined]
    """One merging of two people; `gone` stays as a row that stands for `kept` while it holds.

    `moved` lists every column that was changed, by number and without a word about anybody:
    taking the merge back is that list read from its end (see festa.merging.steps).
    """

    __table_args__ = (
        CheckConstraint("low_id < high_id", name="two_people"),
        Index(
            "uq_merge_standing_pair",
            "low_id",
            "high_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index(
            "uq_merge_standing_gone",
            "gone_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("seeker.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("seeker.id"), index=True)
    low_id: Mapped[int] = mapped_column(ForeignKey("seeker.id"))
    high_id: Mapped[int] = mapped_column(ForeignKey("seeker.id"))
    reason: Mapped[MergeReason] = mapped_column(word(MergeReason))
    note: Mapped[str] = mapped_column(String(200), default="")
    moved: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    fair: Mapped[Fair] = relationship()
    kept: Mapped[Seeker] = relationship(foreign_keys=[kept_id])
    gone: Mapped[Seeker] = relationship(foreign_keys=[gone_id])
    made_by: Mapped[Account | None] = relationship(foreign_keys=[made_by_id])

    @property
    def scope(self) -> Scope:
        """A merge belongs to the fair at which it was decided."""
        return Scope(fair_id=self.fair_id)
