"""Reads of the queue: the line at a table, the boards of a hall, the numbers of one person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Booking, InterviewTable
from festa.queues.eta import Eta, eta, forecast
from festa.queues.lines import rules_of
from festa.queues.models import PREFIXES, QueueLine, Ticket
from festa.queues.numbers import find_live
from festa.queues.policy import USUAL, Decision, Rules, decide
from festa.queues.reading import TableFacts, read_lines
from festa.queues.states import LIVE, TicketKind, TicketState
from festa.registrations.models import Registration
from festa.seekers.identity import mask_name

__all__ = [
    "BoardRow",
    "BoardTable",
    "LineRow",
    "LineView",
    "MyTicket",
    "board",
    "board_version",
    "find_live",
    "find_number",
    "line_of",
    "lines_of",
    "my_tickets",
]

KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}


@dataclass(frozen=True)
class LineRow:
    """One number in a line. `engaged` is somebody who is at another table just now."""

    ticket: Ticket
    due_at: datetime | None
    eta: Eta | None = None
    engaged: bool = False

    @property
    def number(self) -> str:
        """B-3."""
        return self.ticket.label

    @property
    def masked_name(self) -> str:
        """홍*동."""
        return mask_name(self.ticket.registration.seeker.name)


@dataclass(frozen=True)
class LineView:
    """A table's whole line: who is at the table, who is next and why, who waits, who is expected."""

    table: InterviewTable
    now: LineRow | None
    next: Decision
    next_ticket: Ticket | None
    rows: Sequence[LineRow]
    held: Sequence[LineRow]
    expected: Sequence[Booking]
    late_minutes: int
    paused_at: datetime | None
    pause_reason: str
    usual_minutes: int
    rules: Rules


@dataclass(frozen=True)
class BoardRow:
    """What a board shows of one number; `name` is masked, and empty when it shall not be shown."""

    number: str
    name: str
    state: TicketState


@dataclass(frozen=True)
class BoardTable:
    """What a board shows of one table."""

    table_id: int
    employer: str
    booth: str
    label: str
    calling: BoardRow | None
    serving: BoardRow | None
    waiting: Sequence[BoardRow]
    held: Sequence[BoardRow]
    late_minutes: int
    paused: bool


@dataclass(frozen=True)
class MyTicket:
    """A number as its holder sees it. No `eta` while they are called, in a talk or on hold."""

    ticket: Ticket
    employer: str
    booth: str
    table: str
    state: TicketState
    due_at: datetime | None
    ahead: int
    eta: Eta | None
    late_minutes: int
    paused: bool
    early_minutes: int

    @property
    def number(self) -> str:
        """W-12."""
        return self.ticket.label


def line_of(table: InterviewTable) -> LineView:
    """The line of one table."""
    return lines_of([table])[table.id]


def lines_of(tables: Collection[InterviewTable]) -> dict[int, LineView]:
    """The lines of many tables, in the same number of statements."""
    return {number: _view(facts) for number, facts in read_lines(tables).items()}


def _view(facts: TableFacts) -> LineView:
    order = forecast(
        facts.line, facts.free_at, [facts.moment_of(one) for one in facts.expected], facts.rules
    )
    engaged = {place.key for place in facts.line.places if place.engaged}
    rows = [
        LineRow(ticket, _due(facts, ticket), _eta(facts, order.get(ticket.id)), number in engaged)
        for number, ticket in facts.tickets.items()
    ]
    furthest = len(rows)
    rows.sort(key=lambda row: row.eta.ahead if row.eta else furthest)
    decision = decide(facts.line, facts.rules)
    chosen = facts.tickets.get(decision.key) if isinstance(decision.key, int) else None
    current, row = facts.current, facts.row
    return LineView(
        table=facts.table,
        now=LineRow(current, _due(facts, current)) if current else None,
        next=decision,
        next_ticket=chosen,
        rows=[one for one in rows if one.ticket.state is not TicketState.ON_HOLD],
        held=[one for one in rows if one.ticket.state is TicketState.ON_HOLD],
        expected=facts.expected,
        late_minutes=row.late_minutes if row else 0,
        paused_at=row.paused_at if row else None,
        pause_reason=row.pause_reason if row else "",
        usual_minutes=round(facts.line.usual_length.total_seconds() / 60),
        rules=facts.rules,
    )


def _due(facts: TableFacts, ticket: Ticket) -> datetime | None:
    return facts.moment_of(ticket.booking) if ticket.booking is not None else None


def _eta(facts: TableFacts, seen: tuple[datetime, int] | None) -> Eta | None:
    return None if seen is None else eta(facts.line.now, seen[0], seen[1])


def board(fair: Fair, participation: Participation | None = None) -> list[BoardTable]:
    """Every table of the fair, or of one employer, as its board shows it, in the booths' order."""
    shown = [_on_board(view) for view in lines_of(_tables(fair, participation)).values()]
    return sorted(shown, key=lambda one: (one.booth == "", one.booth, one.employer, one.label))


def board_rules(fair: Fair, participation: Participation | None = None) -> set[Rules]:
    """The numbers of the policy at the tables of a board: one set of them, or several."""
    return set(rules_of(_tables(fair, participation)).values()) or {USUAL}


def _tables(fair: Fair, participation: Participation | None) -> Sequence[InterviewTable]:
    query = select(InterviewTable).where(InterviewTable.fair_id == fair.id)
    if participation is not None:
        query = query.where(InterviewTable.participation_id == participation.id)
    return db.session.scalars(query).all()


def _on_board(view: LineView) -> BoardTable:
    part = view.table.participation
    now = None if view.now is None else _row(view.now.ticket)
    called = now if now is not None and now.state is TicketState.CALLED else None
    return BoardTable(
        table_id=view.table.id,
        employer=part.employer.name,
        booth=part.booth.number if part.booth else "",
        label=view.table.label,
        calling=called,
        serving=None if called else now,
        waiting=[_row(one.ticket) for one in view.rows],
        held=[_row(one.ticket) for one in view.held],
        late_minutes=view.late_minutes,
        paused=view.paused_at is not None,
    )


def _row(ticket: Ticket) -> BoardRow:
    name = "" if ticket.number_only else mask_name(ticket.registration.seeker.name)
    return BoardRow(ticket.label, name, ticket.state)


def board_version(fair: Fair) -> str:
    """A word that changes whenever the boards of this fair would."""
    tickets = select(func.max(Ticket.changed_at), func.count(Ticket.id)).where(
        Ticket.fair_id == fair.id
    )
    lines = select(func.max(QueueLine.changed_at)).where(QueueLine.fair_id == fair.id)
    changed, count = db.session.execute(tickets).one()
    line = db.session.scalar(lines)
    parts = (changed.timestamp() if changed else 0, count, line.timestamp() if line else 0)
    return "-".join(str(part) for part in parts)


def my_tickets(registration: Registration) -> list[MyTicket]:
    """A person's numbers that stand, in the order in which they were given."""
    query = (
        select(Ticket)
        .where(Ticket.registration_id == registration.id, Ticket.state.in_(LIVE))
        .options(joinedload(Ticket.table))
        .order_by(Ticket.id)
    )
    mine = db.session.scalars(query).all()
    views = lines_of([ticket.table for ticket in mine]) if mine else {}
    return [_mine(ticket, views[ticket.table_id]) for ticket in mine]


def _mine(ticket: Ticket, view: LineView) -> MyTicket:
    part = view.table.participation
    rows = [*view.rows, *view.held, *([view.now] if view.now else [])]
    row = next(one for one in rows if one.ticket.id == ticket.id)
    in_line = ticket.state in {TicketState.ISSUED, TicketState.WAITING}
    return MyTicket(
        ticket=ticket,
        employer=part.employer.name,
        booth=part.booth.number if part.booth else "",
        table=view.table.label,
        state=ticket.state,
        due_at=row.due_at,
        ahead=row.eta.ahead if row.eta else 0,
        eta=row.eta if in_line else None,
        late_minutes=view.late_minutes,
        paused=view.paused_at is not None,
        early_minutes=round(view.rules.early.total_seconds() / 60),
    )


def find_number(fair: Fair, table: InterviewTable, label: str) -> Ticket | None:
    """The ticket by what is printed on its slip: B-3, w12."""
    kind = KINDS.get(label.strip()[:1].upper())
    digits = label.strip()[1:].lstrip("- ")
    if kind is None or not digits.isascii() or not digits.isdigit() or len(digits) > 6:
        return None
    query = select(Ticket).where(
        Ticket.fair_id == fair.id,
        Ticket.table_id == table.id,
        Ticket.kind == TicketKind(kind),
        Ticket.number == int(digits),
    )
    return db.session.scalar(query)
