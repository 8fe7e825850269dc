"""That a consultant recommends somebody for a job: first to the person, then to the employer."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.employers.models import Job
from festa.extensions import db
from festa.permissions import Scope
from festa.registrations.models import Registration

LONGEST_SENTENCE = 200


class RecommendationState(StrEnum):
    """Whether the person agreed that the employer hears of it."""

    ASKED = "asked"
    AGREED = "agreed"
    TURNED_DOWN = "turned_down"


class Recommendation(db.Model):  # type: ignore[name-defined]
    """A consultant's sentence about somebody, for one job; the employer reads it after a yes."""

    __table_args__ = (UniqueConstraint("registration_id", "job_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"))
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    sentence: Mapped[str] = mapped_column(String(LONGEST_SENTENCE))
    state: Mapped[RecommendationState] = mapped_column(
        word(RecommendationState), default=RecommendationState.ASKED
    )
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    registration: Mapped[Registration] = relationship()
    job: Mapped[Job] = relationship()

    @property
    def scope(self) -> Scope:
        """It is the seeker's, until they say yes and after."""
        return Scope(fair_id=self.registration.fair_id, seeker_id=self.registration.seeker_id)
