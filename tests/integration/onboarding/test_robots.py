"""The public form from one address: few links a minute, and nobody else pays."""

from collections.abc import Iterator

import pytest
from flask import Flask

import config
from festa import create_app
from festa.extensions import db, limiter
from festa.fairs.models import Fair

LINKS = 6  # a minute


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


def test_one_address_is_stopped_and_others_are_not(guarded: Flask, fair: Fair) -> None:
    db.session.commit()

    def ask(came_by: str, path: str = "/apply") -> int:
        headers = {"X-Forwarded-For": came_by}
        return guarded.test_client().post(path, data={}, headers=headers).status_code

    answers = [ask("203.0.113.7") for _number in range(LINKS)]
    assert answers == [422] * LINKS
    assert ask("203.0.113.7") == ask("203.0.113.7", "/apply/again") == 429
    assert ask("203.0.113.8") == 422
