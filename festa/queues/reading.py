"""Reading what the policy asks for, of one table or of many in the same number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from festa import clock
from festa.employers.models import Participation
from festa.extensions import db
from festa.interviews.models import Booking, InterviewTable, Slot
from festa.interviews.states import BookingState, SlotState
from festa.queues.eta import LAST_TALKS, usual_length
from festa.queues.lines import rules_of
from festa.queues.models import QueueLine, Ticket
from festa.queues.policy import Line, Place, Rules
from festa.queues.states import AT_TABLE, LIVE, TicketState
from festa.registrations.models import Registration

B = BookingState
NOT_CALLED_YET = frozenset({B.SCHEDULED, B.ARRIVED, B.WAITING})
ENGAGED = frozenset({B.CALLED, B.IN_PROGRESS})


@dataclass(frozen=True)
class TableFacts:
    """A table's line as the policy reads it, with the rows behind it."""

    table: InterviewTable
    row: QueueLine | None
    rules: Rules
    line: Line
    current: Ticket | None
    tickets: dict[int, Ticket]
    expected: Sequence[Booking]

    @property
    def free_at(self) -> datetime:
        """When the talk of now ends, if it takes the usual length."""
        now, length = self.line.now, self.line.usual_length
        if self.current is None:
            return now
        return max(now, (self.current.started_at or now) + length)

    def moment_of(self, booking: Booking) -> datetime:
        """When a booked talk begins."""
        return self.table.participation.fair.grid.moment_of(booking.slot.start_unit)


def read_line(table: InterviewTable) -> TableFacts:
    """The line of one table."""
    return read_lines([table])[table.id]


def read_lines(tables: Collection[InterviewTable]) -> dict[int, TableFacts]:
    """The lines of these tables, by the number of each."""
    ids = [table.id for table in tables]
    whole = _tables(ids)
    found = select(QueueLine).where(QueueLine.table_id.in_(ids))
    fresh = found.execution_options(populate_existing=True)
    rows = {row.table_id: row for row in db.session.scalars(fresh)}
    rules, tickets = rules_of(whole), _by_table(_tickets(ids))
    people = {ticket.registration_id for there in tickets.values() for ticket in there}
    others = _others(people)
    bookings, released, talks = _bookings(ids), _released(ids), _last_talks(ids)
    moment = clock.now()
    return {
        table.id: _facts(
            table,
            rows.get(table.id),
            rules[table.id],
            tickets.get(table.id, []),
            bookings.get(table.id, []),
            released.get(table.id, []),
            talks.get(table.id, []),
            others,
            moment,
        )
        for table in whole
    }


@dataclass(frozen=True)
class Others:
    """Where people in lines are busy: their tickets at tables and their bookings of today."""

    at_tables: frozenset[int]
    bookings: dict[int, list[tuple[int, BookingState, int]]]


def _facts(
    table: InterviewTable,
    row: QueueLine | None,
    rules: Rules,
    tickets: Sequence[Ticket],
    bookings: Sequence[Booking],
    released: Sequence[tuple[int, int]],
    talks: Sequence[timedelta],
    others: Others,
    now: datetime,
) -> TableFacts:
    fair = table.participation.fair
    moment_of = fair.grid.moment_of
    current = next((one for one in tickets if one.state in AT_TABLE), None)
    standing = [one for one in tickets if one is not current]
    here = {one.booking_id for one in tickets}
    unit = timedelta(minutes=fair.unit_minutes)
    line = Line(
        now=now,
        places=[_place(one, others, moment_of, now, rules) for one in standing],
        usual_length=usual_length(talks, table.slot_units * unit),
        dues=[moment_of(booking.slot.start_unit) for booking in bookings],
        calls=row.calls if row else 0,
        booked_in_row=row.booked_in_row if row else 0,
        late=timedelta(minutes=row.late_minutes if row else 0),
        paused=bool(row and row.paused_at),
        taken=current is not None,
        released=[(moment_of(start), moment_of(start) + units * unit) for start, units in released],
        walk_in_called_at=row.walk_in_called_at if row else None,
    )
    last = now - rules.late_window - line.late
    expected = [
        booking
        for booking in bookings
        if booking.id not in here and moment_of(booking.slot.start_unit) >= last
    ]
    by_id = {one.id: one for one in standing}
    return TableFacts(table, row, rules, line, current, by_id, expected)


def _place(ticket: Ticket, others: Others, moment_of: Any, now: datetime, rules: Rules) -> Place:
    own = ticket.booking
    engaged = ticket.registration_id in others.at_tables
    elsewhere: list[datetime] = []
    for booking_id, state, start in others.bookings.get(ticket.registration_id, ()):
        if booking_id == ticket.booking_id:
            continue
        if state in ENGAGED:
            engaged = True
        elif moment_of(start) + rules.late_window >= now:
            elsewhere.append(moment_of(start))
    held = ticket.state is TicketState.ON_HOLD
    return Place(
        key=ticket.id,
        arrived_at=ticket.arrived_at,
        due_at=moment_of(own.slot.start_unit) if own is not None else None,
        held_at_call=(ticket.held_at_call or 0) if held else None,
        held_at=ticket.held_at if held else None,
        engaged=engaged,
        expected_elsewhere=min(elsewhere, default=None),
    )


def _tables(ids: Collection[int]) -> Sequence[InterviewTable]:
    part = joinedload(InterviewTable.participation)
    query = (
        select(InterviewTable)
        .where(InterviewTable.id.in_(ids))
        .options(
            part.joinedload(Participation.fair),
            part.joinedload(Participation.employer),
            part.joinedload(Participation.booth),
        )
        .order_by(InterviewTable.id)
    )
    return db.session.scalars(query).all()


def _tickets(ids: Collection[int]) -> Iterable[Ticket]:
    query = (
        select(Ticket)
        .where(Ticket.table_id.in_(ids), Ticket.state.in_(LIVE))
        .options(
            joinedload(Ticket.registration).joinedload(Registration.seeker),
            joinedload(Ticket.booking).joinedload(Booking.slot),
        )
        .order_by(Ticket.arrived_at, Ticket.id)
        .execution_options(populate_existing=True)  # what a lock has waited for is true now
    )
    return db.session.scalars(query)


def _by_table(tickets: Iterable[Ticket]) -> dict[int, list[Ticket]]:
    found: dict[int, list[Ticket]] = defaultdict(list)
    for ticket in tickets:
        found[ticket.table_id].append(ticket)
    return found


def _others(people: Collection[int]) -> Others:
    at_tables = select(Ticket.registration_id).where(
        Ticket.registration_id.in_(people), Ticket.state.in_(AT_TABLE)
    )
    bookings = (
        select(Booking.registration_id, Booking.id, Booking.state, Slot.start_unit)
        .join(Slot, Booking.slot_id == Slot.id)
        .where(
            Booking.registration_id.in_(people),
            Booking.state.in_(NOT_CALLED_YET | ENGAGED),
        )
    )
    found: dict[int, list[tuple[int, BookingState, int]]] = defaultdict(list)
    for registration_id, booking_id, state, start in db.session.execute(bookings):
        found[registration_id].append((booking_id, state, start))
    return Others(frozenset(db.session.scalars(at_tables)), found)


def _bookings(ids: Collection[int]) -> dict[int, list[Booking]]:
    """Whom each table still expects or has not called yet."""
    query = (
        select(Booking)
        .join(Booking.slot)
        .where(Slot.table_id.in_(ids), Booking.state.in_(NOT_CALLED_YET))
        .options(contains_eager(Booking.slot))
        .order_by(Slot.start_unit, Booking.id)
    )
    found: dict[int, list[Booking]] = defaultdict(list)
    for booking in db.session.scalars(query):
        found[booking.slot.table_id].append(booking)
    return found


def _released(ids: Collection[int]) -> dict[int, list[tuple[int, int]]]:
    query = select(Slot.table_id, Slot.start_unit, Slot.units).where(
        Slot.table_id.in_(ids), Slot.state == SlotState.RELEASED
    )
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for table_id, start, units in db.session.execute(query):
        found[table_id].append((start, units))
    return found


def _last_talks(ids: Collection[int]) -> dict[int, list[timedelta]]:
    """How long the last ten talks of each table took."""
    number = func.row_number().over(partition_by=Ticket.table_id, order_by=Ticket.ended_at.desc())
    talks = (
        select(Ticket.table_id, Ticket.started_at, Ticket.ended_at, number.label("number"))
        .where(
            Ticket.table_id.in_(ids),
            Ticket.state == TicketState.SERVED,
            Ticket.started_at.is_not(None),
        )
        .subquery()
    )
    query = select(talks.c.table_id, talks.c.started_at, talks.c.ended_at).where(
        talks.c.number <= LAST_TALKS
    )
    found: dict[int, list[timedelta]] = defaultdict(list)
    for table_id, started, ended in db.session.execute(query):
        found[table_id].append(ended - started)
    return found
