"""Reads of those who applied to an employer; only who stands open to it is found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from festa.consents.queries import seekers_open_to
from festa.employers.models import Participation
from festa.errors import NotFound
from festa.extensions import db
from festa.interviews.alternates import IN_LINE
from festa.interviews.models import (
    Application,
    Booking,
    BookingUnit,
    InterviewTable,
    Slot,
    TableMode,
)
from festa.interviews.queries import lapsed_bookings
from festa.interviews.states import LIVE, ApplicationState, SlotState
from festa.registrations.models import Registration

PAGE = 50


def _open_to(participation: Participation) -> tuple[ColumnElement[bool], ...]:
    open_to_us = seekers_open_to(participation.employer_id, participation.fair_id)
    return (
        Application.participation_id == participation.id,
        Application.state != ApplicationState.WITHDRAWN,
        Registration.seeker_id.in_(open_to_us),
    )


def _open_applications(participation: Participation) -> Select[Application]:
    return (
        select(Application)
        .join(Application.registration)
        .where(*_open_to(participation))
        .options(contains_eager(Application.registration), joinedload(Application.job))
    )


def applications(
    participation: Participation, state: ApplicationState | None, page: int
) -> Pagination:
    """One page of the applications: alternates as they stand in line, others longest waiting first."""
    query = _open_applications(participation)
    if state is not None:
        query = query.where(Application.state == state)
    in_line = IN_LINE if state is ApplicationState.ALTERNATE else ()
    query = query.order_by(*in_line, Application.applied_at, Application.id)
    return db.paginate(query, page=max(page, 1), per_page=PAGE, error_out=False)


def counts_by_state(participation: Participation) -> dict[ApplicationState, int]:
    """How many applications stand in each state."""
    query = (
        select(Application.state, func.count(Application.id))
        .join(Application.registration)
        .where(*_open_to(participation))
        .group_by(Application.state)
    )
    return dict(db.session.execute(query).all())


def get_application(participation: Participation, application_id: int) -> Application:
    """An application to this employer by somebody open to it; NotFound otherwise."""
    query = _open_applications(participation).where(Application.id == application_id)
    application = db.session.scalar(query)
    if application is None:
        raise NotFound
    return application


def live_bookings_of(
    participation: Participation, registration_ids: Collection[int]
) -> dict[int, list[Booking]]:
    """The standing interviews of these people with this employer, by registration."""
    query = (
        select(Booking)
        .join(Booking.slot)
        .where(
            Booking.participation_id == participation.id,
            Booking.registration_id.in_(registration_ids),
            Booking.state.in_(LIVE),
            Booking.id.not_in(lapsed_bookings()),
        )
        .options(contains_eager(Booking.slot).joinedload(Slot.table))
        .order_by(Slot.start_unit)
    )
    found: dict[int, list[Booking]] = {}
    for booking in db.session.scalars(query):
        found.setdefault(booking.registration_id, []).append(booking)
    return found


@dataclass(frozen=True)
class FreeTable:
    """A table with the slots that somebody may be booked into; `busy` ones clash with their day."""

    table: InterviewTable
    slots: Sequence[Slot]
    busy: frozenset[int]


def free_tables(
    participation: Participation,
    registration: Registration,
    first_unit: int,
    moving: Booking | None = None,
) -> list[FreeTable]:
    """Each table's open and unbooked slots from a unit on, marked where the seeker is busy.

    Why somebody is busy is not an employer's to know: only that they are. The units of a
    booking that is about to move count as free.
    """
    by_table: dict[InterviewTable, list[Slot]] = {}
    for slot in db.session.scalars(_unbooked(participation, first_unit)):
        by_table.setdefault(slot.table, []).append(slot)
    units = select(BookingUnit.unit).where(
        BookingUnit.registration_id == registration.id,
        BookingUnit.booking_id != (moving.id if moving else 0),
        BookingUnit.booking_id.not_in(lapsed_bookings()),
    )
    busy_units = set(db.session.scalars(units))
    gap = participation.fair.walking_gap_units
    return [
        FreeTable(
            table,
            slots,
            frozenset(
                slot.id
                for slot in slots
                if busy_units & set(range(slot.start_unit, slot.start_unit + slot.units + gap))
            ),
        )
        for table, slots in by_table.items()
    ]


def _unbooked(participation: Participation, first_unit: int) -> Select[Slot]:
    """The slots that are open to bookings and have none, table by table."""
    taken = select(Booking.slot_id).where(
        Booking.participation_id == participation.id,
        Booking.state.in_(LIVE),
        Booking.id.not_in(lapsed_bookings()),
    )
    return (
        select(Slot)
        .join(Slot.table)
        .where(
            InterviewTable.participation_id == participation.id,
            InterviewTable.mode != TableMode.WALK_IN,
            Slot.state == SlotState.OPEN,
            Slot.start_unit >= first_unit,
            Slot.id.not_in(taken),
        )
        .options(contains_eager(Slot.table).options(load_only(InterviewTable.label)))
        .order_by(InterviewTable.id, Slot.start_unit)
    )
