"""Every pair of states of the interview floor: which ways exist, and that no other does."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

import pytest

from festa.fairs.lifecycle import IllegalMove
from festa.interviews.states import (
    AT_THE_TABLE,
    BEFORE_THE_TALK,
    CANCELLED,
    ENDED,
    LIVE,
    ApplicationState,
    BookingState,
    OutcomeResult,
    SlotState,
    move_application,
    move_booking,
    move_outcome,
    move_slot,
)
from festa.interviews.words import KINDS, STEP_WORDS, STEPS, WORDS

A, B, O, S = ApplicationState, BookingState, OutcomeResult, SlotState  # noqa: E741

# Written out a second time, by hand, from the plan: the tables of the code are checked against it.
SLOTS = """
open: blocked released cancelled
blocked: open released cancelled
released: open blocked cancelled
cancelled: open released
"""
APPLICATIONS = """
applied: shortlisted alternate declined withdrawn
shortlisted: alternate declined withdrawn
alternate: shortlisted declined withdrawn
declined: shortlisted alternate withdrawn
withdrawn: applied
"""
CALLED_OFF = "cancelled_by_seeker cancelled_by_employer cancelled_by_organiser"
BOOKINGS = f"""
held: scheduled lapsed {CALLED_OFF}
scheduled: arrived called in_progress rescheduled no_show {CALLED_OFF}
arrived: waiting called in_progress rescheduled no_show {CALLED_OFF}
waiting: called in_progress rescheduled no_show {CALLED_OFF}
called: in_progress on_hold waiting no_show rescheduled {CALLED_OFF}
on_hold: called waiting no_show rescheduled {CALLED_OFF}
in_progress: completed
completed:
no_show:
lapsed:
rescheduled:
cancelled_by_seeker:
cancelled_by_employer:
cancelled_by_organiser:
"""
OUTCOMES = """
pending: second_round offered rejected pooled
second_round: pending offered rejected pooled
offered: pending second_round rejected pooled
rejected: pending second_round offered pooled
pooled: pending second_round offered rejected
"""
MACHINES: tuple[tuple[type[StrEnum], str, Callable[[Any, Any], Any]], ...] = (
    (S, SLOTS, move_slot),
    (A, APPLICATIONS, move_application),
    (B, BOOKINGS, move_booking),
    (O, OUTCOMES, move_outcome),
)


def every_pair() -> Iterator[Any]:
    for states, plan, move in MACHINES:
        lines = dict(line.split(":") for line in plan.split("\n") if line)
        ways = {start: set(ends.split()) for start, ends in lines.items()}
        for start in states:
            for end in states:
                yield pytest.param(move, start, end, end in ways[start], id=f"{start}-{end}")


@pytest.mark.parametrize(("move", "start", "end", "legal"), list(every_pair()))
def test_only_the_planned_ways_exist(
    move: Callable[[Any, Any], Any], start: StrEnum, end: StrEnum, legal: bool
) -> None:
    if legal:
        assert move(start, end) is end
    else:
        with pytest.raises(IllegalMove):
            move(start, end)


def test_every_booking_can_come_to_an_end() -> None:
    ends = {state for state in B if not ways_from(state)}
    assert ends == ENDED | {B.COMPLETED}
    for state in B:
        assert reachable(state) & ends


def test_an_interview_can_be_called_off_until_the_talk_begins() -> None:
    for state in B:
        assert (ways_from(state) >= CANCELLED) == (state in BEFORE_THE_TALK)


def test_live_and_ended_are_the_whole() -> None:
    assert set(B) == LIVE | ENDED
    assert not LIVE & ENDED


def test_steps_at_the_table_call_nothing_off() -> None:
    assert not AT_THE_TABLE & CANCELLED


def ways_from(start: BookingState) -> set[BookingState]:
    return {end for end in B if allows(start, end)}


def allows(start: BookingState, end: BookingState) -> bool:
    try:
        move_booking(start, end)
    except IllegalMove:
        return False
    return True


def reachable(start: BookingState) -> set[BookingState]:
    seen, ahead = {start}, [start]
    while ahead:
        new = ways_from(ahead.pop()) - seen
        seen |= new
        ahead += new
    return seen


def test_every_button_at_the_table_is_a_way() -> None:
    for start, buttons in STEPS.items():
        assert set(buttons) <= ways_from(start) & AT_THE_TABLE
        assert set(buttons) <= set(STEP_WORDS)


def test_every_state_has_a_word_and_a_mark() -> None:
    for states in (S, A, B, O):
        assert all(WORDS[state] and KINDS[state] for state in states)
