"""Wordings that an organiser let stand, each with its reason."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festa.columns import UtcDateTime, word
from festa.employers.lint_words.grounds import Ground
from festa.extensions import db

LONGEST_WORDS = 200


class WordingPass(db.Model):  # type: ignore[name-defined]
    """That an organiser lets one wording of a posting stand; other words are judged anew."""

    __table_args__ = (UniqueConstraint("job_id", "field", "ground", "words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    field: Mapped[str] = mapped_column(String(20))
    ground: Mapped[Ground] = mapped_column(word(Ground))
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))
    reason: Mapped[str] = mapped_column(String(300))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
