"""The keys of employers' own programs: made, used, taken back."""

import hashlib
import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select, update

from festa import clock
from festa.accounts.models import Account
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import Employer, Recruiter, RecruiterRole
from festa.employers.token_models import EmployerToken
from festa.errors import NotAllowed, NotFound, Stopped
from festa.extensions import db

PREFIX = "festa_"  # so that a key that leaks can be recognised by whoever finds it
NOTED_EVERY = timedelta(minutes=1)


class ProgramRefusal(StrEnum):
    """Why a program is turned away; it acts on the name."""

    TOKEN_UNKNOWN = "token_unknown"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105


SENTENCES: dict[ProgramRefusal, Any] = {
    ProgramRefusal.TOKEN_UNKNOWN: _l(
        "모르는 열쇠예요. 기업 화면의 ‘프로그램 연결’에서 새로 만들어 주세요."
    ),
    ProgramRefusal.TOKEN_REVOKED: _l(
        "사용을 멈춘 열쇠예요. 기업 화면의 ‘프로그램 연결’에서 새로 만들어 주세요."
    ),
}


class ProgramRefused(Stopped):
    """A program whose key is not, or no longer, good."""

    status = 401
    title = _l("연결되지 않은 프로그램이에요")


def turned_away(reason: ProgramRefusal) -> ProgramRefused:
    """The refusal of this name with its sentence."""
    return ProgramRefused(SENTENCES[reason], reason)


def make_token(employer: Employer, name: str, by: Actor) -> tuple[EmployerToken, str]:
    """A new key for one program of an employer, and its text: shown once, kept as a hash."""
    text = PREFIX + secrets.token_urlsafe(32)
    token = EmployerToken(
        employer_id=employer.id,
        name=name,
        token_hash=hash_token(text),
        created_at=clock.now(),
        created_by_id=by.id,
    )
    db.session.add(token)
    db.session.flush()
    record("employer_token.made", token, by, employer_id=employer.id)
    return token, text


def revoke_token(token: EmployerToken, by: Actor) -> None:
    """Take a key back; from this moment on it opens nothing."""
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        record("employer_token.revoked", token, by, employer_id=token.employer_id)


def note_use(token_id: int) -> None:
    """Write down that a key was used, to the minute; whoever else writes it now need not wait."""
    stale = EmployerToken.last_used_at < clock.now() - NOTED_EVERY
    due = (
        select(EmployerToken.id)
        .where(EmployerToken.id == token_id, or_(EmployerToken.last_used_at.is_(None), stale))
        .with_for_update(skip_locked=True)
    )
    db.session.execute(
        update(EmployerToken)
        .where(EmployerToken.id.in_(due.scalar_subquery()))
        .values(last_used_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def tokens_of(employer: Employer) -> list[EmployerToken]:
    """The keys of an employer, those that work first, the newest before the older ones."""
    query = select(EmployerToken).where(EmployerToken.employer_id == employer.id)
    tokens = db.session.scalars(query.order_by(EmployerToken.id.desc()))
    return sorted(tokens, key=lambda token: token.revoked_at is not None)


def get_token(employer: Employer, token_id: int) -> EmployerToken:
    """A key of this employer; NotFound when it is another's."""
    token = db.session.get(EmployerToken, token_id)
    if token is None or token.employer_id != employer.id:
        raise NotFound
    return token


def owner_only(account: Account, employer: Employer) -> None:
    """Stop whoever is not an owner of this employer: a key acts for all of its people."""
    owns = select(Recruiter.id).where(
        Recruiter.account_id == account.id,
        Recruiter.employer_id == employer.id,
        Recruiter.role == RecruiterRole.OWNER,
        Recruiter.active,
    )
    if db.session.scalar(owns) is None:
        raise NotAllowed


def hash_token(text: str) -> str:
    """What is kept of a key: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
