"""Every address of the gate and the desk, by whoever has no business there."""

import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.certificates.service import issue
from festa.extensions import db
from festa.gates.answer import ScanRequest
from festa.gates.service import admit
from festa.interviews.booking import book
from festa.merging.service import MergeWish, merge
from festa.permissions import Permission
from festa.queues.service import walk_in
from festa.queues.steps_at_table import TicketStep
from festa.registrations.models import Registration
from festa.registrations.slip_number import make_number
from festa.registrations.slips import print_slips
from festa.seekers.merge_models import MergeReason
from tests.factories import (
    make_application,
    make_employer,
    make_fair,
    make_participation,
    make_recruiter,
    make_registration,
    make_seeker,
    make_staff,
    make_table,
    sign_in,
)

OF_STAFF = {Permission.WORK_AT_DESK, Permission.SCAN_BADGES}
NOT_THERE = {403, 404}


@pytest.fixture
def theirs(app: Flask) -> dict[str, Any]:
    """What addresses can name of a fair where everything has happened."""
    fair = make_fair()
    one, other, third = (make_registration(fair) for _number in range(3))
    badge = active_badge(one.id)
    assert badge is not None
    scan = admit(fair.gates[0], ScanRequest(badge.code), SYSTEM).scan
    participation = make_participation(fair)
    table = make_table(participation)
    waiting, coming = (make_registration(fair) for _number in range(2))
    for registration in (waiting, coming):
        make_application(registration, participation)
    booking = book(table.slots[-1], coming, SYSTEM).booking
    assert booking is not None
    wish = MergeWish(other.seeker, third.seeker, fair, MergeReason.SAID_SO)
    return {
        "slug": fair.slug,
        "gate_id": fair.gates[0].id,
        "registration_id": one.id,
        "other_id": other.id,
        "badge_id": badge.id,
        "scan_id": scan.id,
        "certificate_id": issue(one, None, SYSTEM).id,
        "merge_id": merge(wish, SYSTEM).merge.id,
        "participation_id": participation.id,
        "table_id": table.id,
        "ticket_id": walk_in(table, waiting, SYSTEM).id,
        "booking_id": booking.id,
        "step": TicketStep.HOLD.value,
        "number": make_number(print_slips(fair, 1, 0, SYSTEM)[0].serial),
    }


def addresses(app: Flask, names: dict[str, Any]) -> list[tuple[str, str, Rule]]:
    """Every method and address of staff, filled with these names; KeyError for a new kind."""
    found = []
    for rule in app.url_map.iter_rules():
        if getattr(app.view_functions[rule.endpoint], "access_rule", None) not in OF_STAFF:
            continue
        if rule.rule.startswith("/api/") or not rule.arguments:
            continue
        with app.test_request_context():
            values = {name: names[name] for name in rule.arguments}
            address = app.url_map.bind("localhost").build(rule.endpoint, values)
        methods = (rule.methods or set()) & {"GET", "POST"}
        found += [(method, address, rule) for method in sorted(methods)]
    return found


def test_staff_of_another_fair_reach_nothing_by_any_address(
    app: Flask, client: FlaskClient, theirs: dict[str, Any]
) -> None:
    mine = make_fair()
    sign_in(client, make_staff(mine))
    asked = addresses(app, theirs)
    assert len(asked) > 30
    reached = {
        f"{method} {address}": status
        for method, address, _rule in asked
        if (status := client.open(address, method=method).status_code) not in NOT_THERE
    }
    assert reached == {}


def test_nor_under_the_name_of_their_own_fair(
    app: Flask, client: FlaskClient, theirs: dict[str, Any]
) -> None:
    mine = make_fair()
    sign_in(client, make_staff(mine))
    foreign = {name for name in theirs if name not in {"slug", "number"}}
    reached = {
        f"{method} {address}": status
        for method, address, rule in addresses(app, theirs | {"slug": mine.slug})
        if rule.arguments & foreign
        and (status := client.open(address, method=method).status_code) not in NOT_THERE
    }
    assert reached == {}


@pytest.mark.parametrize("who", ["seeker", "recruiter", "former staff", "nobody"])
def test_others_reach_nothing_at_all(
    app: Flask, client: FlaskClient, theirs: dict[str, Any], who: str
) -> None:
    fair = db.session.get_one(Registration, theirs["registration_id"]).fair
    if who == "seeker":
        sign_in(client, make_seeker())
    elif who == "recruiter":
        sign_in(client, make_recruiter(make_employer()))
    elif who == "former staff":
        account = make_staff(fair)
        sign_in(client, account)
        account.active = False
    reached = {}
    for method, address, _rule in addresses(app, theirs):
        answer = client.open(address, method=method)
        led_away = answer.status_code == 302 and "sign-in" in (answer.location or "")
        if answer.status_code not in NOT_THERE and not led_away:
            reached[f"{method} {address}"] = answer.status_code
    assert reached == {}


def test_a_scan_that_nobody_made_is_as_far_away(
    app: Flask, client: FlaskClient, theirs: dict[str, Any]
) -> None:
    sign_in(client, make_staff(db.session.get_one(Registration, theirs["registration_id"]).fair))
    nobody = f"/gate/{theirs['gate_id']}/scans/{uuid.uuid4()}/undo"
    assert client.post(nobody).status_code == 404
