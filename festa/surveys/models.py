"""What people thought of a fair: five answers from one to five, and a few words."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.permissions import Scope
from festa.registrations.models import Registration

LONGEST_WORDS = 1000


class SurveyVia(StrEnum):
    """On what the answers were given."""

    PHONE = "phone"
    TABLET = "tablet"
    PAPER = "paper"


class SurveyAnswer(db.Model):  # type: ignore[name-defined]
    """One person's answers about one fair: a registration is one person at one fair."""

    __table_args__ = tuple(
        CheckConstraint(f"{name} between 1 and 5", name=f"{name}_of_five")
        for name in ("overall", "employers", "interviews", "programmes", "staff")
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), unique=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    overall: Mapped[int | None]
    employers: Mapped[int | None]
    interviews: Mapped[int | None]
    programmes: Mapped[int | None]
    staff: Mapped[int | None]
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    via: Mapped[SurveyVia] = mapped_column(word(SurveyVia))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    registration: Mapped[Registration] = relationship()

    @property
    def scope(self) -> Scope:
        """Answers belong to whoever gave them, and to the fair."""
        return self.registration.scope
