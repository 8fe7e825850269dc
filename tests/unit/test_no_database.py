"""When the database cannot be reached, people still get a page that says what to do."""

import pytest
from flask.testing import FlaskClient

import config
from festa import create_app


@pytest.fixture
def client() -> FlaskClient:
    """A browser in front of a server that has lost its database."""
    return create_app(
        config.Testing, SQLALCHEMY_DATABASE_URI="sqlite:////no/such/folder/festa.sqlite3"
    ).test_client()


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize("address", ["/", "/my", "/jobs"])
def test_every_page_says_that_it_will_be_back(
    client: FlaskClient, address: str, signed_in: bool
) -> None:
    if signed_in:
        with client.session_transaction() as session:
            session["_user_id"] = "seeker:1:1"
    answer = client.get(address)
    if not signed_in and address == "/my":
        assert answer.status_code == 302
        return
    assert answer.status_code == 503
    assert "지금 너무 많은 분이 함께 쓰고 있어요" in answer.text


def test_the_sign_of_life_says_that_the_database_is_gone(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json == {"status": "database unreachable"}
