"""The phones and tablets at the door: each a device of one fair, paired by a code."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.accounts.models import Account
from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.fairs.models import Fair, Gate
from festa.permissions import Scope


class DeviceRole(StrEnum):
    """What a device is there for; a scan itself says which way somebody walks."""

    IN = "in"
    OUT = "out"
    DESK = "desk"


class Device(db.Model):  # type: ignore[name-defined]
    """A phone or tablet of one fair and one gate. Its token is kept as a hash alone.

    `clock_offset_ms` is what must be added to the device's clock to get ours. `lost` is how many
    scans it had when it emptied itself that were not taken: made after it was revoked, or unread.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    role: Mapped[DeviceRole] = mapped_column(word(DeviceRole), default=DeviceRole.IN)
    name: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    paired_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wiped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_contact_at: Mapped[datetime] = mapped_column(UtcDateTime)
    roster_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unsent: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0, server_default="0")
    clock_offset_ms: Mapped[int] = mapped_column(BigInteger, default=0)

    fair: Mapped[Fair] = relationship()
    gate: Mapped[Gate] = relationship()

    @property
    def scope(self) -> Scope:
        """A device belongs to its fair."""
        return Scope(fair_id=self.fair_id)


class PairingCode(db.Model):  # type: ignore[name-defined]
    """Eight digits with which one device pairs, once, within ten minutes; kept as a hash."""

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    gate_id: Mapped[int] = mapped_column(ForeignKey("gate.id"))
    role: Mapped[DeviceRole] = mapped_column(word(DeviceRole), default=DeviceRole.IN)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    fair: Mapped[Fair] = relationship()
    gate: Mapped[Gate] = relationship()

    @property
    def scope(self) -> Scope:
        """A pairing code belongs to its fair."""
        return Scope(fair_id=self.fair_id)


class ConflictReason(StrEnum):
    """What a supervisor found when two devices had let the same badge in."""

    SAME_PERSON = "same_person"
    SHARED_BADGE = "shared_badge"
    MISTAKE = "mistake"
    OTHER = "other"


class ScanConflict(db.Model):  # type: ignore[name-defined]
    """A scan that let a badge in although another, earlier one stands; closed by a person.

    `scan_id` is the one that does not stand. Which one does is the check-in's own to say:
    it moves when a still earlier scan arrives.
    """

    __table_args__ = (
        Index(
            "ix_scan_conflict_open",
            "fair_id",
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    scan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scan.id"), unique=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[ConflictReason | None] = mapped_column(word(ConflictReason))
    note: Mapped[str] = mapped_column(String(200), default="")

    closed_by: Mapped[Account | None] = relationship()

    @property
    def scope(self) -> Scope:
        """A conflict belongs to its fair."""
        return Scope(fair_id=self.fair_id)
