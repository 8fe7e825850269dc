"""What an applicant answered an employer's questions."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festa.columns import UtcDateTime
from festa.employers.question_models import LONGEST_QUESTION
from festa.extensions import db

LONGEST_ANSWER = 1_000


class Answer(db.Model):  # type: ignore[name-defined]
    """One answer with the words in which it was asked; it outlives the question, not the consent."""

    __table_args__ = (UniqueConstraint("application_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(
        ForeignKey("question.id", ondelete="SET NULL"), index=True
    )
    asked: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    said: Mapped[str] = mapped_column(String(LONGEST_ANSWER))
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
