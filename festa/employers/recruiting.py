"""Who acts for an employer: let in with a first password, and let go."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa.accounts.managing import first_password
from festa.accounts.queries import find_account
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import Employer, Recruiter, RecruiterRole
from festa.employers.service import make_recruiter
from festa.errors import Refused
from festa.extensions import db


class RecruitingRefusal(StrEnum):
    """Why somebody cannot be let in."""

    ACTS_ALREADY = "acts_already"


SENTENCES: dict[RecruitingRefusal, Any] = {
    RecruitingRefusal.ACTS_ALREADY: _l("이 이메일은 이미 이 기업의 채용담당자예요."),
}


@dataclass(frozen=True)
class LetIn:
    """Somebody who acts for an employer; the password only when their account is new."""

    recruiter: Recruiter
    password: str | None


def let_in(employer: Employer, email: str, name: str, role: RecruiterRole, by: Actor) -> LetIn:
    """Let somebody act for an employer, with a new account or the one that they have.

    Whoever was let go comes back; Refused when they act for it already.
    """
    account = find_account(email)
    if account is not None and (standing := _find(employer, account.id)) is not None:
        if standing.active:
            reason = RecruitingRefusal.ACTS_ALREADY
            raise Refused(SENTENCES[reason], reason)
        take_back(standing, by)
        return LetIn(standing, None)
    password = first_password() if account is None else None
    return LetIn(make_recruiter(employer, email, name, password, by, role), password)


def let_go(recruiter: Recruiter, by: Actor) -> None:
    """End somebody's work for an employer; their account and what they did stay."""
    if recruiter.active:
        recruiter.active = False
        record("recruiter.deactivated", recruiter, by)


def take_back(recruiter: Recruiter, by: Actor) -> None:
    """Let somebody act for an employer again."""
    if not recruiter.active:
        recruiter.active = True
        record("recruiter.activated", recruiter, by)


def _find(employer: Employer, account_id: int) -> Recruiter | None:
    query = select(Recruiter).where(
        Recruiter.employer_id == employer.id, Recruiter.account_id == account_id
    )
    return db.session.scalar(query)
