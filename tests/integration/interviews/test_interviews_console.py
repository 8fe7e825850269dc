"""Interviews as organisers see them: the floor by the hour, the list, calling one off."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.interviews.booking import book, change
from festa.interviews.models import Booking, BookingChange, BookingUnit
from festa.interviews.overview import floor, last_unit
from festa.interviews.states import BookingState, SlotState
from festa.messages.models import OutboxMessage
from tests.factories import make_account, make_fair, make_participation, make_table, sign_in
from tests.integration.interviews.floor import Floor, make_applicant, make_floor
from tests.statements import asked_by


@pytest.fixture
def organiser(app: Flask, client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account(name="김운영"))


def booked(here: Floor, slot: int = 0) -> Booking:
    """The floor's applicant in one of its slots."""
    booking = book(here.slots[slot], here.registration, SYSTEM).booking
    assert booking is not None
    db.session.flush()
    return booking


def test_each_table_shows_booked_of_offered_by_the_hour(organiser: FlaskClient) -> None:
    here = make_floor()  # six slots of twenty minutes from noon on
    booked(here)
    here.slots[5].state = SlotState.BLOCKED
    db.session.flush()
    shown = floor(here.fair)
    (row,) = shown.rows
    assert {hour: (cell.booked, cell.offered) for hour, cell in row.hours.items()} == {
        12: (1, 3),
        13: (0, 2),
    }
    assert shown.fill_rate == 20
    page = organiser.get("/console/interviews").text
    assert "1/3" in page
    assert "20%" in page


def test_a_booked_slot_that_was_shut_since_still_counts(app: Flask) -> None:
    here = make_floor()
    booked(here)
    here.slots[0].state = SlotState.BLOCKED
    db.session.flush()
    assert floor(here.fair).rows[0].total.offered == 6


def test_a_fair_without_tables_says_what_will_come(organiser: FlaskClient) -> None:
    fair = make_fair()
    assert floor(fair).fill_rate is None
    assert last_unit(fair.id) is None
    assert "아직 면접 테이블이 없어요" in organiser.get("/console/interviews").text
    assert "여기에 해당하는 예약이 없어요" in organiser.get("/console/interviews/bookings").text


def test_without_a_season_the_pages_lead_to_it(organiser: FlaskClient) -> None:
    for address in ("/console/interviews", "/console/interviews/bookings"):
        assert organiser.get(address).location == "/console"


def test_bookings_are_found_by_state_employer_and_name(organiser: FlaskClient) -> None:
    here = make_floor()
    here.registration.seeker.name = "홍길동"
    booking = booked(here)
    address = "/console/interviews/bookings"
    assert "홍길동" in organiser.get(address).text
    for found in ("state=scheduled", f"employer={here.participation.id}"):
        assert "홍길동" in organiser.get(f"{address}?{found}").text, found
    for missed in ("state=completed", f"employer={here.participation.id + 99}"):
        assert f"/bookings/{booking.id}" not in organiser.get(f"{address}?{missed}").text, missed
    for nonsense in ("state=x", "employer=abc", "employer=99999999999999", "page=999"):
        assert organiser.get(f"{address}?{nonsense}").status_code in {200, 404}, nonsense


def test_a_name_is_looked_for_without_standing_in_an_address(organiser: FlaskClient) -> None:
    here = make_floor()
    here.registration.seeker.name = "홍길동"
    booking = booked(here)
    address = "/console/interviews/bookings"
    assert f"/bookings/{booking.id}" in organiser.post(address, data={"name": "길동"}).text
    assert f"/bookings/{booking.id}" not in organiser.post(address, data={"name": "%"}).text
    empty = organiser.post(address, data={"name": " "})
    assert empty.status_code == 422
    assert "찾을 이름을 적어 주세요" in empty.text


def test_names_on_the_list_are_logged_as_seen(organiser: FlaskClient) -> None:
    here = make_floor()
    booked(here)
    organiser.get("/console/interviews/bookings")
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "personal_data.seen")
    ).one()
    assert (entry.seeker_id, entry.fair_id) == (here.registration.seeker_id, here.fair.id)


def test_an_interview_is_called_off_with_a_reason_and_the_seeker_is_told(
    organiser: FlaskClient,
) -> None:
    here = make_floor()
    booking = booked(here)
    address = f"/console/interviews/bookings/{booking.id}"
    answer = organiser.post(f"{address}/cancel", data={"reason": "기업 불참"})
    assert answer.status_code == 303
    assert booking.state is BookingState.CANCELLED_BY_ORGANISER
    assert db.session.scalar(select(BookingUnit.id)) is None
    last = db.session.scalars(select(BookingChange).order_by(BookingChange.id.desc())).first()
    assert last is not None
    assert last.reason == "기업 불참"
    told = db.session.scalars(select(OutboxMessage.template).order_by(OutboxMessage.id)).all()
    assert told[-1] == "interview_cancelled"
    page = organiser.get(address).text
    assert "운영 취소" in page
    assert "기업 불참" in page
    assert "이 면접 취소하기" not in page


def test_calling_off_needs_a_reason(organiser: FlaskClient) -> None:
    booking = booked(make_floor())
    answer = organiser.post(f"/console/interviews/bookings/{booking.id}/cancel", data={})
    assert answer.status_code == 422
    assert "왜 취소하는지 적어 주세요" in answer.text
    assert booking.state is BookingState.SCHEDULED


def test_an_interview_that_has_begun_is_not_called_off(organiser: FlaskClient) -> None:
    booking = booked(make_floor())
    change(booking, BookingState.IN_PROGRESS, SYSTEM)
    answer = organiser.post(
        f"/console/interviews/bookings/{booking.id}/cancel",
        data={"reason": "늦음"},
        follow_redirects=True,
    )
    assert "이미 시작했거나 끝난 면접이라" in answer.text
    assert booking.state is BookingState.IN_PROGRESS


def test_an_unknown_booking_is_a_404(organiser: FlaskClient) -> None:
    assert organiser.get("/console/interviews/bookings/4711").status_code == 404


def test_the_number_of_statements_does_not_grow_with_tables_and_bookings(
    organiser: FlaskClient,
) -> None:
    here = make_floor()
    booked(here)
    pages = ("/console/interviews", "/console/interviews/bookings")
    before = [asked_by(organiser, page) for page in pages]
    for _ in range(4):
        participation = make_participation(here.fair)
        table = make_table(participation)
        registration = make_applicant(participation)
        assert book(table.slots[0], registration, SYSTEM).booking is not None
    assert [asked_by(organiser, page) for page in pages] == before
