"""Employers, their part in each fair, their people and their jobs."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.accounts.models import Account
from festa.columns import UtcDateTime, word
from festa.employers.participation import Mode
from festa.extensions import db
from festa.permissions import Scope


class ParticipationState(StrEnum):
    """Where an employer's part in a fair stands."""

    APPLIED = "applied"
    UNDER_REVIEW = "under_review"
    NEEDS_FIX = "needs_fix"
    APPROVED = "approved"
    REJECTED = "rejected"
    BOOTH_ASSIGNED = "booth_assigned"
    SET_UP = "set_up"
    ABSENT = "absent"
    REPORTING = "reporting"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


# An employer in one of these is shown to the public and may be applied to.
TAKING_PART = (
    ParticipationState.APPROVED,
    ParticipationState.BOOTH_ASSIGNED,
    ParticipationState.SET_UP,
    ParticipationState.REPORTING,
    ParticipationState.COMPLETED,
)


class RecruiterRole(StrEnum):
    """What somebody may do for an employer."""

    OWNER = "owner"
    RECRUITER = "recruiter"


class EmploymentType(StrEnum):
    """고용형태."""

    PERMANENT = "permanent"
    CONTRACT = "contract"
    PART_TIME = "part_time"
    DAILY = "daily"
    FREELANCE = "freelance"
    INTERN = "intern"


class PayUnit(StrEnum):
    """What the amount of a wage is for."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class ImpactFamily(StrEnum):
    """The three families of work that the programme trains for."""

    AI = "ai"
    SOCIAL = "social"
    PLATFORM = "platform"


class JobState(StrEnum):
    """Where a posting stands."""

    DRAFT = "draft"
    SCREENING = "screening"
    POSTED = "posted"
    FILLED = "filled"
    CLOSED = "closed"


class Employer(db.Model):  # type: ignore[name-defined]
    """A company, known by its business registration number."""

    __table_args__ = (
        CheckConstraint("length(business_number) = 10", name="business_number_of_ten_digits"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    business_number: Mapped[str] = mapped_column(String(10), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    chief: Mapped[str] = mapped_column(String(60), default="")
    founded_on: Mapped[date | None]
    industry: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(160), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    participations: Mapped[list["Participation"]] = relationship(back_populates="employer")
    recruiters: Mapped[list["Recruiter"]] = relationship(
        back_populates="employer", order_by="Recruiter.id"
    )

    @property
    def scope(self) -> Scope:
        """An employer is its own scope."""
        return Scope(employer_id=self.id)

    @property
    def shown_number(self) -> str:
        """124-81-00998."""
        digits = self.business_number
        return f"{digits[:3]}-{digits[3:5]}-{digits[5:]}"


class Participation(db.Model):  # type: ignore[name-defined]
    """An employer at a fair. A branch takes part beside its head office under its own label."""

    __table_args__ = (
        UniqueConstraint("fair_id", "employer_id", "branch"),
        CheckConstraint("tables_wanted between 0 and 20", name="tables_wanted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    branch: Mapped[str] = mapped_column(String(40), default="")
    mode: Mapped[Mode] = mapped_column(word(Mode))
    state: Mapped[ParticipationState] = mapped_column(
        word(ParticipationState), default=ParticipationState.APPLIED
    )
    tables_wanted: Mapped[int] = mapped_column(default=1)
    contact_name: Mapped[str] = mapped_column(String(60), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    booth: Mapped["Booth | None"] = relationship(back_populates="participation")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    fair: Mapped["Fair"] = relationship()  # type: ignore[name-defined]  # noqa: F821
    employer: Mapped[Employer] = relationship(back_populates="participations")
    jobs: Mapped[list["Job"]] = relationship(back_populates="participation", order_by="Job.id")

    @property
    def scope(self) -> Scope:
        """A participation belongs to its fair and to its employer."""
        return Scope(fair_id=self.fair_id, employer_id=self.employer_id)

    @property
    def takes_part(self) -> bool:
        """Whether the public may see it and seekers may apply."""
        return self.state in TAKING_PART


class Booth(db.Model):  # type: ignore[name-defined]
    """A numbered place in a hall; one employer sits there."""

    __table_args__ = (UniqueConstraint("fair_id", "number"), UniqueConstraint("participation_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"))
    number: Mapped[str] = mapped_column(String(12))
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"))

    participation: Mapped[Participation | None] = relationship(back_populates="booth")


class Recruiter(db.Model):  # type: ignore[name-defined]
    """That an account acts for an employer."""

    __table_args__ = (UniqueConstraint("account_id", "employer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    role: Mapped[RecruiterRole] = mapped_column(
        word(RecruiterRole), default=RecruiterRole.RECRUITER
    )
    active: Mapped[bool] = mapped_column(default=True)

    account: Mapped[Account] = relationship(back_populates="recruiterships")
    employer: Mapped[Employer] = relationship(back_populates="recruiters")


class Job(db.Model):  # type: ignore[name-defined]
    """A posting of an employer at a fair."""

    __table_args__ = (
        CheckConstraint("openings between 1 and 999", name="openings"),
        CheckConstraint("pay_amount is null or pay_amount > 0", name="pay_amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    title: Mapped[str] = mapped_column(String(100))
    duty: Mapped[str] = mapped_column(String(60))
    employment_type: Mapped[EmploymentType] = mapped_column(word(EmploymentType))
    workplace: Mapped[str] = mapped_column(String(100))
    pay_amount: Mapped[int | None]
    pay_unit: Mapped[PayUnit] = mapped_column(word(PayUnit), default=PayUnit.MONTH)
    hours: Mapped[str] = mapped_column(String(100), default="")
    openings: Mapped[int] = mapped_column(default=1)
    preferred: Mapped[str] = mapped_column(String(300), default="")
    about: Mapped[str] = mapped_column(Text, default="")
    impact_family: Mapped[ImpactFamily | None] = mapped_column(word(ImpactFamily))
    state: Mapped[JobState] = mapped_column(word(JobState), default=JobState.DRAFT)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    participation: Mapped[Participation] = relationship(back_populates="jobs")

    @property
    def scope(self) -> Scope:
        """A job belongs to its employer's part in the fair."""
        return self.participation.scope
