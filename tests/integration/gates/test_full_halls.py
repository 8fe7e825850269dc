"""The gate and the live day warn before a hall is full, from the check-ins that stand."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.fairs.models import Fair, Gate, Hall
from festa.gates.answer import Answer, ScanRequest
from festa.gates.decision import Direction
from festa.gates.inside_queries import seekers_inside
from festa.gates.queries import occupancy
from festa.gates.service import admit
from festa.gates.undoing import undo
from festa.registrations.models import Registration
from festa.reports.live import halls
from tests.factories import make_fair, make_registration, make_staff, sign_in
from tests.statements import asked_by


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose hall holds ten people."""
    fair = make_fair()
    fair.halls[0].people_limit = 10
    db.session.flush()
    return fair


@pytest.fixture
def staff(app: Flask, fair: Fair) -> FlaskClient:
    """A volunteer of this fair, signed in."""
    return sign_in(app.test_client(), make_staff(fair))


def walk(
    person: Registration, gate: Gate, direction: Direction = Direction.IN, **fields: Any
) -> Answer:
    """Somebody walks through a gate."""
    badge = active_badge(person.id)
    assert badge is not None
    return admit(gate, ScanRequest(badge.code, direction, **fields), SYSTEM)


def fill(fair: Fair, people: int) -> list[Registration]:
    """So many people come in at the main gate."""
    come = [make_registration(fair) for _each in range(people)]
    for person in come:
        walk(person, fair.gates[0])
    return come


def screen(staff: FlaskClient, fair: Fair) -> str:
    """What the phone at the main gate shows."""
    return staff.get(f"/gate/{fair.gates[0].id}").text


def test_the_gate_warns_at_nine_in_ten_and_says_stop_at_ten(staff: FlaskClient, fair: Fair) -> None:
    come = fill(fair, 8)
    page = screen(staff, fair)
    assert "입장 8 · 1홀 8/10" in page
    assert "찼어요" not in page
    fill(fair, 1)
    assert "거의 찼어요: 1홀 9 / 10명" in screen(staff, fair)
    fill(fair, 1)
    assert "가득 찼어요: 1홀 10 / 10명" in screen(staff, fair)
    for person in come[:2]:
        walk(person, fair.gates[0], Direction.OUT)
    assert "찼어요" not in screen(staff, fair)


def test_the_live_day_says_the_same(organiser: FlaskClient, fair: Fair) -> None:
    fill(fair, 9)
    assert "거의 찼어요" in organiser.get("/console/live").text
    fill(fair, 1)
    assert "가득 찼어요" in organiser.get("/console/live").text
    fill(fair, 1)
    assert "수용 인원을 넘었어요" in organiser.get("/console/live").text


def test_people_in_another_hall_fill_that_one(staff: FlaskClient, fair: Fair) -> None:
    fair.gates.append(Gate(name="동문", hall=Hall(name="2홀", fair=fair, people_limit=2)))
    db.session.flush()
    for _each in range(2):
        walk(make_registration(fair), fair.gates[1])
    assert "찼어요" not in screen(staff, fair)
    assert "가득 찼어요: 2홀 2 / 2명" in staff.get(f"/gate/{fair.gates[1].id}").text


def test_whoever_goes_over_to_another_hall_is_counted_there(
    fair: Fair,
) -> None:
    fair.gates.append(Gate(name="동문", hall=Hall(name="2홀", fair=fair, people_limit=2)))
    db.session.flush()
    first, second = fair.gates
    people = fill(fair, 2)
    for person in people:
        walk(person, first, Direction.OUT)
        back = walk(person, second)
    assert occupancy(fair.id, first.hall_id).inside == 0
    assert occupancy(fair.id, second.hall_id).inside == 2
    assert [row["inside"] for row in halls(fair)] == [0, 2]
    assert {one.hall for one in seekers_inside(fair.id, None)} == {"2홀"}
    undo(back.scan, SYSTEM)
    assert occupancy(fair.id, second.hall_id).inside == 1


def test_whoever_came_back_in_earlier_than_they_are_known_to_be_stays_where_they_are(
    fair: Fair,
) -> None:
    fair.gates.append(Gate(name="동문", hall=Hall(name="2홀", fair=fair)))
    db.session.flush()
    first, second = fair.gates
    [person] = fill(fair, 1)
    walk(person, second, reentry=True)
    late = {"offline": True, "scanned_at": clock.now() - timedelta(minutes=5)}
    walk(person, first, reentry=True, **late)
    assert occupancy(fair.id, second.hall_id).inside == 1


def test_a_gate_that_leads_into_no_hall_counts_the_whole_fair(
    staff: FlaskClient, fair: Fair
) -> None:
    fair.gates[0].hall = None
    fill(fair, 11)
    page = screen(staff, fair)
    assert "입장 11 · 장내 11" in page
    assert "찼어요" not in page


def test_the_limit_is_set_where_halls_are_set_up(
    organiser: FlaskClient, staff: FlaskClient, fair: Fair
) -> None:
    fill(fair, 3)
    address = f"/console/fairs/{fair.slug}/place/halls/{fair.halls[0].id}"
    organiser.post(address, data={"name": "1홀", "people_limit": "3"})
    assert "가득 찼어요: 1홀 3 / 3명" in screen(staff, fair)


def test_counting_takes_as_many_statements_for_many_people(staff: FlaskClient, fair: Fair) -> None:
    address = f"/gate/{fair.gates[0].id}"
    fill(fair, 1)
    before = asked_by(staff, address)
    fill(fair, 12)
    assert asked_by(staff, address) == before
