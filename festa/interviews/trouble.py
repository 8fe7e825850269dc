"""When an employer cannot sit in the hall: its postings stay on the board, or it leaves altogether."""

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Consent, ConsentState, Purpose
from festa.consents.service import withdraw
from festa.employers.booths import leave_booth
from festa.employers.models import TAKING_PART, Mode, Participation, ParticipationState
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import OVER, FairState, IllegalMove
from festa.interviews.bulk import end_interviews, tell_applicants
from festa.interviews.employer_leaves import move_employer
from festa.interviews.following import tell_left_hall, tell_stayed_away
from festa.interviews.locks import lock
from festa.interviews.models import Application, InterviewTable, Slot
from festa.interviews.queries import seekers_met
from festa.interviews.states import ApplicationState, SlotState, move_application
from festa.registrations.models import Registration


class Leaving(StrEnum):
    """How an employer leaves: its postings stay and go on by paper, or everything ends."""

    KEEP_POSTINGS = "keep_postings"
    WITHDRAW = "withdraw"


class TroubleRefusal(StrEnum):
    """Why an employer cannot leave like this."""

    NOT_IN_HALL = "not_in_hall"
    FAIR_OVER = "fair_over"
    MOVED_ON = "moved_on"


SENTENCES: dict[TroubleRefusal, Any] = {
    TroubleRefusal.NOT_IN_HALL: _l(
        "현장면접에 참가하는 기업만 할 수 있어요. 지금 참가 상태를 먼저 확인해 주세요."
    ),
    TroubleRefusal.FAIR_OVER: _l("이미 끝난 박람회라 취소할 것이 없어요."),
    TroubleRefusal.MOVED_ON: _l(
        "그사이 참가 상태가 바뀌었어요. 새로 고친 화면에서 다시 확인해 주세요."
    ),
}
STAYED_AWAY = "employer_posting_only"  # the reason of interviews that end with leaving the hall


# Domains above say here whose consent is still needed, as for a résumé that is on its way.
Keeper = Callable[[Participation], Collection[int]]
_keepers: list[Keeper] = []


def keeps_consents(find: Keeper) -> Keeper:
    """Ask this for the seekers whose consent outlives the employer's leaving."""
    _keepers.append(find)
    return find


def leave(participation: Participation, how: Leaving, by: Actor) -> int:
    """Let an employer leave the hall or the fair; returns how many interviews that called off.

    All in one transaction: interviews end and their seekers are told where similar time is free.
    """
    lock(Participation, participation)
    fair = participation.fair
    if fair.state in OVER | {FairState.CANCELLED}:
        raise _refuse(TroubleRefusal.FAIR_OVER)
    if participation.mode is not Mode.ONSITE or not participation.takes_part:
        raise _refuse(TroubleRefusal.NOT_IN_HALL)
    return (
        _leave_hall(participation, by) if how is Leaving.KEEP_POSTINGS else _go(participation, by)
    )


def _leave_hall(participation: Participation, by: Actor) -> int:
    """Go on by the posting board alone: applications and their consents stay as they are."""
    ended = end_interviews(participation, by, STAYED_AWAY)
    tell_left_hall(participation, by)
    close_slots(participation)
    leave_booth(participation, by)
    participation.mode = Mode.POSTING_ONLY
    db.session.flush()
    tell_stayed_away(participation, by)
    record(
        "participation.left_hall",
        participation,
        by,
        employer_id=participation.employer_id,
        interviews=len(ended),
    )
    return len(ended)


def _go(participation: Participation, by: Actor) -> int:
    try:
        ended = move_employer(participation, ParticipationState.CANCELLED, by)
    except IllegalMove as illegal:
        raise _refuse(TroubleRefusal.MOVED_ON) from illegal
    close_slots(participation)
    leave_booth(participation, by)
    end_consents(participation, by)
    return ended


def close_slots(participation: Participation) -> None:
    """Take every time of an employer's tables from the day; those that had bookings stay on record."""
    tables = select(InterviewTable.id).where(InterviewTable.participation_id == participation.id)
    db.session.execute(
        update(Slot)
        .where(Slot.table_id.in_(tables), Slot.state != SlotState.CANCELLED)
        .values(state=SlotState.CANCELLED)
    )


def end_consents(participation: Participation, by: Actor) -> int:
    """End what seekers let this employer see, since it needs that no more (개인정보 보호법 §21).

    Where a branch of the same employer still takes part, the consent that names the employer
    goes on for it; so does the consent of whoever had their talk, for as long as it was given:
    the employer still has to say what came of it. Those who had no time yet are told. Returns how
    many ended.
    """
    if _takes_part_otherwise(participation):
        return 0
    fair_id, employer_id = participation.fair_id, participation.employer_id
    kept = {seeker_id for find in _keepers for seeker_id in find(participation)}
    kept |= seekers_met(participation)
    gone = []
    applications = (
        select(Application)
        .where(
            Application.participation_id == participation.id,
            Application.state != ApplicationState.WITHDRAWN,
        )
        .options(joinedload(Application.registration).joinedload(Registration.seeker))
    )
    for application in db.session.scalars(applications).all():
        if application.registration.seeker_id in kept:
            continue
        application.state = move_application(application.state, ApplicationState.WITHDRAWN)
        application.alternate_rank = None
        gone.append(application)
        record(
            "application.withdrawn",
            application,
            by,
            seeker_id=application.registration.seeker_id,
            fair_id=fair_id,
            employer_id=employer_id,
            reason="employer_left",
        )
    tell_applicants(participation, gone)
    consents = select(Consent).where(
        Consent.fair_id == fair_id,
        Consent.employer_id == employer_id,
        Consent.purpose == Purpose.THIRD_PARTY,
        Consent.state == ConsentState.GRANTED,
        Consent.seeker_id.not_in(kept),
    )
    standing = db.session.scalars(consents).all()
    for consent in standing:
        withdraw(consent, by)
    return len(standing)


def _takes_part_otherwise(participation: Participation) -> bool:
    query = select(Participation.id).where(
        Participation.fair_id == participation.fair_id,
        Participation.employer_id == participation.employer_id,
        Participation.id != participation.id,
        Participation.state.in_(TAKING_PART),
    )
    return db.session.scalar(query.limit(1)) is not None


def _refuse(reason: TroubleRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
