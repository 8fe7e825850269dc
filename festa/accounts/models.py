"""Accounts of people who work with Festa: organisers, staff and recruiters."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.audit.actor import Actor, ActorKind
from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.permissions import Role, Scope


class StaffDuty(StrEnum):
    """What a member of staff does at a fair."""

    GATE = "gate"
    DESK = "desk"
    SUPERVISOR = "supervisor"
    CONSULTANT = "consultant"


class Account(UserMixin, db.Model):  # type: ignore[name-defined]
    """One person's way in, with e-mail and password. One person, one account."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str | None] = mapped_column(String(20))
    role: Mapped[Role] = mapped_column(word(Role))
    password_hash: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    failed_sign_ins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    session_number: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    assignments: Mapped[list["StaffAssignment"]] = relationship(
        back_populates="account", lazy="selectin"
    )
    # Filled by employers.models.Recruiter, which stands above this domain.
    recruiterships: Mapped[list["Recruiter"]] = relationship(  # type: ignore[name-defined]  # noqa: F821
        back_populates="account", lazy="selectin"
    )

    def get_id(self) -> str:
        """The session's name for this person; a new session_number ends every old session."""
        return f"account:{self.id}:{self.session_number}"

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in at all."""
        return self.active

    @property
    def fair_ids(self) -> set[int]:
        """The fairs at which this person is staff."""
        return {assignment.fair_id for assignment in self.assignments}

    @property
    def employer_ids(self) -> set[int]:
        """The employers for whom this person recruits."""
        return {recruiter.employer_id for recruiter in self.recruiterships if recruiter.active}

    def reaches(self, scope: Scope) -> bool:
        """Organisers reach everything, staff their fairs, recruiters their employers."""
        match self.role:
            case Role.ORGANISER:
                return True
            case Role.STAFF:
                return scope.fair_id in self.fair_ids
            case Role.RECRUITER:
                return scope.employer_id in self.employer_ids
        return False

    def serves_as(self, fair_id: int, *duties: StaffDuty) -> bool:
        """Whether this person has one of these duties at a fair; organisers have every one."""
        if self.role is Role.ORGANISER:
            return True
        return any(one.fair_id == fair_id and one.duty in duties for one in self.assignments)

    def as_actor(self) -> Actor:
        """This person in the audit log."""
        return Actor(ActorKind.ACCOUNT, self.id, self.name)

    @property
    def scope(self) -> Scope:
        """Accounts belong to the organisers alone."""
        return Scope()


class StaffAssignment(db.Model):  # type: ignore[name-defined]
    """That somebody works at a fair, and as what."""

    __table_args__ = (UniqueConstraint("account_id", "fair_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    duty: Mapped[StaffDuty] = mapped_column(word(StaffDuty), default=StaffDuty.GATE)

    account: Mapped[Account] = relationship(back_populates="assignments")
    fair: Mapped["Fair"] = relationship()  # type: ignore[name-defined]  # noqa: F821
