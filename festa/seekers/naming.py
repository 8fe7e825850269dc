"""Correcting how a name is spelt and when somebody was born, once they say it at the desk."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from festa.audit.actor import Actor
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.seekers.models import Seeker
from festa.seekers.service import find_namesake, was_merged_into


class NameRefusal(StrEnum):
    """Why a name is not corrected."""

    SAME = "same"
    TAKEN = "taken"
    MERGED = "merged"


SENTENCES: dict[NameRefusal, Any] = {
    NameRefusal.SAME: _l("지금과 같아요. 이름이나 태어난 해를 고쳐 주세요."),
    NameRefusal.TAKEN: _l(
        "같은 번호로 이 이름의 신청이 이미 있어요. 같은 분이면 두 신청을 합쳐 주세요."
    ),
    NameRefusal.MERGED: _l(
        "합치기 전에 쓰던 이름이에요. 이 이름을 쓰려면 합치기를 되돌린 뒤 이 이름 쪽으로 다시 합쳐 주세요."
    ),
}


def correct_name(seeker: Seeker, name: str, birth_year: int | None, by: Actor) -> bool:
    """Correct name and year of birth; whether the name is another now.

    Refused when nothing changes, and when somebody of that name has the same number: they may
    be one person. The log says what was corrected, never how it was written.
    """
    wanted = {"name": name, "birth_year": birth_year}
    changed = [column for column, value in wanted.items() if getattr(seeker, column) != value]
    if not changed:
        raise _refuse(NameRefusal.SAME)
    other = find_namesake(seeker, name, seeker.phone)
    if other is not None:
        merged = was_merged_into(other, seeker)
        raise _refuse(NameRefusal.MERGED if merged else NameRefusal.TAKEN)
    try:
        with db.session.begin_nested():
            seeker.name, seeker.birth_year = name, birth_year
    except IntegrityError as error:
        raise _refuse(NameRefusal.TAKEN) from error
    record("seeker.corrected", seeker, by, seeker_id=seeker.id, columns=changed)
    return "name" in changed


def _refuse(reason: NameRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
