"""What an employer sees of people: who agreed, what they agreed to, never an age; all logged."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.consents.models import Consent, Purpose
from festa.extensions import db
from festa.interviews.booking import book, change
from festa.interviews.departures import withdraw_consent
from festa.interviews.models import Application, Booking, TableMode
from festa.interviews.people import OpenPerson
from festa.interviews.states import BookingState
from festa.interviews.tables import open_table, paint_slots
from tests.factories import make_job, make_registration, make_seeker, numbers, sign_in
from tests.integration.interviews.floor import Floor, make_applicant, make_floor
from tests.statements import asked_by

BIRTH_YEAR = 1963


@pytest.fixture
def floor(app: Any) -> Floor:
    floor = make_floor()
    seeker = floor.registration.seeker
    seeker.birth_year, seeker.support_needs = BIRTH_YEAR, "휠체어"
    seeker.wished_work, seeker.courses, seeker.experience_years = (
        ["물류·운송"],
        ["데이터 라벨러"],
        24,
    )
    book(floor.slots[0], floor.registration, SYSTEM)
    db.session.commit()
    return floor


def pages(floor: Floor) -> list[str]:
    """Every page of the side that could show somebody."""
    at = f"/employer/{floor.participation.id}"
    booking = db.session.scalars(select(Booking)).one()
    rest = (
        "",
        "/jobs",
        "/tables",
        f"/tables/{floor.table.id}",
        "/candidates",
        f"/candidates/{floor.application.id}",
        "/bookings",
        "/bookings?show=ended",
        f"/bookings/{booking.id}",
        "/day",
        f"/people/{floor.registration.id}/note",
        f"/people/{floor.registration.id}/pool",
        f"/people/{floor.registration.id}/pool/done",
    )
    return ["/employer", *(f"{at}{one}" for one in rest)]


def test_no_page_carries_an_age_a_phone_or_support_needs(floor: Floor, client: FlaskClient) -> None:
    client = sign_in(client, floor.recruiter)
    seeker = floor.registration.seeker
    for address in pages(floor):
        page = client.get(address)
        assert page.status_code == 200, address
        for never in (str(BIRTH_YEAR), seeker.phone, seeker.shown_phone, "휠체어", "년생"):
            assert never not in page.text, f"{never} on {address}"
        assert not re.search(r"\b\d{2}\s*세\b", page.text)


def test_what_passes_the_gate_has_no_field_for_an_age() -> None:
    assert set(OpenPerson.__dataclass_fields__) == {
        "seeker_id",
        "name",
        "wished_work",
        "experience_years",
        "courses",
    }


def test_who_did_not_apply_or_did_not_agree_is_not_seen(floor: Floor, client: FlaskClient) -> None:
    make_registration(floor.fair, make_seeker(name="지원안한사람"))
    page = sign_in(client, floor.recruiter).get(f"/employer/{floor.participation.id}/candidates")
    assert floor.registration.seeker.name in page.text
    assert "지원안한사람" not in page.text


def test_a_withdrawal_hides_somebody_everywhere_at_once(floor: Floor, client: FlaskClient) -> None:
    booking = db.session.scalars(select(Booking)).one()
    change(booking, BookingState.IN_PROGRESS, SYSTEM)
    change(booking, BookingState.COMPLETED, SYSTEM)
    name = floor.registration.seeker.name
    consent = select(Consent).where(Consent.purpose == Purpose.THIRD_PARTY)
    withdraw_consent(db.session.scalars(consent).one(), SYSTEM)
    client = sign_in(client, floor.recruiter)
    for address in pages(floor):
        page = client.get(address)
        assert name not in page.text, address
        if f"/candidates/{floor.application.id}" in address or "/people/" in address:
            assert page.status_code == 404
        else:
            assert page.status_code == 200
    assert "비공개(동의 철회)" in client.get(f"/employer/{floor.participation.id}/bookings").text


def looks() -> list[tuple[str, int | None, int | None]]:
    query = select(AuditEntry).where(AuditEntry.action == "personal_data.seen")
    return [
        (entry.detail["page"], entry.seeker_id, entry.employer_id)
        for entry in db.session.scalars(query.order_by(AuditEntry.id))
    ]


def test_every_look_at_a_person_is_logged(floor: Floor, client: FlaskClient) -> None:
    client = sign_in(client, floor.recruiter)
    who = (floor.registration.seeker_id, floor.participation.employer_id)
    for address in pages(floor):
        seen = floor.registration.seeker.name in client.get(address).text
        found = looks()
        assert bool(found) == seen, address
        assert all(entry[1:] == who for entry in found)
        db.session.query(AuditEntry).delete()


def test_a_refused_booking_shows_somebody_and_is_logged_too(
    floor: Floor, client: FlaskClient
) -> None:
    other = make_applicant(floor.participation)
    application = f"/candidates/{application_of(other.id)}/bookings"
    answer = sign_in(client, floor.recruiter).post(
        f"/employer/{floor.participation.id}{application}", data={"slot": floor.slots[0].id}
    )
    assert answer.status_code == 409
    assert other.seeker.name in answer.text
    assert ("employer_candidate", other.seeker_id, floor.participation.employer_id) in looks()


def application_of(registration_id: int) -> int:
    query = select(Application.id).where(Application.registration_id == registration_id)
    return db.session.scalars(query).one()


@pytest.mark.parametrize(
    "rest", ["", "/jobs", "/tables", "/candidates", "/bookings", "/bookings?show=ended", "/day"]
)
def test_a_page_asks_no_more_when_it_grows(floor: Floor, client: FlaskClient, rest: str) -> None:
    client = sign_in(client, floor.recruiter)
    address = f"/employer/{floor.participation.id}{rest}"
    grow(floor)
    client.get(address)
    before = asked_by(client, address)
    grow(floor)
    assert asked_by(client, address) <= before


def test_the_home_asks_no_more_with_more_fairs(floor: Floor, client: FlaskClient) -> None:
    client = sign_in(client, floor.recruiter)
    client.get("/employer")
    before = asked_by(client, "/employer")
    for _one in range(3):
        more = make_floor()
        more.participation.employer_id = floor.participation.employer_id
    assert asked_by(client, "/employer") <= before
    assert client.get("/employer").text.count("시험 컨벤션센터") == 4


def grow(floor: Floor) -> None:
    """More of everything: postings, tables, applicants, bookings that stand and that ended."""
    table = open_table(
        floor.participation, f"큰 테이블 {next(numbers)}", 1, SYSTEM, TableMode.BOOKED
    )
    paint_slots(table, 6, 36, SYSTEM)
    for number in range(8):
        make_job(floor.participation)
        applicant = make_applicant(floor.participation)
        booking = book(table.slots[number], applicant, SYSTEM).booking
        assert booking is not None
        if number % 4 == 1:
            change(booking, BookingState.NO_SHOW, SYSTEM)
        if number % 4 == 2:
            change(booking, BookingState.IN_PROGRESS, SYSTEM)
            change(booking, BookingState.COMPLETED, SYSTEM)
    db.session.commit()
