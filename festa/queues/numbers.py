"""Giving numbers: to a booked person who has come, and to whoever comes without a time."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Purpose
from festa.consents.service import find_standing
from festa.extensions import db
from festa.interviews.locks import lock
from festa.interviews.models import Booking, InterviewTable, TableMode
from festa.interviews.states import BookingState
from festa.queues.lines import open_line, rules_of
from festa.queues.models import QueueLine, Ticket
from festa.queues.policy import Place, may_be_called_from
from festa.queues.refusals import QueueRefusal, refuse
from festa.queues.states import IN_LINE, LIVE, EndReason, TicketKind, TicketState
from festa.queues.steps import check_day, end, lock_ticket, move_booking_along, note
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState

COMES = frozenset({BookingState.SCHEDULED, BookingState.ARRIVED, BookingState.WAITING})


def find_live(registration_id: int, participation_id: int) -> Ticket | None:
    """A person's number at an employer, while it stands."""
    query = select(Ticket).where(
        Ticket.registration_id == registration_id,
        Ticket.participation_id == participation_id,
        Ticket.state.in_(LIVE),
    )
    return db.session.scalar(query)


def check_in(booking: Booking, by: Actor) -> Ticket:
    """Give a booked person who has come a number B-n at their table.

    One that they took there before as a walk-in is exchanged for it. Before T−5 the number is
    `issued`; then it stands in the line. Refused when the booking has ended or gone on.
    """
    table, registration = booking.slot.table, booking.registration
    lock(Registration, registration)
    line = open_line(table)
    check_day(table)
    lock(Booking, booking)
    if booking.state not in COMES:
        raise refuse(QueueRefusal.MOVED_ON)
    _check_person(table, registration)
    _exchange(registration, table, by)
    ticket = give_number(table, registration, line, TicketKind.BOOKED, booking)
    note(ticket, None, by)
    move_booking_along(ticket, BookingState.ARRIVED, by)
    if ticket.state is TicketState.WAITING:
        move_booking_along(ticket, BookingState.WAITING, by)
    return ticket


def walk_in(table: InterviewTable, registration: Registration, by: Actor) -> Ticket:
    """Give somebody without a time a number W-n; needs their consent to this employer."""
    if table.mode is TableMode.BOOKED:
        raise refuse(QueueRefusal.NO_WALK_INS)
    lock(Registration, registration)
    line = open_line(table)
    check_day(table)
    _check_person(table, registration)
    if find_live(registration.id, table.participation_id) is not None:
        raise refuse(QueueRefusal.HAS_NUMBER)
    ticket = give_number(table, registration, line, TicketKind.WALK_IN)
    note(ticket, None, by)
    return ticket


def show_number_only(ticket: Ticket, yes: bool, by: Actor) -> None:
    """Have boards show the number without the masked name, or with it again."""
    ticket.number_only = yes
    db.session.flush()
    scope = ticket.scope
    record(
        "ticket.number_only" if yes else "ticket.name_shown",
        ticket,
        by,
        seeker_id=scope.seeker_id,
        employer_id=scope.employer_id,
    )


def _check_person(table: InterviewTable, registration: Registration) -> None:
    """Refused unless this person takes part and stands open to this employer, which sits here."""
    if (
        registration.fair_id != table.fair_id
        or registration.state is not RegistrationState.CONFIRMED
    ):
        raise refuse(QueueRefusal.NOT_REGISTERED)
    if not table.participation.takes_part:
        raise refuse(QueueRefusal.NOT_TAKING_PART)
    employer_id = table.participation.employer_id
    consent = find_standing(registration.seeker_id, table.fair_id, Purpose.THIRD_PARTY, employer_id)
    if consent is None:
        raise refuse(QueueRefusal.NO_CONSENT)


def _exchange(registration: Registration, table: InterviewTable, by: Actor) -> None:
    old = find_live(registration.id, table.participation_id)
    if old is None:
        return
    lock_ticket(old)
    if old.kind is TicketKind.BOOKED or old.state not in IN_LINE:
        raise refuse(QueueRefusal.HAS_NUMBER)
    end(old, TicketState.LEFT, EndReason.EXCHANGED, by)


def give_number(
    table: InterviewTable,
    registration: Registration,
    line: QueueLine,
    kind: TicketKind,
    booking: Booking | None = None,
    came: datetime | None = None,
) -> Ticket:
    """A new number, at the place of whoever came at `came`, else now.

    The unique indexes have the last word on who has one already.
    """
    ticket = Ticket(
        fair_id=table.fair_id,
        table=table,
        participation=table.participation,
        registration=registration,
        booking=booking,
        kind=kind,
        number=_next_number(line, kind),
        state=_first_state(table, booking, line),
        arrived_at=came or clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(ticket)
            db.session.flush()
    except IntegrityError as taken:
        raise refuse(QueueRefusal.HAS_NUMBER) from taken
    return ticket


def _next_number(line: QueueLine, kind: TicketKind) -> int:
    if kind is TicketKind.BOOKED:
        line.last_booked += 1
        return line.last_booked
    line.last_walk_in += 1
    return line.last_walk_in


def _first_state(table: InterviewTable, booking: Booking | None, line: QueueLine) -> TicketState:
    if booking is None:
        return TicketState.WAITING
    return TicketState.WAITING if is_open(table, booking, line) else TicketState.ISSUED


def is_open(table: InterviewTable, booking: Booking, line: QueueLine) -> bool:
    """Whether whoever comes now for this booking stands in the line at once."""
    now, due = clock.now(), table.participation.fair.grid.moment_of(booking.slot.start_unit)
    rules, late = rules_of([table])[table.id], timedelta(minutes=line.late_minutes)
    return may_be_called_from(Place(None, now, due), late, rules) <= now
