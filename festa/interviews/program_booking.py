"""Booking for an employer's program: the same verbs, each wish once."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from festa.audit.actor import Actor
from festa.employers.models import Participation
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.applications import book_applicant
from festa.interviews.booking import BookingAnswer, Terms, book
from festa.interviews.models import Application, Booking, InterviewTable, Slot
from festa.interviews.program_door import Asked, Look
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


# Made once: building them takes as long as sending them. Two of four tables each: for one of all
# eight PostgreSQL looks longer for a plan than both take.
PLACE = (
    select(Slot)
    .where(Slot.id == bindparam("slot_id"))
    .options(
        joinedload(Slot.table, innerjoin=True)
        .joinedload(InterviewTable.participation, innerjoin=True)
        .joinedload(Participation.employer, innerjoin=True)
    )
)
PERSON = (
    select(Registration, Application)
    .outerjoin(
        Application,
        (Application.registration_id == Registration.id)
        & (Application.participation_id == bindparam("participation_id")),
    )
    .where(Registration.id == bindparam("registration_id"))
    .options(
        joinedload(Registration.fair, innerjoin=True),
        joinedload(Registration.seeker, innerjoin=True),
    )
)


@dataclass(frozen=True)
class ProgramAnswer:
    """What came of a wish; `again` says that it had been granted before."""

    answer: BookingAnswer
    again: bool = False


def book_for_program(look: Look, asked: Asked, by: Actor) -> ProgramAnswer:
    """Book somebody into a slot under the program's number; the same number books once.

    The caller stands in line for both (see `program_door.look_in_line`).
    """
    slot, registration, application, *_kept = _load(look, asked)
    answer = None
    if look.known is None:
        terms = Terms(request_id=asked.request_id, in_line=True)
        answer = _book(slot, registration, application, terms, by)
    if answer is not None and answer.booking is not None:
        return ProgramAnswer(answer)
    # Somebody was booked under this number before, or at this very moment.
    before = _find(slot.table.participation, asked)
    if before is not None:
        return _again(before, slot, registration)
    assert answer is not None  # no booking that lasted is ever deleted
    return ProgramAnswer(answer)


def _book(
    slot: Slot,
    registration: Registration,
    application: Application | None,
    terms: Terms,
    by: Actor,
) -> BookingAnswer:
    if application is None:
        return book(slot, registration, by, terms)
    return book_applicant(application, slot, by, terms)


def _load(look: Look, asked: Asked) -> tuple[Any, ...]:
    """Everything that booking reads, in two statements: in a rush each costs everybody time.

    What slot and registration lead to is given back too, so that it stays known.
    """
    slot = db.session.scalars(PLACE, {"slot_id": asked.slot_id}).one()
    whom = {
        "registration_id": look.registration_id,
        "participation_id": slot.table.participation_id,
    }
    registration, application = db.session.execute(PERSON, whom).one()
    return slot, registration, application, slot.table, registration.fair, registration.seeker


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
