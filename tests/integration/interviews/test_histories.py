"""Whatever people do in whatever order: nobody and no table is ever in two interviews at once.

Histories of the real verbs, each in one transaction that is rolled back at its end. Sixty for
each engine in every run; HYPOTHESIS_PROFILE=thorough runs a thousand.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from festa.audit.actor import SYSTEM
from festa.consents.models import Consent, ConsentState, Purpose
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import IllegalMove
from festa.interviews.applications import MOST_EMPLOYERS, set_application
from festa.interviews.booking import BookingAnswer, book, cancel, change, reschedule, swap
from festa.interviews.changes import lapse_due
from festa.interviews.departures import leave_fair, withdraw_consent
from festa.interviews.holds import accept, decline, extend, invite
from festa.interviews.limits import AHEAD, MOST_BOOKINGS
from festa.interviews.models import Application, Booking, BookingChange, BookingUnit
from festa.interviews.states import (
    BOOKING_WAYS,
    LIVE,
    ApplicationState,
    BookingState,
)
from tests.factories import make_application, make_fair, make_participation, make_table
from tests.integration.interviews.floor import make_applicant

HISTORIES = 1000 if os.environ.get("HYPOTHESIS_PROFILE") == "thorough" else 60
STEPS = 14
TABLES, SLOTS, PEOPLE = 3, 4, 4
START = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # half past ten in Korea, the doors are open

slot_numbers = st.integers(0, TABLES * SLOTS - 1)
people_numbers = st.integers(0, PEOPLE - 1)
which = st.integers(0, 20)
B = BookingState
ENDS = [B.CANCELLED_BY_SEEKER, B.CANCELLED_BY_EMPLOYER, B.CANCELLED_BY_ORGANISER]
ON_THE_DAY = [B.ARRIVED, B.WAITING, B.CALLED, B.ON_HOLD, B.IN_PROGRESS, B.COMPLETED, B.NO_SHOW]


class Histories(RuleBasedStateMachine):
    """Three employers, whose slots of one, two and three units do not line up, and four people."""

    run: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).run += 1
        self.traveller = time_machine.travel(START, tick=False)
        self.clock = self.traveller.start()
        gap = Histories.run % 3
        self.fair = make_fair(walking_gap_units=gap)
        employers = [make_participation(self.fair) for _one in range(TABLES)]
        self.people = [make_applicant(employers[0]) for _one in range(PEOPLE)]
        for person in self.people:
            for employer in employers[1:]:
                make_application(person, employer)
        tables = [
            make_table(one, slots=SLOTS, units=number + 1, first=6 + number)
            for number, one in enumerate(employers)
        ]
        self.slots = [slot for table in tables for slot in table.slots]

    def teardown(self) -> None:
        db.session.rollback()
        self.traveller.stop()

    @rule(slot=slot_numbers, person=people_numbers)
    def book(self, slot: int, person: int) -> None:
        answered(book(self.slots[slot], self.people[person], SYSTEM))

    @rule(slot=slot_numbers, person=people_numbers)
    def invite(self, slot: int, person: int) -> None:
        answered(invite(self.slots[slot], self.people[person], SYSTEM))

    @rule(number=which, yes=st.booleans())
    def answer_invitation(self, number: int, yes: bool) -> None:
        booking = pick(number, Booking.state == B.HELD)
        if booking is None:
            return
        lapsed = booking.has_lapsed
        with refusals() as refused:
            (accept if yes else decline)(booking, SYSTEM)
        assert bool(refused) == lapsed

    @rule(number=which)
    def extend_invitation(self, number: int) -> None:
        booking = pick(number, Booking.state == B.HELD)
        if booking is not None:
            with refusals():
                extend(booking, SYSTEM)

    @rule(minutes=st.integers(1, 9), worker=st.booleans())
    def time_passes(self, minutes: int, worker: bool) -> None:
        self.clock.shift(timedelta(minutes=minutes))
        if worker:
            lapse_due()
            assert pick(0, Booking.state == B.HELD, Booking.held_until <= self.now) is None

    @rule(number=which, slot=slot_numbers)
    def move(self, number: int, slot: int) -> None:
        booking = pick(number, Booking.state.in_(LIVE))
        if booking is not None:
            with refusals():
                answered(reschedule(booking, self.slots[slot], SYSTEM))

    @rule(one=which, other=which)
    def swap(self, one: int, other: int) -> None:
        pair = pick(one, Booking.state.in_(LIVE)), pick(other, Booking.state.in_(LIVE))
        if pair[0] is not None and pair[1] is not None:
            with refusals():
                swap(pair[0], pair[1], SYSTEM)

    @rule(number=which, state=st.sampled_from(ENDS))
    def call_off(self, number: int, state: BookingState) -> None:
        booking = pick(number, Booking.state.in_(LIVE))
        if booking is not None:
            with refusals():
                cancel(booking, state, SYSTEM)

    @rule(number=which, state=st.sampled_from(ON_THE_DAY))
    def go_on(self, number: int, state: BookingState) -> None:
        booking = pick(number)
        if booking is None:
            return
        legal = state in BOOKING_WAYS[booking.state]
        with refusals() as refused:
            change(booking, state, SYSTEM)
        assert bool(refused) != legal

    @rule(person=people_numbers, employer=st.integers(0, TABLES - 1))
    def withdraw_consent(self, person: int, employer: int) -> None:
        consent = db.session.scalars(
            select(Consent).where(
                Consent.seeker_id == self.people[person].seeker_id,
                Consent.purpose == Purpose.THIRD_PARTY,
                Consent.employer_id == self.slots[employer * SLOTS].scope.employer_id,
                Consent.state == ConsentState.GRANTED,
            )
        ).first()
        if consent is not None:
            withdraw_consent(consent, SYSTEM)

    @rule(person=people_numbers, employer=st.integers(0, TABLES - 1))
    def apply_again(self, person: int, employer: int) -> None:
        with refusals():
            participation = self.slots[employer * SLOTS].table.participation
            make_application(self.people[person], participation)

    @rule(number=which, state=st.sampled_from(ApplicationState))
    def answer_application(self, number: int, state: ApplicationState) -> None:
        found = db.session.scalars(select(Application).order_by(Application.id)).all()
        with refusals():
            set_application(found[number % len(found)], state, SYSTEM)

    @rule(person=people_numbers)
    def leave(self, person: int) -> None:
        with refusals():
            leave_fair(self.people[person], SYSTEM)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)

    @invariant()
    def units_are_those_of_live_bookings_and_nobody_is_twice_anywhere(self) -> None:
        gap = self.fair.walking_gap_units
        at_table: set[tuple[int, int]] = set()
        of_person: set[tuple[int, int]] = set()
        rows: set[tuple[Any, ...]] = set()
        for booking in db.session.scalars(select(Booking).where(Booking.state.in_(LIVE))):
            slot = booking.slot
            talk = range(slot.start_unit, slot.start_unit + slot.units)
            whole = range(talk.start, talk.stop + gap)
            table_units = {(slot.table_id, unit) for unit in talk}
            person_units = {(booking.registration_id, unit) for unit in whole}
            assert not table_units & at_table, "a table in two interviews"
            assert not person_units & of_person, "a person in two, or without the walk"
            at_table |= table_units
            of_person |= person_units
            rows |= {
                (booking.id, slot.table_id if unit in talk else None, booking.registration_id, unit)
                for unit in whole
            }
        stored = {
            (row.booking_id, row.table_id, row.registration_id, row.unit)
            for row in db.session.scalars(select(BookingUnit))
        }
        assert stored == rows

    @invariant()
    def every_change_was_a_legal_way_from_where_the_booking_stood(self) -> None:
        stands: dict[int, BookingState] = {}
        for one in db.session.scalars(select(BookingChange).order_by(BookingChange.id)):
            assert one.before == stands.get(one.booking_id)
            if one.before is None:
                assert one.after in {B.HELD, B.SCHEDULED}
            else:
                assert one.after in BOOKING_WAYS[one.before]
            stands[one.booking_id] = one.after
        states = db.session.execute(select(Booking.id, Booking.state)).all()
        assert stands == dict(tuple(row) for row in states)

    @invariant()
    def nobody_is_beyond_the_limits(self) -> None:
        for model, states, most in (
            (Booking, AHEAD, MOST_BOOKINGS),
            (Application, set(ApplicationState) - {ApplicationState.WITHDRAWN}, MOST_EMPLOYERS),
        ):
            counted = (
                select(func.count(model.id))
                .where(model.state.in_(states))
                .group_by(model.registration_id)
            )
            assert all(count <= most for count in db.session.scalars(counted))

    @invariant()
    def nobody_is_expected_where_the_consent_was_taken_back(self) -> None:
        for booking in db.session.scalars(
            select(Booking).where(Booking.state.in_(AHEAD - {B.IN_PROGRESS}))
        ):
            consent = select(Consent.id).where(
                Consent.seeker_id == booking.registration.seeker_id,
                Consent.employer_id == booking.participation.employer_id,
                Consent.purpose == Purpose.THIRD_PARTY,
                Consent.state == ConsentState.GRANTED,
            )
            assert db.session.scalar(consent) is not None


@contextmanager
def refusals() -> Iterator[list[Exception]]:
    """A refusal is a result; what it left unwritten is undone."""
    refused: list[Exception] = []
    before = db.session.begin_nested()
    try:
        yield refused
        before.commit()
    except (Refused, IllegalMove) as reason:
        before.rollback()
        refused.append(reason)


def answered(answer: BookingAnswer) -> None:
    """A booking or a reason, and never both."""
    assert (answer.booking is None) == (answer.refusal is not None)
    assert len(answer.nearest) <= 3


def pick(number: int, *where: Any) -> Booking | None:
    """One of the bookings, any."""
    found = db.session.scalars(select(Booking).where(*where).order_by(Booking.id)).all()
    return found[number % len(found)] if found else None


def test_no_history_makes_two_interviews_overlap(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    Histories.run = 0
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
        print(f"\n{Histories.run} histories on {db.engine.dialect.name}")  # noqa: T201
