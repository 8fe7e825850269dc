"""An interview goes to a colleague's table at its own time, and whoever is concerned hears of it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.booking import BookingRefusal, book, cancel
from festa.interviews.departures import call_off
from festa.interviews.hand_over import colleagues, hand_over
from festa.interviews.models import Booking, InterviewTable, Slot
from festa.interviews.states import BookingState, SlotState
from festa.messages.models import OutboxMessage
from tests.factories import make_table, sign_in
from tests.integration.interviews.floor import (
    Floor,
    live_bookings,
    make_applicant,
    make_floor,
    units_taken,
)
from tests.threads import Together


@pytest.fixture
def floor(app: Flask) -> Floor:
    return make_floor()


@pytest.fixture
def colleague(floor: Floor) -> InterviewTable:
    return make_table(floor.participation)


def booked(floor: Floor, slot: int = 0) -> Booking:
    answer = book(floor.slots[slot], floor.registration, SYSTEM)
    assert answer.booking is not None
    return answer.booking


def last(template: str) -> OutboxMessage:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return db.session.scalars(query.order_by(OutboxMessage.id.desc())).first()


def test_the_time_stays_and_the_table_changes(floor: Floor, colleague: InterviewTable) -> None:
    before = booked(floor)
    answer = hand_over(before, colleague.slots[0], SYSTEM)
    assert answer.booking is not None
    assert before.state is BookingState.RESCHEDULED
    assert answer.booking.slot is colleague.slots[0]
    assert {table for table, _who, _unit in units_taken()} == {colleague.id, None}
    body = last("interview_moved").body
    assert floor.table.label in body
    assert colleague.label in body
    assert "그대로" in body


@pytest.mark.parametrize("state", [BookingState.ARRIVED, BookingState.WAITING, BookingState.CALLED])
def test_whoever_waits_at_the_table_still_waits_even_when_the_time_has_come(
    floor: Floor, colleague: InterviewTable, clock_stands: Any, state: BookingState
) -> None:
    booking = booked(floor)
    booking.state = state
    clock_stands.shift(timedelta(hours=2, minutes=5))
    assert [slot.table_id for slot in colleagues(booking)] == [colleague.id]
    answer = hand_over(booking, colleague.slots[0], SYSTEM)
    assert answer.booking is not None
    assert answer.booking.state is state


def test_only_a_colleague_who_is_free_then_can_take_over(
    floor: Floor, colleague: InterviewTable
) -> None:
    booking, elsewhere = booked(floor), make_floor(floor.fair)
    for slot in (colleague.slots[1], floor.slots[0], elsewhere.slots[0]):
        with pytest.raises(Refused) as refused:
            hand_over(booking, slot, SYSTEM)
        assert refused.value.reason is BookingRefusal.NOT_A_COLLEAGUE
    assert book(colleague.slots[0], make_applicant(floor.participation), SYSTEM).booking
    assert colleagues(booking) == []
    assert hand_over(booking, colleague.slots[0], SYSTEM).refusal is BookingRefusal.SLOT_TAKEN
    assert booking.state is BookingState.SCHEDULED
    assert live_bookings() == 2


def test_a_blocked_time_of_a_colleague_is_not_offered(
    floor: Floor, colleague: InterviewTable
) -> None:
    colleague.slots[0].state = SlotState.BLOCKED
    assert colleagues(booked(floor)) == []


def test_two_who_are_handed_to_one_colleague_at_once_do_not_both_go(
    app: Flask, floor: Floor, colleague: InterviewTable, together: Together
) -> None:
    third = make_table(floor.participation)
    answer = book(third.slots[0], make_applicant(floor.participation), SYSTEM)
    assert answer.booking is not None
    ids, slot_id = [booked(floor).id, answer.booking.id], colleague.slots[0].id

    def act(number: int) -> Any:
        said = hand_over(
            db.session.get_one(Booking, ids[number]),
            db.session.get_one(Slot, slot_id),
            SYSTEM,
        )
        db.session.commit()
        return said.refusal

    assert sorted(together(2, act), key=str) == [None, BookingRefusal.SLOT_TAKEN]
    assert live_bookings() == 2


def test_a_recruiter_hands_over_with_one_tap(
    client: FlaskClient, floor: Floor, colleague: InterviewTable
) -> None:
    booking = booked(floor)
    address = f"/employer/{floor.participation.id}/bookings/{booking.id}"
    page = sign_in(client, floor.recruiter).get(address).text
    assert "동료에게 넘기기" in page
    answer = client.post(
        f"{address}/hand-over", data={"slot": colleague.slots[0].id}, follow_redirects=True
    )
    assert "지원자에게 알렸어요" in answer.text
    assert "동료 테이블로 넘김" in answer.text


@pytest.mark.parametrize("side", ["seeker", "organiser", "employer"])
def test_each_side_that_calls_off_tells_the_others(floor: Floor, side: str) -> None:
    floor.participation.contact_email = "hr@example.com"
    booking = booked(floor)
    if side == "seeker":
        call_off(booking, SYSTEM)
    else:
        cancel(booking, BookingState(f"cancelled_by_{side}"), SYSTEM, "사정")
    assert last("interview_cancelled").seeker_id == floor.registration.seeker_id
    letter = last("employer_interview_ended")
    if side == "employer":
        assert letter is None
        return
    assert letter.recipient == "hr@example.com"
    assert ("구직자가" if side == "seeker" else "운영사무국이") in letter.subject
    assert floor.registration.seeker.name not in letter.subject + letter.body
