"""Many at once after one person or one table: the database lets one win.

Beside each race stands its control: the same threads look first and write then, as naive systems
do. With the indexes one of them wins; without them all do, so the indexes decide and nothing else.
"""

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask, g
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festa.audit.actor import SYSTEM
from festa.consents.models import Consent
from festa.errors import Refused
from festa.extensions import db as database
from festa.interviews.departures import withdraw_consent
from festa.interviews.models import InterviewTable
from festa.messages.models import OutboxMessage
from festa.queues.models import Ticket
from festa.queues.refusals import QueueRefusal
from festa.queues.service import call_next, walk_in
from festa.queues.states import AT_TABLE, LIVE, TicketState
from festa.registrations.models import Registration
from tests.conftest import empty_tables
from tests.factories import make_table
from tests.integration.queues.hall import Hall, make_hall
from tests.threads import Together

CROWD = 8


def call_by_id(table_id: int) -> int | None:
    """Call the next one and commit, as a request does."""
    call = call_next(database.session.get_one(InterviewTable, table_id), SYSTEM)
    number = call.ticket.id if call.ticket is not None else None
    database.session.commit()
    return number


def take_number(table_id: int, registration_id: int) -> str:
    """Take a number and commit, or the name of the refusal."""
    try:
        ticket = walk_in(
            database.session.get_one(InterviewTable, table_id),
            database.session.get_one(Registration, registration_id),
            SYSTEM,
        )
    except Refused as refusal:
        database.session.rollback()
        return str(refusal.reason)
    database.session.commit()
    return ticket.label


def one_person_in_many_lines(hall: Hall) -> list[int]:
    """The tables of as many employers in whose lines the same person stands first."""
    halls = [hall, *(hall.another() for _one in range(CROWD - 1))]
    person = hall.person(*(one.participation for one in halls[1:]))
    for one in halls:
        walk_in(one.table, person, SYSTEM)
    return [one.table.id for one in halls]


def at_tables() -> list[Ticket]:
    return list(database.session.scalars(select(Ticket).where(Ticket.state.in_(AT_TABLE))))


def test_of_many_recruiters_who_press_at_once_one_calls_and_one_text_leaves(
    app: Flask, together: Together
) -> None:
    hall = make_hall()
    hall.walk_ins(3)
    table_id = hall.table.id
    called = together(CROWD, lambda number: call_by_id(table_id))
    assert sorted(one is not None for one in called) == [False] * (CROWD - 1) + [True]
    assert len(at_tables()) == 1
    texts = select(OutboxMessage.id).where(OutboxMessage.template == "queue_called")
    assert len(database.session.scalars(texts).all()) == 1


def test_of_many_tables_that_call_one_person_one_has_them_and_the_others_pass_over(
    app: Flask, together: Together
) -> None:
    tables = one_person_in_many_lines(make_hall())
    called = together(CROWD, lambda number: call_by_id(tables[number]))
    assert sorted(one is not None for one in called) == [False] * (CROWD - 1) + [True]
    assert len(at_tables()) == 1


def test_numbers_taken_at_once_are_all_different(app: Flask, together: Together) -> None:
    hall = make_hall()
    people = [hall.person().id for _one in range(CROWD)]
    table_id = hall.table.id
    labels = together(CROWD, lambda number: take_number(table_id, people[number]))
    assert sorted(labels) == [f"W-{number + 1}" for number in range(CROWD)]


def test_one_person_has_one_number_at_an_employer_however_many_ask(
    app: Flask, together: Together
) -> None:
    hall = make_hall()
    tables = [hall.table.id, *(make_table(hall.participation).id for _one in range(3))]
    person_id = hall.person().id
    labels = together(len(tables), lambda number: take_number(tables[number], person_id))
    assert sorted(labels) == sorted(["W-1", *[QueueRefusal.HAS_NUMBER] * 3])


def test_whoever_withdraws_stands_in_no_line_whoever_pressed_at_the_same_moment(
    app: Flask, together: Together
) -> None:
    hall = make_hall()
    person, table_id = hall.person(), hall.table.id
    person_id = person.id
    consent_id = database.session.scalars(select(Consent.id)).one()

    def act(number: int) -> None:
        if number == 0:
            withdraw_consent(database.session.get_one(Consent, consent_id), SYSTEM)
            database.session.commit()
        elif number == 1:
            take_number(table_id, person_id)
        else:
            call_by_id(table_id)

    together(4, act)
    live = select(Ticket).where(Ticket.registration_id == person_id, Ticket.state.in_(LIVE))
    assert database.session.scalars(live).all() == []


@pytest.fixture
def unguarded(app: Flask) -> Iterator[Flask]:
    """The same database without what keeps calls apart."""
    indexes = [
        index
        for index in Ticket.__table__.indexes
        if index.name in {"uq_ticket_at_table", "uq_ticket_person_at_table"}
    ]
    assert len(indexes) == 2
    database.session.rollback()
    with database.engine.begin() as connection:
        for index in indexes:
            index.drop(connection)
    yield app
    database.session.rollback()
    empty_tables()
    with database.engine.begin() as connection:
        for index in indexes:
            index.create(connection)


def looks_then_calls(app: Flask, tickets: list[int], column: str) -> Callable[[int], bool]:
    """Ask whether table or person are free; when all have asked, call."""
    meet = threading.Barrier(len(tickets))

    def act(number: int) -> bool:
        # A reading request takes no write lock on SQLite; the write comes in its own turn.
        with app.test_request_context():
            ticket = database.session.get_one(Ticket, tickets[number])
            same = getattr(Ticket, column) == getattr(ticket, column)
            taken = database.session.scalars(
                select(Ticket.id).where(same, Ticket.state.in_(AT_TABLE))
            ).all()
            assert not taken
            database.session.rollback()
            meet.wait(timeout=30)
            g.writes = True
            ticket = database.session.get_one(Ticket, tickets[number])
            ticket.state = TicketState.CALLED
            try:
                database.session.commit()
            except IntegrityError:
                database.session.rollback()
                return False
            return True

    return act


def one_person(hall: Hall) -> tuple[list[int], str]:
    one_person_in_many_lines(hall)
    return list(database.session.scalars(select(Ticket.id))), "registration_id"


def one_table(hall: Hall) -> tuple[list[int], str]:
    return [ticket.id for ticket in hall.walk_ins(CROWD)], "table_id"


@pytest.mark.parametrize("arrange", [one_person, one_table])
def test_control_naive_calls_are_caught_by_the_indexes(
    app: Flask, together: Together, arrange: Callable[[Hall], tuple[list[int], str]]
) -> None:
    act = looks_then_calls(app, *arrange(make_hall()))
    assert sum(together(CROWD, act)) == 1


@pytest.mark.parametrize("arrange", [one_person, one_table])
def test_control_without_the_indexes_all_naive_calls_win(
    unguarded: Flask, arrange: Callable[[Hall], tuple[list[int], str]]
) -> None:
    act = looks_then_calls(unguarded, *arrange(make_hall()))
    assert sum(Together(unguarded)(CROWD, act)) == CROWD
    assert len(at_tables()) == CROWD
