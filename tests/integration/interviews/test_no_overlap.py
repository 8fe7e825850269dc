"""Whatever people do in whatever order, nobody and no table is in two interviews at once."""

from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.booking import book, cancel, change, reschedule
from festa.interviews.models import Booking, BookingUnit, Slot
from festa.interviews.states import ENDED, LIVE, BookingState
from festa.registrations.models import Registration
from tests.factories import make_fair, make_participation, make_table
from tests.integration.interviews.floor import make_applicant, open_to

TABLES, SLOTS, PEOPLE = 3, 4, 3

steps = st.lists(
    st.tuples(
        st.sampled_from(["book", "book", "book", "move", "cancel", "no_show", "complete"]),
        st.integers(0, TABLES * SLOTS - 1),
        st.integers(0, PEOPLE - 1),
    ),
    min_size=4,
    max_size=14,
)


@given(gap=st.integers(0, 2), history=steps)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_history_makes_two_interviews_overlap(
    app: Flask, gap: int, history: list[tuple[str, int, int]]
) -> None:
    try:
        slots, people = a_small_floor(gap)
        for what, slot, person in history:
            take_step(what, slots[slot], people[person])
            check(gap)
    finally:
        db.session.rollback()


def a_small_floor(gap: int) -> tuple[list[Slot], list[Registration]]:
    """Three employers, with slots of one, two and three units that do not line up."""
    fair = make_fair(walking_gap_units=gap)
    participations = [make_participation(fair) for _one in range(TABLES)]
    people = [make_applicant(participations[0]) for _one in range(PEOPLE)]
    for person in people:
        open_to(person, *participations[1:])
    tables = [
        make_table(one, slots=SLOTS, units=number + 1, first=12 + number)
        for number, one in enumerate(participations)
    ]
    return [slot for table in tables for slot in table.slots], people


def take_step(what: str, slot: Slot, person: Registration) -> None:
    booking = standing(person)
    if what == "book":
        answer = book(slot, person, SYSTEM)
        assert (answer.booking is None) == (answer.refusal is not None)
        return
    if booking is None:
        return
    try:
        if what == "move":
            reschedule(booking, slot, SYSTEM)
        elif what == "cancel":
            cancel(booking, BookingState.CANCELLED_BY_SEEKER, SYSTEM)
        elif what == "no_show":
            change(booking, BookingState.NO_SHOW, SYSTEM)
        else:
            change(booking, BookingState.IN_PROGRESS, SYSTEM)
            change(booking, BookingState.COMPLETED, SYSTEM)
    except Refused:
        db.session.flush()


def standing(person: Registration) -> Booking | None:
    query = select(Booking).where(
        Booking.registration_id == person.id, Booking.state == BookingState.SCHEDULED
    )
    return db.session.scalars(query.order_by(Booking.id)).first()


def check(gap: int) -> None:
    """Counted anew from bookings and slots, and compared with the units that are stored."""
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
        assert not person_units & of_person, "a person in two interviews, or without the walk"
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
    ended = select(Booking.id).where(Booking.state.in_(ENDED))
    assert not {row[0] for row in stored} & set(db.session.scalars(ended))
