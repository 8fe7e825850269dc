"""Booths: which employer sits where."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import Booth, Participation, ParticipationState
from festa.employers.participation import Mode
from festa.employers.service import set_participation
from festa.errors import Refused
from festa.extensions import db

S = ParticipationState
SITTING = frozenset({S.APPROVED, S.BOOTH_ASSIGNED, S.SET_UP})


class BoothRefusal(StrEnum):
    """Why an employer cannot sit there."""

    TAKEN = "taken"
    NOT_ONSITE = "not_onsite"
    NOT_APPROVED = "not_approved"


SENTENCES: dict[BoothRefusal, Any] = {
    BoothRefusal.TAKEN: _l(
        "%(number)s번 부스는 다른 기업(%(employer)s)이 쓰고 있어요. 다른 번호를 적어 주세요."
    ),
    BoothRefusal.NOT_ONSITE: _l(
        "채용게시대로만 참가하는 기업에는 부스가 없어요. 참가 형태를 먼저 확인해 주세요."
    ),
    BoothRefusal.NOT_APPROVED: _l("참가를 확정한 뒤에 부스를 정할 수 있어요."),
}


def assign_booth(
    participation: Participation, number: str, hall_id: int | None, by: Actor
) -> Booth:
    """Seat an employer at a numbered booth; Refused when another sits there.

    One that was approved becomes booth_assigned. The database keeps numbers and seats unique.
    """
    _check(participation)
    booth = _find(participation.fair_id, number)
    if booth is not None and booth.participation_id not in (None, participation.id):
        sitting = booth.participation.employer.name if booth.participation else ""
        sentence = SENTENCES[BoothRefusal.TAKEN] % {"number": number, "employer": sitting}
        raise Refused(sentence, BoothRefusal.TAKEN)
    own = participation.booth
    if own is not None and booth is not None and own is not booth:
        own.participation = None
        db.session.flush()
    booth = booth or own or Booth(fair_id=participation.fair_id)
    booth.number, booth.hall_id, booth.participation = number, hall_id, participation
    db.session.add(booth)
    db.session.flush()
    record("booth.assigned", booth, by, employer_id=participation.employer_id, number=number)
    if participation.state is S.APPROVED:
        set_participation(participation, S.BOOTH_ASSIGNED, by)
    return booth


def leave_booth(participation: Participation, by: Actor) -> None:
    """Free an employer's booth; one that was booth_assigned is approved again."""
    booth = participation.booth
    if booth is None:
        return
    employer_id = participation.employer_id
    record("booth.unassigned", booth, by, employer_id=employer_id, number=booth.number)
    booth.participation = None
    db.session.flush()
    if participation.state is S.BOOTH_ASSIGNED:
        set_participation(participation, S.APPROVED, by)


def _check(participation: Participation) -> None:
    if participation.mode is not Mode.ONSITE:
        raise Refused(SENTENCES[BoothRefusal.NOT_ONSITE], BoothRefusal.NOT_ONSITE)
    if participation.state not in SITTING:
        raise Refused(SENTENCES[BoothRefusal.NOT_APPROVED], BoothRefusal.NOT_APPROVED)


def _find(fair_id: int, number: str) -> Booth | None:
    query = select(Booth).where(Booth.fair_id == fair_id, Booth.number == number)
    return db.session.scalar(query)
