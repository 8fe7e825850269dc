"""What organisers do with accounts: first passwords, locks, ends and returns, duties at fairs."""

import secrets
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa import clock
from festa.accounts.models import Account, StaffAssignment, StaffDuty
from festa.accounts.service import assign_staff, set_password
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.permissions import Role

# Without the letters and digits that are taken for one another on paper and on the phone.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, LETTERS_EACH = 4, 4


class AccountRefusal(StrEnum):
    """Why an account cannot be changed."""

    OWN_ACCOUNT = "own_account"
    NOT_STAFF = "not_staff"


SENTENCES: dict[AccountRefusal, Any] = {
    AccountRefusal.OWN_ACCOUNT: _l(
        "자기 계정은 스스로 중지할 수 없어요. 다른 운영사무국 계정으로 로그인해 해 주세요."
    ),
    AccountRefusal.NOT_STAFF: _l("박람회에 배정할 수 있는 것은 현장 스태프 계정뿐이에요."),
}


def first_password() -> str:
    """A password to hand over once: 16 signs in groups of four, 79 bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(LETTERS_EACH)) for _ in range(GROUPS))
    return "-".join(groups)


def renew_password(account: Account, by: Actor) -> str:
    """Give the account a first password again; its sessions end and a lock is lifted."""
    password = first_password()
    set_password(account, password, by)
    return password


def unlock(account: Account, by: Actor) -> None:
    """Let somebody try to sign in again at once."""
    account.locked_until = None
    account.failed_sign_ins = 0
    record("account.unlocked", account, by)


def deactivate(account: Account, by: Actor) -> None:
    """Let the account in no more and end its sessions; Refused for one's own."""
    if by.kind is ActorKind.ACCOUNT and by.id == account.id:
        raise Refused(SENTENCES[AccountRefusal.OWN_ACCOUNT], AccountRefusal.OWN_ACCOUNT)
    if account.active:
        account.active = False
        account.session_number += 1
        record("account.deactivated", account, by)


def activate(account: Account, by: Actor) -> None:
    """Let the account in again."""
    if not account.active:
        account.active = True
        record("account.activated", account, by)


def is_locked(account: Account) -> bool:
    """Whether signing in is refused for now after wrong passwords."""
    return account.locked_until is not None and account.locked_until > clock.now()


def give_duty(account: Account, fair: Fair, duty: StaffDuty, by: Actor) -> StaffAssignment:
    """Let somebody work at a fair, or change as what; Refused for anybody but staff."""
    if account.role is not Role.STAFF:
        raise Refused(SENTENCES[AccountRefusal.NOT_STAFF], AccountRefusal.NOT_STAFF)
    query = select(StaffAssignment).where(
        StaffAssignment.account_id == account.id, StaffAssignment.fair_id == fair.id
    )
    assignment = db.session.scalar(query)
    if assignment is None:
        return assign_staff(account, fair, duty, by)
    if assignment.duty is not duty:
        before, assignment.duty = assignment.duty, duty
        record("staff.assigned", assignment, by, before=before, duty=duty)
    return assignment


def take_duty(assignment: StaffAssignment, by: Actor) -> None:
    """End somebody's work at a fair."""
    record("staff.unassigned", assignment, by, duty=assignment.duty, account=assignment.account_id)
    db.session.delete(assignment)
    db.session.flush()
