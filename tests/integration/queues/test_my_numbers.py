"""A seeker follows their own number on their own phone, steps out, and leaves."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from festa.audit.actor import SYSTEM
from festa.interviews.states import BookingState
from festa.queues.models import Ticket
from festa.queues.service import call_next, finish, set_terms, start
from festa.queues.states import TicketState
from tests.factories import FAIR_DAY, sign_in
from tests.integration.interviews.floor import Floor, make_floor, open_to
from tests.integration.queues.console_hall import walked_in, with_number
from tests.statements import asked_by

PAGE = "/my/numbers"


@pytest.fixture
def floor(app: Any, clock_stands: Any) -> Floor:
    clock_stands.move_to(f"{FAIR_DAY}T10:30:00+09:00")
    return make_floor()


@pytest.fixture
def ticket(floor: Floor) -> Ticket:
    walked_in(floor)
    return walked_in(floor)


@pytest.fixture
def phone(ticket: Ticket, client: FlaskClient) -> FlaskClient:
    return sign_in(client, ticket.registration.seeker)


def test_the_number_says_how_many_are_ahead_and_about_how_long(
    floor: Floor, ticket: Ticket, phone: FlaskClient
) -> None:
    page = phone.get(PAGE).text
    assert ticket.label in page
    assert "앞에 1분" in page
    assert "약 " in page
    assert floor.participation.employer.name in page
    assert ticket.label in phone.get("/my").text
    call_next(floor.table, SYSTEM)
    call_next(floor.table, SYSTEM)
    assert "다음 차례" in phone.get(PAGE).text


def test_a_call_is_on_the_phone(floor: Floor, ticket: Ticket, phone: FlaskClient) -> None:
    tag = phone.get(f"{PAGE}/now").headers["ETag"]
    same = phone.get(f"{PAGE}/now", headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    first = call_next(floor.table, SYSTEM).ticket
    assert first is not None
    start(first, SYSTEM)
    finish(first, SYSTEM)
    assert call_next(floor.table, SYSTEM).ticket is ticket
    now = phone.get(f"{PAGE}/now", headers={"If-None-Match": tag})
    assert now.status_code == 200
    assert "차례예요! 지금" in now.text


def test_whoever_steps_out_keeps_the_place(
    floor: Floor, ticket: Ticket, phone: FlaskClient
) -> None:
    phone.post(f"{PAGE}/{ticket.id}/hold")
    assert ticket.state is TicketState.ON_HOLD
    assert "돌아왔어요" in phone.get(PAGE).text
    phone.post(f"{PAGE}/{ticket.id}/hold", data={"back": "1"})
    assert ticket.state is TicketState.WAITING
    assert "앞에 1분" in phone.get(PAGE).text


def test_whoever_has_a_time_reads_from_when_this_employer_calls(
    floor: Floor, client: FlaskClient
) -> None:
    ticket = with_number(floor)
    phone = sign_in(client, ticket.registration.seeker)
    assert ". 5분 전부터 불러요" in phone.get(PAGE).text
    set_terms(floor.participation, None, {"early_minutes": 15}, SYSTEM)
    assert ". 15분 전부터 불러요" in phone.get(PAGE).text
    set_terms(floor.participation, None, {"early_minutes": 0}, SYSTEM)
    assert "그때부터 불러요" in phone.get(PAGE).text


def test_leaving_the_line_ends_the_number_and_the_booked_time(
    floor: Floor, client: FlaskClient
) -> None:
    ticket = with_number(floor)
    phone = sign_in(client, ticket.registration.seeker)
    assert "예약한 면접도 함께 취소돼요" in phone.get(PAGE).text
    phone.post(f"{PAGE}/{ticket.id}/leave")
    assert ticket.state is TicketState.LEFT
    assert ticket.booking is not None
    assert ticket.booking.state is BookingState.CANCELLED_BY_SEEKER
    assert "지금 가진 번호가 없어요" in phone.get(PAGE).text


def test_the_name_is_taken_off_the_boards_and_put_back(ticket: Ticket, phone: FlaskClient) -> None:
    phone.post(f"{PAGE}/{ticket.id}/number-only", data={"yes": "1"})
    assert ticket.number_only
    phone.post(f"{PAGE}/{ticket.id}/number-only")
    assert not ticket.number_only


@pytest.mark.parametrize("what", ["leave", "hold", "number-only"])
def test_somebody_elses_number_does_not_exist(
    floor: Floor, ticket: Ticket, phone: FlaskClient, what: str
) -> None:
    other = walked_in(floor)
    answer = phone.post(f"{PAGE}/{other.id}/{what}", data={"yes": "1"})
    assert answer.status_code == 404
    assert other.state is TicketState.WAITING
    assert not other.number_only


def test_one_person_waits_in_several_lines_and_asks_the_same(
    floor: Floor, ticket: Ticket, phone: FlaskClient, clock_stands: Any
) -> None:
    phone.get(PAGE)
    before = asked_by(phone, PAGE)
    for _one in range(3):
        more = make_floor(floor.fair)
        open_to(ticket.registration, more.participation)
        walked_in(more, ticket.registration)
    clock_stands.shift(timedelta(seconds=1))
    assert asked_by(phone, PAGE) <= before
    assert phone.get(PAGE).text.count('aria-labelledby="number-') == 4
