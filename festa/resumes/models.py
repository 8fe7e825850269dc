"""Résumés that seekers hand in, and how each reached its employer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.consents.models import ConsentMethod
from festa.employers.models import Participation
from festa.extensions import db
from festa.interviews.models import Application
from festa.permissions import Scope
from festa.resumes.contents import FileKind
from festa.resumes.states import DeliveryState

UNDESTROYED = text("destroyed_at IS NULL")
OPEN_STATES = text("due_at IS NOT NULL AND state IN ('sent','collected')")


class Resume(db.Model):  # type: ignore[name-defined]
    """A file that a seeker handed in with one application: one that stands, and those before it.

    What tells of the file (kind, size, SHA-256) outlives its bytes: it is the receipt.
    """

    __table_args__ = (
        Index(
            "uq_resume_standing",
            "application_id",
            unique=True,
            sqlite_where=UNDESTROYED,
            postgresql_where=UNDESTROYED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[FileKind] = mapped_column(word(FileKind))
    pages: Mapped[int | None]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    method: Mapped[ConsentMethod] = mapped_column(word(ConsentMethod), default=ConsentMethod.WEB)
    handed_in_at: Mapped[datetime] = mapped_column(UtcDateTime)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship()
    delivery: Mapped["Delivery"] = relationship(back_populates="resume")

    @property
    def scope(self) -> Scope:
        """A résumé is between a seeker and an employer, as its application is."""
        return self.application.scope


class ResumeContent(db.Model):  # type: ignore[name-defined]
    """The bytes, sealed (see sealing.py), in a row of their own: lists never load them, and they
    come, go and are backed up together with what is known of them."""

    resume_id: Mapped[int] = mapped_column(ForeignKey("resume.id"), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Delivery(db.Model):  # type: ignore[name-defined]
    """One résumé on its way to one employer, under the consent that named it.

    `due_at` is when the employer has collected and answered; null where it sits in the hall and
    reads the résumé at its table. After `kept_until` the bytes are destroyed.
    """

    __table_args__ = (
        UniqueConstraint("resume_id"),
        UniqueConstraint("number"),
        Index("ix_delivery_participation_state", "participation_id", "state"),
        Index(
            "ix_delivery_due_at", "due_at", sqlite_where=OPEN_STATES, postgresql_where=OPEN_STATES
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    resume_id: Mapped[int] = mapped_column(ForeignKey("resume.id"))
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    consent_id: Mapped[int] = mapped_column(ForeignKey("consent.id"), index=True)
    number: Mapped[str] = mapped_column(String(9))
    state: Mapped[DeliveryState] = mapped_column(word(DeliveryState), default=DeliveryState.SENT)
    delivered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    collected_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept_until: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    resume: Mapped[Resume] = relationship(back_populates="delivery")
    participation: Mapped[Participation] = relationship()

    @property
    def scope(self) -> Scope:
        """A delivery is between a seeker and an employer."""
        return self.resume.scope


class LinkPurpose(StrEnum):
    """Why a link was sent."""

    ARRIVED = "arrived"
    REMINDER = "reminder"
    ASKED_FOR = "asked_for"


class CollectLink(db.Model):  # type: ignore[name-defined]
    """A link in a message to an employer's contact: it opens the employer's résumés of one fair
    in one browser, once. The word in it is kept as a hash."""

    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[LinkPurpose] = mapped_column(word(LinkPurpose))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    participation: Mapped[Participation] = relationship()
