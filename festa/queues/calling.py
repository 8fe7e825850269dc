"""Calling people to a table: whom the policy names, or one out of turn for a reason."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor
from festa.extensions import db
from festa.interviews.models import InterviewTable
from festa.interviews.states import BookingState
from festa.queues.lines import open_line, rules_of
from festa.queues.models import QueueLine, Ticket
from festa.queues.notices import tell_called, tell_called_again, tell_missed, tell_on_hold
from festa.queues.policy import Decision, Place, Turn, decide, has_priority, may_be_called_from
from festa.queues.reading import TableFacts, read_line
from festa.queues.refusals import QueueRefusal, refuse
from festa.queues.states import IN_LINE, EndReason, OverrideReason, TicketState
from festa.queues.steps import check_day, end, line_up, lock_ticket, move, move_booking_along

TRIES = 20  # people who were called elsewhere in the same instant, one after the other
MOST_MISSES = 2


@dataclass(frozen=True)
class Call:
    """Who was called and why; or nobody, why, and when to look again."""

    ticket: Ticket | None
    turn: Turn
    until: datetime | None = None


def call_next(table: InterviewTable, by: Actor) -> Call:
    """Call whom the policy names, and tell them."""
    check_day(table)
    line = open_line(table)
    for _try in range(TRIES):
        facts = read_line(table)
        _open_windows(facts, by)
        decision = decide(facts.line, facts.rules)
        if decision.key is None:
            return Call(None, decision.turn, decision.until)
        ticket = _ticket_of(facts, decision)
        lock_ticket(ticket)
        if ticket.state in IN_LINE and _call(ticket, line, facts, decision.turn, by):
            tell_called(ticket)
            return Call(ticket, decision.turn)
    return Call(None, Turn.ALL_BUSY)


def call_out_of_turn(ticket: Ticket, reason: OverrideReason, by: Actor) -> None:
    """Call this person now, whoever is before them; the reason stays in the audit log.

    Refused while the table is taken or paused, or the person engaged elsewhere.
    """
    _call_this(ticket, Turn.OVERRIDE, by, reason)


def recall(ticket: Ticket, by: Actor) -> None:
    """Call somebody on hold again; Refused while it is not their turn by the policy."""
    line_up(ticket)
    facts = read_line(ticket.table)
    decision = decide(facts.line, facts.rules)
    if ticket.state is not TicketState.ON_HOLD:
        raise refuse(QueueRefusal.MOVED_ON)
    if decision.key != ticket.id and decision.turn not in {Turn.TAKEN, Turn.PAUSED}:
        raise refuse(QueueRefusal.NOT_YET_RECALLED)
    _call_this(ticket, Turn.RECALL, by)


def page_again(ticket: Ticket, by: Actor) -> None:
    """Call once more by text; Refused when that was done."""
    line_up(ticket)
    if ticket.state is not TicketState.CALLED:
        raise refuse(QueueRefusal.MOVED_ON)
    if ticket.pages >= rules_of([ticket.table])[ticket.table_id].pages:
        raise refuse(QueueRefusal.PAGED)
    ticket.pages += 1
    db.session.flush()
    tell_called_again(ticket)


def put_back(ticket: Ticket, by: Actor) -> None:
    """Take a call back that was a slip: the person stands at the same place in the line."""
    line_up(ticket)
    if ticket.state is not TicketState.CALLED:
        raise refuse(QueueRefusal.MOVED_ON)
    move(ticket, TicketState.WAITING, by, "put_back")
    move_booking_along(ticket, BookingState.WAITING, by)


def mark_absent(ticket: Ticket, by: Actor) -> None:
    """Say that a called person is not there: on hold the first time, over the second.

    Refused before two pages and the grace.
    """
    line = line_up(ticket)
    if ticket.state is not TicketState.CALLED:
        raise refuse(QueueRefusal.MOVED_ON)
    rules = rules_of([ticket.table])[ticket.table_id]
    assert ticket.called_at is not None
    if ticket.pages < rules.pages or clock.now() < ticket.called_at + rules.grace:
        raise refuse(QueueRefusal.TOO_SOON)
    ticket.misses += 1
    if ticket.misses >= MOST_MISSES:
        end(ticket, TicketState.EXPIRED, EndReason.MISSED_TWICE, by)
        move_booking_along(ticket, BookingState.NO_SHOW, by)
        tell_missed(ticket)
        return
    ticket.held_at_call = line.calls
    move(ticket, TicketState.ON_HOLD, by, "absent")
    move_booking_along(ticket, BookingState.ON_HOLD, by)
    tell_on_hold(ticket)


def _call_this(ticket: Ticket, turn: Turn, by: Actor, reason: str = "") -> None:
    check_day(ticket.table)
    line = line_up(ticket)
    facts = read_line(ticket.table)
    if ticket.state not in IN_LINE:
        raise refuse(QueueRefusal.MOVED_ON)
    if facts.line.taken:
        raise refuse(QueueRefusal.TABLE_TAKEN)
    if facts.line.paused:
        raise refuse(QueueRefusal.PAUSED)
    engaged = next(place for place in facts.line.places if place.key == ticket.id).engaged
    if engaged or not _call(ticket, line, facts, turn, by, reason):
        raise refuse(QueueRefusal.ENGAGED)
    tell_called(ticket)


def _call(
    ticket: Ticket, line: QueueLine, facts: TableFacts, turn: Turn, by: Actor, reason: str = ""
) -> bool:
    """Call a locked ticket; False when the database knows better: table or person are taken."""
    place = next(place for place in facts.line.places if place.key == ticket.id)
    try:
        with db.session.begin_nested():
            move(ticket, TicketState.CALLED, by, f"{turn}:{reason}" if reason else turn)
    except IntegrityError:
        return False
    move_booking_along(ticket, BookingState.CALLED, by, reason)
    _count(line, has_priority(place, facts.line.late, facts.rules))
    return True


def _count(line: QueueLine, booked: bool) -> None:
    """What the line remembers of a call: see policy.after_call, which does the same in a forecast."""
    line.calls += 1
    line.booked_in_row = line.booked_in_row + 1 if booked else 0
    if not booked:
        line.walk_in_called_at = clock.now()
    db.session.flush()


def _open_windows(facts: TableFacts, by: Actor) -> None:
    """Numbers whose T−5 has come stand in the line from now on."""
    for place in facts.line.places:
        ticket = facts.tickets[_number(place)]
        if ticket.state is not TicketState.ISSUED:
            continue
        if may_be_called_from(place, facts.line.late, facts.rules) <= facts.line.now:
            lock_ticket(ticket)
            if ticket.state is TicketState.ISSUED:
                move(ticket, TicketState.WAITING, by, "window")
                move_booking_along(ticket, BookingState.WAITING, by)


def _number(place: Place) -> int:
    assert isinstance(place.key, int)
    return place.key


def _ticket_of(facts: TableFacts, decision: Decision) -> Ticket:
    assert isinstance(decision.key, int)
    return facts.tickets[decision.key]
