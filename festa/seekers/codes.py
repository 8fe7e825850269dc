"""One-time codes: made, sent, and checked."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from festa import clock
from festa.errors import Refused
from festa.extensions import db
from festa.messages.service import About, send_sms
from festa.seekers.models import CodePurpose, SignInCode

LIFE = timedelta(minutes=5)
TRIES = 5
SENDS_AN_HOUR = 8
KEPT = timedelta(days=1)


class CodeProblem(StrEnum):
    """Why a code does not open the door."""

    TOO_MANY_SENT = "too_many_sent"
    NONE_SENT = "none_sent"
    LAPSED = "lapsed"
    TOO_MANY_TRIES = "too_many_tries"
    WRONG = "wrong"


SENTENCES: dict[CodeProblem, Any] = {
    CodeProblem.TOO_MANY_SENT: _l(
        "인증번호를 여러 번 보냈어요. 한 시간 뒤에 다시 받거나 안내 전화로 도움을 받아 주세요."
    ),
    CodeProblem.NONE_SENT: _l("먼저 ‘인증번호 받기’를 눌러 주세요."),
    CodeProblem.LAPSED: _l("인증번호가 5분이 지나 만료되었어요. ‘다시 받기’를 눌러 주세요."),
    CodeProblem.TOO_MANY_TRIES: _l(
        "번호를 다섯 번 잘못 넣었어요. ‘다시 받기’를 눌러 새 번호를 넣어 주세요."
    ),
    CodeProblem.WRONG: _l("인증번호가 달라요. 문자로 온 숫자 여섯 자리를 다시 확인해 주세요."),
}


def send_code(phone: str, purpose: CodePurpose) -> SignInCode:
    """Make a code and send it; an older one for the same purpose no longer counts."""
    sent = db.session.scalar(
        select(func.count(SignInCode.id)).where(
            SignInCode.phone == phone, SignInCode.sent_at > clock.now() - timedelta(hours=1)
        )
    )
    if (sent or 0) >= SENDS_AN_HOUR:
        raise Refused(SENTENCES[CodeProblem.TOO_MANY_SENT], CodeProblem.TOO_MANY_SENT)
    digits = f"{secrets.randbelow(1_000_000):06d}"
    code = SignInCode(
        phone=phone,
        purpose=purpose,
        code_hash=_hash(phone, digits),
        sent_at=clock.now(),
        expires_at=clock.now() + LIFE,
    )
    db.session.add(code)
    body = _("[JOB 매칭 페스타] 인증번호 %(code)s (5분 안에 입력)", code=digits)
    about = About(urgent=True, lapses_at=code.expires_at)
    send_sms(phone, "one_time_code", body, about, secret=True)
    db.session.flush()
    return code


def standing_code(phone: str, purpose: CodePurpose) -> SignInCode | None:
    """The code that was sent and can still be typed: not used, not lapsed, tries left."""
    sent = newest_code(phone, purpose)
    if sent is None or sent.used_at is not None or sent.tries >= TRIES:
        return None
    return sent if sent.expires_at > clock.now() else None


def newest_code(phone: str, purpose: CodePurpose) -> SignInCode | None:
    """The only code that still counts for this phone."""
    query = (
        select(SignInCode)
        .where(SignInCode.phone == phone, SignInCode.purpose == purpose)
        .order_by(SignInCode.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def usable_code(phone: str, purpose: CodePurpose) -> SignInCode | None:
    """The code that was sent and can still be typed."""
    code = newest_code(phone, purpose)
    if code is None or code.used_at is not None or code.tries >= TRIES:
        return None
    return code if clock.now() < code.expires_at else None


def check_code(phone: str, purpose: CodePurpose, typed: str) -> CodeProblem | None:
    """Use up the code if it is right: None, or what is wrong with it.

    Wrong tries are counted in the row, so the caller commits in either case. The count and
    the use are conditional updates: two requests cannot both use one code or share a try.
    """
    code = newest_code(phone, purpose)
    if code is None or code.used_at is not None:
        return CodeProblem.NONE_SENT
    if clock.now() >= code.expires_at:
        return CodeProblem.LAPSED
    counted = db.session.scalar(
        update(SignInCode)
        .where(SignInCode.id == code.id, SignInCode.tries < TRIES, SignInCode.used_at.is_(None))
        .values(tries=SignInCode.tries + 1)
        .returning(SignInCode.id)
    )
    if counted is None:
        return CodeProblem.TOO_MANY_TRIES
    digits = "".join(c for c in typed if c.isdigit())
    if not hmac.compare_digest(code.code_hash, _hash(phone, digits)):
        return CodeProblem.WRONG
    used = db.session.scalar(
        update(SignInCode)
        .where(SignInCode.id == code.id, SignInCode.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(SignInCode.id)
    )
    return CodeProblem.NONE_SENT if used is None else None


def extend_code(phone: str, purpose: CodePurpose) -> bool:
    """Give the code five more minutes, once (KWCAG 6.2.1)."""
    code = newest_code(phone, purpose)
    if code is None or code.extended or code.used_at or clock.now() >= code.expires_at:
        return False
    code.extended = True
    code.expires_at = clock.now() + LIFE
    return True


def purge_codes() -> int:
    """Destroy every code older than a day, used or not; returns how many."""
    old = delete(SignInCode).where(SignInCode.sent_at <= clock.now() - KEPT)
    return len(db.session.scalars(old.returning(SignInCode.id)).all())


def _hash(phone: str, digits: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"{phone}:{digits}".encode(), hashlib.sha256).hexdigest()
