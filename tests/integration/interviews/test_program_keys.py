"""Keys for programs: made and ended by an owner, shown once; organisers lift a person's limit."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.employers.models import RecruiterRole
from festa.employers.token_models import EmployerToken
from festa.extensions import db
from festa.interviews.booking import book
from festa.interviews.limits import most_bookings
from festa.interviews.models import BookingLimit
from tests.factories import make_account, make_employer, make_recruiter, sign_in
from tests.integration.interviews.floor import Floor, make_floor


@pytest.fixture
def floor(app: Flask) -> Floor:
    return make_floor()


def address(floor: Floor) -> str:
    return f"/employer/programs/{floor.participation.employer_id}"


def test_an_owner_makes_a_key_that_is_shown_once(client: FlaskClient, floor: Floor) -> None:
    sign_in(client, floor.recruiter)
    assert "프로그램 연결" in client.get("/employer").text
    assert address(floor) in client.get("/employer").text
    made = client.post(address(floor), data={"name": "채용 관리"})
    found = re.search(r"festa_[\w-]{43}", made.text)
    assert found is not None
    assert found[0] not in client.get(address(floor)).text
    answer = client.get("/api/v1/slots", headers={"Authorization": f"Bearer {found[0]}"})
    assert len(answer.json["slots"]) == 6
    token = db.session.scalars(select(EmployerToken)).one()
    client.post(f"{address(floor)}/{token.id}/revoke")
    again = client.get("/api/v1/slots", headers={"Authorization": f"Bearer {found[0]}"})
    assert again.status_code == 401
    actions = list(db.session.scalars(select(AuditEntry.action)))
    assert {"employer_token.made", "employer_token.revoked"} <= set(actions)


def test_a_key_needs_a_name(client: FlaskClient, floor: Floor) -> None:
    sign_in(client, floor.recruiter)
    assert client.post(address(floor), data={"name": " "}).status_code == 422


def test_a_recruiter_who_is_no_owner_makes_none(client: FlaskClient, floor: Floor) -> None:
    colleague = make_recruiter(floor.participation.employer, RecruiterRole.RECRUITER)
    sign_in(client, colleague)
    assert client.get(address(floor)).status_code == 403
    assert client.post(address(floor), data={"name": "x"}).status_code == 403
    assert "프로그램 연결" not in client.get("/employer").text


def test_another_employers_keys_do_not_exist(client: FlaskClient, floor: Floor) -> None:
    sign_in(client, make_recruiter(make_employer()))
    assert client.get(address(floor)).status_code == 404


def test_organisers_lift_a_limit_with_a_reason(client: FlaskClient, floor: Floor) -> None:
    booking: Any = book(floor.slots[0], floor.registration, SYSTEM).booking
    sign_in(client, make_account())
    page = f"/console/interviews/bookings/{booking.id}"
    assert "면접 한도 바꾸기" in client.get(page).text
    assert client.post(f"{page}/limit", data={"most": "5", "why": ""}).status_code == 422
    assert client.post(f"{page}/limit", data={"most": "5", "why": "오후 취소"}).status_code == 303
    assert most_bookings(floor.registration) == 5
    assert db.session.scalars(select(BookingLimit)).one().reason == "오후 취소"
