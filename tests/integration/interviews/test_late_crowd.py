"""Those who come too late after a time that a crowd wants are told so before Flask, and truly."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.employers.tokens import make_token
from festa.extensions import db
from festa.interviews import api, program_crowd
from festa.interviews.booking import cancel
from festa.interviews.models import Booking
from festa.interviews.program_crowd import A_CROWD, KEPT, Turns
from festa.interviews.states import BookingState
from tests.conftest import MORNING
from tests.factories import make_registration
from tests.integration.interviews.floor import Floor, book_by_id, make_applicant, make_floor

ADDRESS = "/api/v1/bookings"


@pytest.fixture(autouse=True)
def clock_stops() -> Iterator[time_machine.Traveller]:
    """A busy machine takes half a second now and then; here the test says when it is over."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def floor(app: Flask) -> Floor:
    """An employer whose first time is taken."""
    floor = make_floor()
    book_by_id(floor.slots[0].id, floor.registration.id)
    return floor


@pytest.fixture
def key(floor: Floor) -> str:
    """The key of its program."""
    return make_token(floor.participation.employer, "채용 관리", SYSTEM)[1]


def wish(
    client: FlaskClient,
    key: str,
    slot_id: int,
    person: Any,
    language: str = "ko",
    number: str | None = None,
) -> Any:
    """Ask for this time, once or under a number that was sent before."""
    headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
    body = {"slot": slot_id, "registration": person.id, "id": number or str(uuid.uuid4())}
    return client.post(ADDRESS, json=body, headers=headers)


def gather(client: FlaskClient, key: str, floor: Floor) -> Any:
    """A crowd that comes too late; what the last of them was told."""
    for _number in range(A_CROWD):
        answer = wish(client, key, floor.slots[0].id, make_applicant(floor.participation))
        assert answer.status_code == 409
    return answer


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_crowd_is_told_on_the_short_way_what_the_first_were_told(
    client: FlaskClient, floor: Floor, key: str, long_way: list[str], language: str
) -> None:
    late = make_applicant(floor.participation)
    gather(client, key, floor)
    long_way.clear()
    short = wish(client, key, floor.slots[0].id, late, language)
    assert long_way == []
    kind = {"Content-Type": "application/json; charset=utf-8", "Accept-Language": language}
    long = client.post(
        ADDRESS,
        json={"slot": floor.slots[0].id, "registration": late.id, "id": str(uuid.uuid4())},
        headers={"Authorization": f"Bearer {key}"} | kind,
    )
    assert long_way == [ADDRESS]
    assert (short.status, short.data) == (long.status, long.data)
    assert dict(short.headers) == dict(long.headers)
    assert [one["id"] for one in short.json["alternatives"]] == [
        slot.id for slot in floor.slots[1:4]
    ]


def test_without_a_crowd_everybody_goes_the_long_way(
    client: FlaskClient, floor: Floor, key: str, long_way: list[str]
) -> None:
    for _number in range(2):
        wish(client, key, floor.slots[0].id, make_applicant(floor.participation))
    assert long_way == [ADDRESS] * 2


def test_a_time_that_is_still_free_is_booked_amid_a_crowd(
    client: FlaskClient, floor: Floor, key: str, long_way: list[str]
) -> None:
    gather(client, key, floor)
    answer = wish(client, key, floor.slots[1].id, make_applicant(floor.participation))
    assert answer.status_code == 201


def test_a_time_that_is_lost_amid_a_crowd_is_offered_no_more(
    client: FlaskClient, floor: Floor, key: str, long_way: list[str]
) -> None:
    late = [make_applicant(floor.participation) for _number in range(3)]
    gather(client, key, floor)
    offered = wish(client, key, floor.slots[0].id, late[0]).json["alternatives"]
    assert offered[0]["id"] == floor.slots[1].id
    wish(client, key, floor.slots[1].id, late[0])
    assert wish(client, key, floor.slots[1].id, late[1]).status_code == 409
    long_way.clear()
    offered = wish(client, key, floor.slots[0].id, late[2]).json["alternatives"]
    assert long_way == []
    assert floor.slots[1].id not in [one["id"] for one in offered]


@pytest.mark.parametrize("when", ["before the crowd", "amid it", "by another process"])
def test_who_was_booked_and_asks_again_amid_a_crowd_hears_of_that_booking(
    client: FlaskClient,
    floor: Floor,
    key: str,
    when: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick, late = (make_applicant(floor.participation) for _person in range(2))
    slot_id, number = floor.slots[1].id, str(uuid.uuid4())
    if when == "before the crowd":
        first = wish(client, key, slot_id, quick, number=number)
        gather(client, key, floor)
    else:
        gather(client, key, floor)
        if when == "by another process":
            monkeypatch.setattr(program_crowd.Crowds, "note_taken", lambda *_asked: None)
        first = wish(client, key, slot_id, quick, number=number)
        assert wish(client, key, slot_id, late).status_code == 409
    again = wish(client, key, slot_id, quick, number=number)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json == first.json


def test_a_time_that_has_begun_is_refused_as_past_amid_a_crowd(
    client: FlaskClient, floor: Floor, key: str, clock_stops: time_machine.Traveller
) -> None:
    book_by_id(floor.slots[5].id, make_applicant(floor.participation).id)
    late = [make_applicant(floor.participation) for _number in range(A_CROWD + 1)]
    clock_stops.move_to(floor.fair.grid.moment_of(floor.slots[0].start_unit))
    for person in late[1:]:
        assert wish(client, key, floor.slots[5].id, person).json["reason"] == "slot_taken"
    assert wish(client, key, floor.slots[0].id, late[0]).json["reason"] == "past"


def test_half_a_second_later_a_time_that_came_free_is_booked(
    client: FlaskClient,
    floor: Floor,
    key: str,
    long_way: list[str],
    clock_stops: time_machine.Traveller,
) -> None:
    late = make_applicant(floor.participation)
    gather(client, key, floor)
    cancel(
        db.session.scalars(select(Booking)).one(), BookingState.CANCELLED_BY_SEEKER, SYSTEM, "사정"
    )
    assert wish(client, key, floor.slots[0].id, late).status_code == 409
    clock_stops.shift(KEPT + timedelta(milliseconds=1))
    assert wish(client, key, floor.slots[0].id, late).status_code == 201


@pytest.mark.parametrize("who", ["a stranger to the employer", "somebody else's program"])
def test_memory_tells_nothing_to_whom_the_database_would_not(
    client: FlaskClient, floor: Floor, key: str, long_way: list[str], who: str
) -> None:
    late = make_applicant(floor.participation)
    gather(client, key, floor)
    long_way.clear()
    if who == "a stranger to the employer":
        stranger = make_registration(floor.fair)
        assert wish(client, key, floor.slots[0].id, stranger).status_code == 403
    else:
        other = make_floor(floor.fair)
        theirs = make_token(other.participation.employer, "남의 프로그램", SYSTEM)[1]
        assert wish(client, theirs, floor.slots[0].id, late).status_code == 404
    assert long_way == [ADDRESS]


def test_whoever_loses_the_race_while_standing_in_line_is_told_of_free_times(
    client: FlaskClient, floor: Floor, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Free at the first look, booked by another process before the locks were had."""
    late, quick = (make_applicant(floor.participation) for _person in range(2))
    slots = [slot.id for slot in floor.slots]
    quicker = SimpleNamespace(id=quick.id)
    look_in_line = api.look_in_line

    def after_somebody_quicker(*asked: Any) -> Any:
        monkeypatch.setattr(api, "look_in_line", look_in_line)
        monkeypatch.setattr(api, "TURNS", Turns())  # as another process has its own
        assert wish(client, key, slots[1], quicker).status_code == 201
        return look_in_line(*asked)

    monkeypatch.setattr(api, "look_in_line", after_somebody_quicker)
    answer = wish(client, key, slots[1], late)
    assert (answer.status_code, answer.json["reason"]) == (409, "slot_taken")
    assert [one["id"] for one in answer.json["alternatives"]] == slots[2:5]
