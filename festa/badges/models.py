"""Badges: the printed thing, and the secret in its QR."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from festa.columns import UtcDateTime, change_time, word
from festa.extensions import db
from festa.permissions import Scope


class BadgeKind(StrEnum):
    """Whose badge it is; its word and colour follow."""

    SEEKER = "seeker"
    RECRUITER = "recruiter"
    STAFF = "staff"
    GUEST = "guest"


class BadgeState(StrEnum):
    """Whether a badge still opens the door."""

    ACTIVE = "active"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    EXPIRED = "expired"
    ALSO_VALID = "also_valid"  # the older one of somebody who was registered twice


class ReissueReason(StrEnum):
    """Why a badge was made anew; the old code dies."""

    LOST = "lost"
    DAMAGED = "damaged"
    NAME_CHANGED = "name_changed"
    SHARED = "shared"
    PRINTER = "printer"
    OTHER = "other"
    LANYARD = "lanyard"


class RevokeReason(StrEnum):
    """Why a badge without a registration was ended by hand."""

    NOT_COMING = "not_coming"
    WORK_ENDED = "work_ended"
    SHARED = "shared"
    LOST = "lost"
    MISTAKE = "mistake"


# Somebody without registration and account is told apart by name and organisation.
ACTIVE_GUEST = "state = 'active' AND registration_id IS NULL AND account_id IS NULL"


class Badge(db.Model):  # type: ignore[name-defined]
    """One issue of a badge. A registration has at most one that is active."""

    __table_args__ = (
        UniqueConstraint("fair_id", "short_code"),
        CheckConstraint(
            "(registration_id is not null) = (kind = 'seeker')", name="seekers_have_registrations"
        ),
        Index(
            "uq_badge_active_registration",
            "registration_id",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        Index(
            "uq_badge_active_account",
            "fair_id",
            "account_id",
            unique=True,
            sqlite_where=text("state = 'active' AND account_id IS NOT NULL"),
            postgresql_where=text("state = 'active' AND account_id IS NOT NULL"),
        ),
        Index(
            "uq_badge_active_guest",
            "fair_id",
            "kind",
            "guest_name",
            "guest_organisation",
            unique=True,
            sqlite_where=text(ACTIVE_GUEST),
            postgresql_where=text(ACTIVE_GUEST),
        ),
        Index("ix_badge_changed", "fair_id", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    kind: Mapped[BadgeKind] = mapped_column(word(BadgeKind))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    guest_name: Mapped[str] = mapped_column(String(60), default="")
    guest_organisation: Mapped[str] = mapped_column(String(80), default="", server_default="")
    code: Mapped[str] = mapped_column(String(44), unique=True)
    short_code: Mapped[str] = mapped_column(String(8))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[BadgeState] = mapped_column(word(BadgeState), default=BadgeState.ACTIVE)
    reissue_reason: Mapped[ReissueReason | None] = mapped_column(word(ReissueReason))
    revoke_reason: Mapped[RevokeReason | None] = mapped_column(word(RevokeReason))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    times_printed: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = change_time()

    @property
    def scope(self) -> Scope:
        """A badge belongs to its fair."""
        return Scope(fair_id=self.fair_id)
