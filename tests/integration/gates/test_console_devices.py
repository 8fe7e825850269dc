"""Devices in the organisers' hands: what each holds, connecting one, taking one out."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.models import Fair, Gate
from festa.gates.bearer import DeviceRefused, bearer_of
from festa.gates.device_models import Device, PairingCode
from festa.gates.device_words import clock_in_words
from festa.gates.devices_console import scanner_address
from festa.permissions import Role
from tests.factories import make_account, make_fair, make_seeker, make_staff, sign_in
from tests.integration.gates.phones import make_device
from tests.statements import asked_by

DIGITS = re.compile(r"pair=(\d{8})|(\d{4} \d{4})")


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


def devices(fair: Fair) -> str:
    """The address of the list."""
    return f"/console/fairs/{fair.slug}/devices"


def connect(organiser: FlaskClient, fair: Fair, **fields: object) -> str:
    """Ask for a code and read the page that shows it."""
    asked = {"gate_id": fair.gates[0].id, "role": "in"} | fields
    answer = organiser.post(f"{devices(fair)}/new", data=asked)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.text


def shown(page: str) -> str:
    """The eight digits on the page."""
    return next(large for _link, large in DIGITS.findall(page) if large).replace(" ", "")


def test_the_list_says_what_each_device_holds_and_where_it_stands(
    organiser: FlaskClient, fair: Fair
) -> None:
    now, gate = clock.now(), fair.gates[0]
    make_device(gate, "느린 폰", unsent=7, clock_offset_ms=7 * 60_000)
    make_device(gate, "조용한 폰", last_contact_at=now - timedelta(minutes=9))
    make_device(gate, "잃은 폰", revoked_at=now)
    make_device(gate, "지운 폰", revoked_at=now, wiped_at=now)
    page = organiser.get(devices(fair)).text
    for word in ("7분 느림", "응답 없음", "9분 전", "사용 중지", "지움 확인", "연결"):
        assert word in page
    assert "아직 보내지 않은 스캔이 7건 있어요." in page


def test_without_devices_or_gates_the_list_says_what_to_do(
    organiser: FlaskClient, fair: Fair
) -> None:
    assert "아직 연결한 기기가 없어요" in organiser.get(devices(fair)).text
    db.session.delete(fair.gates[0])
    assert "먼저 출입구를 만들어 주세요" in organiser.get(devices(fair)).text


@pytest.mark.parametrize(
    ("offset", "words"),
    [
        (0, "맞음"),
        (-29_000, "맞음"),
        (31_000, "1분 느림"),
        (7 * 60_000, "7분 느림"),
        (-9 * 3_600_000, "9시간 빠름"),
        (3 * 86_400_000, "3일 느림"),
    ],
)
def test_a_clock_is_wrong_in_words(app: Flask, offset: int, words: str) -> None:
    with app.test_request_context():
        assert clock_in_words(offset) == words


def test_the_code_that_is_shown_connects_one_device_and_is_shown_never_again(
    organiser: FlaskClient, fair: Fair
) -> None:
    page = connect(organiser, fair)
    code = shown(page)
    assert f"pair={code}" not in organiser.get(devices(fair)).text
    assert "<svg" in page
    with organiser.application.test_request_context(base_url="https://festa.example.org"):
        assert scanner_address(code) == f"https://festa.example.org/gate/app#pair={code}"
    asked = {"code": code, "name": "정문 1번 폰"}
    assert organiser.post("/api/v1/devices", json=asked).status_code == 201
    assert organiser.post("/api/v1/devices", json=asked).status_code == 403
    assert "정문 1번 폰" in organiser.get(devices(fair)).text
    assert db.session.scalars(select(PairingCode.opened_by_id)).one() is not None


def test_a_code_is_for_a_gate_of_this_fair_alone(organiser: FlaskClient, fair: Fair) -> None:
    elsewhere = make_fair().gates[0]
    answer = organiser.post(f"{devices(fair)}/new", data={"gate_id": elsewhere.id, "role": "in"})
    assert answer.status_code == 422
    assert db.session.scalars(select(PairingCode)).all() == []


def test_a_device_that_still_holds_scans_is_taken_out_with_a_warning(
    organiser: FlaskClient, fair: Fair
) -> None:
    device = make_device(fair.gates[0], unsent=3)
    address = f"{devices(fair)}/{device.id}"
    assert "보내지 않은 스캔이 3건 있어요." in organiser.get(address).text
    assert organiser.post(f"{address}/revoke").status_code == 303
    assert device.revoked_at is not None
    page = organiser.get(address).text
    assert "사용 중지" in page
    assert f"{address}/revoke" not in page
    organiser.post(f"{address}/revoke")
    revoked = select(AuditEntry).where(AuditEntry.action == "device.revoked")
    assert len(db.session.scalars(revoked).all()) == 1


def test_a_device_taken_out_reads_nothing_more(organiser: FlaskClient, fair: Fair) -> None:
    code = shown(connect(organiser, fair))
    token = organiser.post("/api/v1/devices", json={"code": code, "name": "폰"}).json["token"]  # type: ignore[index]
    assert bearer_of(token).name == "폰"
    device = db.session.scalars(select(Device)).one()
    organiser.post(f"{devices(fair)}/{device.id}/revoke")
    with pytest.raises(DeviceRefused):
        bearer_of(token)


def test_a_device_of_another_fair_is_not_found_under_this_one(
    organiser: FlaskClient, fair: Fair
) -> None:
    device = make_device(make_fair().gates[0])
    assert organiser.get(f"{devices(fair)}/{device.id}").status_code == 404
    assert organiser.post(f"{devices(fair)}/{device.id}/revoke").status_code == 404
    assert device.revoked_at is None


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECRUITER, Role.SEEKER])
def test_nobody_but_organisers_connects_or_takes_out(
    client: FlaskClient, fair: Fair, role: Role
) -> None:
    device = make_device(fair.gates[0])
    person = {
        Role.STAFF: lambda: make_staff(fair),
        Role.RECRUITER: lambda: make_account(Role.RECRUITER),
        Role.SEEKER: make_seeker,
    }[role]()
    sign_in(client, person)
    for address in (devices(fair), f"{devices(fair)}/new", f"{devices(fair)}/{device.id}"):
        assert client.get(address).status_code == 403
    assert client.post(f"{devices(fair)}/new", data={}).status_code == 403
    assert client.post(f"{devices(fair)}/{device.id}/revoke").status_code == 403
    assert device.revoked_at is None


def test_the_list_takes_as_many_statements_for_many_devices(
    organiser: FlaskClient, fair: Fair
) -> None:
    make_device(fair.gates[0])
    before = asked_by(organiser, devices(fair))
    fair.gates.append(Gate(name="동문", hall=fair.halls[0]))
    db.session.flush()
    for number in range(6):
        make_device(fair.gates[number % 2], f"폰 {number}")
    assert asked_by(organiser, devices(fair)) == before
