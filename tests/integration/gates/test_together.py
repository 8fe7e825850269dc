"""Scans of several devices in one statement: each as if it had come by itself."""

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from festa import clock
from festa.audit.models import AuditEntry
from festa.extensions import db, locale_named
from festa.fairs.models import Fair
from festa.gates import sent
from festa.gates.device_models import ScanConflict
from festa.gates.facts import whole_code
from festa.gates.sent import DeviceSays, Sent, take_at_once
from festa.gates.statement import direct_line
from festa.gates.usual import read_usual
from festa.short_way import in_json
from tests.factories import make_fair, make_gate, make_registration
from tests.integration.gates.handset import (
    Fields,
    Phone,
    a_scan,
    badge_of,
    make_phone,
    standing_check_ins,
    stored,
    stored_scans,
)
from tests.statements import statements_sent
from tests.threads import Together

DEVICES = 16


# SQLite has one writer at a time: its scans come one by one.
pytestmark = pytest.mark.parametrize("app", ["postgresql"], indirect=True)


@pytest.fixture
def codes(fair: Fair) -> list[str]:
    """What the QRs of three badges hold."""
    return [badge_of(make_registration(fair)).code for _ in range(3)]


def at_once(*sendings: tuple[Phone, Fields]) -> list[str | None]:
    """What was answered to scans that were taken together; None to who has to go alone."""
    requests = []
    for phone, fields in sendings:
        [scan] = read_usual(in_json({"scans": [fields]}))
        code = whole_code(scan)
        assert code is not None
        says = DeviceSays(None, None, None)
        requests.append(Sent(phone.token, scan, code, says, "192.0.2.1", locale_named("ko")))
    db.session.commit()
    with direct_line():
        results = take_at_once(requests)
    db.session.expire_all()
    return [None if one is None else str(one["outcome"]) for one in results]


def test_each_is_stored_at_its_own_gate_for_its_own_device_and_logged_under_its_name(
    fair: Fair, codes: list[str]
) -> None:
    elsewhere = make_fair()
    theirs = badge_of(make_registration(elsewhere)).code
    back_door = make_gate(fair, "후문")
    phones = [make_phone(fair), make_phone(fair, back_door), make_phone(elsewhere)]
    scans = [a_scan(code) for code in (codes[0], codes[1], theirs)]
    assert at_once(*zip(phones, scans, strict=True)) == ["admitted"] * 3
    for phone, scan in zip(phones, scans, strict=True):
        row, device = stored(scan), phone.row
        assert (row.fair_id, row.gate_id, row.device_id) == (
            device.fair_id,
            device.gate_id,
            device.id,
        )
        logged = db.session.scalars(
            select(AuditEntry).where(AuditEntry.detail["id"].as_string() == scan["id"])
        ).one()
        assert (logged.actor_id, logged.actor_label, logged.fair_id, logged.address) == (
            device.id,
            device.name,
            device.fair_id,
            "192.0.2.1",
        )
        assert logged.action == "scan.admitted"
    gates = [(one.fair_id, one.gate_id) for one in standing_check_ins()]
    assert sorted(gates) == sorted((phone.row.fair_id, phone.row.gate_id) for phone in phones)


def test_a_badge_of_another_fair_is_told_by_its_city_beside_one_of_this_fair(
    fair: Fair, phone: Phone, codes: list[str]
) -> None:
    elsewhere = make_fair(city="부산", city_en="Busan")
    theirs = badge_of(make_registration(elsewhere)).code
    scans = [a_scan(theirs), a_scan(codes[0])]
    assert at_once((phone, scans[0]), (make_phone(fair), scans[1])) == ["other_fair", "admitted"]
    assert elsewhere.city in stored(scans[0]).said
    assert elsewhere.city not in stored(scans[1]).said


def test_coming_leaving_and_coming_back_go_together(
    fair: Fair, phone: Phone, codes: list[str]
) -> None:
    other = make_phone(fair, make_gate(fair, "후문"))
    new, inside, outside = codes
    phone.results(a_scan(inside), a_scan(outside), a_scan(outside, direction="out"))
    answers = at_once(
        (phone, a_scan(new)), (other, a_scan(inside, direction="out")), (other, a_scan(outside))
    )
    assert answers == ["admitted", "left", "readmitted"]
    assert sorted(one.left_at is None for one in standing_check_ins()) == [False, True, True]
    # Whoever only went out and in again stands where they came in first.
    assert {one.gate_id for one in standing_check_ins()} == {phone.row.gate_id}


def test_a_badge_let_in_by_two_devices_without_network_is_disputed_under_its_own_fair(
    fair: Fair, phone: Phone, codes: list[str]
) -> None:
    other = make_phone(fair)
    phone.results(a_scan(codes[0]))
    again = a_scan(codes[0], offline=True, shown="admitted")
    assert at_once((other, again), (phone, a_scan(codes[1]))) == ["already_in", "admitted"]
    [dispute] = db.session.scalars(select(ScanConflict))
    assert (dispute.fair_id, str(dispute.scan_id)) == (fair.id, again["id"])


def test_who_cannot_go_along_holds_up_nobody(fair: Fair, phone: Phone, codes: list[str]) -> None:
    old, stranger, revoked = a_scan(codes[0]), make_phone(fair), make_phone(fair)
    phone.results(old)
    stranger.token = "nobody's token"
    revoked.row.revoked_at = clock.now()
    answers = at_once(
        (stranger, a_scan(codes[1])),
        (phone, old),
        (revoked, a_scan(codes[1])),
        (phone, a_scan(codes[2])),
        (phone, a_scan(codes[2])),
    )
    assert answers == [None, None, None, "admitted", None]
    assert stored_scans() == 2


def test_where_the_database_refuses_one_none_is_stored_and_each_goes_alone(
    phone: Phone, codes: list[str], long_way: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_what: Any) -> None:
        raise OperationalError("refused", {}, Exception())

    monkeypatch.setattr("festa.gates.service.write_together", fail)
    assert phone.outcomes(a_scan(codes[0])) == ["admitted"]
    assert (stored_scans(), long_way) == (1, [])


def test_several_cost_as_many_statements_as_one(fair: Fair, codes: list[str]) -> None:
    phones = [make_phone(fair) for _ in codes]
    pairs = [(one, a_scan(code)) for one, code in zip(phones, codes, strict=True)]
    with statements_sent(db.engine) as sent_for_one:
        at_once(pairs[0])
    with statements_sent(db.engine) as sent_for_two:
        at_once(*pairs[1:])
    assert len(sent_for_one) == len(sent_for_two)


@pytest.mark.parametrize("of_one", [True, False], ids=["one badge", "a badge each"])
def test_sixteen_devices_at_once_lose_and_double_nothing(
    fair: Fair, together: Together, monkeypatch: pytest.MonkeyPatch, of_one: bool
) -> None:
    badges = [badge_of(make_registration(fair)).code for _ in range(1 if of_one else DEVICES)]
    phones = [make_phone(fair) for _ in range(DEVICES)]
    groups, take = list[int](), sent.take_attempts

    def count(attempts: Any) -> Any:
        groups.append(len(attempts))
        return take(attempts)

    monkeypatch.setattr(sent, "take_attempts", count)

    def scan(number: int) -> Counter[str]:
        phone = phones[number].again()
        return Counter(
            phone.outcomes(a_scan(badges[number % len(badges)], direction=way))[0]
            for way in ("in", "out", "in", "in")
        )

    said = sum(together(DEVICES, scan), Counter[str]())
    assert sum(said.values()) == stored_scans() == 4 * DEVICES
    assert said["admitted"] == len(badges) == len(standing_check_ins())
    if not of_one:
        assert said == dict.fromkeys(("admitted", "left", "readmitted", "already_in"), DEVICES)
    assert max(groups) > 1, "nothing was taken together"
    assert db.session.scalars(select(ScanConflict)).all() == []
