"""Every move of an outcome, from the result to half a year at work."""

from itertools import product

import pytest

from festa.fairs.lifecycle import IllegalMove
from festa.interviews.hire_states import FURTHEST, WAS_HIRED, WAYS, Standing, move_standing
from festa.interviews.states import OUTCOME_WAYS, HireStage, OutcomeResult

O, H = OutcomeResult, HireStage  # noqa: E741
EVERYWHERE: tuple[Standing, ...] = (*OutcomeResult, *HireStage)
# Written out by hand: what may follow the stages of a hire.
FOLLOWS: dict[Standing, set[Standing]] = {
    H.ACCEPTED: {H.DECLINED, H.HIRED, H.STARTED},
    H.DECLINED: {H.ACCEPTED, H.HIRED, H.STARTED},
    H.HIRED: {H.DECLINED, H.STARTED, H.RETAINED_1M, H.RETAINED_3M, H.RETAINED_6M, H.LEFT},
    H.STARTED: {H.RETAINED_1M, H.RETAINED_3M, H.RETAINED_6M, H.LEFT},
    H.RETAINED_1M: {H.RETAINED_3M, H.RETAINED_6M, H.LEFT},
    H.RETAINED_3M: {H.RETAINED_6M, H.LEFT},
    H.RETAINED_6M: {H.LEFT},
    H.LEFT: set(),
}


def allowed(start: Standing, end: Standing) -> bool:
    if isinstance(start, HireStage):
        return end in FOLLOWS[start]
    if isinstance(end, OutcomeResult):
        return end in OUTCOME_WAYS[start]
    return start is O.OFFERED and end in {H.ACCEPTED, H.DECLINED, H.HIRED, H.STARTED}


@pytest.mark.parametrize(("start", "end"), list(product(EVERYWHERE, repeat=2)))
def test_every_pair_moves_or_raises(start: Standing, end: Standing) -> None:
    if allowed(start, end):
        assert move_standing(start, end) is end
    else:
        with pytest.raises(IllegalMove):
            move_standing(start, end)


def test_every_standing_has_its_ways() -> None:
    assert set(WAYS) == set(EVERYWHERE)


def test_nobody_is_at_work_without_an_offer() -> None:
    for result in set(OutcomeResult) - {O.OFFERED}:
        assert not any(isinstance(end, HireStage) for end in WAYS[result])


def test_a_hire_never_becomes_a_mere_result_again() -> None:
    assert all(isinstance(end, HireStage) for stage in HireStage for end in WAYS[stage])


def test_time_at_work_only_grows() -> None:
    at_work = [stage for stage in FURTHEST if stage in WAS_HIRED]
    for number, stage in enumerate(at_work):
        assert not WAYS[stage] & set(at_work[:number])
