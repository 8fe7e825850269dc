"""Booking and queue together, in whatever order: nobody and no table is ever in two talks.

Histories of the real verbs, each in one transaction on one prepared hall that is rolled back at
its end. Some for each engine in every run; HISTORIES=2000 runs as many.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import exists, select

from festa.audit.actor import SYSTEM
from festa.consents.models import Consent, ConsentState, Purpose
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.booking import book, cancel, change, reschedule, swap
from festa.interviews.changes import lapse_due
from festa.interviews.departures import leave_fair, withdraw_consent
from festa.interviews.holds import accept, decline, invite
from festa.interviews.models import Booking, BookingChange, BookingUnit, Slot
from festa.interviews.states import BEFORE_THE_TALK, BOOKING_WAYS, CANCELLED, BookingState
from festa.interviews.states import LIVE as LIVE_BOOKINGS
from festa.queues.models import Ticket, TicketChange
from festa.queues.policy import CALLS
from festa.queues.service import (
    call_next,
    call_out_of_turn,
    check_in,
    close_day,
    come_back,
    finish,
    hold,
    leave,
    mark_absent,
    page_again,
    pause,
    put_back,
    recall,
    resume,
    run_late,
    start,
    walk_in,
)
from festa.queues.states import (
    AT_TABLE,
    IN_LINE,
    LIVE,
    OVER,
    TICKET_WAYS,
    OverrideReason,
    TicketState,
)
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from tests.factories import give_consent, make_table
from tests.integration.interviews.test_histories import refusals
from tests.integration.queues.hall import Hall, make_hall

HISTORIES = int(os.environ.get("HISTORIES", "20"))
STEPS = 10
PEOPLE, SLOTS = 4, 4
START = datetime(2026, 11, 23, 2, 55, tzinfo=UTC)  # five to noon in Korea; times begin at noon

which = st.integers(0, 20)
people_numbers = st.integers(0, PEOPLE - 1)
B, T = BookingState, TicketState
ON_THE_DAY = [B.ARRIVED, B.WAITING, B.CALLED, B.ON_HOLD, B.IN_PROGRESS, B.COMPLETED, B.NO_SHOW]
AGREES: dict[TicketState, set[BookingState]] = {
    T.ISSUED: {B.ARRIVED},
    T.WAITING: {B.WAITING},
    T.CALLED: {B.CALLED},
    T.SERVING: {B.IN_PROGRESS},
    T.ON_HOLD: {B.ON_HOLD, B.WAITING, B.ARRIVED},
}


@dataclass
class World:
    """The hall of all histories: two employers, the first with two tables, and four people.

    One of them has come for a time and has another later, one is expected, two are walk-ins,
    of whom one stands in two lines.
    """

    halls: list[Hall]
    people: list[Registration]

    @property
    def fair(self) -> Fair:
        return self.halls[0].fair


def make_world() -> World:
    first = make_hall(slots=SLOTS)
    second = first.another(slots=SLOTS, units=1)
    beside = Hall(first.fair, first.participation, make_table(first.participation, SLOTS, 3))
    people = [first.person(second.participation) for _one in range(PEOPLE)]
    check_in(first.booked(0, people[0]), SYSTEM)
    first.booked(1, people[1])
    second.booked(3, people[0])
    for hall, person in ((first, 2), (second, 2), (second, 3)):
        walk_in(hall.table, people[person], SYSTEM)
    db.session.commit()
    return World([first, beside, second], people)


class Histories(RuleBasedStateMachine):
    """What may happen in that hall around noon."""

    world: ClassVar[World]
    run: ClassVar[int] = 0
    steps: ClassVar[dict[TicketState, int]] = {}

    def __init__(self) -> None:
        super().__init__()
        type(self).run += 1
        self.traveller = time_machine.travel(START, tick=False)
        self.clock = self.traveller.start()
        self.halls, self.people = self.world.halls, self.world.people
        self.slots = [slot for hall in self.halls for slot in hall.table.slots]

    def teardown(self) -> None:
        """The day ends, and with it every number; all steps of the history were legal ways."""
        try:
            close_day(self.world.fair, SYSTEM)
            every_ticket_has_ended()
            every_step_was_a_legal_way()
        finally:
            db.session.rollback()
            self.traveller.stop()

    @initialize(
        rounds=st.lists(st.tuples(st.integers(0, 2), st.booleans()), min_size=3, max_size=6)
    )
    def the_day_has_begun(self, rounds: list[tuple[int, bool]]) -> None:
        for table, there in rounds:
            self._go_on(table, there, 10)

    @rule(slot=which, person=people_numbers)
    def book(self, slot: int, person: int) -> None:
        book(self.slots[slot % len(self.slots)], self.people[person], SYSTEM)

    @rule(slot=which, person=people_numbers, yes=st.sampled_from([True, False, None]))
    def hold_a_time(self, slot: int, person: int, yes: bool | None) -> None:
        booking = invite(self.slots[slot % len(self.slots)], self.people[person], SYSTEM).booking
        if booking is not None and yes is not None:
            (accept if yes else decline)(booking, SYSTEM)

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        self.clock.shift(timedelta(minutes=minutes))
        lapse_due()

    @rule(number=which, slot=which)
    def move(self, number: int, slot: int) -> None:
        booking = pick(Booking, number, Booking.state.in_(LIVE_BOOKINGS))
        if booking is not None:
            attempt(reschedule, booking, self.slots[slot % len(self.slots)], SYSTEM)

    @rule(one=which, other=which)
    def swap(self, one: int, other: int) -> None:
        pair = [pick(Booking, n, Booking.state.in_(LIVE_BOOKINGS)) for n in (one, other)]
        if None not in pair:
            attempt(swap, *pair, SYSTEM)

    @rule(number=which, state=st.sampled_from(sorted(CANCELLED)))
    def call_off(self, number: int, state: BookingState) -> None:
        booking = pick(Booking, number, Booking.state.in_(BEFORE_THE_TALK))
        if booking is not None:
            attempt(cancel, booking, state, SYSTEM)

    @rule(number=which, state=st.sampled_from(ON_THE_DAY))
    def a_page_of_bookings_moves_one_on(self, number: int, state: BookingState) -> None:
        booking = pick(Booking, number, Booking.state.in_(LIVE_BOOKINGS))
        if booking is not None:
            attempt(change, booking, state, SYSTEM)

    @rule(number=which)
    def check_in(self, number: int) -> None:
        booking = pick(Booking, number, Booking.state.in_(BEFORE_THE_TALK))
        if booking is not None:
            attempt(check_in, booking, SYSTEM)

    @rule(table=which, person=people_numbers)
    def walk_in(self, table: int, person: int) -> None:
        attempt(walk_in, self.halls[table % 3].table, self.people[person], SYSTEM)

    @rule(there=st.booleans(), minutes=st.integers(1, 20))
    def the_first_table_goes_on(self, there: bool, minutes: int) -> None:
        self._go_on(0, there, minutes)

    @rule(there=st.booleans(), minutes=st.integers(1, 20))
    def the_second_table_goes_on(self, there: bool, minutes: int) -> None:
        self._go_on(1, there, minutes)

    @rule(there=st.booleans(), minutes=st.integers(1, 20))
    def the_third_table_goes_on(self, there: bool, minutes: int) -> None:
        self._go_on(2, there, minutes)

    def _go_on(self, number: int, there: bool, minutes: int) -> None:
        """Call somebody; who was called comes or not; who talks is done after some minutes."""
        table = self.halls[number].table
        ticket = pick(Ticket, 0, Ticket.table_id == table.id, Ticket.state.in_(AT_TABLE))
        if ticket is None:
            call = call_next(table, SYSTEM)
            assert (call.ticket is not None) == (call.turn in CALLS)
        elif ticket.state is T.SERVING:
            self.clock.shift(timedelta(minutes=minutes))
            finish(ticket, SYSTEM)
        elif there:
            start(ticket, SYSTEM)
        else:
            attempt(page_again, ticket, SYSTEM)
            self.clock.shift(timedelta(minutes=1))
            mark_absent(ticket, SYSTEM)

    @rule(number=which, reason=st.sampled_from(OverrideReason))
    def call_out_of_turn(self, number: int, reason: OverrideReason) -> None:
        ticket = pick(Ticket, number, Ticket.state.in_(IN_LINE))
        if ticket is not None:
            attempt(call_out_of_turn, ticket, reason, SYSTEM)

    @rule(
        number=which,
        act=st.sampled_from([hold, come_back, leave, recall, put_back, start, finish, mark_absent]),
    )
    def whatever_else_is_pressed(self, number: int, act: Callable[..., None]) -> None:
        ticket = pick(Ticket, number)
        if ticket is not None:
            attempt(act, ticket, SYSTEM)

    @rule(table=which, minutes=st.sampled_from([0, 10, 20, None]))
    def run_late_or_pause(self, table: int, minutes: int | None) -> None:
        here = self.halls[table % 3].table
        resume(here, SYSTEM)
        if minutes is None:
            pause(here, "", SYSTEM)
        else:
            run_late(here, minutes, SYSTEM)

    @rule(person=people_numbers, number=which)
    def withdraw_consent(self, person: int, number: int) -> None:
        consent = pick(
            Consent,
            number,
            Consent.seeker_id == self.people[person].seeker_id,
            Consent.purpose == Purpose.THIRD_PARTY,
            Consent.state == ConsentState.GRANTED,
        )
        if consent is not None:
            withdraw_consent(consent, SYSTEM)

    @rule(person=people_numbers, hall=which)
    def consent_again(self, person: int, hall: int) -> None:
        give_consent(self.people[person].seeker, self.halls[hall % 3].participation)

    @rule(person=people_numbers, sure=st.integers(0, 3))
    def leave_fair(self, person: int, sure: int) -> None:
        if sure == 0:
            attempt(leave_fair, self.people[person], SYSTEM)

    @invariant()
    def no_booked_time_overlaps_another(self) -> None:
        gap = self.world.fair.walking_gap_units
        wanted: set[tuple[int, int | None, int, int]] = set()
        query = (
            select(Booking.id, Booking.registration_id, Slot.table_id, Slot.start_unit, Slot.units)
            .join(Slot, Booking.slot_id == Slot.id)
            .where(Booking.state.in_(LIVE_BOOKINGS))
        )
        for number, person, table, first, units in db.session.execute(query):
            talk = range(first, first + units)
            for unit in range(first, first + units + gap):
                wanted.add((number, table if unit in talk else None, person, unit))
        kept = {
            tuple(row)
            for row in db.session.execute(
                select(
                    BookingUnit.booking_id,
                    BookingUnit.table_id,
                    BookingUnit.registration_id,
                    BookingUnit.unit,
                )
            )
        }
        assert kept == wanted
        tables = [(table, unit) for _number, table, _person, unit in kept if table is not None]
        persons = [(person, unit) for _number, _table, person, unit in kept]
        assert len(tables) == len(set(tables)), "a table in two interviews"
        assert len(persons) == len(set(persons)), "a person in two, or without the walk"

    @invariant()
    def numbers_agree_with_bookings_and_nobody_is_at_two_tables(self) -> None:
        query = (
            select(
                Ticket.state,
                Ticket.table_id,
                Ticket.registration_id,
                Ticket.participation_id,
                Booking.state,
                Registration.state,
                Ticket.booking_id,
            )
            .join(Registration, Ticket.registration_id == Registration.id)
            .outerjoin(Booking, Ticket.booking_id == Booking.id)
            .where(Ticket.state.in_(LIVE))
        )
        rows = db.session.execute(query).all()
        at_table = [row for row in rows if row[0] in AT_TABLE]
        for column in (1, 2):
            once([row[column] for row in at_table])
        once([(row[2], row[3]) for row in rows])
        once([row[6] for row in rows if row[6] is not None])
        for state, _table, _person, _employer, booking, registration, _id in rows:
            assert registration is RegistrationState.CONFIRMED
            assert booking is None or booking in AGREES[state]

    @invariant()
    def nobody_waits_where_the_consent_was_taken_back(self) -> None:
        standing = exists().where(
            Consent.seeker_id == Registration.seeker_id,
            Consent.employer_id == Participation.employer_id,
            Consent.state == ConsentState.GRANTED,
        )
        closed = (
            select(Ticket.id)
            .join(Registration, Ticket.registration_id == Registration.id)
            .join(Participation, Ticket.participation_id == Participation.id)
            .where(Ticket.state.in_(IN_LINE), ~standing)
        )
        assert db.session.scalars(closed).all() == []


def every_ticket_has_ended() -> None:
    for ticket in db.session.scalars(select(Ticket)):
        assert ticket.state in OVER
        assert ticket.end_reason is not None
        assert ticket.ended_at is not None
        assert ticket.booking is None or ticket.booking.state not in BEFORE_THE_TALK
        Histories.steps[ticket.state] = Histories.steps.get(ticket.state, 0) + 1


def every_step_was_a_legal_way() -> None:
    machines: tuple[tuple[Any, Any, str, Any, set[Any]], ...] = (
        (Ticket, TicketChange, "ticket_id", TICKET_WAYS, {T.ISSUED, T.WAITING}),
        (Booking, BookingChange, "booking_id", BOOKING_WAYS, {B.HELD, B.SCHEDULED}),
    )
    for model, changes, column, ways, first in machines:
        stands: dict[int, Any] = {}
        for one in db.session.scalars(select(changes).order_by(changes.id)):
            key = getattr(one, column)
            assert one.before == stands.get(key)
            assert one.after in (first if one.before is None else ways[one.before])
            stands[key] = one.after
        rows = db.session.execute(select(model.id, model.state)).all()
        assert stands == dict(tuple(row) for row in rows)


def once(things: list[Any]) -> None:
    assert len(things) == len(set(things)), things


def pick(model: Any, number: int, *where: Any) -> Any:
    """One of these rows, any."""
    found = db.session.scalars(select(model).where(*where).order_by(model.id)).all()
    return found[number % len(found)] if found else None


def attempt(act: Callable[..., Any], *arguments: Any) -> None:
    """Do it; a refusal is a result, and what it left unwritten is undone."""
    with refusals():
        act(*arguments)


def test_no_history_of_bookings_and_numbers_puts_anybody_at_two_tables(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    Histories.world, Histories.run, Histories.steps = make_world(), 0, {}
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Histories.run >= HISTORIES
    with capsys.disabled():
        ends = ", ".join(f"{number} {state}" for state, number in sorted(Histories.steps.items()))
        print(f"\n{Histories.run} histories on {db.engine.dialect.name}; {ends}")  # noqa: T201
