"""Changing one's own password."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from festa.accounts.models import Account
from festa.accounts.service import TRIES
from festa.permissions import Role
from tests.factories import PASSWORD, make_account, make_seeker, sign_in

NEW = "조용한 바다 위의 등대"


@pytest.fixture
def account(app: Flask, client: FlaskClient) -> Account:
    """Somebody who is signed in."""
    account = make_account(Role.STAFF)
    sign_in(client, account)
    return account


def change(
    client: FlaskClient, current: str = PASSWORD, new: str = NEW, again: str | None = None
) -> TestResponse:
    """Fill in the form and send it."""
    data = {"current": current, "new": new, "again": new if again is None else again}
    return client.post("/account/password", data=data)


def enters(app: Flask, account: Account, password: str) -> bool:
    """Whether somebody enters with this password from elsewhere."""
    data = {"email": account.email, "password": password}
    return app.test_client().post("/account/sign-in", data=data).status_code == 303


def test_the_new_password_opens_and_the_old_one_no_longer(
    app: Flask, client: FlaskClient, account: Account
) -> None:
    assert change(client).status_code == 303
    assert enters(app, account, NEW)
    assert not enters(app, account, PASSWORD)


def test_this_session_goes_on_and_every_other_one_ends(
    app: Flask, client: FlaskClient, account: Account
) -> None:
    elsewhere = sign_in(app.test_client(), account)
    change(client)
    assert client.get("/account/password").status_code == 200
    assert elsewhere.get("/account/password").status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"current": "not this one"}, "지금 비밀번호가 맞지 않아요"),
        ({"new": "short"}, "10자에서 200자"),
        ({"again": "another one entirely"}, "서로 달라요"),
        ({"new": PASSWORD}, "지금 비밀번호와 같아요"),
        ({"new": "111111111111"}, "짐작하기 쉬운"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(
    app: Flask, client: FlaskClient, account: Account, fields: dict[str, str], sentence: str
) -> None:
    answer = change(client, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert enters(app, account, PASSWORD)


def test_guessing_the_current_password_locks_the_account(
    app: Flask, client: FlaskClient, account: Account
) -> None:
    for _try in range(TRIES):
        answer = change(client, current="a guess")
    assert answer.location == "/account/sign-in"
    assert client.get("/account/password").status_code == 302
    assert not enters(app, account, PASSWORD)


def test_seekers_have_no_password(client: FlaskClient) -> None:
    sign_in(client, make_seeker())
    assert client.get("/account/password").status_code == 403
