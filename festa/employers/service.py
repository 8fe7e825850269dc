"""Employers: made, taking part in a fair, their recruiters and jobs."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa import clock
from festa.accounts.queries import find_account
from festa.accounts.service import make_account
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import (
    Employer,
    Mode,
    Participation,
    ParticipationState,
    Recruiter,
    RecruiterRole,
)
from festa.employers.states import move_participation
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.permissions import Role


class EmployerRefusal(StrEnum):
    """Why an employer cannot be taken in."""

    ALREADY_TAKES_PART = "already_takes_part"
    ACCOUNT_OF_ANOTHER_ROLE = "account_of_another_role"


SENTENCES: dict[EmployerRefusal, Any] = {
    EmployerRefusal.ALREADY_TAKES_PART: _l(
        "이 사업자등록번호로 이미 참가 중인 기업이에요. 지점이라면 지점 이름을 적어 주세요."
    ),
    EmployerRefusal.ACCOUNT_OF_ANOTHER_ROLE: _l(
        "이 이메일은 다른 역할의 계정이 쓰고 있어요. 다른 이메일을 적어 주세요."
    ),
}


@dataclass(frozen=True)
class EmployerDetails:
    """What is known about a company; `business_number` is ten digits that were checked."""

    business_number: str
    name: str
    chief: str = ""
    industry: str = ""
    address: str = ""
    about: str = ""


@dataclass(frozen=True)
class Contact:
    """Whom to call at a company."""

    name: str = ""
    phone: str = ""
    email: str = ""


def find_employer(business_number: str) -> Employer | None:
    """The company with this number."""
    query = select(Employer).where(Employer.business_number == business_number)
    return db.session.scalar(query)


def keep_employer(details: EmployerDetails, by: Actor) -> Employer:
    """The company with this number, made when new; what was empty is filled in."""
    employer = find_employer(details.business_number)
    if employer is None:
        employer = Employer(
            business_number=details.business_number, name=details.name, created_at=clock.now()
        )
        db.session.add(employer)
        db.session.flush()
        record("employer.made", employer, by, employer_id=employer.id)
    for column in ("chief", "industry", "address", "about"):
        if not getattr(employer, column, None):
            setattr(employer, column, getattr(details, column))
    db.session.flush()
    return employer


def take_part(
    employer: Employer,
    fair: Fair,
    mode: Mode,
    by: Actor,
    *,
    branch: str = "",
    tables_wanted: int = 1,
    contact: Contact | None = None,
) -> Participation:
    """Apply for an employer to take part in a fair; Refused when it does already."""
    if find_participation(employer, fair, branch) is not None:
        reason = EmployerRefusal.ALREADY_TAKES_PART
        raise Refused(SENTENCES[reason], reason)
    contact = contact or Contact()
    participation = Participation(
        employer=employer,
        fair=fair,
        mode=mode,
        branch=branch,
        tables_wanted=tables_wanted if mode is Mode.ONSITE else 0,
        contact_name=contact.name,
        contact_phone=contact.phone,
        contact_email=contact.email,
        state=ParticipationState.APPLIED,
        created_at=clock.now(),
    )
    db.session.add(participation)
    db.session.flush()
    record("participation.applied", participation, by, mode=mode)
    return participation


def find_participation(employer: Employer, fair: Fair, branch: str = "") -> Participation | None:
    """The part that this employer (or branch) has in this fair."""
    query = select(Participation).where(
        Participation.employer_id == employer.id,
        Participation.fair_id == fair.id,
        Participation.branch == branch,
    )
    return db.session.scalar(query)


def set_participation(participation: Participation, state: ParticipationState, by: Actor) -> None:
    """Move an employer's part in a fair on: review, approve, reject, booth, the day itself."""
    before = participation.state
    participation.state = move_participation(before, state)
    db.session.flush()
    record(f"participation.{state}", participation, by, before=before)


def make_recruiter(
    employer: Employer,
    email: str,
    name: str,
    password: str | None,
    by: Actor,
    role: RecruiterRole = RecruiterRole.RECRUITER,
) -> Recruiter:
    """Let somebody act for an employer, with an account of their own."""
    account = find_account(email)
    if account is not None and account.role is not Role.RECRUITER:
        reason = EmployerRefusal.ACCOUNT_OF_ANOTHER_ROLE
        raise Refused(SENTENCES[reason], reason)
    account = account or make_account(email, name, Role.RECRUITER, password, by)
    recruiter = Recruiter(account=account, employer=employer, role=role)
    db.session.add(recruiter)
    db.session.flush()
    record("recruiter.made", recruiter, by, role=role)
    return recruiter
