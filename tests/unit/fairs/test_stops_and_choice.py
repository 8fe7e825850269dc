"""The tour as a line, and which of its fairs a page is about."""

from datetime import date, time, timedelta

import pytest

import festa.models  # noqa: F401  - relationships name classes of other domains
from festa.fairs.choice import chosen_fair
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.fairs.stops import stop_state, stops

S = FairState
TODAY = date(2026, 11, 23)


def fair(state: FairState, days: int = 0, city: str = "대전") -> Fair:
    """A fair that many days from today."""
    return Fair(
        slug=f"{city}{days}",
        city=city,
        city_en="Daejeon",
        title=city,
        day=TODAY + timedelta(days=days),
        opens=time(10),
        closes=time(16),
        state=state,
    )


@pytest.mark.parametrize(
    ("state", "days", "stop"),
    [
        (S.FOLLOW_UP, -60, "done"),
        (S.REPORTED, -60, "done"),
        (S.LIVE, 0, "today"),
        (S.LIVE, 1, "today"),
        (S.BOOKING_OPEN, 0, "today"),
        (S.CLOSED, 0, "done"),
        (S.REGISTRATION_OPEN, 9, "coming"),
        (S.DRAFT, 30, "coming"),
        (S.REGISTRATION_CLOSED, -1, "done"),
        (S.CANCELLED, 9, "cancelled"),
        (S.CANCELLED, -9, "cancelled"),
        (S.POSTPONED, 9, "postponed"),
    ],
)
def test_each_fair_lies_on_the_line_where_its_state_and_day_put_it(
    state: S, days: int, stop: str
) -> None:
    assert stop_state(fair(state, days), TODAY) == stop


def test_a_stop_carries_city_state_and_the_days_to_go() -> None:
    (stop,) = stops([fair(S.BOOKING_OPEN, 9, "부산")], TODAY, lambda one: f"/{one.slug}")
    assert (stop["city"], stop["state"], stop["days"]) == ("부산", "coming", 9)
    assert stop["href"] == "/부산9"
    assert stop["kind"] == "ok"
    assert stop["place"] == ""


def test_without_a_way_to_make_addresses_no_stop_is_a_link() -> None:
    (stop,) = stops([fair(S.DRAFT)], TODAY)
    assert stop["href"] is None


PAST, LIVE, NEXT = fair(S.FOLLOW_UP, -60, "광주"), fair(S.LIVE), fair(S.BOOKING_OPEN, 9, "부산")
CALLED_OFF = fair(S.CANCELLED, 3, "전주")


def test_the_fair_that_was_asked_for_is_chosen() -> None:
    assert chosen_fair([PAST, LIVE, NEXT], NEXT.slug, TODAY) is NEXT


def test_else_the_live_one_else_the_next_else_the_last() -> None:
    assert chosen_fair([PAST, LIVE, NEXT], None, TODAY) is LIVE
    assert chosen_fair([PAST, CALLED_OFF, NEXT], "no such fair", TODAY) is NEXT
    assert chosen_fair([PAST], None, TODAY) is PAST
    assert chosen_fair([], None, TODAY) is None
