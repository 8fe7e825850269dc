"""An employer's own program books with the same rules as its people: once, with consent, politely."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.employers.token_models import EmployerToken
from festa.employers.tokens import make_token, revoke_token
from festa.extensions import db
from festa.interviews.booking import cancel
from festa.interviews.departures import leave_employer
from festa.interviews.holds import invite
from festa.interviews.models import Application, Booking
from festa.interviews.states import ApplicationState, BookingState
from tests.factories import make_participation, make_registration, make_table
from tests.integration.interviews.floor import (
    Floor,
    live_bookings,
    make_applicant,
    make_floor,
    open_to,
)
from tests.threads import Together


@pytest.fixture
def floor(app: Flask) -> Floor:
    return make_floor()


@pytest.fixture
def key(floor: Floor) -> str:
    return make_token(floor.participation.employer, "채용 관리", SYSTEM)[1]


def wish(floor: Floor, slot: int = 0, **more: Any) -> dict[str, Any]:
    base = {
        "slot": floor.slots[slot].id,
        "application": floor.application.id,
        "id": str(uuid.uuid4()),
    }
    return {name: value for name, value in (base | more).items() if value is not None}


def ask(client: FlaskClient, key: str, body: Any) -> Any:
    return client.post("/api/v1/bookings", json=body, headers={"Authorization": f"Bearer {key}"})


def read(client: FlaskClient, key: str, address: str) -> Any:
    return client.get(f"/api/v1/{address}", headers={"Authorization": f"Bearer {key}"})


def test_an_applicant_is_booked_once_however_often_it_is_sent(
    client: FlaskClient, floor: Floor, key: str
) -> None:
    sent = wish(floor)
    first, again = ask(client, key, sent), ask(client, key, sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json["booking"]["state"] == "scheduled"
    assert live_bookings() == 1
    assert db.session.get_one(Application, floor.application.id).state is (
        ApplicationState.SHORTLISTED
    )


def test_ten_of_the_same_at_once_book_once(
    app: Flask, floor: Floor, key: str, together: Together
) -> None:
    sent = wish(floor)
    answers = together(10, lambda _number: ask(app.test_client(), key, sent).status_code)
    assert sorted(answers) == [200] * 9 + [201]
    assert live_bookings() == 1


def test_a_number_used_for_something_else_is_refused(
    client: FlaskClient, floor: Floor, key: str
) -> None:
    sent = wish(floor)
    ask(client, key, sent)
    other = ask(client, key, sent | {"slot": floor.slots[3].id})
    assert (other.status_code, other.json["reason"]) == (422, "id_reused")
    late = make_applicant(floor.participation)
    body = {"slot": sent["slot"], "registration": late.id, "id": sent["id"]}
    assert ask(client, key, body).json["reason"] == "id_reused"


def test_whoever_is_second_hears_of_the_three_nearest_free_times(
    client: FlaskClient, floor: Floor, key: str
) -> None:
    ask(client, key, wish(floor, 2))
    late = make_applicant(floor.participation)
    answer = ask(client, key, wish(floor, 2, application=None, registration=late.id))
    assert answer.status_code == 409
    assert answer.json["reason"] == "slot_taken"
    offered = [one["id"] for one in answer.json["alternatives"]]
    assert offered == [floor.slots[n].id for n in (1, 3, 0)]
    assert answer.json["alternatives"][0]["starts_at"].startswith("2026-11-23T12:20:00+09:00")
    assert answer.json["message"]


def test_the_alternatives_fit_the_persons_day(client: FlaskClient, floor: Floor, key: str) -> None:
    ask(client, key, wish(floor, 2))
    other = make_participation(floor.fair)
    late = open_to(make_applicant(floor.participation), other)
    theirs = make_table(other, slots=1, units=2, first=14)
    ask(
        client,
        make_token(other.employer, "x", SYSTEM)[1],
        {"slot": theirs.slots[0].id, "registration": late.id, "id": str(uuid.uuid4())},
    )
    answer = ask(client, key, wish(floor, 2, application=None, registration=late.id))
    # They talk in units 14 and 15 and walk in 16: slots 0 and 1 are too near.
    offered = [one["id"] for one in answer.json["alternatives"]]
    assert offered == [floor.slots[n].id for n in (3, 4, 5)]


def test_a_held_time_is_taken_and_a_lapsed_one_is_not(
    client: FlaskClient, floor: Floor, key: str, clock_stands: Any
) -> None:
    late = make_applicant(floor.participation)
    invite(floor.slots[0], late, SYSTEM)
    assert ask(client, key, wish(floor)).status_code == 409
    clock_stands.shift(timedelta(minutes=6))
    assert ask(client, key, wish(floor)).status_code == 201
    states = db.session.scalars(select(Booking.state).order_by(Booking.id)).all()
    assert states == [BookingState.LAPSED, BookingState.SCHEDULED]


def test_without_consent_nobody_is_booked_and_nothing_is_told(
    client: FlaskClient, floor: Floor, key: str
) -> None:
    stranger = make_registration(floor.fair)
    known = ask(client, key, wish(floor, application=None, registration=stranger.id))
    nobody = ask(client, key, wish(floor, application=None, registration=2**31 - 1))
    assert known.status_code == nobody.status_code == 403
    assert known.json == nobody.json
    assert "alternatives" not in known.json


def test_more_than_three_are_refused(client: FlaskClient, floor: Floor, key: str) -> None:
    slots = make_table(floor.participation, slots=12, units=1, first=24).slots
    codes = [ask(client, key, wish(floor, slot=0) | {"slot": slots[n].id}) for n in (0, 3, 6, 9)]
    assert [code.status_code for code in codes] == [201, 201, 201, 409]
    assert codes[-1].json["reason"] == "too_many"


def test_another_employers_time_does_not_exist(client: FlaskClient, floor: Floor, key: str) -> None:
    other = make_table(make_participation(floor.fair))
    assert ask(client, key, wish(floor) | {"slot": other.slots[0].id}).status_code == 404
    assert ask(client, key, wish(floor) | {"slot": 2**31 - 1}).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"slot": None},
        {"slot": "1"},
        {"slot": True},
        {"slot": 0},
        {"id": "x"},
        {"id": None},
        {"application": None},
        {"registration": 1},
    ],
)
def test_what_cannot_be_read_is_named(
    client: FlaskClient, floor: Floor, key: str, change: dict[str, Any]
) -> None:
    sent = {name: value for name, value in (wish(floor) | change).items() if value is not None}
    answer = ask(client, key, sent)
    assert answer.status_code == 422
    assert answer.json["errors"]["json"]


def test_a_key_that_was_taken_back_or_made_up_opens_nothing(
    client: FlaskClient, floor: Floor, key: str
) -> None:
    for bad in ("", "festa_made-up"):
        answer = ask(client, bad, wish(floor))
        assert (answer.status_code, answer.json["reason"]) == (401, "token_unknown")
    revoke_token(db.session.scalars(select(EmployerToken)).one(), SYSTEM)
    for answer in (ask(client, key, wish(floor)), ask(client, key, {}), read(client, key, "slots")):
        assert (answer.status_code, answer.json["reason"]) == (401, "token_revoked")
    assert live_bookings() == 0


def test_the_free_times_are_ones_own_and_free(client: FlaskClient, floor: Floor, key: str) -> None:
    make_table(make_participation(floor.fair))
    ask(client, key, wish(floor, 1))
    answer = read(client, key, "slots")
    expected = [slot.id for n, slot in enumerate(floor.slots) if n != 1]
    assert [one["id"] for one in answer.json["slots"]] == expected
    assert read(client, key, f"slots?fair={floor.fair.slug}").json == answer.json
    assert read(client, key, "slots?fair=nowhere").status_code == 404


def test_applicants_are_shown_as_far_as_they_agreed_and_the_look_is_logged(
    client: FlaskClient, floor: Floor, key: str
) -> None:
    shown = read(client, key, "applications").json["applications"]
    seeker = floor.registration.seeker
    assert [one["id"] for one in shown] == [floor.application.id]
    assert shown[0]["person"]["name"] == seeker.name
    text = re.sub(r"\.\d{6}", "", str(shown))  # parts of a second may be any number
    assert seeker.phone not in text
    assert "1968" not in text
    looks = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "personal_data.seen")
    ).all()
    assert [(look.seeker_id, look.actor_kind) for look in looks] == [(seeker.id, "program")]


def test_whoever_withdrew_is_not_shown(client: FlaskClient, floor: Floor, key: str) -> None:
    leave_employer(floor.application, SYSTEM)
    assert read(client, key, "applications").json["applications"] == []
    assert ask(client, key, wish(floor)).status_code == 403


def test_the_use_of_a_key_is_noted(client: FlaskClient, floor: Floor, key: str) -> None:
    read(client, key, "slots")
    assert db.session.scalars(select(EmployerToken)).one().last_used_at is not None


def test_the_key_is_kept_as_a_hash(floor: Floor, key: str) -> None:
    token = db.session.scalars(select(EmployerToken)).one()
    assert key.startswith("festa_")
    assert key not in str(vars(token))


def test_a_cancelled_booking_makes_room_and_its_number_stays_used(
    client: FlaskClient, floor: Floor, key: str
) -> None:
    sent = wish(floor)
    ask(client, key, sent)
    booking = db.session.scalars(select(Booking)).one()
    cancel(booking, BookingState.CANCELLED_BY_EMPLOYER, SYSTEM, "사정")
    again = ask(client, key, sent)
    assert (again.status_code, again.json["booking"]["state"]) == (200, "cancelled_by_employer")
    assert ask(client, key, wish(floor)).status_code == 201


def test_a_body_that_is_only_depth_is_no_wish(client: FlaskClient, key: str) -> None:
    answer = client.post(
        "/api/v1/bookings",
        data="[" * 100_000,
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    assert answer.status_code == 400
