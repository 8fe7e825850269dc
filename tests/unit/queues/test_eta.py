"""How long it will be: the policy run forward, told as a range."""

from datetime import timedelta

import pytest

from festa.queues.eta import Eta, eta, forecast, usual_length
from festa.queues.words import eta_words
from tests.unit.queues.lines import TEN, at, booked, line, on_hold, walk_in


def minutes(*numbers: float) -> list[timedelta]:
    return [timedelta(minutes=number) for number in numbers]


def test_before_the_first_talk_the_planned_length_counts_and_then_the_median_of_ten() -> None:
    planned = timedelta(minutes=15)
    assert usual_length([], planned) == planned
    assert usual_length(minutes(10, 30, 11), planned) == timedelta(minutes=11)
    ten = minutes(*[12] * 10)
    assert usual_length([*ten, *minutes(*[40] * 30)], planned) == timedelta(minutes=12)


def test_everybody_waits_one_usual_length_longer_than_the_one_before() -> None:
    seen = forecast(line(5, *[walk_in(f"w{n}", n) for n in range(4)], length=10), at(8))
    assert seen == {f"w{n}": (at(8 + 10 * n), n) for n in range(4)}


def test_whoever_is_booked_takes_their_time_in_the_forecast() -> None:
    people = [booked("b", 30, 2), walk_in("w1", 0), walk_in("w2", 1), walk_in("w3", 2)]
    seen = forecast(line(5, *people, length=12), at(5))
    assert seen["w1"] == (at(5), 0)
    assert seen["w2"] == (at(17), 1)
    assert seen["b"] == (at(29), 2)
    assert seen["w3"] == (at(41), 3)


def test_booked_people_who_are_not_here_yet_are_reckoned_with_but_not_counted() -> None:
    alone = line(24, walk_in("w", 0), length=12, dues=[30])
    assert forecast(alone, at(24), [at(30)])["w"] == (at(42), 0)


def test_whoever_is_engaged_or_on_hold_has_a_time_too() -> None:
    away = on_hold(walk_in("away", 0), at_call=0, since=5)
    engaged = walk_in("engaged", 1, engaged=True)
    seen = forecast(line(10, away, engaged, walk_in("w", 2), length=10), at(10))
    assert seen == {"engaged": (at(10), 0), "w": (at(20), 1), "away": (at(30), 2)}


def test_a_forecast_of_a_long_day_ends() -> None:
    crowd = [walk_in(f"w{n}", 0) for n in range(120)]
    assert len(forecast(line(1, *crowd), at(1))) == 120


@pytest.mark.parametrize(
    ("called", "low", "high"), [(0, 0, 5), (4, 0, 5), (20, 15, 25), (33, 25, 40), (60, 45, 75)]
)
def test_a_time_is_told_as_a_range_in_steps_of_five(called: int, low: int, high: int) -> None:
    assert eta(TEN, at(called), 2) == Eta(low, high, 2)


def test_no_range_is_a_single_moment() -> None:
    for tenth in range(1200):
        told = eta(TEN, at(tenth / 10), 1)
        assert told.low < told.high
        assert told.low <= tenth / 10 <= told.high


def test_the_range_in_words() -> None:
    assert eta_words(Eta(15, 25, 3)) == "약 15~25분"
    assert eta_words(Eta(0, 5, 0)) == "곧"
    assert eta_words(Eta(0, 10, 1)) == "약 10분 안"
