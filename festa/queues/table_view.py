"""What the screen of one table shows: who is here, who is next and why, whose result is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from festa import clock
from festa.employers.models import TAKING_PART, Employer, Participation
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Application, Booking, InterviewTable, Outcome, TableMode
from festa.interviews.states import ApplicationState, OutcomeResult
from festa.links import read_signed, signed_word
from festa.queues.models import Ticket
from festa.queues.queries import LineView, line_of
from festa.queues.states import TicketState
from festa.registrations.models import Registration

MOST_WITHOUT_RESULT = 3
SHOWN = "table_screen"


@dataclass(frozen=True)
class TableView:
    """A table's screen. `due` are the talks that were held and have no result yet, newest first."""

    table: InterviewTable
    line: LineView
    due: Sequence[Ticket]
    planned_minutes: int

    @property
    def now(self) -> Ticket | None:
        """Who is called or in the talk."""
        return self.line.now.ticket if self.line.now else None

    @property
    def began_seconds(self) -> int:
        """How long the talk of now has lasted."""
        started = self.now.started_at if self.now else None
        return int((clock.now() - started).total_seconds()) if started else 0

    @property
    def people(self) -> set[int]:
        """The seekers whose names the screen may show."""
        tickets = [row.ticket for row in (*self.line.rows, *self.line.held)]
        tickets += [self.now] if self.now else []
        with_number = {one.registration.seeker_id for one in (*tickets, *self.due)}
        return with_number | {one.registration.seeker_id for one in self.line.expected}

    @property
    def names(self) -> dict[int, str]:
        """Their names, for those who may see all of them."""
        tickets = [row.ticket for row in (*self.line.rows, *self.line.held)]
        tickets += [self.now] if self.now else []
        shown = [one.registration for one in (*tickets, *self.due)]
        shown += [one.registration for one in self.line.expected]
        return {one.seeker_id: one.seeker.name for one in shown}

    @property
    def stage(self) -> str:
        """What the screen is about: changes when other buttons belong there."""
        here = f"{self.now.id}{self.now.state}{self.now.pages}" if self.now else "-"
        whom = self.line.next_ticket.id if self.line.next_ticket and not self.now else ""
        return f"{here}.{whom}.{'.'.join(str(one.id) for one in self.due)}.{self._table_said}"

    @property
    def _table_said(self) -> str:
        return f"{self.line.late_minutes}{'p' if self.line.paused_at else ''}"

    @property
    def version(self) -> str:
        """Changes whenever anything of the line does, waiting times included."""
        rows = [
            (row.ticket.id, row.ticket.state, row.engaged, row.eta and (row.eta.low, row.eta.high))
            for row in (*self.line.rows, *self.line.held)
        ]
        expected = [(one.id, one.state) for one in self.line.expected]
        said = repr((self.stage, rows, expected, self.line.next.turn))
        return sha256(said.encode()).hexdigest()[:20]


def table_view(table: InterviewTable) -> TableView:
    """The screen of a table, in a number of statements that does not grow with the line."""
    minutes = table.slot_units * table.participation.fair.unit_minutes
    return TableView(table, line_of(table), talks_without_result(table), minutes)


def shown_word(table: InterviewTable, reader_id: int | None, people: Iterable[int]) -> str:
    """Whom a screen has shown to this reader, as it says so itself when it asks again."""
    return signed_word(SHOWN, table.id, reader_id or 0, *sorted(people))


def shown_before(word: str, table: InterviewTable, reader_id: int | None) -> set[int]:
    """Whom the screen with this word has shown to this reader: nobody where it is not ours."""
    numbers = read_signed(SHOWN, word)
    if numbers is None or numbers[:2] != (table.id, reader_id or 0):
        return set()
    return set(numbers[2:])


def talks_without_result(table: InterviewTable) -> Sequence[Ticket]:
    """The newest talks of a table of which nobody said yet what came of them."""
    query = (
        select(Ticket)
        .join(Ticket.booking)
        .outerjoin(Outcome, Outcome.booking_id == Booking.id)
        .where(
            Ticket.table_id == table.id,
            Ticket.state == TicketState.SERVED,
            or_(Outcome.id.is_(None), Outcome.result == OutcomeResult.PENDING),
        )
        .options(
            contains_eager(Ticket.booking).joinedload(Booking.participation),
            joinedload(Ticket.registration).joinedload(Registration.seeker),
        )
        .order_by(Ticket.ended_at.desc(), Ticket.id.desc())
        .limit(MOST_WITHOUT_RESULT)
    )
    return db.session.scalars(query).all()


def application_of(table: InterviewTable, registration_id: int) -> Application | None:
    """What somebody applied for with this table's employer, if they did."""
    query = (
        select(Application)
        .where(
            Application.participation_id == table.participation_id,
            Application.registration_id == registration_id,
            Application.state != ApplicationState.WITHDRAWN,
        )
        .options(joinedload(Application.job))
    )
    return db.session.scalar(query)


def get_ticket(ticket_id: int) -> Ticket:
    """The number with everything that its page names; NotFound when there is none."""
    query = (
        select(Ticket)
        .where(Ticket.id == ticket_id)
        .options(
            joinedload(Ticket.registration).joinedload(Registration.seeker),
            joinedload(Ticket.registration).joinedload(Registration.fair),
            joinedload(Ticket.table),
            joinedload(Ticket.participation),
            joinedload(Ticket.booking),
        )
    )
    ticket = db.session.scalar(query)
    if ticket is None:
        raise NotFound
    return ticket


def tables_of_fair(fair: Fair) -> Sequence[InterviewTable]:
    """Every table of a fair with its employer and booth, by booth and name."""
    part = contains_eager(InterviewTable.participation)
    query = (
        select(InterviewTable)
        .join(InterviewTable.participation)
        .join(Participation.employer)
        .where(
            InterviewTable.fair_id == fair.id,
            Participation.state.in_(TAKING_PART),
        )
        .options(part.contains_eager(Participation.employer), part.joinedload(Participation.booth))
        .order_by(Employer.name, InterviewTable.id)
    )
    found = db.session.scalars(query).all()
    return sorted(found, key=_by_booth)


def tables_for_walk_ins(fair: Fair) -> Sequence[InterviewTable]:
    """The tables that also meet people without a booked time."""
    return [one for one in tables_of_fair(fair) if one.mode is not TableMode.BOOKED]


def table_of_fair(fair: Fair, table_id: int) -> InterviewTable:
    """A table of this fair; NotFound when it is another's."""
    table = db.session.get(InterviewTable, table_id)
    if table is None or table.fair_id != fair.id:
        raise NotFound
    return table


def booking_of_fair(fair: Fair, booking_id: int) -> Booking:
    """A booking at this fair; NotFound when it is another's."""
    booking = db.session.get(Booking, booking_id)
    if booking is None or booking.fair_id != fair.id:
        raise NotFound
    return booking


def _by_booth(table: InterviewTable) -> tuple[bool, str]:
    booth = table.participation.booth
    return (booth is None, booth.number if booth else "")
