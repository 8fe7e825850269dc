"""Interview tables, their slots, who applied, who holds which time, and what came of it."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa import clock
from festa.columns import UtcDateTime, word
from festa.employers.models import Job, Participation
from festa.extensions import db
from festa.interviews.states import (
    ApplicationState,
    BookingState,
    EvidenceGrade,
    HireStage,
    OutcomeResult,
    SlotState,
)
from festa.permissions import Scope
from festa.registrations.models import Registration


class TableMode(StrEnum):
    """Who may sit down: only the booked, only the queue, or both."""

    BOOKED = "booked"
    WALK_IN = "walk_in"
    MIXED = "mixed"


LIVE = (
    "state in ('held','scheduled','arrived','waiting','called','in_progress','on_hold','completed')"
)


class InterviewTable(db.Model):  # type: ignore[name-defined]
    """Where one interviewer sits; it offers slots of its own length, in units of the grid."""

    __table_args__ = (
        UniqueConstraint("participation_id", "label"),
        CheckConstraint("slot_units between 1 and 12", name="slot_units"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    label: Mapped[str] = mapped_column(String(20))
    slot_units: Mapped[int] = mapped_column(default=2)
    mode: Mapped[TableMode] = mapped_column(word(TableMode), default=TableMode.MIXED)

    participation: Mapped[Participation] = relationship()
    slots: Mapped[list["Slot"]] = relationship(back_populates="table", order_by="Slot.start_unit")

    @property
    def scope(self) -> Scope:
        """A table belongs to its employer's part in the fair."""
        return self.participation.scope


class Slot(db.Model):  # type: ignore[name-defined]
    """An interval that a table offers, in whole units of the fair's grid."""

    __table_args__ = (
        UniqueConstraint("table_id", "start_unit"),
        CheckConstraint("start_unit >= 0", name="start_unit"),
        CheckConstraint("units between 1 and 12", name="units"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    table_id: Mapped[int] = mapped_column(ForeignKey("interview_table.id"), index=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    start_unit: Mapped[int]
    units: Mapped[int]
    state: Mapped[SlotState] = mapped_column(word(SlotState), default=SlotState.OPEN)
    blocked_reason: Mapped[str] = mapped_column(String(80), default="")

    table: Mapped[InterviewTable] = relationship(back_populates="slots")

    @property
    def scope(self) -> Scope:
        """A slot belongs to its table's employer."""
        return self.table.scope


class Application(db.Model):  # type: ignore[name-defined]
    """That a seeker wants an interview with an employer; one for each of the two at a fair."""

    __table_args__ = (
        UniqueConstraint("registration_id", "participation_id"),
        # One place is passed on once, and no two alternates are the same number.
        UniqueConstraint("took_place_of_id"),
        UniqueConstraint(
            "participation_id",
            "alternate_rank",
            name="uq_application_participation_id_alternate_rank",
        ),
        Index("ix_application_participation_state", "participation_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    state: Mapped[ApplicationState] = mapped_column(
        word(ApplicationState), default=ApplicationState.APPLIED
    )
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    alternate_rank: Mapped[int | None]
    took_place_of_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"))
    # What the employer says to somebody whom it does not choose.
    answer: Mapped[str] = mapped_column(String(300), default="", server_default="")

    registration: Mapped[Registration] = relationship()
    participation: Mapped[Participation] = relationship()
    job: Mapped[Job | None] = relationship()

    @property
    def scope(self) -> Scope:
        """An application is between a seeker and an employer."""
        return Scope(
            fair_id=self.registration.fair_id,
            employer_id=self.participation.employer_id,
            seeker_id=self.registration.seeker_id,
        )


class Booking(db.Model):  # type: ignore[name-defined]
    """That a seeker has an interview at a slot, from the first hold to the end of the talk."""

    __table_args__ = (
        Index(
            "uq_booking_live_slot",
            "slot_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index("ix_booking_fair_state", "fair_id", "state"),
        Index("uq_booking_request", "participation_id", "request_id", unique=True),
        Index(
            "ix_booking_held_until",
            "held_until",
            sqlite_where=text("state = 'held'"),
            postgresql_where=text("state = 'held'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    state: Mapped[BookingState] = mapped_column(word(BookingState), default=BookingState.SCHEDULED)
    booked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended: Mapped[bool] = mapped_column(default=False, server_default=false())
    # The number under which an employer's program asked for it.
    request_id: Mapped[uuid.UUID | None]

    slot: Mapped[Slot] = relationship()
    registration: Mapped[Registration] = relationship()
    participation: Mapped[Participation] = relationship()
    outcome: Mapped["Outcome | None"] = relationship(back_populates="booking")

    @property
    def has_lapsed(self) -> bool:
        """Whether it is an invitation whose time to answer is over, noted or not."""
        until = self.held_until
        return self.state is BookingState.HELD and until is not None and until <= clock.now()

    @property
    def shown_state(self) -> BookingState:
        """The state as people are told it: an overdue invitation has lapsed."""
        return BookingState.LAPSED if self.has_lapsed else self.state

    @property
    def scope(self) -> Scope:
        """A booking is between a seeker and an employer."""
        return Scope(
            fair_id=self.fair_id,
            employer_id=self.participation.employer_id,
            seeker_id=self.registration.seeker_id,
        )


class BookingUnit(db.Model):  # type: ignore[name-defined]
    """One unit of the day that a live booking takes from its table and from its seeker.

    The walking gap after an interview is taken from the seeker alone: table_id is null.
    The two unique constraints are the whole rule against double booking; the rows of a
    booking that ends before its time are deleted.
    """

    __table_args__ = (
        UniqueConstraint("table_id", "unit"),
        UniqueConstraint("registration_id", "unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    table_id: Mapped[int | None] = mapped_column(ForeignKey("interview_table.id"))
    unit: Mapped[int]


class BookingLimit(db.Model):  # type: ignore[name-defined]
    """That organisers let somebody have another number of interviews ahead than everybody."""

    __table_args__ = (
        UniqueConstraint("registration_id"),
        CheckConstraint("most between 0 and 50", name="most"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    most: Mapped[int]
    reason: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    registration: Mapped[Registration] = relationship()


class BookingChange(db.Model):  # type: ignore[name-defined]
    """One change of a booking: from which state to which, by whom, why. Only ever added."""

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), index=True)
    before: Mapped[BookingState | None] = mapped_column(word(BookingState))
    after: Mapped[BookingState] = mapped_column(word(BookingState))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None]
    reason: Mapped[str] = mapped_column(String(200), default="")


class Outcome(db.Model):  # type: ignore[name-defined]
    """What came of an interview, and how well that is proven: what counts of all that was said.

    While seeker and employer contradict each other it is `disputed` and counts for nothing.
    """

    __table_args__ = (UniqueConstraint("booking_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    result: Mapped[OutcomeResult] = mapped_column(
        word(OutcomeResult), default=OutcomeResult.PENDING
    )
    stage: Mapped[HireStage | None] = mapped_column(word(HireStage))
    evidence: Mapped[EvidenceGrade | None] = mapped_column(word(EvidenceGrade))
    hired_on: Mapped[date | None]
    disputed: Mapped[bool] = mapped_column(default=False, server_default=false())
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    booking: Mapped[Booking] = relationship(back_populates="outcome")

    @property
    def scope(self) -> Scope:
        """What came of an interview is between the two who talked."""
        return self.booking.scope
