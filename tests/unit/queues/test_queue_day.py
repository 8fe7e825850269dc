"""A simulated day through the policy: nobody starves, and the bounds that the README prints hold."""

from dataclasses import replace

import pytest

from bench import queue_day
from bench.queue_day import Day, Result, many_days
from festa.queues.policy import USUAL


@pytest.fixture(scope="module")
def day() -> Result:
    """Two days of 500 visitors."""
    return many_days(500, 2, seed=7, rush=0.35)


def test_nobody_who_is_free_is_overtaken_by_a_later_equal(day: Result) -> None:
    assert day.overtaken == 0


def test_a_walk_in_of_half_an_hour_is_passed_by_three_booked_people_at_most(day: Result) -> None:
    assert 0 < day.longest_row <= 3


def test_control_where_all_is_booked_the_guards_alone_let_walk_ins_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queue_day, "RELEASED", ())
    monkeypatch.setattr(queue_day, "NO_SHOW", 0)
    unguarded = replace(USUAL, most_booked_in_row=999, walk_in_every=999)
    assert Day(500, 1).run().longest_row == 3
    assert Day(500, 1, rules=unguarded).run().longest_row > 5


def test_everybody_is_called_before_the_end(day: Result) -> None:
    assert day.booked.never_called == day.walk_in.never_called == 0
    assert len(day.booked.minutes) > 200
    assert len(day.walk_in.minutes) > 200


def test_booked_people_wait_for_minutes_and_walk_ins_for_less_than_three_hours(
    day: Result,
) -> None:
    assert sorted(day.booked.minutes)[int(len(day.booked.minutes) * 0.95)] < 20
    assert max(day.booked.minutes) < 60
    assert max(day.walk_in.minutes) < 180


def test_the_same_seed_is_the_same_day() -> None:
    assert Day(140, 3).run() == Day(140, 3).run()
    assert Day(140, 3).run() != Day(140, 4).run()
