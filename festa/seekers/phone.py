"""Changing a person's number: the old one opens nothing from then on, and both are told."""

from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from festa.audit.actor import Actor
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.messages.service import About, send_sms
from festa.seekers.identity import mask_mobile
from festa.seekers.models import Seeker
from festa.seekers.service import find_namesake, was_merged_into


class PhoneProof(StrEnum):
    """How it was known that the new number is this person's."""

    CODE = "code"
    SHOWN_ID = "shown_id"


class PhoneRefusal(StrEnum):
    """Why a number is not changed."""

    SAME = "same"
    TAKEN = "taken"
    MERGED = "merged"


SENTENCES: dict[PhoneRefusal, Any] = {
    PhoneRefusal.SAME: _l("지금 쓰는 번호와 같아요. 새 번호를 적어 주세요."),
    PhoneRefusal.TAKEN: _l(
        "이 번호로 이미 신청한 같은 이름의 분이 있어요. 같은 분이면 두 신청을 합쳐 주세요."
    ),
    PhoneRefusal.MERGED: _l(
        "합치기 전에 쓰던 번호예요. 이 번호를 쓰려면 합치기를 되돌린 뒤 이 번호 쪽으로 다시 합쳐 주세요."
    ),
}


def change_phone(seeker: Seeker, phone: str, proof: PhoneProof, by: Actor) -> None:
    """Give the person another number; every session of theirs ends, and both numbers are told.

    Refused when somebody of the same name has that number: they may be one person.
    """
    refuse_phone(seeker, phone)
    old = seeker.phone
    try:
        with db.session.begin_nested():
            seeker.phone = phone
            seeker.session_number += 1
    except IntegrityError as error:
        raise _refuse(PhoneRefusal.TAKEN) from error
    record("seeker.phone_changed", seeker, by, seeker_id=seeker.id, proof=proof)
    body = _(
        "[JOB 매칭 페스타] 연락처가 바뀌었어요: %(phone)s. 바꾸지 않았다면 안내 전화로 알려 주세요.",
        phone=mask_mobile(phone),
    )
    for number in (old, phone):
        send_sms(number, "phone_changed", body, About(seeker_id=seeker.id))


def refuse_phone(seeker: Seeker, phone: str) -> None:
    """Refused when the number cannot become this person's."""
    if phone == seeker.phone:
        raise _refuse(PhoneRefusal.SAME)
    other = find_namesake(seeker, seeker.name, phone)
    if other is not None:
        merged = was_merged_into(other, seeker)
        raise _refuse(PhoneRefusal.MERGED if merged else PhoneRefusal.TAKEN)


def _refuse(reason: PhoneRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
