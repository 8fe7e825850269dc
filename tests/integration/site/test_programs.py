"""Programs are spared what browsers need, and only that."""

import pytest
from flask import Flask

import config
from festa import create_app
from festa.programs import for_programs_too

DOCUMENT = "/api/v1/openapi.json"


@pytest.fixture
def app() -> Flask:
    """An application of its own; nothing here touches a database."""
    return create_app(config.Testing)


def test_a_program_gets_no_session_and_no_policy_for_pages(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], "whatever a browser has left")
    answer = client.get(DOCUMENT)
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("Set-Cookie", "Content-Security-Policy", "Permissions-Policy"):
        assert name not in answer.headers


def test_a_program_meets_only_what_is_marked_for_it(app: Flask) -> None:
    met: list[str] = []

    @app.before_request
    def for_browsers() -> None:
        met.append("for browsers")

    @app.before_request
    @for_programs_too
    def for_everybody() -> None:
        met.append("for everybody")

    app.test_client().get(DOCUMENT)
    assert met == ["for everybody"]
    app.test_client().get("/static/nothing")
    assert met == ["for everybody", "for browsers", "for everybody"]


def test_a_token_does_not_travel_in_the_open_where_festa_runs_behind_https(app: Flask) -> None:
    app.config["SESSION_COOKIE_SECURE"], app.testing = True, False
    answer = app.test_client().get(DOCUMENT)
    assert (answer.status_code, answer.location) == (302, f"https://localhost{DOCUMENT}")
    safe = app.test_client().get(DOCUMENT, base_url="https://localhost")
    assert safe.headers["Strict-Transport-Security"].startswith("max-age=31")
