"""A withdrawn consent counts in the same second: on every route that an employer has.

The routes are read from the application itself, so that a page added tomorrow is asked as well.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.models import BadgeKind
from festa.badges.service import issue_badge
from festa.consents.models import Consent, Purpose
from festa.employers.models import Participation
from festa.employers.tokens import make_token
from festa.extensions import db
from festa.interviews.booking import book, change
from festa.interviews.departures import withdraw_consent
from festa.interviews.models import Application
from festa.interviews.states import BookingState
from festa.permissions import ROLES, Role
from festa.registrations.models import Registration, Via
from festa.registrations.states import RegistrationState
from tests.factories import (
    make_application,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_recruiter,
    make_seeker,
    make_table,
    save,
    sign_in,
)

NAME, PHONE = "남궁가람누리", "+821087654321"
NUMBER = 7_654_321  # of the registration: found nowhere by accident
TRACES = (NAME, "가람누리", "남****리", "010-8765-4321", "01087654321", PHONE, "4321", str(NUMBER))
ENDS_A_SESSION = {"accounts.sign_out"}


@dataclass
class World:
    """One employer whose every page has something to show about one person."""

    registration: Registration
    values: dict[str, Any]
    forms: Mapping[str, Mapping[str, Any]]
    token: str
    wish: dict[str, Any]


@pytest.fixture
def world(app: Flask, client: FlaskClient) -> World:
    """Applied, shortlisted, spoken to, booked again, and booked by a program."""
    fair = make_fair()
    employer = make_employer()
    participation = make_participation(fair, employer)
    job = make_job(participation)
    registration = save(
        Registration(
            id=NUMBER,
            fair=fair,
            seeker=make_seeker(name=NAME, phone=PHONE),
            via=Via.WALK_IN,
            state=RegistrationState.CONFIRMED,
            registered_at=clock.now(),
        )
    )
    issue_badge(fair.id, BadgeKind.SEEKER, SYSTEM, registration_id=NUMBER)
    application: Application = make_application(registration, participation)
    table = make_table(participation, slots=8)
    spoken = book(table.slots[0], registration, SYSTEM).booking
    assert spoken is not None
    change(spoken, BookingState.IN_PROGRESS, SYSTEM)
    change(spoken, BookingState.COMPLETED, SYSTEM)
    coming = book(table.slots[3], registration, SYSTEM).booking
    assert coming is not None
    _token, key = make_token(employer, "관리 프로그램", SYSTEM)
    wish = {"id": str(uuid.uuid4()), "slot": table.slots[6].id, "application": application.id}
    sign_in(client, make_recruiter(employer))
    slots = {"slot": table.slots[5].id}
    return World(
        registration=registration,
        values={
            "participation_id": participation.id,
            "application_id": application.id,
            "booking_id": [spoken.id, coming.id],
            "table_id": table.id,
            "job_id": job.id,
            "slug": fair.slug,
        },
        forms={
            "interviews.book": slots,
            "interviews.move": slots,
            "interviews.answer": {"state": "shortlisted"},
            "interviews.step": {"state": "called"},
            "interviews.outcome": {"result": "second_round"},
        },
        token=key,
        wish=wish,
    )


def rules_of_employers(app: Flask) -> list[Rule]:
    """Every route that the role of a recruiter opens."""
    theirs = ROLES[Role.RECRUITER]
    return [
        rule
        for rule in app.url_map.iter_rules()
        if getattr(app.view_functions[rule.endpoint], "access_rule", None) in theirs
    ]


def addresses(app: Flask, world: World, rule: Rule) -> Iterator[str]:
    """The route with real numbers in it: once for each booking."""
    names = rule.arguments
    bookings = world.values["booking_id"] if "booking_id" in names else [None]
    for booking in bookings:
        values = {name: world.values.get(name, 1) for name in names}
        if booking is not None:
            values["booking_id"] = booking
        with app.test_request_context():
            yield app.url_map.bind("localhost").build(rule.endpoint, values)


def said(app: Flask, client: FlaskClient, world: World, method: str) -> dict[str, str]:
    """What every route answers to this method, redirects followed: address → all it says."""
    found = {}
    key = {"Authorization": f"Bearer {world.token}"}
    for rule in rules_of_employers(app):
        if method not in (rule.methods or ()) or rule.endpoint in ENDS_A_SESSION:
            continue
        for address in addresses(app, world, rule):
            program = rule.rule.startswith("/api/")
            for query in ("", "?show=ended", f"?q={NAME[0]}", "?state=withdrawn"):
                if method == "POST" and query:
                    continue
                sent: dict[str, Any] = {"headers": key} if program else {}
                if method == "POST":
                    content = world.wish if program else world.forms.get(rule.endpoint, {})
                    sent["json" if program else "data"] = content
                answer = client.open(
                    address + query, method=method, follow_redirects=not program, **sent
                )
                assert answer.status_code < 500, f"{method} {address} fell over"
                found[f"{method} {address}{query}"] = answer.text
    return found


def show_them(found: Mapping[str, str]) -> set[str]:
    """Where the person can be found."""
    return {where for where, text in found.items() if any(trace in text for trace in TRACES)}


def withdraw(world: World) -> None:
    """The seeker takes it back."""
    consent = select(Consent).where(
        Consent.seeker_id == world.registration.seeker_id, Consent.purpose == Purpose.THIRD_PARTY
    )
    withdraw_consent(db.session.scalars(consent).one(), SYSTEM)
    db.session.commit()


def test_before_it_the_person_is_found_on_pages_and_in_the_api(
    app: Flask, client: FlaskClient, world: World
) -> None:
    """The control: what looks for them does find them."""
    shown = show_them(said(app, client, world, "GET"))
    routes = {where.partition(" ")[2].partition("?")[0].rstrip("/") for where in shown}
    at = f"/employer/{world.values['participation_id']}"
    application, (spoken, coming) = world.values["application_id"], world.values["booking_id"]
    assert {
        "/api/v1/applications",
        f"{at}/candidates",
        f"{at}/candidates/{application}",
        f"{at}/bookings",
        f"{at}/bookings/{spoken}",
        f"{at}/bookings/{coming}",
        f"{at}/day",
    } <= routes


def test_after_it_no_page_and_no_answer_of_the_api_names_them(
    app: Flask, client: FlaskClient, world: World
) -> None:
    booked = client.post(
        "/api/v1/bookings", json=world.wish, headers={"Authorization": f"Bearer {world.token}"}
    )
    assert booked.status_code == 201, booked.text
    withdraw(world)
    found = said(app, client, world, "GET")
    assert show_them(found) == set()
    employer = db.session.get_one(Participation, world.values["participation_id"]).employer
    assert employer.name in found["GET /employer"], "still signed in, so nothing else hid them"


def test_after_it_no_button_answers_with_them_either(
    app: Flask, client: FlaskClient, world: World
) -> None:
    withdraw(world)
    assert show_them(said(app, client, world, "POST")) == set()


def test_a_program_that_repeats_its_wish_hears_nothing_of_them(
    app: Flask, client: FlaskClient, world: World
) -> None:
    key = {"Authorization": f"Bearer {world.token}"}
    first = client.post("/api/v1/bookings", json=world.wish, headers=key)
    assert str(NUMBER) in first.text
    withdraw(world)
    again = client.post("/api/v1/bookings", json=world.wish, headers=key)
    assert not any(trace in again.text for trace in TRACES)
