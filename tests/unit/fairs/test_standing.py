"""What a fair is to the public: every state, before, inside and after its window."""

from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from flask_babel import Babel

from festa import clock
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.fairs.standing import KINDS, Standing, countdown, standing, word

DAY = date(2026, 12, 2)
DOORS = clock.at(DAY, time(10))
BEFORE, INSIDE, AFTER = (DOORS - timedelta(days=n) for n in (40, 9, 0))
NOON = clock.at(DAY, time(12))


def fair(state: FairState, left: int = 5) -> Fair:
    return Fair(
        state=state,
        day=DAY,
        opens=time(10),
        closes=time(16),
        capacity=100,
        places_taken=100 - left,
        registration_opens_at=DOORS - timedelta(days=30),
        registration_closes_at=DOORS - timedelta(hours=16),
    )


@pytest.mark.parametrize(
    ("state", "now", "left", "stands"),
    [
        (FairState.DRAFT, INSIDE, 5, Standing.PREPARING),
        (FairState.PUBLISHED, BEFORE, 5, Standing.NOT_YET),
        (FairState.PUBLISHED, INSIDE, 5, Standing.PREPARING),
        (FairState.REGISTRATION_OPEN, BEFORE, 5, Standing.NOT_YET),
        (FairState.REGISTRATION_OPEN, INSIDE, 5, Standing.OPEN),
        (FairState.REGISTRATION_OPEN, INSIDE, 0, Standing.FULL),
        (FairState.REGISTRATION_OPEN, AFTER, 5, Standing.SHUT),
        (FairState.BOOKING_OPEN, INSIDE, 5, Standing.OPEN),
        (FairState.REGISTRATION_CLOSED, INSIDE, 5, Standing.SHUT),
        (FairState.LIVE, NOON, 5, Standing.LIVE),
        (FairState.LIVE, NOON, 0, Standing.LIVE_FULL),
        (FairState.LIVE, clock.at(DAY, time(17)), 5, Standing.SHUT),
        (FairState.CLOSED, NOON, 5, Standing.OVER),
        (FairState.FOLLOW_UP, NOON, 5, Standing.OVER),
        (FairState.REPORTED, NOON, 5, Standing.OVER),
        (FairState.ARCHIVED, NOON, 5, Standing.OVER),
        (FairState.POSTPONED, INSIDE, 5, Standing.POSTPONED),
        (FairState.CANCELLED, INSIDE, 5, Standing.CANCELLED),
    ],
)
def test_every_state_means_something_to_the_public(
    state: FairState, now: datetime, left: int, stands: Standing
) -> None:
    assert standing(fair(state, left), now) is stands


@pytest.mark.parametrize("state", list(FairState))
def test_every_state_has_a_word(state: FairState) -> None:
    app = Flask("words")
    Babel(app, default_locale="ko")
    with app.test_request_context():
        for now in (BEFORE, INSIDE, NOON):
            assert word(fair(state), now)
    assert set(KINDS) <= set(Standing)


def test_the_days_are_counted_in_korea() -> None:
    app = Flask("words")
    Babel(app, default_locale="ko")
    late = clock.at(date(2026, 11, 30), time(23, 59))
    with app.test_request_context():
        assert countdown(fair(FairState.PUBLISHED), late) == "D-2"
        assert countdown(fair(FairState.PUBLISHED), late + timedelta(minutes=1)) == "D-1"
        assert countdown(fair(FairState.PUBLISHED), NOON) == "오늘"
        assert countdown(fair(FairState.PUBLISHED), NOON + timedelta(days=1)) == ""
