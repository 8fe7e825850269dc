"""Which employers the relay brings résumés to: those who do not sit in the hall."""

from festa.employers.models import TAKING_PART, ParticipationState
from festa.employers.participation import Mode

# They had applications, and then did not come. Whoever cancels altogether reads nothing any more.
LEFT = frozenset({ParticipationState.ABSENT})


def is_relayed(mode: Mode, state: ParticipationState) -> bool:
    """Whether a résumé goes by message and deadline rather than over the table."""
    return mode is Mode.POSTING_ONLY or state in LEFT


def may_collect(state: ParticipationState) -> bool:
    """Whether the employer may still read what is there: a rejected one may not."""
    return state in TAKING_PART or state in LEFT
