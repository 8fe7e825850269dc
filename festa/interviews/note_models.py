"""What an interviewer writes down for themselves about somebody whom they met."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.accounts.models import Account
from festa.columns import UtcDateTime
from festa.employers.models import Participation
from festa.extensions import db
from festa.permissions import Scope
from festa.registrations.models import Registration

LONGEST_NOTE = 1_000
MOST_STARS = 5


class InterviewNote(db.Model):  # type: ignore[name-defined]
    """Stars and words of one recruiter about one person at one fair; colleagues may read them.

    Booked or from the line: it is one meeting, so the note hangs on the two who met. No page of
    the seeker shows it; the copy of their data that they may ask for does (개인정보 보호법 §35).
    """

    __table_args__ = (
        UniqueConstraint("participation_id", "registration_id", "account_id"),
        CheckConstraint("stars between 1 and 5", name="stars_of_five"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    stars: Mapped[int | None]
    words: Mapped[str] = mapped_column(String(LONGEST_NOTE), default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    participation: Mapped[Participation] = relationship()
    registration: Mapped[Registration] = relationship()
    account: Mapped[Account] = relationship()

    @property
    def scope(self) -> Scope:
        """A note is the employer's."""
        return Scope(fair_id=self.participation.fair_id, employer_id=self.participation.employer_id)
