"""Invitations into an employer's team."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.employers.models import Employer, RecruiterRole
from festa.extensions import db
from festa.permissions import Scope

STANDING = text("accepted_at is null and revoked_at is null")


class TeamInvitation(db.Model):  # type: ignore[name-defined]
    """A link with which one person joins an employer's team, once; kept as a hash."""

    __table_args__ = (
        UniqueConstraint("token_hash"),
        Index(
            "ix_team_invitation_one_standing",
            "employer_id",
            "email",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(60))
    role: Mapped[RecruiterRole] = mapped_column(word(RecruiterRole))
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    token_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    employer: Mapped[Employer] = relationship()

    @property
    def scope(self) -> Scope:
        """An invitation belongs to its employer."""
        return Scope(employer_id=self.employer_id)
