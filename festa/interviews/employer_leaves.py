"""When an employer does not sit down after all: its interviews end, and the seekers are told."""

from festa.audit.actor import Actor
from festa.employers.models import TAKING_PART, Participation, ParticipationState
from festa.employers.service import set_participation
from festa.interviews.bulk import end_interviews
from festa.interviews.following import tell_left_hall, tell_stayed_away


def move_employer(participation: Participation, state: ParticipationState, by: Actor) -> int:
    """Move an employer's part in a fair on; returns how many interviews that called off.

    Where it takes part no more, nothing can be booked there and what was booked is cancelled.
    IllegalMove when there is no such way.
    """
    set_participation(participation, state, by)
    if state in TAKING_PART:
        return 0
    ended = end_interviews(participation, by, f"employer_{state}")
    if state is ParticipationState.ABSENT:
        tell_stayed_away(participation, by)
    tell_left_hall(participation, by)
    return len(ended)
