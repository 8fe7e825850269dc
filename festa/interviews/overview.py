"""The interview floor as organisers see it: tables by the hour, and the list of bookings."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import joinedload, selectinload

from festa.employers.models import Employer, Participation
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Booking, BookingChange, InterviewTable, Slot
from festa.interviews.states import LIVE, BookingState, SlotState
from festa.registrations.models import Registration
from festa.seekers.models import Seeker

PAGE = 50


@dataclass
class Cell:
    """The slots of one table in one hour that take bookings, and how many hold one."""

    offered: int = 0
    booked: int = 0

    def add(self, booked: bool) -> None:
        """Count one slot."""
        self.offered += 1
        self.booked += booked


@dataclass
class TableRow:
    """One table of the overview: its cells by hour, and their sum."""

    table: InterviewTable
    hours: dict[int, Cell] = field(default_factory=dict)
    total: Cell = field(default_factory=Cell)


@dataclass(frozen=True)
class Floor:
    """All tables of a fair by the hour; `total` gives the FILL_RATE."""

    hours: Sequence[int]
    rows: Sequence[TableRow]
    total: Cell

    @property
    def fill_rate(self) -> int | None:
        """Booked of the offered slots in per cent; None while nothing is offered."""
        return percent(self.total)


def percent(cell: Cell) -> int | None:
    """FILL_RATE of some slots; None where none are offered."""
    return round(cell.booked * 100 / cell.offered) if cell.offered else None


def last_unit(fair_id: int) -> int | None:
    """Where the last slot of a fair ends, in units from its opening; None without slots."""
    query = select(func.max(Slot.start_unit + Slot.units)).where(Slot.fair_id == fair_id)
    return db.session.scalar(query)


def floor(fair: Fair) -> Floor:
    """Every table of the fair with its slots by the hour, by employer, in two statements."""
    tables = db.session.scalars(
        select(InterviewTable)
        .join(InterviewTable.participation)
        .join(Participation.employer)
        .where(InterviewTable.fair_id == fair.id)
        .options(joinedload(InterviewTable.participation).joinedload(Participation.employer))
        .order_by(Employer.name, Participation.branch, InterviewTable.label)
    ).all()
    held = exists().where(and_(Booking.slot_id == Slot.id, Booking.state.in_(LIVE)))
    slots = db.session.execute(
        select(Slot.table_id, Slot.start_unit, held.label("booked")).where(
            Slot.fair_id == fair.id,
            # What was removed, or only keeps a walk-in's talk, was never offered.
            Slot.state != SlotState.CANCELLED,
            (Slot.state == SlotState.OPEN) | held,
        )
    )
    rows, total = {table.id: TableRow(table) for table in tables}, Cell()
    for table_id, unit, booked in slots:
        hour = fair.grid.hour_of(unit).hour
        for cell in (rows[table_id].hours.setdefault(hour, Cell()), rows[table_id].total, total):
            cell.add(bool(booked))
    last = fair.closes.hour + (1 if fair.closes.minute else 0)
    return Floor(range(fair.opens.hour, last), list(rows.values()), total)


def bookings(fair: Fair, wanted: "Wanted", page: int) -> Pagination:
    """One page of the fair's bookings with everything that a row shows, by time."""
    query = (
        select(Booking)
        .join(Booking.slot)
        .where(Booking.fair_id == fair.id, *wanted.conditions())
        .options(
            joinedload(Booking.slot).joinedload(Slot.table),
            joinedload(Booking.registration).joinedload(Registration.seeker),
            joinedload(Booking.participation).joinedload(Participation.employer),
            selectinload(Booking.outcome),
        )
        .order_by(Slot.start_unit, Booking.id)
    )
    return db.paginate(query, page=page, per_page=PAGE, max_per_page=PAGE)


@dataclass(frozen=True)
class Wanted:
    """Which bookings are looked for."""

    state: BookingState | None = None
    participation_id: int | None = None
    name: str = ""

    def conditions(self) -> list[Any]:
        """The filters as SQL."""
        found: list[Any] = []
        if self.state is not None:
            found.append(Booking.state == self.state)
        if self.participation_id is not None:
            found.append(Booking.participation_id == self.participation_id)
        if self.name:
            named = select(Registration.id).join(Seeker, Registration.seeker_id == Seeker.id)
            found.append(
                Booking.registration_id.in_(
                    named.where(Seeker.name.contains(self.name, autoescape=True))
                )
            )
        return found


def interviewing(fair: Fair) -> Sequence[Participation]:
    """The employers of a fair that have a table, by name."""
    query = (
        select(Participation)
        .join(Participation.employer)
        .where(
            Participation.id.in_(
                select(InterviewTable.participation_id).where(InterviewTable.fair_id == fair.id)
            )
        )
        .options(joinedload(Participation.employer))
        .order_by(Employer.name, Participation.branch)
    )
    return db.session.scalars(query).all()


def get_booking(booking_id: int) -> Booking:
    """The booking with its people and place; NotFound when there is none."""
    query = (
        select(Booking)
        .where(Booking.id == booking_id)
        .options(
            joinedload(Booking.slot).joinedload(Slot.table),
            joinedload(Booking.registration).joinedload(Registration.seeker),
            joinedload(Booking.registration).joinedload(Registration.fair),
            joinedload(Booking.participation).joinedload(Participation.employer),
            joinedload(Booking.outcome),
        )
    )
    booking = db.session.scalar(query)
    if booking is None:
        raise NotFound
    return booking


def changes_of(booking: Booking) -> Sequence[BookingChange]:
    """What happened to a booking, in order."""
    query = select(BookingChange).where(BookingChange.booking_id == booking.id)
    return db.session.scalars(query.order_by(BookingChange.at, BookingChange.id)).all()
