"""A number changes: at the desk after two questions, alone with a code; the old one opens nothing."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.models import Fair
from festa.messages.models import OutboxMessage
from festa.registrations.models import Registration
from festa.seekers.models import Seeker
from festa.seekers.queries import seekers_with
from tests.factories import make_fair, make_registration, make_seeker, make_staff, sign_in

Code = Callable[[], str]
OLD, NEW = "+821020009876", "+821030005678"


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def registration(fair: Fair) -> Registration:
    """Somebody with a number."""
    return make_registration(fair, make_seeker(name="김정숙", phone=OLD, birth_year=1968))


@pytest.fixture
def staff(client: FlaskClient, fair: Fair) -> FlaskClient:
    """A volunteer of this fair, signed in."""
    return sign_in(client, make_staff(fair))


def said(**other: str) -> dict[str, str]:
    """What is typed when everything is right."""
    right = {"last_four": "9876", "birth_year": "1968", "phone": "010-3000-5678", "proof": "code"}
    return right | other


def address(registration: Registration) -> str:
    """The page on which the desk changes a number."""
    return f"/desk/{registration.fair.slug}/people/{registration.id}/phone"


def test_the_code_that_is_read_aloud_changes_the_number(
    staff: FlaskClient, registration: Registration, newest_code: Code
) -> None:
    session = registration.seeker.get_id()
    code_page = staff.post(address(registration), data=said()).location
    assert registration.seeker.phone == OLD, "nothing changes before the code"
    code = newest_code()
    assert (
        staff.post(code_page, data={"code": "000000" if code != "000000" else "1"}).status_code
        == 422
    )
    assert staff.post(code_page, data={"code": code}).status_code == 303
    assert registration.seeker.phone == NEW
    assert registration.seeker.get_id() != session
    assert list(seekers_with(OLD)) == []
    told = db.session.scalars(
        select(OutboxMessage.recipient).where(OutboxMessage.template == "phone_changed")
    ).all()
    assert sorted(told) == [OLD, NEW]
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "seeker.phone_changed")
    ).one()
    assert entry.detail == {"proof": "code"}
    assert entry.seeker_id == registration.seeker_id


@pytest.mark.parametrize("wrong", [{"last_four": "0000"}, {"birth_year": "1969"}])
def test_whoever_does_not_know_the_old_number_and_year_is_refused_and_that_is_logged(
    staff: FlaskClient, registration: Registration, wrong: dict[str, str]
) -> None:
    answer = staff.post(address(registration), data=said(proof="shown_id", **wrong))
    assert answer.status_code == 422
    assert registration.seeker.phone == OLD
    assert "9876" not in answer.text.replace('value="9876"', ""), "the page gives nothing away"
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert "seeker.refused" in actions


def test_an_id_is_enough_for_a_phone_that_takes_no_messages(
    staff: FlaskClient, registration: Registration
) -> None:
    staff.post(address(registration), data=said(proof="shown_id"))
    assert registration.seeker.phone == NEW


def test_a_number_of_a_namesake_leads_to_merging(
    staff: FlaskClient, fair: Fair, registration: Registration
) -> None:
    other = make_registration(fair, make_seeker(name="김정숙", phone=NEW))
    answer = staff.post(address(registration), data=said())
    assert answer.location == f"/desk/{fair.slug}/people/{registration.id}/same/{other.id}"
    assert registration.seeker.phone == OLD


def test_a_couple_may_share_a_number(
    staff: FlaskClient, fair: Fair, registration: Registration
) -> None:
    make_registration(fair, make_seeker(name="이바다", phone=NEW))
    staff.post(address(registration), data=said(proof="shown_id"))
    assert registration.seeker.phone == NEW


def test_somebody_changes_their_number_alone_and_stays_signed_in(
    client: FlaskClient, registration: Registration, newest_code: Code
) -> None:
    sign_in(client, registration.seeker)
    assert client.post("/my/phone", data={"phone": "010-3000-5678"}).location == "/my/phone/code"
    code = newest_code()
    assert client.post("/my/phone/code", data={"code": code}).location == "/my/data"
    assert "010-3000-5678" in client.get("/my/data").text
    assert db.session.get_one(Seeker, registration.seeker_id).phone == NEW


def test_a_number_of_a_namesake_is_not_taken_alone(
    client: FlaskClient, registration: Registration
) -> None:
    make_seeker(name="김정숙", phone=NEW)
    sign_in(client, registration.seeker)
    answer = client.post("/my/phone", data={"phone": "010-3000-5678"})
    assert answer.status_code == 422
    assert registration.seeker.phone == OLD
