"""Print runs: which badges went on paper together, when, and by whose hand."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.audit.actor import ActorKind
from festa.badges.face import Layout
from festa.badges.models import BadgeKind
from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.fairs.models import Fair
from festa.permissions import Scope


class Which(StrEnum):
    """Which of the badges that open the door are taken; blank lanyards belong to nobody yet."""

    UNPRINTED = "unprinted"
    REISSUED = "reissued"
    PRINTED = "printed"
    ALL = "all"
    BLANK = "blank"


class PrintRun(db.Model):  # type: ignore[name-defined]
    """One batch on paper. Its badges stand in `print_run_badge`, blanks in `lanyard`."""

    __table_args__ = (Index("ix_print_run_fair_at", "fair_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_kind: Mapped[ActorKind] = mapped_column(word(ActorKind))
    by_label: Mapped[str] = mapped_column(String(120), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    layout: Mapped[Layout] = mapped_column(word(Layout))
    kind: Mapped[BadgeKind] = mapped_column(word(BadgeKind))
    which: Mapped[Which] = mapped_column(word(Which))
    count: Mapped[int]
    again_of_id: Mapped[int | None] = mapped_column(ForeignKey("print_run.id"))

    fair: Mapped[Fair] = relationship()

    @property
    def scope(self) -> Scope:
        """A run belongs to its fair."""
        return Scope(fair_id=self.fair_id)


class PrintRunBadge(db.Model):  # type: ignore[name-defined]
    """One badge of a run, at its place in the pile of paper."""

    run_id: Mapped[int] = mapped_column(ForeignKey("print_run.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    badge_id: Mapped[int] = mapped_column(ForeignKey("badge.id"), index=True)
