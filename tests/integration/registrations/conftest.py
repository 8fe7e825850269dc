"""The road of registering, with its phone."""

import pytest
from flask.testing import FlaskClient

from tests.integration.registrations.road import Road


@pytest.fixture
def road(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> Road:
    """A browser of nobody in particular."""
    return Road(client, capsys)
