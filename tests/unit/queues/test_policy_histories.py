"""Whatever happens at a table in whatever order: nobody is lost, and nobody is passed over.

Histories of one line by the pure policy; each ends with an empty line, because everybody in it
is called when the table goes on calling.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from festa.queues.eta import forecast
from festa.queues.policy import (
    USUAL,
    Decision,
    Line,
    Place,
    Turn,
    after_call,
    decide,
    has_priority,
    is_free,
    next_due,
)
from tests.unit.queues.lines import TEN

MINUTE = timedelta(minutes=1)
LENGTH = 15 * MINUTE
ENOUGH = 500  # decisions in which any line of these histories must be empty


class Histories(RuleBasedStateMachine):
    """One table, people who come for it, and a clock that goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.line = Line(now=TEN, places=[], usual_length=LENGTH)
        self.came = 0
        self.called: list[int] = []
        self.gone: list[int] = []
        self.current: Place | None = None
        self.misses: dict[int, int] = {}
        self.row_past_long_wait = 0

    @rule(minutes=st.integers(1, 20))
    def time_passes(self, minutes: int) -> None:
        self.line = replace(self.line, now=self.line.now + minutes * MINUTE)

    @rule()
    def a_walk_in_comes(self) -> None:
        self._comes(None)

    @rule(slot=st.integers(-2, 5))
    def a_booked_person_comes(self, slot: int) -> None:
        """For a time before or after now, in whole quarters of an hour."""
        quarters = (self.line.now - TEN) // LENGTH
        due = TEN + (quarters + slot) * LENGTH
        self.line = replace(self.line, dues=[*self.line.dues, due])
        self._comes(due)

    @rule(slot=st.integers(1, 5))
    def a_time_is_booked_by_nobody_who_comes(self, slot: int) -> None:
        quarters = (self.line.now - TEN) // LENGTH
        self.line = replace(self.line, dues=[*self.line.dues, TEN + (quarters + slot) * LENGTH])

    @rule(number=st.integers(0, 20), minutes=st.integers(1, 60))
    def somebody_is_expected_elsewhere(self, number: int, minutes: int) -> None:
        moment = self.line.now + minutes * MINUTE
        self._change(number, expected_elsewhere=moment)

    @rule(number=st.integers(0, 20), engaged=st.booleans())
    def somebody_is_called_or_done_elsewhere(self, number: int, engaged: bool) -> None:
        self._change(number, engaged=engaged)

    @rule(minutes=st.sampled_from([0, 0, 10, 20]))
    def the_table_says_how_late_it_is(self, minutes: int) -> None:
        self.line = replace(self.line, late=minutes * MINUTE)

    @rule(start=st.integers(0, 4))
    def a_time_is_left_to_walk_ins(self, start: int) -> None:
        begins = TEN + ((self.line.now - TEN) // LENGTH + start) * LENGTH
        self.line = replace(self.line, released=[*self.line.released, (begins, begins + LENGTH)])

    @rule(pause=st.booleans())
    def the_table_pauses(self, pause: bool) -> None:
        self.line = replace(self.line, paused=pause)

    @rule()
    def the_table_calls(self) -> None:
        self._call()

    @rule(there=st.booleans())
    def whoever_was_called_is_there_or_not(self, there: bool) -> None:
        self._answer(there)

    @rule(data=st.data())
    def whoever_is_on_hold_comes_back(self, data: Any) -> None:
        held = [one for one in self.line.places if one.held_at_call is not None]
        if held:
            one = data.draw(st.sampled_from(held))
            self._put(one, replace(one, held_at_call=None, held_at=None))

    @invariant()
    def everybody_who_came_is_in_exactly_one_place(self) -> None:
        at_table = [self.current.key] if self.current is not None else []
        found = [*(one.key for one in self.line.places), *at_table, *self.called, *self.gone]
        assert sorted(found) == list(range(self.came))

    @invariant()
    def a_forecast_knows_everybody(self) -> None:
        ready = replace(self.line, paused=False, taken=False)
        assert forecast(ready, self.line.now).keys() == {one.key for one in self.line.places}

    def teardown(self) -> None:
        """The table goes on until nobody stands there; it must not take for ever."""
        self._answer(True)
        free = [replace(one, engaged=False, expected_elsewhere=None) for one in self.line.places]
        self.line = replace(self.line, places=free, paused=False, late=timedelta(0))
        for _step in range(ENOUGH):
            if not self.line.places:
                break
            decision = self._call()
            if decision.key is None:
                assert decision.until is not None
                assert decision.until > self.line.now
                self.line = replace(self.line, now=decision.until)
            else:
                self._answer(True)
        assert not self.line.places
        assert sorted([*self.called, *self.gone]) == list(range(self.came))

    def _comes(self, due: Any) -> None:
        place = Place(self.came, self.line.now, due)
        self.came += 1
        self.line = replace(self.line, places=[*self.line.places, place])

    def _change(self, number: int, **fields: Any) -> None:
        if self.line.places:
            one = self.line.places[number % len(self.line.places)]
            self._put(one, replace(one, **fields))

    def _put(self, old: Place, new: Place) -> None:
        places = [new if one is old else one for one in self.line.places]
        self.line = replace(self.line, places=places)

    def _call(self) -> Decision:
        decision = decide(self.line)
        if decision.key is None:
            assert not self.line.places or decision.turn is not Turn.NOBODY or decision.until
            return decision
        assert not self.line.paused
        assert self.current is None
        place = next(one for one in self.line.places if one.key == decision.key)
        self._judge(place, decision.turn)
        self.current = place
        self.line = replace(after_call(self.line, place.key), taken=True)
        return decision

    def _judge(self, place: Place, turn: Turn) -> None:
        assert is_free(place, self.line)
        standing = [
            one for one in self.line.places if one.held_at_call is None and is_free(one, self.line)
        ]
        first = [one for one in standing if has_priority(one, self.line.late, USUAL)]
        others = [one for one in standing if one not in first]
        long = any(self.line.now - one.arrived_at > USUAL.long_wait for one in others)
        if has_priority(place, self.line.late, USUAL):
            self.row_past_long_wait = self.row_past_long_wait + 1 if long else 0
            assert self.row_past_long_wait < USUAL.walk_in_every
        else:
            self.row_past_long_wait = 0
        if turn is Turn.RECALL:
            assert place.held_at_call is not None
            waited = self.line.calls - place.held_at_call >= USUAL.recall_after
            assert waited or not others or next_due(self.line) is not None
        elif turn is Turn.BOOKED:
            assert place.due_at == min(one.due_at for one in first if one.due_at is not None)
            assert place.due_at - USUAL.early <= self.line.now
        else:
            assert place.arrived_at == min(one.arrived_at for one in others)
            come = [
                one
                for one in first
                if one.due_at is not None and one.due_at + self.line.late <= self.line.now
            ]
            assert turn is Turn.SHARE or not come, "a walk-in before somebody whose time has come"

    def _answer(self, there: bool) -> None:
        place, self.current = self.current, None
        if place is None:
            return
        assert isinstance(place.key, int)
        self.line = replace(self.line, taken=False)
        if there:
            self.called.append(place.key)
            return
        misses = self.misses[place.key] = self.misses.get(place.key, 0) + 1
        if misses == 2:
            self.gone.append(place.key)
            return
        held = replace(place, held_at_call=self.line.calls, held_at=self.line.now)
        self.line = replace(self.line, places=[*self.line.places, held])


def test_nobody_is_lost_or_passed_over_in_any_history() -> None:
    run_state_machine_as_test(
        Histories, settings=settings(max_examples=80, stateful_step_count=25, deadline=None)
    )
