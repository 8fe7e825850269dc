"""Booking for an employer's program: the same verbs, each wish once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa.audit.actor import Actor
from festa.employers.models import Participation
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.applications import book_applicant, find_application
from festa.interviews.booking import BookingAnswer, Terms, book, line_up
from festa.interviews.models import Booking, Slot
from festa.interviews.program_door import Asked
from festa.registrations.models import Registration


class ProgramProblem(StrEnum):
    """What a program did wrong."""

    ID_REUSED = "id_reused"


SENTENCES: dict[ProgramProblem, Any] = {
    ProgramProblem.ID_REUSED: _l(
        "이 번호로 이미 다른 예약을 요청했어요. 요청마다 새 번호를 만들어 주세요."
    ),
}


class Unprocessable(Refused):
    """A wish that contradicts an earlier one of the same number."""

    status = 422


@dataclass(frozen=True)
class ProgramAnswer:
    """What came of a wish; `again` says that it had been granted before."""

    answer: BookingAnswer
    again: bool = False


def book_for_program(
    participation: Participation, registration: Registration, asked: Asked, by: Actor
) -> ProgramAnswer:
    """Book somebody into a slot under the program's number; the same number books once."""
    slot = db.session.get_one(Slot, asked.slot_id)
    line_up(registration, slot)
    before = _find(participation, asked)
    if before is not None:
        return _again(before, slot, registration)
    terms = Terms(request_id=asked.request_id)
    application = find_application(registration, participation)
    if application is None:
        answer = book(slot, registration, by, terms)
    else:
        answer = book_applicant(application, slot, by, terms)
    if answer.booking is None:
        # Somebody else may have been booked under this number meanwhile.
        before = _find(participation, asked)
        if before is not None:
            return _again(before, slot, registration)
    return ProgramAnswer(answer)


def _find(participation: Participation, asked: Asked) -> Booking | None:
    query = select(Booking).where(
        Booking.participation_id == participation.id, Booking.request_id == asked.request_id
    )
    return db.session.scalar(query)


def _again(before: Booking, slot: Slot, registration: Registration) -> ProgramAnswer:
    if before.slot_id != slot.id or before.registration_id != registration.id:
        reason = ProgramProblem.ID_REUSED
        raise Unprocessable(SENTENCES[reason], reason)
    return ProgramAnswer(BookingAnswer(before), again=True)
