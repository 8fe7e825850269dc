"""The ways between the states of an employer's part in a fair, and of its postings."""

from festa.employers.models import JobState, ParticipationState
from festa.fairs.lifecycle import IllegalMove

S = ParticipationState

# What was sent in and waits for the organisers; one that is being mended waits for the employer.
TO_REVIEW = frozenset({S.APPLIED, S.UNDER_REVIEW})

WAYS: dict[ParticipationState, frozenset[ParticipationState]] = {
    S.APPLIED: frozenset({S.UNDER_REVIEW, S.NEEDS_FIX, S.APPROVED, S.REJECTED, S.CANCELLED}),
    S.UNDER_REVIEW: frozenset({S.NEEDS_FIX, S.APPROVED, S.REJECTED, S.CANCELLED}),
    S.NEEDS_FIX: frozenset({S.UNDER_REVIEW, S.APPROVED, S.REJECTED, S.CANCELLED}),
    S.APPROVED: frozenset({S.BOOTH_ASSIGNED, S.SET_UP, S.REPORTING, S.ABSENT, S.CANCELLED}),
    # Whoever was turned away may apply again.
    S.REJECTED: frozenset({S.APPLIED, S.UNDER_REVIEW}),
    S.BOOTH_ASSIGNED: frozenset({S.APPROVED, S.SET_UP, S.REPORTING, S.ABSENT, S.CANCELLED}),
    # Late is not absent: whoever was given up on may still walk in.
    S.ABSENT: frozenset({S.SET_UP, S.CANCELLED}),
    S.SET_UP: frozenset({S.REPORTING, S.CANCELLED}),
    S.REPORTING: frozenset({S.COMPLETED}),
    S.COMPLETED: frozenset({S.REPORTING}),
    S.CANCELLED: frozenset({S.APPLIED, S.UNDER_REVIEW}),
}


def move_participation(start: ParticipationState, end: ParticipationState) -> ParticipationState:
    """The new state, or IllegalMove."""
    if end not in WAYS[start]:
        raise IllegalMove(start, end)
    return end


J = JobState

# Up only by way of the screening, whoever asks: a page, a program or a list.
JOB_WAYS: dict[JobState, frozenset[JobState]] = {
    J.DRAFT: frozenset({J.SCREENING, J.CLOSED}),
    J.SCREENING: frozenset({J.DRAFT, J.POSTED, J.CLOSED}),
    J.POSTED: frozenset({J.DRAFT, J.SCREENING, J.FILLED, J.CLOSED}),
    # What was filled or taken down by mistake comes back.
    J.FILLED: frozenset({J.SCREENING, J.CLOSED}),
    J.CLOSED: frozenset({J.DRAFT, J.SCREENING}),
}


def move_job(start: JobState, end: JobState) -> JobState:
    """The new state of a posting, or IllegalMove."""
    if end not in JOB_WAYS[start]:
        raise IllegalMove(start, end)
    return end
