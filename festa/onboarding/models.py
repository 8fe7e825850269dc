"""What an employer sends in to take part in a fair, and what the organisers ask back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa import clock
from festa.columns import UtcDateTime, word
from festa.employers.models import Employer, Participation, ParticipationState
from festa.employers.participation import Mode
from festa.extensions import db
from festa.onboarding.evidence import Match, TaxStatus
from festa.onboarding.papers import PaperKind
from festa.onboarding.parts import Field
from festa.permissions import Scope

OPEN = text("answered_at is null")


class EmployerApplication(db.Model):  # type: ignore[name-defined]
    """One application for one fair, from its first line to its decision.

    Until it is sent in there is no participation and no employer; afterwards the
    participation's state is the application's. `jobs` is a list of plain mappings
    (parts.JobWish). Whoever has no account comes in by a signed link that lapses; a new
    `link_number` ends the old link and the sessions that it opened.
    """

    __table_args__ = (
        UniqueConstraint("participation_id"),
        CheckConstraint("length(business_number) = 10", name="business_number_of_ten_digits"),
        CheckConstraint("tables_wanted between 0 and 20", name="tables_wanted"),
        CheckConstraint("staff_count is null or staff_count >= 0", name="staff_count"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    participation_id: Mapped[int | None] = mapped_column(ForeignKey("participation.id"))
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    business_number: Mapped[str] = mapped_column(String(10))
    email: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    link_number: Mapped[int] = mapped_column(default=1)
    link_expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    link_sent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    name: Mapped[str] = mapped_column(String(100), default="")
    chief: Mapped[str] = mapped_column(String(60), default="")
    founded_on: Mapped[date | None]
    industry: Mapped[str] = mapped_column(String(60), default="")
    address: Mapped[str] = mapped_column(String(160), default="")
    staff_count: Mapped[int | None]
    branch: Mapped[str] = mapped_column(String(40), default="")
    mode: Mapped[Mode | None] = mapped_column(word(Mode))
    tables_wanted: Mapped[int] = mapped_column(default=1)
    contact_name: Mapped[str] = mapped_column(String(60), default="")
    contact_phone: Mapped[str] = mapped_column(String(20), default="")
    jobs: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    tax_status: Mapped[TaxStatus] = mapped_column(word(TaxStatus), default=TaxStatus.UNKNOWN)
    tax_match: Mapped[Match] = mapped_column(word(Match), default=Match.UNKNOWN)
    tax_checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(500), default="")
    emptied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    fair: Mapped["Fair"] = relationship()  # type: ignore[name-defined]  # noqa: F821
    employer: Mapped[Employer | None] = relationship()
    participation: Mapped[Participation | None] = relationship()
    remarks: Mapped[list["FixRequest"]] = relationship(
        back_populates="application", order_by="FixRequest.id"
    )
    documents: Mapped[list["EmployerDocument"]] = relationship(
        back_populates="application", order_by="EmployerDocument.id"
    )

    @property
    def scope(self) -> Scope:
        """It belongs to its fair, and to its employer once there is one."""
        return Scope(fair_id=self.fair_id, employer_id=self.employer_id)

    @property
    def state(self) -> ParticipationState | None:
        """Where it stands; None while it is still being written."""
        return self.participation.state if self.participation else None

    @property
    def may_be_changed(self) -> bool:
        """Whether the applicant may write: before sending it in, and when asked to fix it."""
        return self.state in (None, ParticipationState.NEEDS_FIX)

    @property
    def open_remarks(self) -> dict[Field, "FixRequest"]:
        """What the organisers asked to have put right and was not answered yet, by field."""
        return {one.field: one for one in self.remarks if one.answered_at is None}

    @property
    def kept_documents(self) -> list["EmployerDocument"]:
        """The papers that are still there."""
        return [one for one in self.documents if one.destroyed_at is None]


class FixRequest(db.Model):  # type: ignore[name-defined]
    """One sentence of the organisers about one field, and what the applicant did about it.

    `before` is what the field said when the sentence was written.
    """

    __table_args__ = (
        Index(
            "ix_fix_request_one_open",
            "application_id",
            "field",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("employer_application.id"), index=True)
    field: Mapped[Field] = mapped_column(word(Field))
    sentence: Mapped[str] = mapped_column(String(300))
    before: Mapped[str] = mapped_column(String(2000), default="")
    answer: Mapped[str] = mapped_column(String(300), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    application: Mapped[EmployerApplication] = relationship(back_populates="remarks")


class EmployerDocument(db.Model):  # type: ignore[name-defined]
    """A paper that proves an employer (사업자등록증). Its name as uploaded is not kept.

    It lies in the database: no address of the web server leads to it, every process of a
    fair reaches it, and it is destroyed in the transaction that says so.
    """

    __table_args__ = (CheckConstraint("size > 0", name="size"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("employer_application.id"), index=True)
    kind: Mapped[PaperKind] = mapped_column(word(PaperKind))
    size: Mapped[int]
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    application: Mapped[EmployerApplication] = relationship(back_populates="documents")

    @property
    def scope(self) -> Scope:
        """A paper belongs to its application."""
        return self.application.scope
