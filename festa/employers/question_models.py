"""What an employer asks whoever applies."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime
from festa.employers.models import Participation
from festa.extensions import db
from festa.permissions import Scope

MOST_QUESTIONS = 5
LONGEST_QUESTION = 200


class Question(db.Model):  # type: ignore[name-defined]
    """One question of an employer at a fair; the places from 1 to 5 are the limit."""

    __table_args__ = (
        UniqueConstraint("participation_id", "place"),
        CheckConstraint("place between 1 and 5", name="place_of_five"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    place: Mapped[int]
    words: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    required: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    participation: Mapped[Participation] = relationship()

    @property
    def scope(self) -> Scope:
        """A question is the employer's."""
        return self.participation.scope
