"""The site knows its own name, so that links in mails are whole; mails stay unsent to be read."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festa.fairs.models import Fair
from tests.factories import make_account, sign_in
from tests.integration.onboarding.road import open_fair


@pytest.fixture(autouse=True)
def named_site(app: Flask) -> Iterator[None]:
    """A base address, and a road on which nothing leaves before the worker comes."""
    before = {name: app.config[name] for name in ("BASE_URL", "EMAIL_CHANNEL")}
    app.config.update(BASE_URL="https://festa.example", EMAIL_CHANNEL="smtp")
    yield
    app.config.update(before)


@pytest.fixture
def organiser(app: Flask) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(app.test_client(), make_account())


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair for which employers may apply."""
    return open_fair()
