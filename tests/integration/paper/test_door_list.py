"""The door list that was ticked with a pen, entered when the machines are back."""

import re
import uuid
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import aliased
from time_machine import Traveller
from werkzeug.test import TestResponse

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.service import mark_printed
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.gates.answer import ScanRequest
from festa.gates.arrivals import note_arrivals
from festa.gates.closing_queries import count_never_scanned
from festa.gates.device_models import ScanConflict
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.gates.queries import get_scan
from festa.gates.service import admit
from festa.gates.undoing import undo
from festa.registrations.models import Registration
from festa.reports.live import latest_scans, refused_scans
from tests.factories import (
    FAIR_DAY,
    make_fair,
    make_gate,
    make_people,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)
from tests.integration.gates.handset import a_scan, badge_of, make_phone
from tests.statements import asked_by
from tests.threads import Together


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


@pytest.fixture
def noon(clock_stands: Traveller) -> None:
    """Two hours after the doors have opened."""
    clock_stands.shift(timedelta(hours=2))


@pytest.fixture
def desk(client: FlaskClient, fair: Fair, noon: None) -> FlaskClient:
    """Somebody at the desk of the fair, at noon."""
    return sign_in(client, make_staff(fair))


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of the fair's day."""
    return clock.at(FAIR_DAY, time(hour, minute))


def person(fair: Fair, name: str = "강감찬") -> Registration:
    """Somebody who may come."""
    return make_registration(fair, make_seeker(name=name))


def tick(desk: FlaskClient, fair: Fair, *people: Registration, **fields: Any) -> TestResponse:
    """Tick these people on the screen."""
    data = {"came_at": "10:30", "who": [str(one.id) for one in people]} | fields
    return desk.post(f"/desk/{fair.slug}/door-list", data=data)


def came() -> dict[int, CheckIn]:
    """The check-ins that stand, by registration."""
    query = select(CheckIn).where(CheckIn.undone_at.is_(None))
    query = query.execution_options(populate_existing=True)
    return {one.registration_id: one for one in db.session.scalars(query)}


def of(registration: Registration) -> CheckIn:
    """The check-in that stands for somebody."""
    return came()[registration.id]


def test_whoever_was_ticked_has_come_since_then(desk: FlaskClient, fair: Fair) -> None:
    first, second, third = person(fair), person(fair, "깡다구"), person(fair, "구본무")
    answer = tick(desk, fair, first, third)
    assert answer.status_code == 303
    assert "at=10:30" in answer.location
    assert set(came()) == {first.id, third.id}
    assert of(first).at == of(first).last_in_at == at(10, 30)
    page = desk.get(answer.location).text
    assert "오전 10:30 정문 1 입장으로 2명을 적었어요." in page
    assert page.count("입장 오전 10:30") == 2
    assert f'value="{second.id}"' in page
    said = db.session.scalars(select(AuditEntry.action).where(AuditEntry.action.like("scan.%")))
    assert list(said) == ["scan.admitted"] * 2


def test_the_screen_goes_by_the_order_of_the_paper(desk: FlaskClient, fair: Fair) -> None:
    for name in ("하루미", "강감찬", "깡다구", "남궁선"):
        person(fair, name)
    page = desk.get(f"/desk/{fair.slug}/door-list").text
    assert page.index("ㄱ 2") < page.index("ㄴ 1") < page.index("ㅎ 1")
    assert page.index("강*찬") < page.index("깡*구")
    assert "남*선" not in page
    assert "남*선" in desk.get(f"/desk/{fair.slug}/door-list?group=ㄴ").text
    assert "강감찬" not in page


def test_what_was_changed_on_a_later_page_goes_on(desk: FlaskClient, fair: Fair) -> None:
    side = make_gate(fair, "동문")
    address = f"/desk/{fair.slug}/door-list?group=ㄱ&at=10:30&gate={fair.gates[0].id}"
    data = {"came_at": "11:15", "gate": str(side.id), "who": str(person(fair).id)}
    answer = desk.post(address, data=data)
    assert "at=11:15" in answer.location
    assert f"gate={side.id}" in answer.location
    assert "10:30" not in answer.location
    page = desk.get(answer.location).text
    assert 'value="11:15"' in page
    assert f'<option selected value="{side.id}">' in page


def test_nothing_is_chosen_beforehand_that_somebody_might_overlook(
    desk: FlaskClient, fair: Fair
) -> None:
    make_gate(fair, "동문")
    who = person(fair)
    page = desk.get(f"/desk/{fair.slug}/door-list").text
    assert 'name="came_at" required type="time" value=""' in page
    answer = tick(desk, fair, who)
    assert answer.status_code == 422
    assert "어느 출입구인지 골라 주세요." in answer.text


def test_enter_in_a_field_takes_nobodys_arrival_back(desk: FlaskClient, fair: Fair) -> None:
    tick(desk, fair, person(fair), person(fair, "고길동"))
    page = desk.get(f"/desk/{fair.slug}/door-list").text
    ticks = page[page.index("data-ticks") :]
    own = re.findall(r"<button(?![^>]*form=)[^>]*>", ticks[: ticks.index("</form>")])
    assert len(own) == 1  # the one that enters; those that take back belong to another form
    assert "scan" not in own[0]


def test_many_people_cost_no_more_statements_than_few(desk: FlaskClient, fair: Fair) -> None:
    address = f"/desk/{fair.slug}/door-list"

    make_people(fair, 3)
    desk.get(address)
    few = asked_by(desk, address)
    make_people(fair, 70)
    assert asked_by(desk, address) == few


def test_a_phone_that_read_them_earlier_is_believed(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    admit(fair.gates[0], ScanRequest(badge_of(who).code, scanned_at=at(10, 5)), SYSTEM)
    answer = tick(desk, fair, who, came_at="10:30")
    assert "1명은 그보다 먼저 들어오신 것으로 적혀 있어요." in desk.get(answer.location).text
    assert of(who).at == at(10, 5)


def test_paper_that_is_earlier_than_a_phone_is_believed(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    admit(fair.gates[0], ScanRequest(badge_of(who).code, scanned_at=at(11)), SYSTEM)
    tick(desk, fair, who, came_at="10:30")
    assert of(who).at == at(10, 30)


def test_a_phone_that_was_cut_off_is_no_dispute_with_paper(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    tick(desk, fair, who, came_at="10:30")
    late = a_scan(badge_of(who).code, at(10, 50), offline=True, shown="admitted")
    assert make_phone(fair).outcomes(late) == ["already_in"]
    assert db.session.scalars(select(ScanConflict)).all() == []
    assert of(who).at == at(10, 30)


def test_whoever_left_and_is_ticked_for_an_earlier_time_stays_out(
    desk: FlaskClient, fair: Fair
) -> None:
    who = person(fair)
    phone = make_phone(fair)
    code = badge_of(who).code
    phone.outcomes(a_scan(code, at(10, 50)), a_scan(code, at(11, 20), direction="out"))
    tick(desk, fair, who, came_at="10:30")
    assert of(who).at == at(10, 30)
    assert of(who).left_at == at(11, 20)


def test_whoever_waits_for_a_place_is_not_ticked(client: FlaskClient, app: Flask) -> None:
    fair = make_fair(capacity=1)
    person(fair)
    waiting = person(fair, "고길동")
    desk = sign_in(client, make_staff(fair))
    page = desk.get(f"/desk/{fair.slug}/door-list").text
    assert f'value="{waiting.id}"' not in page
    assert f"/people/{waiting.id}" in page  # where they can be confirmed
    answer = tick(desk, fair, waiting, came_at="10:00")
    assert "1명은 확정된 신청이 아니어서" in desk.get(answer.location).text
    assert came() == {}


def test_it_is_entered_after_the_day_was_closed_too(
    desk: FlaskClient, fair: Fair, clock_stands: Traveller
) -> None:
    who = person(fair)
    fair.state = FairState.CLOSED
    clock_stands.shift(timedelta(days=2))
    sign_in(desk, make_staff(fair))
    tick(desk, fair, who)
    assert of(who).at == at(10, 30)


def test_before_the_doors_open_nothing_is_entered(client: FlaskClient, app: Flask) -> None:
    fair = make_fair(FairState.REGISTRATION_CLOSED)
    who = person(fair)
    desk = sign_in(client, make_staff(fair))
    assert "아직 옮겨 적을 수 없어요." in tick(desk, fair, who, came_at="10:00").text
    assert came() == {}


def test_after_the_report_nothing_is_entered_any_more(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    fair.state = FairState.REPORTED
    db.session.commit()
    assert "이제는 옮겨 적지 않아요." in tick(desk, fair, who).text
    assert came() == {}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"came_at": ""}, "명단에 표시한 시각을 적어 주세요."),
        ({"came_at": "13:00"}, "아직 오지 않은 때예요."),
        ({"came_at": "01:30"}, "문이 열려 있던 때가 아니에요."),
        ({"who": []}, "명단에 표시한 분을 골라 주세요."),
        ({"who": ["999999"]}, "그사이 명단이 바뀌었어요."),
    ],
)
def test_what_is_wrong_is_said_and_the_ticks_are_kept(
    desk: FlaskClient, fair: Fair, fields: dict[str, Any], sentence: str
) -> None:
    who = person(fair)
    answer = tick(desk, fair, who, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    if "who" not in fields:
        assert f'value="{who.id}" checked' in answer.text
    assert came() == {}


def test_nobody_of_another_fair_is_ticked(desk: FlaskClient, fair: Fair) -> None:
    stranger = person(make_fair())
    assert tick(desk, fair, stranger).status_code == 422
    assert came() == {}


def take_back(desk: FlaskClient, fair: Fair, scan_id: object, query: str = "") -> TestResponse:
    """Press the button beside somebody who was entered by mistake."""
    address = f"/desk/{fair.slug}/door-list/undo{query}"
    return desk.post(address, data={"scan": str(scan_id)})


def test_a_wrong_tick_is_taken_back(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    tick(desk, fair, who)
    scan_id = of(who).scan_id
    assert str(scan_id) in desk.get(f"/desk/{fair.slug}/door-list").text
    answer = take_back(desk, fair, scan_id, "?group=ㄱ&at=10:30&slug=elsewhere")
    assert answer.status_code == 303
    assert "elsewhere" not in answer.location
    assert came() == {}
    assert f'value="{who.id}"' in desk.get(answer.location).text


def test_a_wrong_tick_takes_nothing_from_what_a_gate_saw(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    tick(desk, fair, who, came_at="10:10")
    paper = of(who).scan_id
    gate_says = make_phone(fair).outcomes(a_scan(badge_of(who).code, at(11, 30)))
    assert gate_says == ["already_in"]
    take_back(desk, fair, paper)
    assert of(who).at == at(11, 30)
    assert db.session.get_one(Scan, of(who).scan_id).method is not ScanMethod.PAPER


def test_a_tick_is_taken_back_once(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    tick(desk, fair, who)
    scan_id = of(who).scan_id
    take_back(desk, fair, scan_id)
    again = take_back(desk, fair, scan_id)
    assert "이미 되돌린 입장이에요." in desk.get(again.location).text
    undoing = db.session.scalars(select(Scan).where(Scan.undoes_id == scan_id)).one()
    assert "이미 되돌린 입장이에요." in desk.get(take_back(desk, fair, undoing.id).location).text


def test_an_answer_that_came_too_late_is_no_dispute_with_paper(
    desk: FlaskClient, fair: Fair
) -> None:
    who = person(fair)
    tick(desk, fair, who, came_at="10:30")
    scan = a_scan(badge_of(who).code, at(10, 50), shown="admitted")
    phone = make_phone(fair)
    assert phone.outcomes(scan) == ["already_in"]
    assert phone.outcomes(scan | {"offline": True}) == ["already_in"]
    assert db.session.scalars(select(ScanConflict)).all() == []


def test_ticks_are_no_scans_that_a_gate_refused(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    mark_printed([badge_of(who)], SYSTEM)
    for _twice in range(2):
        tick(desk, fair, who)
    assert refused_scans(fair) == []
    assert list(latest_scans(fair)) == []
    assert count_never_scanned(fair.id) == 1


def test_a_gate_that_was_wrong_takes_nothing_from_paper(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    phone = make_phone(fair)
    wrong = a_scan(badge_of(who).code, at(10, 5))
    phone.outcomes(wrong)
    tick(desk, fair, who, came_at="10:30")
    phone.outcomes(a_scan("", undoes=wrong["id"]))
    assert of(who).at == at(10, 30)


def test_what_no_paper_told_is_not_taken_back_here(desk: FlaskClient, fair: Fair) -> None:
    who = person(fair)
    scan = admit(fair.gates[0], ScanRequest(badge_of(who).code), SYSTEM).scan
    assert take_back(desk, fair, scan.id).status_code == 404
    assert take_back(desk, fair, "nonsense").status_code == 404
    elsewhere = make_fair()
    stranger = person(elsewhere)
    note_arrivals(elsewhere.gates[0], [stranger.id], clock.now(), SYSTEM)
    assert take_back(desk, fair, of(stranger).scan_id).status_code in (403, 404)
    assert set(came()) == {who.id, stranger.id}


def undo_both_at_once(together: Together, fair: Fair, rounds: int) -> int:
    """How many people stand on a scan that was taken back, after paper's and a phone's were at once."""
    for _round in range(rounds):
        who = person(fair)
        paper = note_arrivals(fair.gates[0], [who.id], at(10, 10), SYSTEM)[0].id
        scan = ScanRequest(badge_of(who).code, scanned_at=at(10, 40), offline=True)
        both = paper, admit(fair.gates[0], scan, SYSTEM).scan.id
        db.session.commit()

        def take(number: int, both: tuple[uuid.UUID, uuid.UUID] = both) -> None:
            undo(get_scan(both[number]), SYSTEM)
            db.session.commit()

        together(2, take)
    undoing = aliased(Scan)
    undone = select(undoing.id).where(undoing.undoes_id == CheckIn.scan_id).exists()
    query = select(func.count(CheckIn.id)).where(CheckIn.undone_at.is_(None), undone)
    return db.session.scalar(query) or 0


def test_two_that_are_taken_back_at_once_leave_nobody_standing_on_either(
    app: Flask, together: Together, fair: Fair, noon: None
) -> None:
    assert undo_both_at_once(together, fair, 10) == 0
    assert came() == {}


def test_without_the_lock_somebody_is_left_standing(
    app: Flask, together: Together, fair: Fair, noon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite lets one write at a time")
    monkeypatch.setattr("festa.gates.undoing.lock_people", lambda _ids: None)
    assert undo_both_at_once(together, fair, 20) > 0


def test_two_desks_with_one_list_let_each_person_in_once(
    app: Flask, together: Together, fair: Fair, noon: None
) -> None:
    ids = [badge.registration_id for badge in make_people(fair, 20)]
    fair_id = fair.id

    def enter(number: int) -> None:
        here = db.session.get_one(Fair, fair_id)
        note_arrivals(here.gates[0], ids, at(10, 10 + number), SYSTEM)
        db.session.commit()

    together(4, enter)
    assert set(came()) == set(ids)
    assert {one.at for one in came().values()} == {at(10, 10)}
    assert db.session.scalars(select(ScanConflict)).all() == []
