"""The door list that was ticked with a pen, entered when the machines are back."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller
from werkzeug.test import TestResponse

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.gates.answer import ScanRequest
from festa.gates.arrivals import note_arrivals
from festa.gates.device_models import ScanConflict
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.gates.service import admit
from festa.registrations.models import Registration
from tests.factories import (
    FAIR_DAY,
    make_fair,
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
    assert "2명을 입장으로 적었어요." in page
    assert f'value="{second.id}"' in page
    assert f'value="{first.id}"' not in page
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
    assert "1명은 이미 들어오신 것으로 적혀 있어요." in desk.get(answer.location).text
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
    answer = tick(desk, fair, waiting, came_at="10:00")
    assert "1명은 입장할 수 없는 신청이라" in desk.get(answer.location).text
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


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"came_at": ""}, "명단에 표시한 시각을 적어 주세요."),
        ({"came_at": "13:00"}, "아직 오지 않은 때예요."),
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
