"""Each step towards an interview has its own time, and says when it is."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from flask import Flask

import config
from festa import clock, create_app
from festa.errors import Refused
from festa.fairs.models import Fair
from festa.interviews.applications import ApplicationRefusal
from festa.interviews.windows import Standing, Step, Window, keep_to, window

DAY = date(2026, 11, 23)
DOORS = clock.at(DAY, time(10))
APP = create_app(config.Testing)


def fair(**fields: Any) -> Fair:
    base: dict[str, Any] = {
        "day": DAY,
        "opens": time(10),
        "closes": time(16),
        "registration_opens_at": DOORS - timedelta(days=30),
        "booking_opens_at": DOORS - timedelta(days=10),
        "booking_closes_at": DOORS - timedelta(hours=16),
    }
    return Fair(**(base | fields))


@pytest.fixture
def app() -> Flask:
    return APP


def test_a_window_is_open_from_its_first_moment_and_over_at_its_last() -> None:
    span = Window(DOORS, DOORS + timedelta(hours=1))
    moments = (-1, 0, 3599, 3600)
    assert [span.at(DOORS + timedelta(seconds=one)) for one in moments] == [
        Standing.AHEAD,
        Standing.OPEN,
        Standing.OPEN,
        Standing.OVER,
    ]


@pytest.mark.parametrize("step", [Step.APPLICATION, Step.SHORTLISTING])
def test_where_nothing_was_set_it_goes_from_registration_to_the_end_of_the_day(step: Step) -> None:
    span = window(fair(), step)
    assert (span.opens, span.closes) == (DOORS - timedelta(days=30), clock.at(DAY, time(16)))


def test_each_step_has_its_own_time() -> None:
    moment = DOORS - timedelta(days=5)
    ours = fair(application_closes_at=moment, shortlist_opens_at=moment)
    assert window(ours, Step.APPLICATION).closes == moment
    assert window(ours, Step.SHORTLISTING).opens == moment
    assert window(ours, Step.BOOKING).opens == DOORS - timedelta(days=10)


@pytest.mark.parametrize(
    ("ahead", "said"), [(timedelta(days=6), "11월 18일"), (timedelta(days=1), "11월 20일")]
)
def test_a_refusal_says_when_it_opens_or_closed(app: Flask, ahead: timedelta, said: str) -> None:
    ours = fair(
        shortlist_opens_at=DOORS - timedelta(days=5), shortlist_closes_at=DOORS - timedelta(days=3)
    )
    with app.test_request_context():
        with pytest.raises(Refused) as refused:
            keep_to(ours, Step.SHORTLISTING, DOORS - ahead, ApplicationRefusal.ANSWERS_NOT_NOW)
        assert said in str(refused.value.sentence)
        assert refused.value.reason is ApplicationRefusal.ANSWERS_NOT_NOW
        keep_to(
            ours,
            Step.SHORTLISTING,
            DOORS - timedelta(days=4),
            ApplicationRefusal.ANSWERS_NOT_NOW,
        )
