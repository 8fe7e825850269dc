"""The line of a table, the numbers people hold in it, and every step of each number."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, change_time, word
from festa.employers.models import Participation
from festa.extensions import db
from festa.interviews.models import Booking, InterviewTable
from festa.permissions import Scope
from festa.queues.states import EndReason, TicketKind, TicketState
from festa.registrations.models import Registration

PREFIXES = {TicketKind.BOOKED: "B", TicketKind.WALK_IN: "W"}
LIVE = text("state in ('issued', 'waiting', 'called', 'serving', 'on_hold')")
AT_TABLE = text("state in ('called', 'serving')")


class QueueLine(db.Model):  # type: ignore[name-defined]
    """What a table's line remembers: its numbers, its calls, its delay. Made when first needed.

    Its row is the lock of the line: whoever gives a number or calls somebody holds it.
    """

    __table_args__ = (
        UniqueConstraint("table_id"),
        CheckConstraint("late_minutes between 0 and 240", name="late_minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    table_id: Mapped[int] = mapped_column(ForeignKey("interview_table.id"))
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    last_booked: Mapped[int] = mapped_column(default=0)
    last_walk_in: Mapped[int] = mapped_column(default=0)
    calls: Mapped[int] = mapped_column(default=0)
    booked_in_row: Mapped[int] = mapped_column(default=0)
    walk_in_called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    late_minutes: Mapped[int] = mapped_column(default=0)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pause_reason: Mapped[str] = mapped_column(String(80), default="")
    changed_at: Mapped[datetime] = change_time()

    table: Mapped[InterviewTable] = relationship()


class QueueTerms(db.Model):  # type: ignore[name-defined]
    """The policy's numbers where an employer, or one of its tables, has others than the usual.

    A null says nothing: the table's word goes before the employer's, and that before the usual.
    Minutes, but for `grace_seconds`.
    """

    __table_args__ = (
        UniqueConstraint("participation_id", "table_id"),
        Index(
            "uq_queue_terms_employer",
            "participation_id",
            unique=True,
            sqlite_where=text("table_id IS NULL"),
            postgresql_where=text("table_id IS NULL"),
        ),
        CheckConstraint("early_minutes between 0 and 60", name="early_minutes"),
        CheckConstraint("late_window_minutes between 0 and 60", name="late_window_minutes"),
        CheckConstraint("grace_seconds between 0 and 600", name="grace_seconds"),
        CheckConstraint("recall_after between 1 and 10", name="recall_after"),
        CheckConstraint("most_booked_in_row between 1 and 10", name="most_booked_in_row"),
        CheckConstraint("long_wait_minutes between 5 and 240", name="long_wait_minutes"),
        CheckConstraint("walk_in_every between 2 and 20", name="walk_in_every"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("interview_table.id"))
    early_minutes: Mapped[int | None]
    late_window_minutes: Mapped[int | None]
    grace_seconds: Mapped[int | None]
    recall_after: Mapped[int | None]
    most_booked_in_row: Mapped[int | None]
    long_wait_minutes: Mapped[int | None]
    walk_in_every: Mapped[int | None]

    participation: Mapped[Participation] = relationship()

    @property
    def scope(self) -> Scope:
        """Terms belong to their employer's part in the fair."""
        return self.participation.scope


class Ticket(db.Model):  # type: ignore[name-defined]
    """A number in the line of a table: B-n for a booked time, W-n for whoever came without.

    `arrived_at` is the place in the line and never changes. `held_at_call` counts the line's
    calls when the person was put on hold; `misses` how often they were called in vain.
    """

    __table_args__ = (
        UniqueConstraint("table_id", "kind", "number"),
        Index(
            "uq_ticket_at_table",
            "table_id",
            unique=True,
            sqlite_where=AT_TABLE,
            postgresql_where=AT_TABLE,
        ),
        Index(
            "uq_ticket_person_at_table",
            "registration_id",
            unique=True,
            sqlite_where=AT_TABLE,
            postgresql_where=AT_TABLE,
        ),
        Index(
            "uq_ticket_live",
            "registration_id",
            "participation_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_ticket_table_state", "table_id", "state"),
        Index("ix_ticket_fair_state", "fair_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    table_id: Mapped[int] = mapped_column(ForeignKey("interview_table.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    kind: Mapped[TicketKind] = mapped_column(word(TicketKind))
    number: Mapped[int]
    state: Mapped[TicketState] = mapped_column(word(TicketState))
    # Whether boards show the number alone, without the masked name.
    number_only: Mapped[bool] = mapped_column(default=False, server_default=false())
    arrived_at: Mapped[datetime] = mapped_column(UtcDateTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pages: Mapped[int] = mapped_column(default=0)
    misses: Mapped[int] = mapped_column(default=0)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_at_call: Mapped[int | None]
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[EndReason | None] = mapped_column(word(EndReason))
    changed_at: Mapped[datetime] = change_time()

    table: Mapped[InterviewTable] = relationship()
    participation: Mapped[Participation] = relationship()
    registration: Mapped[Registration] = relationship()
    booking: Mapped[Booking | None] = relationship()

    @property
    def label(self) -> str:
        """The number as slips and boards show it: B-3, W-12."""
        return f"{PREFIXES[self.kind]}-{self.number}"

    @property
    def scope(self) -> Scope:
        """A ticket is between a seeker and an employer."""
        return Scope(
            fair_id=self.fair_id,
            employer_id=self.participation.employer_id,
            seeker_id=self.registration.seeker_id,
        )


class TicketChange(db.Model):  # type: ignore[name-defined]
    """One step of a number: from which state to which, by whom, why. Only ever added."""

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), index=True)
    before: Mapped[TicketState | None] = mapped_column(word(TicketState))
    after: Mapped[TicketState] = mapped_column(word(TicketState))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(40), default="")
