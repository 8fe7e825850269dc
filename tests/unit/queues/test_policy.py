"""Who is next, and why: each rule of the published policy, from plain data."""

from dataclasses import replace
from datetime import timedelta

import pytest

from festa.queues.policy import USUAL, Decision, Turn, after_call, decide
from tests.unit.queues.lines import at, booked, line, on_hold, walk_in


def test_an_empty_line_has_nobody() -> None:
    assert decide(line(0)) == Decision(None, Turn.NOBODY)


def test_a_table_with_somebody_or_on_a_pause_calls_nobody() -> None:
    waiting = walk_in("w", 0)
    assert decide(line(5, waiting, taken=True)) == Decision(None, Turn.TAKEN)
    assert decide(line(5, waiting, paused=True)) == Decision(None, Turn.PAUSED)


def test_walk_ins_go_in_the_order_in_which_they_came() -> None:
    assert decide(line(9, walk_in("late", 5), walk_in("first", 2))) == Decision(
        "first", Turn.WALK_IN
    )


@pytest.mark.parametrize(("now", "key"), [(54, None), (55, "b"), (60, "b")])
def test_a_booked_person_may_be_called_from_five_minutes_before(now: int, key: str | None) -> None:
    decision = decide(line(now, booked("b", 60)))
    assert decision.key == key
    if key is None:
        assert decision == Decision(None, Turn.TOO_EARLY, at(55))


def test_a_booked_person_in_their_window_goes_before_everybody_who_came_earlier() -> None:
    assert decide(line(60, walk_in("w", 40), booked("b", 60, 59))) == Decision("b", Turn.BOOKED)


@pytest.mark.parametrize(("came", "first"), [(70, "b"), (70.1, "w")])
def test_whoever_comes_within_ten_minutes_keeps_priority_and_later_joins_the_line(
    came: float, first: str
) -> None:
    assert decide(line(71, walk_in("w", 65), booked("b", 60, came))).key == first


def test_whoever_came_too_late_is_not_lost_but_stands_where_they_came() -> None:
    late = booked("b", 60, 75)
    assert decide(line(80, late, walk_in("w", 76))) == Decision("b", Turn.WALK_IN)
    assert decide(line(80, late, walk_in("w", 74))) == Decision("w", Turn.WALK_IN)


def test_nobody_loses_priority_because_the_table_is_behind() -> None:
    assert decide(line(85, walk_in("w", 60), booked("b", 60, 58))).key == "b"


def test_a_delay_that_was_declared_moves_the_window() -> None:
    late = booked("b", 60, 78)
    assert decide(line(80, walk_in("w", 75), late)).key == "w"
    assert decide(line(80, walk_in("w", 75), late, late=10)).key == "b"


def test_between_booked_talks_a_walk_in_is_called_only_when_the_talk_fits() -> None:
    waiting = walk_in("w", 30)
    assert decide(line(45, waiting, dues=[60])) == Decision("w", Turn.WALK_IN)
    assert decide(line(46, waiting, dues=[60])) == Decision(None, Turn.KEPT_FOR_BOOKED, at(55))
    assert decide(line(56, waiting, dues=[60])).until == at(60)
    assert decide(line(60, waiting, dues=[60])).key == "w"
    assert decide(line(46, waiting, dues=[60], length=14)).key == "w"


def test_a_table_that_runs_late_calls_walk_ins_whether_they_fit_or_not() -> None:
    assert decide(line(46, walk_in("w", 30), dues=[60], late=10)).key == "w"


def test_a_time_kept_for_walk_ins_is_theirs_once_although_a_talk_before_ran_over() -> None:
    kept = [(at(45), at(60))]
    waiting = line(49, walk_in("w", 30), dues=[60], released=kept)
    assert decide(waiting).key == "w"
    assert decide(replace(waiting, walk_in_called_at=at(46))).turn is Turn.KEPT_FOR_BOOKED
    assert decide(replace(waiting, walk_in_called_at=at(44))).key == "w"


def test_after_two_booked_a_walk_in_of_half_an_hour_is_next_unless_the_time_has_come() -> None:
    both = (walk_in("w", 20), booked("b", 60))
    assert decide(line(56, *both, booked_in_row=2)) == Decision("w", Turn.LONG_WAIT)
    assert decide(line(56, *both, booked_in_row=1)).key == "b"
    assert decide(line(60, *both, booked_in_row=2)).key == "b"
    assert decide(line(56, walk_in("w", 26), both[1], booked_in_row=2)).key == "b"


def test_after_two_booked_a_long_wait_ends_even_before_somebody_who_is_still_to_come() -> None:
    waiting = walk_in("w", 10)
    assert decide(line(50, waiting, dues=[60], booked_in_row=2)).turn is Turn.LONG_WAIT
    assert decide(line(50, waiting, dues=[60], booked_in_row=1)).turn is Turn.KEPT_FOR_BOOKED


def test_one_talk_in_four_is_a_walk_ins_even_when_booked_people_stand_there() -> None:
    both = (walk_in("w", 20), booked("b", 60))
    assert decide(line(62, *both, booked_in_row=3)) == Decision("w", Turn.SHARE)
    seldom = replace(USUAL, walk_in_every=6)
    assert decide(line(62, *both, booked_in_row=3), seldom).key == "b"


def test_whoever_is_engaged_elsewhere_is_passed_over_and_keeps_the_place() -> None:
    first, second = walk_in("first", 0, engaged=True), walk_in("second", 1)
    assert decide(line(5, first, second)).key == "second"
    assert decide(line(5, first)) == Decision(None, Turn.ALL_BUSY)
    assert decide(line(20, replace(first, engaged=False), walk_in("third", 2))).key == "first"


def test_nobody_is_called_who_would_miss_a_time_elsewhere() -> None:
    leaves = walk_in("leaves", 0, expected_elsewhere=at(20))
    assert decide(line(5, leaves, walk_in("stays", 1))).key == "leaves"
    assert decide(line(6, leaves, walk_in("stays", 1))).key == "stays"


def test_on_hold_means_three_others_first() -> None:
    away = on_hold(walk_in("away", 0), at_call=7, since=10)
    others = [walk_in("a", 1), walk_in("b", 2)]
    assert decide(line(12, away, *others, calls=9)).key == "a"
    assert decide(line(12, away, *others, calls=10)) == Decision("away", Turn.RECALL)


def test_on_hold_and_nobody_else_means_five_minutes() -> None:
    away = on_hold(walk_in("away", 0), at_call=7, since=10)
    assert decide(line(14, away, calls=7)) == Decision(None, Turn.NOBODY, at(15))
    assert decide(line(15, away, calls=7)) == Decision("away", Turn.RECALL)


def test_of_two_on_hold_the_one_who_was_missed_first_is_recalled_first() -> None:
    one = on_hold(walk_in("one", 3), at_call=2, since=10)
    other = on_hold(walk_in("other", 0), at_call=4, since=12)
    assert decide(line(30, other, one, calls=9)).key == "one"


def test_a_call_is_counted_and_takes_the_person_out_of_the_line() -> None:
    before = line(60, walk_in("w", 20), booked("b", 60), booked_in_row=1, calls=4)
    after = after_call(before, "b")
    assert [place.key for place in after.places] == ["w"]
    assert (after.calls, after.booked_in_row, after.dues) == (5, 2, [])
    walked = after_call(after, "w")
    assert (walked.calls, walked.booked_in_row, walked.walk_in_called_at) == (6, 0, at(60))


def test_a_recall_of_a_booked_person_is_one_more_in_the_row() -> None:
    away = on_hold(booked("away", 30), at_call=0, since=31)
    waiting = line(60, away, walk_in("w", 20), calls=5, booked_in_row=2)
    assert decide(waiting) == Decision("away", Turn.RECALL)
    assert after_call(waiting, "away").booked_in_row == 3
    assert decide(replace(waiting, booked_in_row=3)) == Decision("w", Turn.SHARE)


def test_whoever_will_come_is_not_called_before_they_come() -> None:
    assert decide(line(5, walk_in("w", 6))).key is None


def test_terms_of_an_employer_change_the_numbers() -> None:
    patient = replace(USUAL, early=timedelta(0), late_window=timedelta(minutes=20))
    assert decide(line(58, booked("b", 60)), patient).key is None
    assert decide(line(79, walk_in("w", 65), booked("b", 60, 78)), patient).key == "b"
