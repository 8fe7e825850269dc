"""The ways between the states of an employer's part in a fair, every pair of them."""

from itertools import product

import pytest

from festa.employers.models import ParticipationState
from festa.employers.states import WAYS, move_participation
from festa.fairs.lifecycle import IllegalMove

S = ParticipationState


def test_every_pair_is_a_way_or_refused() -> None:
    for start, end in product(S, S):
        if end in WAYS[start]:
            assert move_participation(start, end) is end
        else:
            with pytest.raises(IllegalMove):
                move_participation(start, end)


def test_no_state_is_left_without_its_ways() -> None:
    assert set(WAYS) == set(S)
    assert all(start not in ends for start, ends in WAYS.items())


def test_whoever_was_turned_away_may_apply_again_and_whoever_is_in_may_not() -> None:
    assert {start for start in S if S.APPLIED in WAYS[start]} == {S.REJECTED, S.CANCELLED}
