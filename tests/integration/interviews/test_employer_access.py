"""A recruiter of one employer sees nobody and nothing of another, on any route."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

import config
from festa import create_app
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.employers.models import Job, Recruiter
from festa.extensions import db
from festa.interviews.booking import book
from festa.interviews.models import Booking, BookingChange, InterviewTable, Slot
from tests.factories import make_account, make_staff, sign_in
from tests.integration.interviews.floor import Floor, make_floor

SIDES = ("employer_side.", "interviews.")
# The sweep is not empty by mistake.
FEWEST = 18


def rules() -> list[Rule]:
    """Every route of the employer's side that names an employer's part in a fair."""
    app = create_app(config.Testing)
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(SIDES) and "participation_id" in rule.arguments
    ]


RULES = [(rule, method) for rule in rules() for method in sorted(rule.methods & {"GET", "POST"})]


def test_the_sweep_knows_the_side() -> None:
    assert len(RULES) >= FEWEST


@pytest.fixture
def floors(app: Flask) -> tuple[Floor, Floor]:
    """Two employers at one fair, each with everything that an address can name."""
    mine = make_floor()
    theirs = make_floor(mine.fair)
    for floor in (mine, theirs):
        assert book(floor.slots[0], floor.registration, SYSTEM).booking is not None
    db.session.commit()
    return mine, theirs


def things(floor: Floor) -> dict[str, int]:
    """What the addresses of one employer name."""
    id_of = floor.participation.id
    booking = select(Booking.id).where(Booking.participation_id == id_of)
    job = select(Job.id).where(Job.participation_id == id_of)
    return {
        "participation_id": id_of,
        "table_id": floor.table.id,
        "application_id": floor.application.id,
        "booking_id": db.session.scalars(booking).one(),
        "job_id": db.session.scalars(job).one(),
    }


def addresses(app: Flask, rule: Rule, mine: Floor, theirs: Floor) -> Iterator[str]:
    """The address with all of theirs, and with my fair but each one thing of theirs."""
    my_things, their_things = things(mine), things(theirs)
    named = rule.arguments
    bind = app.url_map.bind("localhost")
    yield bind.build(rule.endpoint, {name: their_things[name] for name in named})
    for name in named - {"participation_id"}:
        mixed = {other: my_things[other] for other in named} | {name: their_things[name]}
        yield bind.build(rule.endpoint, mixed)


@pytest.mark.parametrize(("rule", "method"), RULES, ids=lambda value: getattr(value, "rule", value))
def test_what_is_anothers_does_not_exist(
    app: Flask, client: FlaskClient, floors: tuple[Floor, Floor], rule: Rule, method: str
) -> None:
    mine, theirs = floors
    client = sign_in(client, mine.recruiter)
    before = everything()
    body = what_would_change_something(theirs)
    for address in addresses(app, rule, mine, theirs):
        answer = client.open(address, method=method, data=body if method == "POST" else None)
        assert answer.status_code == 404, f"{method} {address}"
        assert theirs.participation.employer.name not in answer.text
        assert theirs.registration.seeker.name not in answer.text
    assert everything() == before


@pytest.mark.parametrize(("rule", "method"), RULES, ids=lambda value: getattr(value, "rule", value))
def test_other_sides_stay_outside(
    app: Flask, client: FlaskClient, floors: tuple[Floor, Floor], rule: Rule, method: str
) -> None:
    _mine, theirs = floors
    here = things(theirs)
    address = app.url_map.bind("localhost").build(
        rule.endpoint, {name: here[name] for name in rule.arguments}
    )
    assert client.open(address, method=method).status_code == 302
    for person in (make_account(), make_staff(theirs.fair), theirs.registration.seeker):
        answer = sign_in(app.test_client(), person).open(address, method=method)
        assert answer.status_code == 403


@pytest.mark.parametrize("what", ["bookings", "move"])
def test_nobody_is_booked_into_anothers_slot(
    client: FlaskClient, floors: tuple[Floor, Floor], what: str
) -> None:
    mine, theirs = floors
    at = f"/employer/{mine.participation.id}"
    where = {
        "bookings": f"{at}/candidates/{mine.application.id}/bookings",
        "move": f"{at}/bookings/{things(mine)['booking_id']}/move",
    }[what]
    free = theirs.slots[4].id
    answer = sign_in(client, mine.recruiter).post(where, data={"slot": free})
    assert answer.status_code == 404
    assert count(Booking) == 2


def test_a_slot_of_another_among_the_marked_stops_all(
    client: FlaskClient, floors: tuple[Floor, Floor]
) -> None:
    mine, theirs = floors
    marked = [mine.slots[1].id, theirs.slots[1].id]
    answer = sign_in(client, mine.recruiter).post(
        f"/employer/{mine.participation.id}/slots", data={"slot": marked, "action": "remove"}
    )
    assert answer.status_code == 404
    assert count(Slot) == 12


def test_a_recruiter_who_was_let_go_sees_nothing(
    client: FlaskClient, floors: tuple[Floor, Floor]
) -> None:
    mine, _theirs = floors
    db.session.scalars(
        select(Recruiter).where(Recruiter.account == mine.recruiter)
    ).one().active = False
    client = sign_in(client, mine.recruiter)
    assert client.get(f"/employer/{mine.participation.id}/candidates").status_code == 404
    assert "아직 참가하는 박람회가 없어요" in client.get("/employer").text


def what_would_change_something(theirs: Floor) -> dict[str, Any]:
    """A body that every form of the side would take."""
    return {
        "slot": theirs.slots[3].id,
        "action": "remove",
        "state": "called",
        "result": "offered",
        "reason": "까닭",
        "label": "이름",
        "slot_units": 2,
        "mode": "mixed",
        "first": 0,
        "last": 4,
        "pause_first": -1,
        "pause_last": -1,
    }


def everything() -> list[int]:
    """Counts that any deed would change."""
    models = (Booking, BookingChange, InterviewTable, Slot, Job)
    deeds = select(func.count(AuditEntry.id)).where(AuditEntry.action != "sign_in.made")
    return [*(count(model) for model in models), db.session.scalar(deeds) or 0]


def count(model: Any) -> int:
    return db.session.scalar(select(func.count(model.id))) or 0
