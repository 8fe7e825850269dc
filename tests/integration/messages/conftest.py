"""An organiser at the console, and a fair that takes registrations and bookings."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from festa import clock
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from tests.factories import make_account, make_fair, sign_in


@pytest.fixture
def organiser(app: Flask, client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account(name="김운영"))


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    """A morning in November; the test moves the clock."""
    with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def fair(app: Flask, at: time_machine.Traveller) -> Fair:
    """A fair on 9 December that takes registrations and bookings."""
    opened = clock.now() - timedelta(days=1)
    return make_fair(
        FairState.BOOKING_OPEN, day=date(2026, 12, 9), city="서울", booking_opens_at=opened
    )
