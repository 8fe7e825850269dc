"""People who look for work, and the one-time codes with which they sign in."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import JSON, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from festa.audit.actor import Actor, ActorKind
from festa.columns import UtcDateTime, change_time, word
from festa.extensions import db
from festa.permissions import Role, Scope
from festa.seekers.identity import is_erased, mask_name, show_mobile


class Seeker(UserMixin, db.Model):  # type: ignore[name-defined]
    """A person, known by name and mobile number together: couples share phones."""

    __table_args__ = (UniqueConstraint("phone", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(20))
    birth_year: Mapped[int | None]
    region: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str | None] = mapped_column(String(254))
    wished_work: Mapped[list[str]] = mapped_column(JSON, default=list)
    experience_years: Mapped[int | None]
    courses: Mapped[list[str]] = mapped_column(JSON, default=list)
    support_needs: Mapped[str] = mapped_column(String(300), default="")
    locale: Mapped[str] = mapped_column(String(5), default="ko")
    session_number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = change_time(index=True)

    role = Role.SEEKER

    def get_id(self) -> str:
        """The session's name for this person."""
        return f"seeker:{self.id}:{self.session_number}"

    def reaches(self, scope: Scope) -> bool:
        """Seekers reach what is their own."""
        return scope.seeker_id == self.id

    def as_actor(self) -> Actor:
        """This person in the audit log: a number, since a name there could not be erased."""
        return Actor(ActorKind.SEEKER, self.id, "")

    @property
    def scope(self) -> Scope:
        """A seeker is their own scope."""
        return Scope(seeker_id=self.id)

    @property
    def masked_name(self) -> str:
        """홍*동: what a screen in a hall may show."""
        return mask_name(self.name)

    @property
    def erased(self) -> bool:
        """Whether nothing that named the person is left."""
        return is_erased(self.phone)

    @property
    def shown_phone(self) -> str:
        """010-1234-5678."""
        return show_mobile(self.phone)


class CodePurpose(StrEnum):
    """What a one-time code opens."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    CHANGE_PHONE = "change_phone"


class SignInCode(db.Model):  # type: ignore[name-defined]
    """A six-digit code sent to a phone: stored hashed, five minutes long, five tries."""

    __table_args__ = (Index("ix_sign_in_code_phone", "phone", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[str] = mapped_column(String(20))
    purpose: Mapped[CodePurpose] = mapped_column(word(CodePurpose))
    code_hash: Mapped[str] = mapped_column(String(64))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    extended: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
