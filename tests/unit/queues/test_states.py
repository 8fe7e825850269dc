"""Every pair of states of a number: which ways exist, and that no other does."""

from collections.abc import Iterator
from typing import Any

import pytest

from festa.fairs.lifecycle import IllegalMove
from festa.queues.policy import Turn
from festa.queues.refusals import SENTENCES, QueueRefusal
from festa.queues.states import (
    AT_TABLE,
    IN_LINE,
    LIVE,
    OVER,
    EndReason,
    OverrideReason,
    TicketKind,
    TicketState,
    move_ticket,
)
from festa.queues.words import PILLS, TURN_WORDS, WORDS

# Written out a second time, by hand, from the plan: the table of the code is checked against it.
PLAN = """
issued: waiting called serving on_hold left expired
waiting: called serving on_hold left expired
called: serving waiting on_hold left expired
on_hold: called waiting left expired
serving: served
served:
left:
expired:
"""


def every_pair() -> Iterator[Any]:
    lines = dict(line.split(":") for line in PLAN.split("\n") if line)
    for start in TicketState:
        for end in TicketState:
            legal = end in lines[start].split()
            yield pytest.param(start, end, legal, id=f"{start}-{end}")


@pytest.mark.parametrize(("start", "end", "legal"), list(every_pair()))
def test_only_the_planned_ways_exist(start: TicketState, end: TicketState, legal: bool) -> None:
    if legal:
        assert move_ticket(start, end) is end
    else:
        with pytest.raises(IllegalMove):
            move_ticket(start, end)


def test_a_number_that_stands_can_end_and_one_that_ended_stays_so() -> None:
    for start in TicketState:
        ends = {end for end in TicketState if can(start, end)}
        assert bool(ends) == (start in LIVE)
        assert start in OVER or ends & OVER


def test_in_line_and_at_the_table_are_the_whole_of_what_stands() -> None:
    assert IN_LINE | AT_TABLE == LIVE
    assert not IN_LINE & AT_TABLE
    assert set(TicketState) == LIVE | OVER


def test_every_member_has_its_words() -> None:
    for members in (TicketKind, TicketState, OverrideReason, EndReason):
        assert set(members) <= set(WORDS)
    assert set(TURN_WORDS) == set(Turn)
    assert set(PILLS) == set(TicketState)
    assert set(SENTENCES) == set(QueueRefusal)


def can(start: TicketState, end: TicketState) -> bool:
    try:
        move_ticket(start, end)
    except IllegalMove:
        return False
    return True
