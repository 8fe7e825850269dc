"""Many at once after one time: the database lets one win, and tells the others where to go.

Beside each race stand its controls. One takes the unique constraints away and runs the very
same code: everybody wins, so the constraints decide and nothing else. The other books as
naive systems do, looking first and writing then: several win, so the threads of this harness
really run into each other.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import MetaData, UniqueConstraint, delete, select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import SYSTEM
from festa.consents.models import Consent, Purpose
from festa.errors import Refused
from festa.extensions import db as database
from festa.interviews.booking import BookingRefusal, book, cancel, reschedule
from festa.interviews.departures import withdraw_consent
from festa.interviews.limits import allow_bookings
from festa.interviews.models import Booking, BookingUnit, Slot
from festa.interviews.states import LIVE, BookingState, SlotState
from festa.interviews.tables import remove_slot, set_slot
from tests.conftest import ENGINES, make_database, make_test_app, worker_name
from tests.factories import make_employer, make_fair, make_participation, make_table
from tests.integration.interviews.floor import (
    Floor,
    book_by_id,
    live_bookings,
    make_applicant,
    make_floor,
    open_to,
)
from tests.threads import Together

CROWD = 50
EMPLOYERS = 8
ROUNDS = 10
UNSEEN = {"synchronize_session": False}


@pytest.fixture(params=ENGINES)
def unguarded(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """A throwaway database in which nothing is unique any more."""
    name = f"festa_unguarded_{worker_name()}"
    app = make_test_app(make_database(request.param, name))
    with app.app_context():
        drop_unique_constraints()
        yield app
        database.session.remove()
        database.engine.dispose()


def drop_unique_constraints() -> None:
    """Make booking_unit anew without its constraints, and drop the index on live slots."""
    bare = BookingUnit.__table__.to_metadata(MetaData())
    for referred in BookingUnit.__table__.foreign_keys:
        referred.column.table.to_metadata(bare.metadata)
    bare.constraints = {one for one in bare.constraints if not isinstance(one, UniqueConstraint)}
    live_slot = next(one for one in Booking.__table__.indexes if one.name == "uq_booking_live_slot")
    with database.engine.begin() as connection:
        BookingUnit.__table__.drop(connection)
        bare.create(connection)
        live_slot.drop(connection)


def crowd_after_one_slot(floor: Floor) -> Callable[[int], Any]:
    """Fifty people, each booked into the same slot."""
    people = [make_applicant(floor.participation).id for _person in range(CROWD)]
    slot_id = floor.slots[2].id
    return lambda number: book_by_id(slot_id, people[number])


def employers_after_one_seeker() -> Callable[[int], Any]:
    """Eight employers, each with a slot that overlaps all the others or touches their gap."""
    fair = make_fair()
    participations = [make_participation(fair, make_employer()) for _one in range(EMPLOYERS)]
    seeker = open_to(make_applicant(participations[0]), *participations[1:])
    allow_bookings(seeker, EMPLOYERS, "the time alone shall decide", SYSTEM)
    # Three units of talk and one of walking, begun one unit apart at most.
    slots = [
        make_table(one, slots=1, units=3, first=12 + number % 2).slots[0].id
        for number, one in enumerate(participations)
    ]
    seeker_id = seeker.id
    return lambda number: book_by_id(slots[number], seeker_id)


def test_of_fifty_after_one_slot_one_wins_and_the_others_hear_where_it_is_free(
    app: Flask, together: Together
) -> None:
    floor = make_floor()
    wanted = floor.slots[2]
    act = crowd_after_one_slot(floor)
    near = sorted(floor.slots, key=lambda slot: (abs(slot.start_unit - wanted.start_unit), slot.id))
    nearest = [slot.id for slot in near[1:4]]

    def answer(number: int) -> tuple[bool, Any, list[int]]:
        said = act(number)
        return said.booking is not None, said.refusal, sorted(slot.id for slot in said.nearest)

    answers = together(CROWD, answer)
    lost = [said for said in answers if not said[0]]
    assert len(lost) == CROWD - 1
    assert {refusal for _won, refusal, _near in lost} == {BookingRefusal.SLOT_TAKEN}
    assert all(offered == sorted(nearest) for _won, _refusal, offered in lost)
    assert live_bookings() == 1


def test_of_eight_employers_after_one_seeker_one_wins(app: Flask, together: Together) -> None:
    act = employers_after_one_seeker()
    refusals = together(EMPLOYERS, lambda number: act(number).refusal)
    assert sorted(refusals, key=str) == [None, *[BookingRefusal.SEEKER_BUSY] * (EMPLOYERS - 1)]
    assert live_bookings() == 1


def test_control_without_constraints_all_fifty_win(unguarded: Flask) -> None:
    act = crowd_after_one_slot(make_floor())
    refusals = Together(unguarded)(CROWD, lambda number: act(number).refusal)
    assert refusals == [None] * CROWD
    assert live_bookings() == CROWD


def test_control_without_constraints_all_eight_employers_win(unguarded: Flask) -> None:
    act = employers_after_one_seeker()
    refusals = Together(unguarded)(EMPLOYERS, lambda number: act(number).refusal)
    assert refusals == [None] * EMPLOYERS
    assert live_bookings() == EMPLOYERS


def test_control_looking_first_and_writing_then_books_one_slot_twice(unguarded: Flask) -> None:
    floor = make_floor()
    person, together = floor.registration.id, Together(unguarded)
    slots = make_table(floor.participation, slots=ROUNDS, units=1, first=20).slots
    winners = []
    for slot_id in [slot.id for slot in slots]:
        act = looks_then_writes(unguarded, slot_id, person)
        winners.append(sum(together(CROWD // 2, act)))
        assert winners[-1] == live_bookings(Booking.slot_id == slot_id)
        if winners[-1] > 1:
            break
    assert max(winners) > 1


def looks_then_writes(app: Flask, slot_id: int, registration_id: int) -> Callable[[int], bool]:
    """What known products do: ask whether the slot is free, and book it if so."""

    def act(number: int) -> bool:
        # A reading request takes no write lock on SQLite; the write comes in its own turn.
        with app.test_request_context():
            if live_bookings(Booking.slot_id == slot_id):
                return False
            database.session.rollback()
            g.writes = True
            slot = database.session.get_one(Slot, slot_id)
            booking = Booking(
                fair_id=slot.fair_id,
                slot_id=slot_id,
                registration_id=registration_id,
                participation_id=slot.table.participation_id,
                state=BookingState.SCHEDULED,
                booked_at=clock.now(),
            )
            database.session.add(booking)
            database.session.commit()
            return True

    return act


def test_naive_booking_is_caught_by_the_constraint(app: Flask, together: Together) -> None:
    floor = make_floor()
    slot_id, person = floor.slots[0].id, floor.registration.id
    act = looks_then_writes(app, slot_id, person)

    def try_it(number: int) -> bool:
        try:
            return act(number)
        except IntegrityError:
            return False

    assert sum(together(CROWD // 2, try_it)) == 1
    statement = select(Booking).where(Booking.slot_id == slot_id, Booking.state.in_(LIVE))
    assert len(database.session.scalars(statement).all()) == 1


def two_booked(floor: Floor) -> list[int]:
    """Two people of one employer, each with an interview; the numbers of the bookings."""
    people = [floor.registration, make_applicant(floor.participation)]
    for person, slot in zip(people, (floor.slots[0], floor.slots[3]), strict=True):
        book_by_id(slot.id, person.id)
    return list(database.session.scalars(select(Booking.id).order_by(Booking.id)))


def move_by_id(booking_id: int, slot_id: int) -> bool:
    answer = reschedule(
        database.session.get_one(Booking, booking_id),
        database.session.get_one(Slot, slot_id),
        SYSTEM,
    )
    database.session.commit()
    return answer.booking is not None


@pytest.mark.parametrize("turn", range(5))
def test_two_who_move_to_each_others_time_do_not_wait_for_ever(
    app: Flask, together: Together, turn: int
) -> None:
    floor = make_floor()
    bookings = two_booked(floor)
    targets = [floor.slots[3].id, floor.slots[0].id]
    moved = together(2, lambda number: move_by_id(bookings[number], targets[number]))
    assert moved == [False, False]
    assert live_bookings() == 2


def test_one_interview_is_moved_or_called_off_and_never_both(
    app: Flask, together: Together
) -> None:
    floor = make_floor()
    booking_id = two_booked(floor)[0]
    target = floor.slots[5].id

    def act(number: int) -> bool:
        try:
            if number % 2:
                return move_by_id(booking_id, target)
            booking = database.session.get_one(Booking, booking_id)
            cancel(booking, BookingState.CANCELLED_BY_EMPLOYER, SYSTEM, "면접관 사정")
            database.session.commit()
        except Refused:
            return False
        return True

    done = together(6, act)
    assert done.count(True) == 1
    assert live_bookings() == (2 if True in done[1::2] else 1)


def test_whoever_withdraws_is_not_booked_by_anybody_who_pressed_at_the_same_moment(
    app: Flask, together: Together
) -> None:
    floor = make_floor()
    slots = [slot.id for slot in floor.slots]
    person = floor.registration.id
    consent_id = database.session.scalars(
        select(Consent.id).where(Consent.purpose == Purpose.THIRD_PARTY)
    ).one()

    def act(number: int) -> Any:
        if number:
            return book_by_id(slots[number], person).refusal
        withdraw_consent(database.session.get_one(Consent, consent_id), SYSTEM)
        return database.session.commit()

    together(len(slots), act)
    assert live_bookings() == 0


def test_a_slot_is_removed_or_booked_and_whoever_waited_for_it_is_told(
    app: Flask, together: Together
) -> None:
    floor = make_floor()
    slots = [slot.id for slot in floor.slots]
    people = [make_applicant(floor.participation).id for _slot in slots]

    def act(number: int) -> BookingRefusal | None:
        slot_id = slots[number // 2]
        slot = database.session.get(Slot, slot_id)
        if slot is None:  # gone before it was asked for
            return BookingRefusal.SLOT_CLOSED
        if number % 2:
            return book_by_id(slot_id, people[number // 2]).refusal
        with suppress(Refused):
            remove_slot(slot, SYSTEM)
        database.session.commit()
        return None

    refusals = together(len(slots) * 2, act)[1::2]
    left = set(database.session.scalars(select(Slot.id)))
    for slot_id, refusal in zip(slots, refusals, strict=True):
        assert live_bookings(Booking.slot_id == slot_id) == (slot_id in left)
        assert refusal is (None if slot_id in left else BookingRefusal.SLOT_CLOSED)


def test_whoever_waits_for_a_slot_that_is_removed_hears_what_else_is_free(app: Flask) -> None:
    floor = make_floor()
    slot, registration = floor.slots[2], make_applicant(floor.participation)
    database.session.commit()
    assert (slot.state, registration.fair) == (SlotState.OPEN, slot.table.participation.fair)
    # The table takes it away after it was read and before it is locked.
    database.session.execute(delete(Slot).where(Slot.id == slot.id), execution_options=UNSEEN)
    answer = book(slot, registration, SYSTEM)
    assert answer.refusal is BookingRefusal.SLOT_CLOSED
    assert answer.nearest


def test_whoever_moves_to_a_slot_that_is_removed_keeps_their_own(app: Flask) -> None:
    floor = make_floor()
    booking = book_by_id(floor.slots[0].id, floor.registration.id).booking
    assert booking is not None
    gone = floor.slots[3]
    database.session.execute(delete(Slot).where(Slot.id == gone.id), execution_options=UNSEEN)
    assert reschedule(booking, gone, SYSTEM).refusal is BookingRefusal.SLOT_CLOSED
    assert live_bookings(Booking.slot_id == floor.slots[0].id) == 1


def test_a_slot_is_blocked_or_booked_and_never_both(app: Flask, together: Together) -> None:
    floor = make_floor()
    slots = [slot.id for slot in floor.slots]
    people = [make_applicant(floor.participation).id for _slot in slots]

    def act(number: int) -> None:
        slot_id = slots[number // 2]
        if number % 2:
            book_by_id(slot_id, people[number // 2])
            return
        with suppress(Refused):
            set_slot(database.session.get_one(Slot, slot_id), SlotState.BLOCKED, SYSTEM, "점심")
        database.session.commit()

    together(len(slots) * 2, act)
    for slot_id in slots:
        blocked = database.session.get_one(Slot, slot_id).state is SlotState.BLOCKED
        assert blocked != bool(live_bookings(Booking.slot_id == slot_id))
