"""Accounts: making them, signing in with lock-out, and ending their sessions."""

from datetime import timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l

from festa import clock
from festa.accounts.models import Account, StaffAssignment, StaffDuty
from festa.accounts.queries import find_account
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.permissions import Role

TRIES = 5
LOCK = timedelta(minutes=10)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200

hasher = PasswordHasher()


class SignInProblem(StrEnum):
    """Why somebody was not let in."""

    WRONG = "wrong"
    LOCKED = "locked"
    INACTIVE = "inactive"


SENTENCES: dict[SignInProblem, Any] = {
    SignInProblem.WRONG: _l("이메일 또는 비밀번호가 맞지 않아요. 다시 확인해 주세요."),
    SignInProblem.LOCKED: _l(
        "비밀번호를 다섯 번 잘못 넣어 10분 동안 잠갔어요. 잠시 뒤에 다시 하거나 운영사무국에 알려 주세요."
    ),
    SignInProblem.INACTIVE: _l("사용이 중지된 계정이에요. 운영사무국에 문의해 주세요."),
}


def make_account(
    email: str, name: str, role: Role, password: str | None, by: Actor, phone: str | None = None
) -> Account:
    """Make an account; Refused when the e-mail has one already."""
    if find_account(email) is not None:
        raise Refused(_l("이 이메일로 만든 계정이 이미 있어요. 다른 이메일을 적어 주세요."))
    account = Account(
        email=email.strip().lower(),
        name=name.strip(),
        role=role,
        phone=phone,
        password_hash=hasher.hash(password) if password else None,
        created_at=clock.now(),
    )
    db.session.add(account)
    db.session.flush()
    record("account.made", account, by, role=role)
    return account


def check_sign_in(email: str, password: str, by: Actor) -> Account | SignInProblem:
    """The account that may sign in, or why not. Five failures lock it for ten minutes.

    Failed tries are logged too (안전성 확보조치 기준 고시 §5, §8); the caller commits either way.
    """
    account = find_account(email)
    if account is None:
        _matches(_nobody(), password)
        record("sign_in.failed", None, by, reason="unknown")
        return SignInProblem.WRONG
    if account.locked_until is not None and account.locked_until > clock.now():
        record("sign_in.failed", account, by, reason="locked")
        return SignInProblem.LOCKED
    if not _matches(account.password_hash or _nobody(), password) or not account.password_hash:
        return _fail(account, by)
    if not account.active:
        record("sign_in.failed", account, by, reason="inactive")
        return SignInProblem.INACTIVE
    account.failed_sign_ins = 0
    account.locked_until = None
    account.last_sign_in_at = clock.now()
    record("sign_in.made", account, account.as_actor().seen_from(by.address))
    return account


def change_password(account: Account, current: str, new: str, by: Actor) -> SignInProblem | None:
    """Change one's own password, or why not; wrong tries count as those of signing in do."""
    if account.locked_until is not None and account.locked_until > clock.now():
        return SignInProblem.LOCKED
    if not _matches(account.password_hash or _nobody(), current) or not account.password_hash:
        return _fail(account, by)
    set_password(account, new, by)
    return None


def set_password(account: Account, password: str, by: Actor) -> None:
    """Give a new password and end every session that the old one opened."""
    account.password_hash = hasher.hash(password)
    account.session_number += 1
    account.failed_sign_ins = 0
    account.locked_until = None
    record("account.password_set", account, by)


def assign_staff(account: Account, fair: Fair, duty: StaffDuty, by: Actor) -> StaffAssignment:
    """Let somebody work at a fair."""
    assignment = StaffAssignment(account=account, fair=fair, duty=duty)
    db.session.add(assignment)
    db.session.flush()
    record("staff.assigned", assignment, by, duty=duty)
    return assignment


@cache
def _nobody() -> str:
    """Checked when no account matches, so that both take the same time and tell nothing."""
    return hasher.hash("nobody has this password")


def _matches(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _fail(account: Account, by: Actor) -> SignInProblem:
    account.failed_sign_ins += 1
    locked = account.failed_sign_ins >= TRIES
    if locked:
        account.failed_sign_ins = 0
        account.locked_until = clock.now() + LOCK
    record("sign_in.failed", account, by, reason="wrong_password", locked=locked)
    return SignInProblem.LOCKED if locked else SignInProblem.WRONG
