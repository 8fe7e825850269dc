"""A phone becomes a device of the gate with a code, and stops being one."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.gates.device_models import Device, DeviceRole, PairingCode
from festa.gates.pairing import PairingRefused, open_pairing, pair, revoke
from tests.factories import make_fair, make_registration
from tests.integration.gates.handset import (
    Phone,
    a_scan,
    badge_of,
    make_phone,
    standing_check_ins,
    stored,
    stored_scans,
)
from tests.threads import Together

PHONES = 8


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


def open_code(fair: Fair) -> str:
    """The digits of a code for the fair's gate."""
    return open_pairing(fair.gates[0], DeviceRole.IN, SYSTEM)[1]


def ask_to_pair(client: FlaskClient, digits: str, name: str = "정문 1번 폰") -> Any:
    """Type the digits into a phone."""
    return client.post("/api/v1/devices", json={"code": digits, "name": name})


def column_values(row: Any) -> list[str]:
    """All that a row holds, as text."""
    return [str(getattr(row, column.key)) for column in row.__table__.columns]


def test_a_code_makes_one_phone_a_device_of_its_gate(client: FlaskClient, fair: Fair) -> None:
    answer = ask_to_pair(client, open_code(fair))
    assert answer.status_code == 201
    told = answer.json
    assert told["fair"]["slug"] == fair.slug
    assert told["gate"] == {
        "id": fair.gates[0].id, "name": "정문 1", "hall": "1홀", "people_limit": 500,
    }  # fmt: skip
    assert told["device"]["name"] == "정문 1번 폰"
    me = Phone(client, told["token"], told["device"]["id"]).me()
    assert me.json["occupancy"] == {"inside": 0, "admitted": 0, "limit": 500}


def test_spaces_and_dashes_between_the_digits_are_forgiven(client: FlaskClient, fair: Fair) -> None:
    digits = open_code(fair)
    assert ask_to_pair(client, f" {digits[:4]} - {digits[4:]}").status_code == 201


def test_wrong_used_and_old_codes_are_refused_alike(
    client: FlaskClient, fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    used, old = open_code(fair), open_code(fair)
    wrong = next(n for n in ("00000000", "11111111", "22222222") if n not in (used, old))
    ask_to_pair(client, used)
    refused = [ask_to_pair(client, wrong), ask_to_pair(client, used)]
    clock_stands.shift(timedelta(minutes=10, seconds=1))
    refused.append(ask_to_pair(client, old))
    assert [answer.status_code for answer in refused] == [403] * 3
    assert refused[0].json == refused[1].json == refused[2].json
    assert refused[0].json["reason"] == "pairing_refused"
    assert db.session.scalar(select(func.count(Device.id))) == 1


def test_a_code_is_good_for_almost_ten_minutes(
    client: FlaskClient, fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    digits = open_code(fair)
    clock_stands.shift(timedelta(minutes=9, seconds=30))
    assert ask_to_pair(client, digits).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"code": "1234567", "name": "폰"},
        {"code": "123456789", "name": "폰"},
        {"code": 12345678, "name": "폰"},
        {"code": "１２３４５６７８", "name": "폰"},
        {"code": "12345678"},
        {"code": "12345678", "name": "가" * 41},
        ["12345678"],
    ],
)
def test_what_is_no_code_is_not_even_looked_up(
    client: FlaskClient, app: Flask, body: object
) -> None:
    assert client.post("/api/v1/devices", json=body).status_code == 422


def test_neither_digits_nor_token_are_written_down(client: FlaskClient, fair: Fair) -> None:
    digits = open_code(fair)
    token = ask_to_pair(client, digits).json["token"]
    kept = [
        value
        for model in (PairingCode, Device, AuditEntry)
        for row in db.session.scalars(select(model))
        for value in column_values(row)
    ]
    assert kept
    assert not [value for value in kept if digits in value or token in value]


def test_eight_phones_with_one_code_become_one_device(
    app: Flask, fair: Fair, together: Together
) -> None:
    digits = open_code(fair)
    statuses = together(PHONES, lambda n: ask_to_pair(app.test_client(), digits).status_code)
    assert sorted(statuses) == [201] + [403] * (PHONES - 1)
    assert db.session.scalar(select(func.count(Device.id))) == 1


@pytest.mark.parametrize("conditional", [True, False], ids=["unused only", "used too"])
def test_that_the_code_must_be_unused_is_what_decides_the_race(
    fair: Fair, together: Together, conditional: bool
) -> None:
    """The control: without the condition every phone is paired."""
    digits = open_code(fair)

    def take(number: int) -> bool:
        if not conditional:
            db.session.execute(update(PairingCode).values(used_at=None))
        try:
            pair(digits, f"폰 {number}", None, SYSTEM)
        except PairingRefused:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    assert sum(together(PHONES, take)) == (1 if conditional else PHONES)


def test_a_device_ends_a_day_after_its_fair(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    end = fair.closes_at + timedelta(days=1)
    clock_stands.move_to(end - timedelta(minutes=1))
    assert phone.me().status_code == 200
    clock_stands.move_to(end)
    answer = phone.me()
    assert (answer.status_code, answer.json["reason"]) == (401, "device_expired")
    assert phone.send(a_scan("1")).status_code == 401


def test_a_device_paired_after_its_fair_has_two_hours_to_send_what_is_left(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    clock_stands.move_to(fair.closes_at + timedelta(days=3))
    phone = make_phone(fair)
    clock_stands.shift(timedelta(hours=1, minutes=59))
    assert phone.me().status_code == 200
    clock_stands.shift(timedelta(minutes=2))
    assert phone.me().json["reason"] == "device_expired"


def test_a_revoked_device_reads_nothing_and_stores_nothing(fair: Fair) -> None:
    registration = make_registration(fair)
    phone = make_phone(fair)
    revoke(phone.row, SYSTEM)
    answers = [
        phone.me(),
        phone.ask("GET", "roster"),
        phone.send(a_scan(badge_of(registration).code)),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json["reason"]) == (401, "device_revoked")
        assert set(answer.json) == {"code", "reason", "status", "message"}
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert stored_scans() == 0


def hand_over(phone: Phone, *scans: dict[str, Any]) -> TestResponse:
    """Give up what the phone still holds."""
    return phone.ask("POST", "last-scans", json={"scans": scans})


def test_what_a_revoked_device_scanned_before_is_taken_and_nobody_is_named(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    before, after = make_registration(fair), make_registration(fair)
    phone = make_phone(fair)
    early = a_scan(badge_of(before).code, offline=True, shown="admitted")
    clock_stands.shift(timedelta(minutes=5))
    revoke(phone.row, SYSTEM)
    clock_stands.shift(timedelta(minutes=5))
    late = a_scan(badge_of(after).code, offline=True, shown="admitted")
    for _twice in range(2):
        answer = hand_over(phone, early, late)
        assert (answer.status_code, answer.json) == (200, {"kept": 1})
    assert stored_scans() == 1
    assert [one.registration_id for one in standing_check_ins()] == [before.id]
    made = clock.now() - timedelta(minutes=10)
    assert abs(stored(early).scanned_at - made) < timedelta(seconds=1)
    said = select(AuditEntry.detail).where(AuditEntry.action == "device.handed_over")
    assert [(one["kept"], one["late"]) for one in db.session.scalars(said)] == [(1, 1)] * 2


def test_a_clock_that_is_wrong_makes_nothing_older_than_it_is(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    revoke(phone.row, SYSTEM)
    clock_stands.shift(timedelta(minutes=5))
    slow = a_scan("", clock.now() - timedelta(minutes=7), offline=True, clock_offset_ms=7 * 60_000)
    assert hand_over(phone, slow).json == {"kept": 0}


def test_a_phone_that_held_none_when_it_was_heard_last_invents_no_morning(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    people = [make_registration(fair) for _ in range(3)]
    phone = make_phone(fair)
    clock_stands.shift(timedelta(hours=2))
    phone.me(festa_unsent="0")
    clock_stands.shift(timedelta(hours=1))
    revoke(phone.row, SYSTEM)
    early = clock.now() - timedelta(hours=2, minutes=30)
    forged = [a_scan("", early, offline=True, holder=f"r{one.id}") for one in people]
    assert hand_over(phone, *forged).json == {"kept": 0}
    real = a_scan(badge_of(people[0]).code, clock.now() - timedelta(minutes=30), offline=True)
    assert hand_over(phone, real).json == {"kept": 1}


def test_a_scan_that_was_stored_and_whose_answer_was_lost_is_none_that_is_lost(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    scan = a_scan(badge_of(make_registration(fair)).code)
    phone.outcomes(scan, festa_unsent="0")
    clock_stands.shift(timedelta(hours=1))
    phone.me(festa_unsent="0")
    revoke(phone.row, SYSTEM)
    assert hand_over(phone, scan).json == {"kept": 1}
    assert stored_scans() == 1


def test_what_was_scanned_while_a_slow_request_was_on_its_way_is_taken(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    scan = a_scan(badge_of(make_registration(fair)).code, offline=True)
    clock_stands.shift(timedelta(seconds=40))
    phone.me(festa_unsent="0")  # said 45 seconds ago
    clock_stands.shift(timedelta(minutes=5))
    revoke(phone.row, SYSTEM)
    assert hand_over(phone, scan).json == {"kept": 1}


def test_a_phone_that_held_some_hands_over_those_of_the_morning_too(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    early = a_scan(badge_of(make_registration(fair)).code, offline=True)
    clock_stands.shift(timedelta(hours=2))
    phone.me(festa_unsent="1")
    revoke(phone.row, SYSTEM)
    assert hand_over(phone, early).json == {"kept": 1}


def test_nobody_waits_for_ever_for_what_a_phone_held(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    scan = a_scan(badge_of(make_registration(fair)).code, offline=True)
    revoke(phone.row, SYSTEM)
    clock_stands.move_to(fair.closes_at + timedelta(days=5))
    assert hand_over(phone, scan).json["reason"] == "device_expired"  # type: ignore[index]
    assert stored_scans() == 0


def test_a_phone_whose_fair_is_over_hands_over_what_it_held(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    scan = a_scan(badge_of(make_registration(fair)).code, offline=True)
    clock_stands.move_to(phone.row.ends_at + timedelta(hours=1))
    late = a_scan(badge_of(make_registration(fair)).code, offline=True)
    assert hand_over(phone, scan, late).json == {"kept": 1}
    assert stored_scans() == 1


def test_a_phone_at_work_has_nothing_to_hand_over(fair: Fair) -> None:
    scan = a_scan(badge_of(make_registration(fair)).code, offline=True)
    assert hand_over(make_phone(fair), scan).status_code == 409
    assert stored_scans() == 0


def test_what_others_scanned_is_not_taken_back_by_a_revoked_phone(fair: Fair) -> None:
    code, own = badge_of(make_registration(fair)).code, badge_of(make_registration(fair)).code
    phone, other = make_phone(fair), make_phone(fair)
    theirs, mine = a_scan(code), a_scan(own)
    other.outcomes(theirs)
    phone.outcomes(mine)
    late = a_scan(own, offline=True)
    revoke(phone.row, SYSTEM)
    undoing = [a_scan("", undoes=one["id"]) for one in (theirs, mine, late)]
    assert hand_over(phone, late, *undoing).json == {"kept": 3}
    (standing,) = standing_check_ins()
    assert str(standing.scan_id) == theirs["id"]


def test_what_is_handed_over_counts_as_made_by_the_device_alone(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    scan = a_scan(badge_of(make_registration(fair)).code, offline=False, shown="admitted")
    clock_stands.shift(timedelta(minutes=5))
    revoke(phone.row, SYSTEM)
    fair.state = FairState.CLOSED
    assert hand_over(phone, scan).json == {"kept": 1}
    assert (stored(scan).outcome, stored(scan).offline) == ("admitted", True)


def test_a_device_that_said_it_is_empty_hands_nothing_over(fair: Fair) -> None:
    registration = make_registration(fair)
    phone = make_phone(fair)
    scan = a_scan(badge_of(registration).code, offline=True)
    revoke(phone.row, SYSTEM)
    phone.ask("DELETE", "me", headers={"Festa-Unsent": "0"})
    answer = hand_over(phone, scan)
    assert (answer.status_code, answer.json["reason"]) == (401, "device_revoked")
    assert stored_scans() == 0


def test_what_is_handed_over_is_read_as_carefully_as_ever(fair: Fair) -> None:
    phone = make_phone(fair)
    revoke(phone.row, SYSTEM)
    assert hand_over(phone).status_code == 422
    assert hand_over(phone, {"id": "x"}).status_code == 422
    assert (
        phone.ask("POST", "last-scans", data="{", content_type="application/json").status_code
        == 400
    )


@pytest.mark.parametrize("token", ["", "x", "가", "'; DROP TABLE device; --"])
def test_a_token_that_nobody_gave_is_unknown(client: FlaskClient, app: Flask, token: str) -> None:
    header = {"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    for answer in (
        client.get("/api/v1/roster", headers=header),
        client.get("/api/v1/me"),
        client.delete("/api/v1/me", headers=header),
    ):
        assert (answer.status_code, answer.json["reason"]) == (401, "device_unknown")


@pytest.mark.parametrize("was", ["live", "revoked", "expired"])
def test_a_device_that_wiped_itself_says_so_and_is_done(
    fair: Fair, clock_stands: time_machine.Traveller, was: str
) -> None:
    phone = make_phone(fair)
    if was == "revoked":
        revoke(phone.row, SYSTEM)
    if was == "expired":
        clock_stands.move_to(fair.closes_at + timedelta(days=2))
    for _twice in range(2):
        answer = phone.ask("DELETE", "me", headers={"Festa-Unsent": "4"})
        assert (answer.status_code, answer.data) == (204, b"")
    device = phone.row
    assert device.wiped_at is not None
    assert phone.me().json["reason"] == "device_revoked"
    wiped = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "device.wiped")).one()
    assert wiped.detail["lost"] == device.lost == 4


def test_contact_unsent_scans_and_the_clocks_error_are_noted(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    clock_stands.shift(timedelta(minutes=1))
    wrong = (clock.now() - timedelta(minutes=7)).isoformat()
    phone.me(festa_device_clock=wrong, festa_unsent="3")
    device = phone.row
    assert clock.now() - device.last_contact_at < timedelta(seconds=30)
    assert device.unsent == 3
    assert abs(device.clock_offset_ms - 420_000) < 30_000


def test_the_devices_own_estimate_is_taken_when_the_road_can_explain_the_difference(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    phone = make_phone(fair)
    for estimate, taken in (("-250", -250), ("3600000", None)):
        clock_stands.shift(timedelta(minutes=1))
        phone.me(festa_device_clock=clock.now().isoformat(), festa_clock_offset=estimate)
        offset = phone.row.clock_offset_ms
        assert offset == taken if taken is not None else abs(offset) < 30_000


def test_a_contact_is_written_at_most_every_ten_seconds_unless_scans_ran_out(
    fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    clock_stands.move_to(clock.now(), tick=False)
    phone = make_phone(fair)
    paired = phone.row.last_contact_at
    phone.me()
    assert phone.row.last_contact_at == paired
    clock_stands.shift(timedelta(seconds=1))
    phone.me()
    assert phone.row.last_contact_at == paired
    phone.me(festa_unsent="1")
    assert phone.row.last_contact_at > paired


@pytest.mark.parametrize("header", ["", "x", "9" * 400, "-1", "1e3", "nan"])
def test_a_header_that_means_nothing_is_passed_over(fair: Fair, header: str) -> None:
    phone = make_phone(fair)
    answer = phone.me(festa_device_clock=header, festa_clock_offset=header, festa_unsent=header)
    assert answer.status_code == 200


def test_every_answer_tells_the_time_and_is_kept_out_of_caches(fair: Fair) -> None:
    phone = make_phone(fair)
    for answer in (phone.me(), phone.ask("GET", "roster"), phone.send()):
        assert answer.headers["Festa-Server-Time"].startswith("2026-11-23T01:0")
        assert answer.headers["Cache-Control"] == "no-store"
