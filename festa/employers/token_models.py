"""Tokens with which an employer's own programs come in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime
from festa.employers.models import Employer
from festa.extensions import db
from festa.permissions import Scope


class EmployerToken(db.Model):  # type: ignore[name-defined]
    """The key of one program of one employer: kept as a hash, shown once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    employer_id: Mapped[int] = mapped_column(ForeignKey("employer.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    employer: Mapped[Employer] = relationship()

    @property
    def scope(self) -> Scope:
        """A token belongs to its employer."""
        return Scope(employer_id=self.employer_id)
