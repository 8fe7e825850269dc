"""What happens at the door: every scan, and the one that admitted."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, change_time, word
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.decision import Direction, ScanOutcome
from festa.permissions import Scope
from festa.registrations.models import Registration


class ScanMethod(StrEnum):
    """How the code came in."""

    CAMERA = "camera"
    READER = "reader"
    TYPED = "typed"
    LOOKED_UP = "looked_up"
    PAPER = "paper"


# What paper tells is entered at the desk, and by nobody who scans.
AT_THE_DOOR = tuple(method for method in ScanMethod if method is not ScanMethod.PAPER)


def _gate_of_the_fair() -> ForeignKeyConstraint:
    """Both at once: no scan at a gate of another fair, for one look instead of two."""
    return ForeignKeyConstraint(["fair_id", "gate_id"], ["gate.fair_id", "gate.id"])


class Scan(db.Model):  # type: ignore[name-defined]
    """One attempt at the door, admitted or refused. Rows are added, and none is taken away.

    One thing in them is learned later: `offline` becomes true where the answer came too late (see
    passing).

    What was read is kept as a hash alone: a stranger's QR may hold a whole visiting card.
    `scanned_at` is the moment that counts: `device_clock` put right by the device's measured
    offset, never later than `received_at`. `said` is the sentence that a device was given, so
    that the same scan sent again is answered word for word. `device_id` is kept without a foreign
    key, as in the log: devices are never deleted, and each scan would pay for looking.
    """

    __table_args__ = (
        _gate_of_the_fair(),
        Index("ix_scan_fair_at", "fair_id", "scanned_at"),
        Index("ix_scan_registration", "registration_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    fair_id: Mapped[int]
    gate_id: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    device_id: Mapped[int | None]
    badge_id: Mapped[int | None] = mapped_column(ForeignKey("badge.id"), index=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    direction: Mapped[Direction] = mapped_column(word(Direction), default=Direction.IN)
    method: Mapped[ScanMethod] = mapped_column(word(ScanMethod), default=ScanMethod.TYPED)
    outcome: Mapped[ScanOutcome] = mapped_column(word(ScanOutcome))
    code_hash: Mapped[str] = mapped_column(String(64), default="")
    scanned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_clock: Mapped[datetime | None] = mapped_column(UtcDateTime)
    offline: Mapped[bool] = mapped_column(default=False)
    said: Mapped[str] = mapped_column(String(240), default="")
    undoes_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("scan.id"))

    # By its number alone, so that one that is known need not be asked for.
    gate: Mapped[Gate] = relationship(primaryjoin=lambda: Scan.gate_id == Gate.id)
    registration: Mapped[Registration | None] = relationship()

    @property
    def scope(self) -> Scope:
        """A scan belongs to its fair."""
        return Scope(fair_id=self.fair_id)


def _first_way_in(context: DefaultExecutionContext) -> datetime:
    at: datetime = context.get_current_parameters()["at"]
    return at


def _first_gate(context: DefaultExecutionContext) -> int:
    gate_id: int = context.get_current_parameters()["gate_id"]
    return gate_id


class CheckIn(db.Model):  # type: ignore[name-defined]
    """That somebody was admitted. At most one stands for each registration.

    `at` is the first way in, through `gate`, and `last_in_at` the latest, through `last_gate`: in
    the hall of that one they are. `left_at` is set while they are out. The latest gate is that of a
    scan, which has a foreign key for it: a second one here would be paid for at each admission.
    """

    __table_args__ = (
        _gate_of_the_fair(),
        Index(
            "uq_check_in_standing",
            "registration_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index("ix_check_in_changed", "fair_id", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int]
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    gate_id: Mapped[int]
    scan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("scan.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_in_at: Mapped[datetime] = mapped_column(UtcDateTime, default=_first_way_in)
    last_gate_id: Mapped[int] = mapped_column(default=_first_gate)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = change_time()

    registration: Mapped[Registration] = relationship()
    gate: Mapped[Gate] = relationship(primaryjoin=lambda: CheckIn.gate_id == Gate.id)
    last_gate: Mapped[Gate] = relationship(
        primaryjoin=lambda: CheckIn.last_gate_id == Gate.id,
        foreign_keys=lambda: CheckIn.last_gate_id,
        viewonly=True,
    )
