"""What booking, moving and calling off do to times, people and the record."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from time_machine import Traveller

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.consents.models import Consent, Purpose
from festa.employers.models import ParticipationState
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.applications import ApplicationRefusal, book_applicant, set_application
from festa.interviews.booking import (
    BookingRefusal,
    Terms,
    book,
    cancel,
    change,
    proceed,
    reschedule,
    take_slot,
)
from festa.interviews.departures import leave_fair, withdraw_consent
from festa.interviews.models import Booking, BookingChange, TableMode
from festa.interviews.states import ApplicationState, BookingState, SlotState
from festa.interviews.tables import set_slot
from festa.messages.models import OutboxMessage
from tests.factories import FAIR_DAY, make_fair, make_participation, make_table
from tests.integration.interviews.floor import (
    Floor,
    live_bookings,
    make_applicant,
    make_floor,
    open_to,
    units_taken,
)


@pytest.fixture
def floor(app: Any) -> Floor:
    return make_floor()


def booked(floor: Floor, slot: int = 0) -> Booking:
    answer = book(floor.slots[slot], floor.registration, SYSTEM)
    assert answer.booking is not None
    return answer.booking


def refusal(floor: Floor, slot: int = 0) -> BookingRefusal | None:
    return book(floor.slots[slot], floor.registration, SYSTEM).refusal


def messages() -> list[str]:
    found = db.session.scalars(select(OutboxMessage.template).order_by(OutboxMessage.id))
    return [template for template in found if template.startswith("interview")]


def test_a_booking_takes_its_units_and_the_walk_behind_it(floor: Floor) -> None:
    booking = booked(floor)
    table, person = floor.table.id, booking.registration_id
    assert sorted(units_taken(), key=lambda row: row[2]) == [
        (table, person, 12),
        (table, person, 13),
        (None, person, 14),
    ]
    assert messages() == ["interview_booked"]


def test_the_slot_behind_ones_own_is_too_near_to_walk(floor: Floor) -> None:
    booked(floor)
    assert refusal(floor, 1) is BookingRefusal.SEEKER_BUSY
    assert refusal(floor, 2) is None


def test_a_booking_that_clashes_leaves_nothing_but_a_line_in_the_log(floor: Floor) -> None:
    first = booked(floor)
    taken = units_taken()
    assert refusal(floor, 1) is BookingRefusal.SEEKER_BUSY
    assert db.session.scalars(select(Booking)).all() == [first]
    assert units_taken() == taken
    assert messages() == ["interview_booked"]
    query = select(AuditEntry.action).where(AuditEntry.action.startswith("booking."))
    assert list(db.session.scalars(query.order_by(AuditEntry.id))) == [
        "booking.made",
        "booking.refused",
    ]


def test_a_booking_is_itself_even_under_the_number_of_one_that_was_undone(floor: Floor) -> None:
    with db.session.begin_nested() as attempt:
        undone = booked(floor)  # still in somebody's hands while SQLite gives its number anew
        attempt.rollback()
    somebody, until = make_applicant(floor.participation), clock.now() + timedelta(hours=1)
    terms = Terms(state=BookingState.HELD, held_until=until)
    held = take_slot(floor.slots[5], somebody, SYSTEM, terms).booking
    assert held is not None
    assert (held.state, held.held_until) == (BookingState.HELD, until)
    assert (held.registration, held.slot) == (somebody, floor.slots[5])
    assert undone is not None


def test_another_employer_cannot_take_the_same_time_of_a_person(floor: Floor) -> None:
    booked(floor)
    other = make_participation(floor.fair)
    open_to(floor.registration, other)
    table = make_table(other, slots=3, units=1, first=13)
    answer = book(table.slots[0], floor.registration, SYSTEM)
    assert answer.refusal is BookingRefusal.SEEKER_BUSY
    assert [slot.start_unit for slot in answer.nearest] == [15]


def test_whoever_was_second_is_offered_the_nearest_free_times(floor: Floor) -> None:
    booked(floor, 2)
    late = make_applicant(floor.participation)
    answer = book(floor.slots[2], late, SYSTEM)
    assert answer.refusal is BookingRefusal.SLOT_TAKEN
    assert [slot.start_unit for slot in answer.nearest] == [14, 18, 12]


def test_a_refusal_is_written_down(floor: Floor) -> None:
    booked(floor)
    late = make_applicant(floor.participation)
    book(floor.slots[0], late, SYSTEM)
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "booking.refused")
    ).one()
    assert entry.seeker_id == late.seeker_id
    assert entry.employer_id == floor.participation.employer_id
    assert entry.detail["reason"] == "slot_taken"


def test_blocked_released_and_walk_in_times_take_no_bookings(floor: Floor) -> None:
    set_slot(floor.slots[0], SlotState.BLOCKED, SYSTEM, "점심")
    set_slot(floor.slots[1], SlotState.RELEASED, SYSTEM)
    assert refusal(floor, 0) is BookingRefusal.SLOT_CLOSED
    assert refusal(floor, 1) is BookingRefusal.SLOT_CLOSED
    floor.table.mode = TableMode.WALK_IN
    answer = book(floor.slots[2], floor.registration, SYSTEM)
    assert answer.refusal is BookingRefusal.SLOT_CLOSED
    assert list(answer.nearest) == []


def test_an_employer_that_stepped_back_takes_no_bookings(floor: Floor) -> None:
    floor.participation.state = ParticipationState.CANCELLED
    assert refusal(floor) is BookingRefusal.SLOT_CLOSED


def test_what_has_begun_is_past(floor: Floor, clock_stands: Any) -> None:
    clock_stands.shift(timedelta(hours=2, minutes=1))
    answer = book(floor.slots[0], floor.registration, SYSTEM)
    assert answer.refusal is BookingRefusal.PAST
    assert [slot.start_unit for slot in answer.nearest] == [14, 16, 18]


def test_nobody_is_booked_outside_the_window(app: Any) -> None:
    floor = make_floor(make_fair(FairState.PUBLISHED, day=FAIR_DAY + timedelta(days=30)))
    assert refusal(floor) is BookingRefusal.NOT_NOW


def test_without_consent_nobody_is_booked(floor: Floor) -> None:
    consent = db.session.scalars(
        select(Consent).where(Consent.purpose == Purpose.THIRD_PARTY)
    ).one()
    withdraw_consent(consent, SYSTEM)
    assert refusal(floor) is BookingRefusal.NO_CONSENT


def test_whoever_left_the_fair_is_not_booked(floor: Floor) -> None:
    leave_fair(floor.registration, SYSTEM)
    assert refusal(floor) is BookingRefusal.NOT_REGISTERED


def test_calling_off_frees_the_time_for_somebody_else(floor: Floor) -> None:
    cancel(booked(floor), BookingState.CANCELLED_BY_EMPLOYER, SYSTEM, "면접관 사정")
    assert units_taken() == []
    assert messages() == ["interview_booked", "interview_cancelled"]
    late = make_applicant(floor.participation)
    assert book(floor.slots[0], late, SYSTEM).refusal is None


def test_moving_takes_the_new_time_and_frees_the_old(floor: Floor) -> None:
    old = booked(floor)
    answer = reschedule(old, floor.slots[1], SYSTEM)
    assert answer.booking is not None
    assert old.state is BookingState.RESCHEDULED
    assert {unit for _table, _person, unit in units_taken()} == {14, 15, 16}
    assert messages() == ["interview_booked", "interview_moved"]
    assert live_bookings() == 1


def test_a_move_that_is_lost_leaves_the_interview_as_it_was(floor: Floor) -> None:
    old = booked(floor)
    before = sorted(units_taken(), key=str)
    other = make_applicant(floor.participation)
    book(floor.slots[3], other, SYSTEM)
    answer = reschedule(old, floor.slots[3], SYSTEM)
    assert answer.refusal is BookingRefusal.SLOT_TAKEN
    assert old.state is BookingState.SCHEDULED
    assert set(before) <= set(units_taken())
    assert old.slot not in answer.nearest
    assert [slot.start_unit for slot in answer.nearest] == [16, 20, 14]
    refused = select(AuditEntry).where(AuditEntry.action == "booking.refused")
    assert len(db.session.scalars(refused).all()) == 1


def test_every_change_is_a_row(floor: Floor) -> None:
    booking = booked(floor)
    for state in (BookingState.CALLED, BookingState.IN_PROGRESS, BookingState.COMPLETED):
        change(booking, state, SYSTEM)
    rows = db.session.scalars(select(BookingChange).order_by(BookingChange.id)).all()
    assert [(row.before, row.after) for row in rows] == [
        (None, BookingState.SCHEDULED),
        (BookingState.SCHEDULED, BookingState.CALLED),
        (BookingState.CALLED, BookingState.IN_PROGRESS),
        (BookingState.IN_PROGRESS, BookingState.COMPLETED),
    ]


def test_a_step_that_does_not_exist_is_refused_with_a_sentence(floor: Floor) -> None:
    booking = booked(floor)
    with pytest.raises(Refused) as refused:
        proceed(booking, BookingState.COMPLETED, SYSTEM)
    assert refused.value.reason is BookingRefusal.MOVED_ON
    with pytest.raises(Refused):
        proceed(booking, BookingState.CANCELLED_BY_EMPLOYER, SYSTEM)


def test_nobody_is_called_before_the_day(app: Any) -> None:
    floor = make_floor(make_fair(FairState.BOOKING_OPEN, day=FAIR_DAY + timedelta(days=3)))
    with pytest.raises(Refused) as refused:
        proceed(booked(floor), BookingState.CALLED, SYSTEM)
    assert refused.value.reason is BookingRefusal.NOT_TODAY


def test_nobody_has_failed_to_come_before_their_time(floor: Floor, clock_stands: Traveller) -> None:
    booking = booked(floor)
    start = floor.fair.grid.moment_of(booking.slot.start_unit)
    clock_stands.move_to(start - timedelta(minutes=1))
    with pytest.raises(Refused) as refused:
        proceed(booking, BookingState.NO_SHOW, SYSTEM)
    assert refused.value.reason is BookingRefusal.NOT_YET
    clock_stands.move_to(start)
    proceed(booking, BookingState.NO_SHOW, SYSTEM)
    assert booking.state is BookingState.NO_SHOW


def test_calling_tells_the_seeker_where_to_come(floor: Floor) -> None:
    proceed(booked(floor), BookingState.CALLED, SYSTEM)
    body = db.session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id.desc())).first()
    assert floor.table.label in (body or "")


def test_an_interview_says_that_the_application_has_passed(floor: Floor) -> None:
    book_applicant(floor.application, floor.slots[0], SYSTEM)
    assert floor.application.state is ApplicationState.SHORTLISTED


def test_nobody_is_declined_who_has_an_interview(floor: Floor) -> None:
    booking = booked(floor)
    with pytest.raises(Refused) as refused:
        set_application(floor.application, ApplicationState.DECLINED, SYSTEM)
    assert refused.value.reason is ApplicationRefusal.HAS_INTERVIEW
    cancel(booking, BookingState.CANCELLED_BY_EMPLOYER, SYSTEM, "면접관 사정")
    set_application(floor.application, ApplicationState.DECLINED, SYSTEM)
    assert floor.application.state is ApplicationState.DECLINED


def test_an_answer_that_does_not_exist_is_refused(floor: Floor) -> None:
    with pytest.raises(Refused) as refused:
        set_application(floor.application, ApplicationState.APPLIED, SYSTEM)
    assert refused.value.reason is ApplicationRefusal.MOVED_ON
