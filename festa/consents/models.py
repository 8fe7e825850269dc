"""Consent texts, versioned for each fair, and what each person said to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.permissions import Scope


class Purpose(StrEnum):
    """What a text asks for; C0 to C7 of the privacy plan (개인정보 보호법 §15, §17, §22, §23)."""

    NOTICE = "notice"  # C0: what registering itself needs; shown, not asked
    OPTIONAL_DETAILS = "optional_details"  # C1
    THIRD_PARTY = "third_party"  # C2: to one employer, by name
    TALENT_POOL = "talent_pool"  # C3: one employer keeps the data after the fair
    OUTCOME_TRACKING = "outcome_tracking"  # C4
    MARKETING = "marketing"  # C5: 정보통신망법 §50
    SUPPORT_NEEDS = "support_needs"  # C6: sensitive data, §23
    PHOTOGRAPHY = "photography"  # C7


# The two that name an employer are asked when one applies there, never at registration.
ASKED_AT_REGISTRATION = (
    Purpose.OPTIONAL_DETAILS,
    Purpose.SUPPORT_NEEDS,
    Purpose.OUTCOME_TRACKING,
    Purpose.PHOTOGRAPHY,
    Purpose.MARKETING,
)
NAMING_AN_EMPLOYER = frozenset({Purpose.THIRD_PARTY, Purpose.TALENT_POOL})


class ConsentState(StrEnum):
    """What became of one question to one person."""

    PRESENTED = "presented"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    DESTROYED = "destroyed"


class ConsentMethod(StrEnum):
    """How somebody said it."""

    WEB = "web"
    STAFF_TABLET = "staff_tablet"
    EMPLOYER_TABLET = "employer_tablet"  # tapped by the seeker, on the interviewer's device
    SPOKEN = "spoken"  # read out face to face, and the answer ticked by staff
    PHONE = "phone"
    PAPER = "paper"


class ConsentText(db.Model):  # type: ignore[name-defined]
    """One version of what is asked at one fair. Never changed once published: a new version is."""

    __table_args__ = (UniqueConstraint("fair_id", "purpose", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(word(Purpose))
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160))
    recipient: Mapped[str] = mapped_column(Text)  # every name in full: hosts may be many
    recipient_en: Mapped[str] = mapped_column(Text, default="")
    items: Mapped[str] = mapped_column(String(300))
    items_en: Mapped[str] = mapped_column(String(300))
    use: Mapped[str] = mapped_column(String(300))
    use_en: Mapped[str] = mapped_column(String(300))
    retention: Mapped[str] = mapped_column(String(160))
    retention_en: Mapped[str] = mapped_column(String(160))
    refusal: Mapped[str] = mapped_column(Text)
    refusal_en: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def scope(self) -> Scope:
        """A text belongs to its fair."""
        return Scope(fair_id=self.fair_id)


class Consent(db.Model):  # type: ignore[name-defined]
    """What one seeker said to one text, for one employer when the text names one."""

    __table_args__ = (
        Index(
            "uq_consent_standing",
            "seeker_id",
            "fair_id",
            "purpose",
            unique=True,
            sqlite_where=text("state = 'granted' AND employer_id IS NULL"),
            postgresql_where=text("state = 'granted' AND employer_id IS NULL"),
        ),
        Index(
            "uq_consent_standing_employer",
            "seeker_id",
            "fair_id",
            "purpose",
            "employer_id",
            unique=True,
            sqlite_where=text("state = 'granted' AND employer_id IS NOT NULL"),
            postgresql_where=text("state = 'granted' AND employer_id IS NOT NULL"),
        ),
        Index("ix_consent_employer", "employer_id", "fair_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seeker_id: Mapped[int] = mapped_column(ForeignKey("seeker.id"), index=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"))
    purpose: Mapped[Purpose] = mapped_column(word(Purpose))
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"))
    state: Mapped[ConsentState] = mapped_column(word(ConsentState))
    method: Mapped[ConsentMethod] = mapped_column(word(ConsentMethod), default=ConsentMethod.WEB)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    text: Mapped[ConsentText] = relationship()
    employer: Mapped["Employer | None"] = relationship()  # type: ignore[name-defined]  # noqa: F821

    @property
    def scope(self) -> Scope:
        """A consent is the seeker's own."""
        return Scope(fair_id=self.fair_id, seeker_id=self.seeker_id, employer_id=self.employer_id)
