"""Guessing numbers from one address, with a proxy in front: few tries, and nobody else pays."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

import config
from festa import create_app
from festa.extensions import db, limiter

Ask = Callable[[str], int]
PAIRINGS, CHECKS = 30, 10  # a minute


@pytest.fixture
def guarded(app: Flask) -> Iterator[Flask]:
    """Festa behind one proxy, with its limits on."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    behind = create_app(
        config.Testing, SQLALCHEMY_DATABASE_URI=url, RATELIMIT_ENABLED=True, TRUSTED_PROXIES=1
    )
    yield behind
    limiter.reset()
    limiter.enabled = False
    with behind.app_context():
        db.engine.dispose()


def pairs(app: Flask) -> Ask:
    """Try a pairing number from an address."""
    asked = {"code": "00000000", "name": "x"}
    return lambda came_by: (
        app.test_client()
        .post("/api/v1/devices", json=asked, headers={"X-Forwarded-For": came_by})
        .status_code
    )


def checks(app: Flask) -> Ask:
    """Try the number of a certificate from an address."""
    return lambda came_by: (
        app.test_client()
        .get("/verify/1234567890123456", headers={"X-Forwarded-For": came_by})
        .status_code
    )


@pytest.mark.parametrize(
    ("way", "tries", "refused"), [(pairs, PAIRINGS, 403), (checks, CHECKS, 404)]
)
def test_one_address_is_stopped_whatever_it_claims_and_others_are_not(
    guarded: Flask, way: Callable[[Flask], Ask], tries: int, refused: int
) -> None:
    ask = way(guarded)
    # What a visitor writes into the header stands before what our proxy adds to it.
    answers = [ask(f"198.51.100.{number}, 203.0.113.7") for number in range(tries + 1)]
    assert answers == [refused] * tries + [429]
    assert ask("203.0.113.7, 203.0.113.8") == refused
