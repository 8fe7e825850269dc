"""A badge that two devices let in: shown to a supervisor, closed once by the first who does."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.accounts.models import StaffDuty
from festa.audit.actor import SYSTEM, Actor, ActorKind
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.models import Fair, Gate
from festa.gates.device_models import ConflictReason, ScanConflict
from festa.gates.disputes import close_conflict
from festa.gates.models import Scan
from festa.gates.undoing import undo
from festa.permissions import Role
from festa.registrations.models import Registration
from tests.factories import (
    make_account,
    make_fair,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)
from tests.integration.gates.phones import make_device, scan_offline
from tests.statements import asked_by
from tests.threads import Together


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair with two gates whose doors are open."""
    fair = make_fair()
    fair.gates.append(Gate(name="동문", hall=fair.halls[0]))
    db.session.flush()
    return fair


def let_in_twice(fair: Fair, person: Registration | None = None) -> tuple[ScanConflict, Scan]:
    """One badge, read at the main gate first and at the east gate eight minutes later."""
    person = person or make_registration(fair, make_seeker(name="홍길동"))
    main, east = fair.gates
    now = clock.now()
    late = scan_offline(make_device(east, "동문 폰"), person, now - timedelta(minutes=12))
    early = scan_offline(make_device(main, "정문 폰"), person, now - timedelta(minutes=20))
    query = select(ScanConflict).where(ScanConflict.scan_id == late.id)
    return db.session.scalars(query).one(), early


def conflicts(fair: Fair) -> str:
    """The address of the list."""
    return f"/console/fairs/{fair.slug}/conflicts"


def test_both_ways_in_are_shown_with_a_masked_name_and_the_look_is_logged(
    organiser: FlaskClient, fair: Fair
) -> None:
    conflict, early = let_in_twice(fair)
    for address in (conflicts(fair), f"{conflicts(fair)}/{conflict.id}"):
        page = organiser.get(address).text
        assert "홍*동" in page
        assert "홍길동" not in page
        assert page.index("오전 9:40") < page.index("정문 폰") < page.index("오전 9:48")
        assert page.index("오전 9:48") < page.index("동문 폰")
    seen = select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    assert early.registration is not None
    assert set(db.session.scalars(seen)) == {early.registration.seeker_id}


def test_a_conflict_is_closed_with_a_reason_and_a_note(organiser: FlaskClient, fair: Fair) -> None:
    conflict, _early = let_in_twice(fair)
    address = f"{conflicts(fair)}/{conflict.id}/close"
    refused = organiser.post(address, data={"note": "까닭 없이"})
    assert refused.status_code == 422
    assert "까닭 없이" in refused.text
    assert conflict.closed_at is None
    told = {"reason": "shared_badge", "note": "명찰을 다시 발급함"}
    assert organiser.post(address, data=told).status_code == 303
    assert conflict.reason is ConflictReason.SHARED_BADGE
    assert conflict.closed_by is not None
    assert conflict.closed_by.name == "김운영"
    assert "홍*동" not in organiser.get(conflicts(fair)).text
    closed = organiser.get(f"{conflicts(fair)}?closed=1").text
    assert "다른 사람이 명찰을 씀" in closed
    assert "명찰을 다시 발급함" in organiser.get(f"{conflicts(fair)}/{conflict.id}").text


def test_a_supervisor_of_the_fair_closes_conflicts_and_other_staff_do_not(
    client: FlaskClient, fair: Fair
) -> None:
    conflict, _early = let_in_twice(fair)
    for duty in StaffDuty:
        staff = sign_in(client, make_staff(fair, duty))
        supervises = duty is StaffDuty.SUPERVISOR
        assert ("겹친 입장" in staff.get(f"/desk/{fair.slug}").text) is supervises
        for address in (conflicts(fair), f"{conflicts(fair)}/{conflict.id}"):
            assert staff.get(address).status_code == (200 if supervises else 403)
        told = {"reason": "mistake"}
        staff.post(f"{conflicts(fair)}/{conflict.id}/close", data=told)
        assert (conflict.reason is ConflictReason.MISTAKE) is supervises
        conflict.reason = conflict.closed_at = conflict.closed_by_id = None
        db.session.commit()
    other = sign_in(client, make_staff(make_fair(), StaffDuty.SUPERVISOR))
    assert other.get(conflicts(fair)).status_code == 404


def test_who_closes_second_changes_nothing_and_is_told(organiser: FlaskClient, fair: Fair) -> None:
    conflict, _early = let_in_twice(fair)
    address = f"{conflicts(fair)}/{conflict.id}/close"
    organiser.post(address, data={"reason": "mistake", "note": "먼저"})
    again = organiser.post(address, data={"reason": "other"}, follow_redirects=True)
    assert "다른 분이 먼저 닫았어요." in again.text
    assert (conflict.reason, conflict.note) == (ConflictReason.MISTAKE, "먼저")
    assert len(entries()) == 1


def test_of_eight_who_close_at_once_one_does(together: Together, fair: Fair) -> None:
    conflict, _early = let_in_twice(fair)
    number = conflict.id
    accounts = [make_account().id for _each in range(8)]

    def close(turn: int) -> bool:
        by = Actor(ActorKind.ACCOUNT, accounts[turn], f"사람 {turn}")
        found = db.session.get_one(ScanConflict, number)
        first = close_conflict(found, ConflictReason.SAME_PERSON, by, f"{turn}번")
        db.session.commit()
        return first

    won = together(8, close)
    assert won.count(True) == 1
    stays = db.session.get_one(ScanConflict, number)
    assert stays.note == f"{won.index(True)}번"
    assert stays.closed_by_id == accounts[won.index(True)]
    assert len(entries()) == 1


def entries() -> list[AuditEntry]:
    """What the log says about closing."""
    query = select(AuditEntry).where(AuditEntry.action == "conflict.closed")
    return list(db.session.scalars(query))


def test_taking_the_standing_scan_back_closes_the_conflict_by_itself(
    organiser: FlaskClient, fair: Fair
) -> None:
    conflict, early = let_in_twice(fair)
    undo(early, SYSTEM)
    page = organiser.get(f"{conflicts(fair)}/{conflict.id}").text
    assert "되돌리면서 저절로" in page


def test_open_conflicts_are_counted_on_the_season_and_on_the_live_day(
    organiser: FlaskClient, fair: Fair
) -> None:
    assert conflicts(fair) not in organiser.get("/console").text
    conflict, _early = let_in_twice(fair)
    assert conflicts(fair) in organiser.get("/console").text
    assert "확인할 겹친 입장이 1건 있어요." in organiser.get("/console/live").text
    close_conflict(conflict, ConflictReason.OTHER, SYSTEM)
    assert conflicts(fair) not in organiser.get("/console").text
    assert "확인할 겹친 입장이" not in organiser.get("/console/live").text


def test_a_conflict_of_another_fair_is_not_found_under_this_one(
    organiser: FlaskClient, fair: Fair
) -> None:
    conflict, _early = let_in_twice(fair)
    other = conflicts(make_fair())
    assert organiser.get(f"{other}/{conflict.id}").status_code == 404
    answer = organiser.post(f"{other}/{conflict.id}/close", data={"reason": "other"})
    assert answer.status_code == 404
    assert conflict.closed_at is None


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECRUITER, Role.SEEKER])
def test_nobody_but_organisers_sees_or_closes_conflicts(
    client: FlaskClient, fair: Fair, role: Role
) -> None:
    conflict, _early = let_in_twice(fair)
    person = {
        Role.STAFF: lambda: make_staff(fair),
        Role.RECRUITER: lambda: make_account(Role.RECRUITER),
        Role.SEEKER: make_seeker,
    }[role]()
    sign_in(client, person)
    assert client.get(conflicts(fair)).status_code == 403
    assert client.get(f"{conflicts(fair)}/{conflict.id}").status_code == 403
    answer = client.post(f"{conflicts(fair)}/{conflict.id}/close", data={"reason": "other"})
    assert answer.status_code == 403
    assert conflict.closed_at is None


def test_the_list_takes_as_many_statements_for_many_conflicts(
    organiser: FlaskClient, fair: Fair
) -> None:
    let_in_twice(fair)
    before = asked_by(organiser, conflicts(fair))
    for _each in range(5):
        let_in_twice(fair, make_registration(fair))
    assert asked_by(organiser, conflicts(fair)) == before
