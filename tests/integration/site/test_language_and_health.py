"""Choosing a language, and the sign of life."""

import pytest
from flask.testing import FlaskClient

from tests.factories import make_seeker, sign_in


def test_the_choice_leads_back_to_where_one_was(client: FlaskClient) -> None:
    answer = client.post("/language/en", data={"next": "/jobs?region=대전"})
    assert answer.status_code == 303
    assert answer.location.startswith("/jobs?region=")
    assert '<html lang="en"' in client.get("/jobs").text


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "/\t/example.org", ""]
)
def test_the_choice_never_leads_to_another_site(client: FlaskClient, elsewhere: str) -> None:
    assert client.post("/language/ko", data={"next": elsewhere}).location == "/"


def test_an_unknown_language_does_not_exist(client: FlaskClient) -> None:
    assert client.post("/language/xx").status_code == 404


def test_a_seekers_choice_is_remembered_for_messages(client: FlaskClient) -> None:
    seeker = make_seeker()
    sign_in(client, seeker).post("/language/en")
    assert seeker.locale == "en"


def test_the_sign_of_life_asks_the_database(client: FlaskClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok"}
