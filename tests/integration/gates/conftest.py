"""An organiser at the console, and phones at the door."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import make_account, sign_in


@pytest.fixture
def organiser(app: Flask, client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account(name="김운영"))
