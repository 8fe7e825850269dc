"""An organiser at the console, and phones at the door."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from festa.fairs.models import Fair
from tests.factories import make_account, make_fair, make_gate, make_registration, sign_in
from tests.integration.gates.handset import Phone, badge_of, make_phone


@pytest.fixture
def organiser(app: Flask, client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account(name="김운영"))


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def phone(fair: Fair) -> Phone:
    """A phone at its gate."""
    return make_phone(fair)


@pytest.fixture
def front(phone: Phone) -> Phone:
    """The same, where there is another one beside it."""
    return phone


@pytest.fixture
def side(fair: Fair) -> Phone:
    """A phone at another gate."""
    return make_phone(fair, make_gate(fair, "옆문"))


@pytest.fixture
def code(fair: Fair) -> str:
    """What the QR of somebody's badge holds."""
    return badge_of(make_registration(fair)).code
