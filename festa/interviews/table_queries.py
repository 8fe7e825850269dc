"""Reads of an employer's tables, their slots, and how far each fair is prepared."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from festa.consents.queries import seekers_open_to
from festa.employers.models import Participation
from festa.errors import NotFound
from festa.extensions import db
from festa.interviews.models import Application, Booking, InterviewTable, Outcome, Slot
from festa.interviews.queries import unit_now
from festa.interviews.states import (
    BEFORE_THE_TALK,
    LIVE,
    ApplicationState,
    BookingState,
    OutcomeResult,
    SlotState,
)
from festa.registrations.models import Registration


def tables_of(participation: Participation) -> Sequence[InterviewTable]:
    """The tables of an employer at a fair with their slots."""
    query = (
        select(InterviewTable)
        .where(InterviewTable.participation_id == participation.id)
        .options(selectinload(InterviewTable.slots))
        .order_by(InterviewTable.id)
    )
    return db.session.scalars(query).all()


def get_table(participation: Participation, table_id: int) -> InterviewTable:
    """A table of this employer at this fair; NotFound when it is another's."""
    query = select(InterviewTable).where(
        InterviewTable.id == table_id, InterviewTable.participation_id == participation.id
    )
    table = db.session.scalar(query)
    if table is None:
        raise NotFound
    return table


def get_slots(participation: Participation, slot_ids: Collection[int]) -> Sequence[Slot]:
    """Slots of this employer at this fair, in the order of their rows; NotFound for another's."""
    query = (
        select(Slot)
        .join(Slot.table)
        .where(Slot.id.in_(slot_ids), InterviewTable.participation_id == participation.id)
        .order_by(Slot.id)
    )
    slots = db.session.scalars(query).all()
    if len(slots) != len(set(slot_ids)) or not slots:
        raise NotFound
    return slots


def get_slot(participation: Participation, slot_id: int) -> Slot:
    """A slot of this employer at this fair; NotFound when it is another's."""
    return get_slots(participation, [slot_id])[0]


Numbered = InstrumentedAttribute[int]


@dataclass(frozen=True)
class Prepared:
    """How far the interviews of an employer at a fair are. `slots` are open, unbooked and still
    ahead, `unbooked` those who passed and have no time, `due` talks without a result."""

    tables: int = 0
    slots: int = 0
    applicants: int = 0
    unbooked: int = 0
    bookings: int = 0
    due: int = 0


def preparations(participations: Collection[Participation]) -> dict[int, Prepared]:
    """How far each of these is, in as many statements as there are numbers."""
    ids = [one.id for one in participations]
    counts = {
        "tables": _count(InterviewTable.participation_id, InterviewTable.id),
        "applicants": _applications(Application.state == ApplicationState.APPLIED),
        "unbooked": _applications(
            Application.state == ApplicationState.SHORTLISTED, ~_has_interview()
        ),
        "bookings": _count(Booking.participation_id, Booking.id).where(
            Booking.state.in_(BEFORE_THE_TALK)
        ),
        "due": _talks_without_result(),
    }
    found = {one: {"slots": count} for one, count in _free_slots(participations).items()}
    for name, query in counts.items():
        column = query.selected_columns[0]
        for participation_id, count in db.session.execute(query.where(column.in_(ids))):
            found[participation_id][name] = count
    return {participation_id: Prepared(**counted) for participation_id, counted in found.items()}


def _count(participation_id: Numbered, what: Numbered) -> Select[int, int]:
    return select(participation_id, func.count(what)).group_by(participation_id)


def _free_slots(participations: Collection[Participation]) -> dict[int, int]:
    """The slots of each that somebody could still be booked into."""
    now = {one.id: unit_now(one.fair) for one in participations}
    taken = exists().where(Booking.slot_id == Slot.id, Booking.state.in_(LIVE))
    query = (
        select(InterviewTable.participation_id, Slot.start_unit)
        .join(Slot.table)
        .where(InterviewTable.participation_id.in_(now), Slot.state == SlotState.OPEN, ~taken)
    )
    ahead = Counter(id_of for id_of, unit in db.session.execute(query) if unit > now[id_of])
    return {id_of: ahead[id_of] for id_of in now}


def _applications(*where: ColumnElement[bool]) -> Select[int, int]:
    open_to_us = seekers_open_to(Participation.employer_id, Participation.fair_id)  # type: ignore[arg-type]
    return (
        _count(Application.participation_id, Application.id)
        .join_from(Application, Application.participation)
        .join(Application.registration)
        .where(Registration.seeker_id.in_(open_to_us), *where)
    )


def _has_interview() -> ColumnElement[bool]:
    return exists().where(
        Booking.registration_id == Application.registration_id,
        Booking.participation_id == Application.participation_id,
        Booking.state.in_(LIVE),
    )


def _talks_without_result() -> Select[int, int]:
    decided = exists().where(
        Outcome.booking_id == Booking.id, Outcome.result != OutcomeResult.PENDING
    )
    return _count(Booking.participation_id, Booking.id).where(
        Booking.state == BookingState.COMPLETED, ~decided
    )
