"""Signing in with e-mail and password: patient, safe, and written down."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from time_machine import Traveller
from werkzeug.test import TestResponse

from festa.accounts.models import Account
from festa.accounts.service import LOCK, TRIES
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.permissions import Role
from tests.factories import PASSWORD, make_account, make_registration, make_seeker, sign_in
from tests.integration.registrations.road import field_value

SIGN_IN = "/account/sign-in"


@pytest.fixture
def organiser(app: Flask) -> Account:
    """Somebody who runs the season."""
    return make_account(Role.ORGANISER)


def enter(
    client: FlaskClient, account: Account, password: str = PASSWORD, **more: str
) -> TestResponse:
    """Fill in the form and send it."""
    return client.post(SIGN_IN, data={"email": account.email, "password": password} | more)


def log() -> list[str]:
    """What the audit log says, in order."""
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


@pytest.mark.parametrize(
    ("role", "home"),
    [(Role.ORGANISER, "/console"), (Role.STAFF, "/gate"), (Role.RECRUITER, "/employer")],
)
def test_each_role_comes_home(client: FlaskClient, role: Role, home: str) -> None:
    answer = enter(client, make_account(role))
    assert (answer.status_code, answer.location) == (303, home)
    assert log() == ["sign_in.made"]


def test_the_email_may_be_written_in_capitals_and_with_spaces(
    client: FlaskClient, organiser: Account
) -> None:
    data = {"email": f" {organiser.email.upper()} ", "password": PASSWORD}
    assert client.post(SIGN_IN, data=data).status_code == 303


def test_a_wrong_password_says_so_and_keeps_the_email(
    client: FlaskClient, organiser: Account
) -> None:
    answer = enter(client, organiser, "something else")
    assert answer.status_code == 422
    assert "이메일 또는 비밀번호가 맞지 않아요" in answer.text
    assert field_value(answer.text, "email") == organiser.email
    assert "something else" not in answer.text
    assert log() == ["sign_in.failed"]


def test_an_unknown_email_is_answered_like_a_wrong_password(client: FlaskClient) -> None:
    data = {"email": "nobody@example.com", "password": PASSWORD}
    answer = client.post(SIGN_IN, data=data)
    assert answer.status_code == 422
    assert "이메일 또는 비밀번호가 맞지 않아요" in answer.text
    assert log() == ["sign_in.failed"]


def test_five_failures_lock_the_account_even_against_the_right_password(
    client: FlaskClient, organiser: Account, clock_stands: Traveller
) -> None:
    for _try in range(TRIES):
        answer = enter(client, organiser, "something else")
    assert "10분 동안 잠갔어요" in answer.text
    assert enter(client, organiser).status_code == 422
    clock_stands.shift(LOCK + timedelta(seconds=1))
    assert enter(client, organiser).status_code == 303
    assert log() == ["sign_in.failed"] * (TRIES + 1) + ["sign_in.made"]


def test_a_stopped_account_does_not_enter(client: FlaskClient) -> None:
    answer = enter(client, make_account(active=False))
    assert answer.status_code == 422
    assert "사용이 중지된 계정이에요" in answer.text


def test_the_way_goes_on_to_where_one_wanted_to_be(client: FlaskClient, organiser: Account) -> None:
    led = client.get("/account/password")
    assert led.location == f"{SIGN_IN}?next=/account/password"
    page = client.get(led.location).text
    assert field_value(page, "next") == "/account/password"
    answer = enter(client, organiser, next="/account/password")
    assert answer.location == "/account/password"


def test_a_borrowed_phone_at_the_door_is_told_what_to_do_without_an_account(
    client: FlaskClient,
) -> None:
    led = client.get("/desk/2026-daejeon/walk-in")
    page = client.get(led.location).text
    assert "손님을 안내 데스크로 모셔 주세요" in page
    assert 'href="/gate/app"' in page
    assert "손님을 안내 데스크로" not in client.get(f"{SIGN_IN}?next=/console").text


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_the_way_never_leads_to_another_site(
    client: FlaskClient, organiser: Account, elsewhere: str
) -> None:
    assert enter(client, organiser, next=elsewhere).location == "/console"


def test_nothing_of_the_visitors_session_survives_but_the_language(
    client: FlaskClient, organiser: Account
) -> None:
    with client.session_transaction() as session:
        session.update(language="en", draft="a token", csrf_token="planted")
    enter(client, organiser)
    with client.session_transaction() as session:
        assert session["language"] == "en"
        assert session.permanent
        assert "draft" not in session
        assert session.get("csrf_token") != "planted"


def test_whoever_is_signed_in_is_not_asked_again(client: FlaskClient, organiser: Account) -> None:
    sign_in(client, organiser)
    assert client.get(SIGN_IN).location == "/console"


def test_signing_out_ends_the_session_and_is_written_down(
    client: FlaskClient, organiser: Account
) -> None:
    sign_in(client, organiser)
    assert client.post("/account/sign-out").location == "/"
    assert client.get("/account/password").status_code == 302
    assert log() == ["sign_out.made"]


def test_signing_out_ends_a_seekers_session_too(client: FlaskClient) -> None:
    seeker = make_registration(seeker=make_seeker()).seeker
    sign_in(client, seeker)
    client.post("/account/sign-out")
    assert client.get("/my").status_code == 302
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "sign_out.made")).one()
    assert entry.seeker_id == seeker.id


def test_the_demo_sign_ins_are_shown_only_where_they_are_wanted(
    app: Flask, client: FlaskClient
) -> None:
    assert "organiser@example.com" not in client.get(SIGN_IN).text
    app.config["SHOW_DEMO_SIGN_INS"] = True
    try:
        assert "organiser@example.com" in client.get(SIGN_IN).text
    finally:
        app.config["SHOW_DEMO_SIGN_INS"] = False
