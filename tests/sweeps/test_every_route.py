"""No address of Festa is left without a rule that says who may open it."""

import pytest
from flask import Flask
from werkzeug.routing import Rule

import config
from festa import create_app
from festa.permissions import Permission

APP = create_app(config.Testing)
# Flask's own route for our stylesheets and pictures.
FROM_FLASK = {"static"}


def rules() -> list[Rule]:
    """Every address, apart from files."""
    return [rule for rule in APP.url_map.iter_rules() if rule.endpoint not in FROM_FLASK]


@pytest.fixture
def app() -> Flask:
    """The application alone: these tests touch no database."""
    return APP


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.endpoint)
def test_every_route_names_who_may_open_it(app: Flask, rule: Rule) -> None:
    named = getattr(app.view_functions[rule.endpoint], "access_rule", None)
    assert named == "public" or isinstance(named, Permission), (
        f"{rule} has no access rule: mark its view @public or @requires(Permission.…)"
    )


def test_a_route_without_a_rule_would_be_found() -> None:
    bare = Flask("bare")
    bare.add_url_rule("/forgotten", "forgotten", lambda: "")
    assert not hasattr(bare.view_functions["forgotten"], "access_rule")


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.endpoint)
def test_nobody_opens_a_guarded_page_without_signing_in(app: Flask, rule: Rule) -> None:
    if app.view_functions[rule.endpoint].access_rule == "public":  # type: ignore[attr-defined]
        return
    values = {
        name: {"int": 1, "uuid": "00000000-0000-4000-8000-000000000000"}.get(
            type(converter).__name__.removesuffix("Converter").lower().replace("integer", "int"),
            "x",
        )
        for name, converter in rule._converters.items()
    }
    with app.test_request_context():
        address = app.url_map.bind("localhost").build(rule.endpoint, values)
    method = "GET" if "GET" in (rule.methods or ()) else "POST"
    answer = app.test_client().open(address, method=method)
    refused = answer.status_code in {302, 303, 400, 401, 403, 404}
    assert refused, f"{method} {address} answered {answer.status_code} to a stranger"
    if answer.status_code in {302, 303}:
        assert "sign-in" in answer.location
