"""The recruiter's screen: who is next and why, the talk, its result; what it never shows."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.certificates.service import due_at
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.models import Application, Booking, Outcome, Slot
from festa.interviews.overview import floor as overview
from festa.interviews.states import BookingState, OutcomeResult, SlotState
from festa.messages.models import OutboxMessage
from festa.queues.models import QueueLine, Ticket
from festa.queues.service import call_next, start
from festa.queues.states import TicketState
from festa.queues.walk_in_talks import finish_talk
from tests.factories import FAIR_DAY, make_fair, make_recruiter, make_table, sign_in
from tests.integration.interviews.floor import Floor, make_floor
from tests.integration.queues.console_hall import (
    Table,
    booked,
    renewed,
    walked_in,
    with_number,
    word_in,
)
from tests.statements import asked_by

NOON = f"{FAIR_DAY}T11:58:00+09:00"  # the first slot begins at noon


@pytest.fixture
def floor(app: Any, clock_stands: Any) -> Floor:
    clock_stands.move_to(NOON)
    return make_floor()


@pytest.fixture
def table(floor: Floor, client: FlaskClient) -> Table:
    return Table(floor, sign_in(client, floor.recruiter))


def talk(floor: Floor, ticket: Ticket) -> None:
    """Call the next, and talk with them to the end."""
    called = call_next(floor.table, SYSTEM).ticket
    assert called is ticket
    start(ticket, SYSTEM)
    finish_talk(ticket, SYSTEM)
    db.session.commit()


def test_a_booked_person_is_called_met_and_decided_on_and_the_next_follows(
    floor: Floor, table: Table
) -> None:
    first = booked(floor, name="강먼저")
    second = walked_in(floor, name="남다음")
    assert "아직 오지 않은 예약 1명" in table.see()
    said = table.press(f"{table.address}/arrived/{first.id}")
    assert "B-1번을 드렸어요" in said
    assert "예약 시간이 되었어요" in said
    assert "강먼저" in said
    said = table.press(f"{table.address}/next")
    assert "B-1번을 불렀어요" in said
    assert "부르고 있어요" in said
    ticket = db.session.scalars(select(Ticket).where(Ticket.booking_id == first.id)).one()
    said = table.press(table.ticket(ticket, "start"))
    assert 'data-planned="20"' in said
    said = table.press(table.ticket(ticket, "finish"))
    assert "결과를 남겨 주세요" in said
    assert first.state is BookingState.COMPLETED
    said = table.press(table.ticket(ticket, "outcome"), result="offered")
    assert "B-1번 결과를 남겼어요: 합격" in said
    assert "결과를 남겨 주세요" not in said
    assert first.outcome is not None
    assert first.outcome.result is OutcomeResult.OFFERED
    table.press(f"{table.address}/next")
    assert second.state is TicketState.CALLED


def test_nobody_to_call_is_said_with_why(table: Table) -> None:
    assert "기다리는 분이 없어요" in table.press(f"{table.address}/next")


def test_somebody_who_does_not_come_is_paged_and_then_on_hold(
    floor: Floor, table: Table, clock_stands: Any
) -> None:
    ticket = walked_in(floor)
    table.press(f"{table.address}/next")
    assert "두 번 부르고 기다리는 시간이 지나야" in table.press(table.ticket(ticket, "absent"))
    assert "한 번 더 불렀어요" in table.press(table.ticket(ticket, "page"))
    clock_stands.shift(timedelta(seconds=61))
    said = table.press(table.ticket(ticket, "absent"))
    assert "오지 않은 것으로 남겼어요" in said
    assert "보류 1명" in said
    assert "줄로 돌아왔어요" in table.press(table.ticket(ticket, "come-back"))
    assert ticket.state is TicketState.WAITING


def test_a_slip_of_the_finger_puts_somebody_back_at_the_same_place(
    floor: Floor, table: Table
) -> None:
    first, _second = walked_in(floor), walked_in(floor)
    table.press(f"{table.address}/next")
    table.press(table.ticket(first, "put-back"))
    table.press(f"{table.address}/next")
    assert first.state is TicketState.CALLED


def test_calling_before_the_turn_needs_a_reason_that_is_kept(floor: Floor, table: Table) -> None:
    walked_in(floor)
    later = walked_in(floor)
    assert "까닭을 골라 주세요" in table.press(table.ticket(later, "out-of-turn"), reason="")
    assert later.state is TicketState.WAITING
    said = table.press(table.ticket(later, "out-of-turn"), reason="mobility")
    assert "먼저 불렀어요" in said
    kept = [
        one.detail
        for one in db.session.scalars(select(AuditEntry))
        if "mobility" in str(one.detail)
    ]
    assert kept


def test_ten_minutes_late_is_shown_told_and_taken_back(floor: Floor, table: Table) -> None:
    walked_in(floor)
    said = table.press(f"{table.address}/late", minutes="10")
    assert "10분 지연" in said
    assert "1명에게 문자로 알렸어요" in said
    assert "20분 지연" in table.press(f"{table.address}/late", minutes="20")
    late = select(OutboxMessage).where(OutboxMessage.template == "queue_late")
    assert len(db.session.scalars(late).all()) == 2
    assert "지연을 풀었어요" in table.press(f"{table.address}/late", minutes="0")


def test_late_pressed_twice_is_told_once(floor: Floor, table: Table) -> None:
    walked_in(floor)
    for _tap in range(2):
        assert "10분 지연" in table.press(f"{table.address}/late", minutes="10")
    late = select(OutboxMessage).where(OutboxMessage.template == "queue_late")
    assert len(db.session.scalars(late).all()) == 1
    assert "10분 지연" in table.press(f"{table.address}/late")
    table.press(f"{table.address}/late", minutes="20")
    assert "20분 지연" in table.press(f"{table.address}/late", minutes="10")


def test_why_a_table_pauses_is_kept_as_it_looks(floor: Floor, table: Table) -> None:
    table.press(f"{table.address}/pause", reason=" 점\u202e심\0 ")
    reason = db.session.scalars(select(QueueLine.pause_reason)).one()
    assert reason == "점심"


def test_a_pause_calls_nobody_until_it_ends(floor: Floor, table: Table) -> None:
    ticket = walked_in(floor)
    said = table.press(f"{table.address}/pause", reason="면접관 교대")
    assert "면접관 교대" in said
    assert "다음 분 부르기" not in said
    table.press(f"{table.address}/next")
    assert ticket.state is TicketState.WAITING
    assert "다음 분 부르기" in table.press(f"{table.address}/pause", go="1")


def test_a_walk_ins_talk_is_an_interview_like_any_other(floor: Floor, table: Table) -> None:
    """It can have a result and a certificate, and nobody can book its time."""
    ticket = walked_in(floor)
    offered = overview(floor.fair).total.offered
    talk(floor, ticket)
    booking = ticket.booking
    assert booking is not None
    assert booking.state is BookingState.COMPLETED
    assert booking.slot.state is SlotState.CANCELLED
    table.press(table.ticket(ticket, "outcome"), result="second_round")
    assert db.session.scalars(select(Outcome.result)).one() is OutcomeResult.SECOND_ROUND
    assert any(one.booking is booking for one in due_at(ticket.registration))
    assert overview(floor.fair).total.offered == offered
    page = table.client.get(f"/employer/{floor.participation.id}/bookings/{booking.id}")
    assert "현장 대기에서 면접함" in page.text


def test_short_talks_in_one_unit_are_all_kept_beside_a_booked_one(floor: Floor) -> None:
    talk(floor, with_number(floor))
    for _one in range(3):
        talk(floor, walked_in(floor))
    query = select(Booking).where(Booking.state == BookingState.COMPLETED)
    held = db.session.scalars(query).all()
    assert len({one.slot_id for one in held}) == 4
    starts = select(Slot.start_unit).where(Slot.state == SlotState.CANCELLED)
    assert len(set(db.session.scalars(starts))) == 3


def test_the_screen_shows_no_age_and_no_phone(floor: Floor, table: Table) -> None:
    ticket = walked_in(floor, birth_year=1961)
    for what in ("", "next"):
        page = table.press(f"{table.address}/next") if what else table.see()
        assert ticket.registration.seeker.name in page
        assert "1961" not in page
        assert ticket.registration.seeker.shown_phone not in page
        assert not re.search(r"\b\d{2}\s*세\b", page)


def looks() -> list[int | None]:
    query = select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def test_a_look_is_noted_when_somebody_appears_and_not_every_few_seconds(
    floor: Floor, table: Table
) -> None:
    first = walked_in(floor)
    page = table.see()
    assert looks() == [first.registration.seeker_id]
    second, third = walked_in(floor), booked(floor)
    page = renewed(table.client, table.address, page)
    assert second.registration.seeker.name in page
    assert third.registration.seeker.name in page, "somebody booked who is expected"
    appeared = {second.registration.seeker_id, third.registration.seeker_id}
    assert (looks()[0], set(looks()[1:])) == (first.registration.seeker_id, appeared)
    renewed(table.client, table.address, page)
    assert len(looks()) == 3


def test_no_screen_can_say_of_itself_that_it_has_shown_somebody(floor: Floor, table: Table) -> None:
    ticket = walked_in(floor)
    colleague = make_recruiter(floor.participation.employer)
    theirs = sign_in(table.client.application.test_client(), colleague)
    their_page = theirs.get(table.address).text
    assert len(looks()) == 1
    for seen in (f"{ticket.id}", "999999999", "x.y", word_in(their_page)):
        before = len(looks())
        answer = table.client.get(f"{table.address}/now?seen={seen}")
        assert ticket.registration.seeker.name in answer.text
        assert len(looks()) == before + 1, seen


def test_nothing_is_sent_again_while_nothing_has_changed(floor: Floor, table: Table) -> None:
    walked_in(floor)
    first = table.client.get(f"{table.address}/now")
    same = table.client.get(
        f"{table.address}/now", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["X-Stage"] == first.headers["X-Stage"]
    table.press(f"{table.address}/next")
    other = table.client.get(
        f"{table.address}/now", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert other.status_code == 200
    assert other.headers["X-Stage"] != first.headers["X-Stage"]


def test_the_only_table_is_opened_at_once_and_two_are_to_be_chosen(
    floor: Floor, table: Table
) -> None:
    choose = f"/employer/{floor.participation.id}/console"
    assert table.client.get(choose).location == table.address
    other = make_table(floor.participation)
    walked_in(floor)
    page = table.client.get(choose).text
    assert other.label in page
    assert "대기 1명" in page


def test_whoever_sits_at_the_table_has_their_application_beside(floor: Floor, table: Table) -> None:
    ticket = walked_in(floor)
    table.press(f"{table.address}/next")
    application = select(Application.id).where(
        Application.registration_id == ticket.registration_id
    )
    link = f"/employer/{floor.participation.id}/candidates/{db.session.scalars(application).one()}"
    assert link in table.see()


def test_before_the_day_the_screen_says_when_it_opens(
    client: FlaskClient, clock_stands: Any, app: Any
) -> None:
    floor = make_floor(make_fair(FairState.BOOKING_OPEN, day=FAIR_DAY + timedelta(days=3)))
    page = sign_in(client, floor.recruiter).get(
        f"/employer/{floor.participation.id}/console/{floor.table.id}"
    )
    assert "박람회 당일에 열려요" in page.text


def test_the_screen_asks_no_more_when_the_line_grows(floor: Floor, table: Table) -> None:
    grow(floor, 2)
    table.see()
    before = asked_by(table.client, table.address)
    grow(floor, 6)
    assert asked_by(table.client, table.address) <= before


def grow(floor: Floor, by: int) -> None:
    for _one in range(by):
        walked_in(floor)
        ticket = walked_in(floor)
        call = call_next(floor.table, SYSTEM).ticket
        assert call is not None
        start(call, SYSTEM)
        finish_talk(call, SYSTEM)
        ticket.number_only = True
    db.session.commit()


def test_a_step_that_does_not_exist_is_not_found(floor: Floor, table: Table) -> None:
    ticket = walked_in(floor)
    assert table.client.post(table.ticket(ticket, "fly")).status_code == 404
