"""The machine of an outcome, from the result of a talk to half a year at work: one way for each move."""

from festa.fairs.lifecycle import IllegalMove
from festa.interviews.states import OUTCOME_WAYS, HireStage, OutcomeResult

# Where an outcome stands for whoever speaks of it: the stage of the hire, before that the result.
Standing = OutcomeResult | HireStage

O, H = OutcomeResult, HireStage  # noqa: E741
RETAINED = frozenset({H.RETAINED_1M, H.RETAINED_3M, H.RETAINED_6M})
# Whoever is in one of these was hired, whatever came later.
WAS_HIRED = frozenset({H.HIRED, H.STARTED, H.LEFT}) | RETAINED
# The further behind, the longer at work.
FURTHEST = (H.ACCEPTED, H.HIRED, H.STARTED, H.RETAINED_1M, H.RETAINED_3M, H.RETAINED_6M)

# Employers skip what they need not say: who started was hired, who is still there started.
# An offer that was declined is sometimes taken after all; whoever has left has left.
HIRE_WAYS: dict[HireStage, frozenset[HireStage]] = {
    H.ACCEPTED: frozenset({H.DECLINED, H.HIRED, H.STARTED}),
    H.DECLINED: frozenset({H.ACCEPTED, H.HIRED, H.STARTED}),
    H.HIRED: frozenset({H.DECLINED, H.STARTED, H.LEFT}) | RETAINED,
    H.STARTED: frozenset({H.LEFT}) | RETAINED,
    H.RETAINED_1M: frozenset({H.RETAINED_3M, H.RETAINED_6M, H.LEFT}),
    H.RETAINED_3M: frozenset({H.RETAINED_6M, H.LEFT}),
    H.RETAINED_6M: frozenset({H.LEFT}),
    H.LEFT: frozenset(),
}
FROM_AN_OFFER = frozenset({H.ACCEPTED, H.DECLINED, H.HIRED, H.STARTED})

WAYS: dict[Standing, frozenset[Standing]] = {
    **{result: frozenset[Standing](ways) for result, ways in OUTCOME_WAYS.items()},
    **{stage: frozenset[Standing](ways) for stage, ways in HIRE_WAYS.items()},
    O.OFFERED: frozenset[Standing](OUTCOME_WAYS[O.OFFERED]) | FROM_AN_OFFER,
}


def move_standing(start: Standing, end: Standing) -> Standing:
    """Where the outcome stands after the move, or IllegalMove."""
    if end not in WAYS[start]:
        raise IllegalMove(start, end)
    return end
