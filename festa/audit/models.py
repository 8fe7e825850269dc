"""The audit log: who did what to whose data, kept two years (안전성 확보조치 기준 고시 §8)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from festa.audit.actor import ActorKind
from festa.columns import UtcDateTime, word
from festa.extensions import db


class AuditEntry(db.Model):  # type: ignore[name-defined]
    """One thing done, or one look at somebody's data. Rows are only ever added.

    The numbers of people and things are kept without foreign keys: the log outlives them.
    """

    __table_args__ = (
        Index("ix_audit_entry_seeker", "seeker_id", "at"),
        # Scans, most of the log, are found by their people: they have numbers of another kind.
        Index(
            "ix_audit_entry_subject",
            "subject_kind",
            "subject_id",
            sqlite_where=text("subject_id IS NOT NULL"),
            postgresql_where=text("subject_id IS NOT NULL"),
        ),
        Index("ix_audit_entry_fair", "fair_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    actor_kind: Mapped[ActorKind] = mapped_column(word(ActorKind))
    actor_id: Mapped[int | None]
    actor_label: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(64))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    seeker_id: Mapped[int | None]
    fair_id: Mapped[int | None]
    employer_id: Mapped[int | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
