"""Reads of the console's pages about accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from festa.accounts.models import Account, StaffAssignment
from festa.audit.models import AuditEntry
from festa.errors import NotFound
from festa.extensions import db
from festa.permissions import Role

PAGE = 50
HISTORY = 30


@dataclass(frozen=True)
class WantedAccounts:
    """Which accounts are looked for."""

    role: Role | None = None
    words: str = ""

    def conditions(self) -> list[Any]:
        """The filters as SQL."""
        found: list[Any] = []
        if self.role is not None:
            found.append(Account.role == self.role)
        if self.words:
            found.append(
                or_(
                    Account.name.contains(self.words, autoescape=True),
                    Account.email.contains(self.words.lower(), autoescape=True),
                )
            )
        return found


def accounts(wanted: WantedAccounts, page: int) -> Pagination:
    """One page of accounts with the fairs at which they work; those that were stopped come last."""
    query = (
        select(Account)
        .where(*wanted.conditions())
        .options(selectinload(Account.assignments).joinedload(StaffAssignment.fair))
        .order_by(Account.active.desc(), Account.role, Account.name, Account.id)
    )
    return db.paginate(query, page=page, per_page=PAGE, max_per_page=PAGE, error_out=False)


def count_roles() -> dict[Role, int]:
    """How many accounts that may sign in each role has."""
    query = select(Account.role, func.count()).where(Account.active).group_by(Account.role)
    return dict(db.session.execute(query).all())


def get_account(account_id: int) -> Account:
    """The account with the fairs at which it works; NotFound when there is none."""
    query = (
        select(Account)
        .where(Account.id == account_id)
        .options(selectinload(Account.assignments).joinedload(StaffAssignment.fair))
    )
    account = db.session.scalar(query)
    if account is None:
        raise NotFound
    return account


def get_assignment(account_id: int, assignment_id: int) -> StaffAssignment:
    """Somebody's work at a fair; NotFound when it is another's."""
    query = (
        select(StaffAssignment)
        .where(StaffAssignment.id == assignment_id, StaffAssignment.account_id == account_id)
        .options(joinedload(StaffAssignment.account))
    )
    assignment = db.session.scalar(query)
    if assignment is None:
        raise NotFound
    return assignment


def history_of(account: Account) -> Sequence[AuditEntry]:
    """What was done to an account and to its rights, newest first (권한 변경 기록, 고시 §5)."""
    kinds = {
        "account": [account.id],
        "staff_assignment": [one.id for one in account.assignments],
        "recruiter": [one.id for one in account.recruiterships],
    }
    about = [
        and_(AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(ids))
        for kind, ids in kinds.items()
    ]
    query = (
        select(AuditEntry)
        .where(or_(*about))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(HISTORY)
    )
    return db.session.scalars(query).all()
