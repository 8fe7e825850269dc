"""The machines of the interview floor: slot, application, booking and outcome, each its own."""

from enum import StrEnum

from festa.fairs.lifecycle import IllegalMove


class SlotState(StrEnum):
    """What a table does with an interval. Whether it is held or booked is the booking's to say."""

    OPEN = "open"
    BLOCKED = "blocked"
    RELEASED = "released"
    CANCELLED = "cancelled"


class ApplicationState(StrEnum):
    """Where an application stands."""

    APPLIED = "applied"
    SHORTLISTED = "shortlisted"
    ALTERNATE = "alternate"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class BookingState(StrEnum):
    """Where an interview stands, from hold to end."""

    HELD = "held"
    SCHEDULED = "scheduled"
    ARRIVED = "arrived"
    WAITING = "waiting"
    CALLED = "called"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    LAPSED = "lapsed"
    RESCHEDULED = "rescheduled"
    CANCELLED_BY_SEEKER = "cancelled_by_seeker"
    CANCELLED_BY_EMPLOYER = "cancelled_by_employer"
    CANCELLED_BY_ORGANISER = "cancelled_by_organiser"


class OutcomeResult(StrEnum):
    """What the interviewer decided."""

    PENDING = "pending"
    SECOND_ROUND = "second_round"
    OFFERED = "offered"
    REJECTED = "rejected"
    POOLED = "pooled"


class HireStage(StrEnum):
    """What came of an offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    HIRED = "hired"
    STARTED = "started"
    RETAINED_1M = "retained_1m"
    RETAINED_3M = "retained_3m"
    RETAINED_6M = "retained_6m"
    LEFT = "left"


class EvidenceGrade(StrEnum):
    """How well a hire is proven: the seeker said, the employer said, both agree, a document."""

    E0 = "e0"
    E1 = "e1"
    E2 = "e2"
    E3 = "e3"


S = SlotState
SLOT_WAYS: dict[SlotState, frozenset[SlotState]] = {
    S.OPEN: frozenset({S.BLOCKED, S.RELEASED, S.CANCELLED}),
    S.BLOCKED: frozenset({S.OPEN, S.RELEASED, S.CANCELLED}),
    S.RELEASED: frozenset({S.OPEN, S.BLOCKED, S.CANCELLED}),
    # Whoever paints the same time again gets the same slot, with its history.
    S.CANCELLED: frozenset({S.OPEN, S.RELEASED}),
}

B = BookingState
CANCELLED = frozenset({B.CANCELLED_BY_SEEKER, B.CANCELLED_BY_EMPLOYER, B.CANCELLED_BY_ORGANISER})
# Until the talk begins an interview can be moved or called off by anybody it concerns.
BEFORE_THE_TALK = frozenset({B.HELD, B.SCHEDULED, B.ARRIVED, B.WAITING, B.CALLED, B.ON_HOLD})
LIVE = BEFORE_THE_TALK | {B.IN_PROGRESS, B.COMPLETED}
ENDED = frozenset(B) - LIVE
# The steps that an interviewer takes at the table, on the day.
AT_THE_TABLE = frozenset({B.CALLED, B.WAITING, B.ON_HOLD, B.IN_PROGRESS, B.COMPLETED, B.NO_SHOW})

BOOKING_WAYS: dict[BookingState, frozenset[BookingState]] = {
    B.HELD: CANCELLED | {B.SCHEDULED, B.LAPSED},
    B.SCHEDULED: CANCELLED | {B.ARRIVED, B.CALLED, B.IN_PROGRESS, B.RESCHEDULED, B.NO_SHOW},
    B.ARRIVED: CANCELLED | {B.WAITING, B.CALLED, B.IN_PROGRESS, B.RESCHEDULED, B.NO_SHOW},
    B.WAITING: CANCELLED | {B.CALLED, B.IN_PROGRESS, B.RESCHEDULED, B.NO_SHOW},
    B.CALLED: CANCELLED | {B.IN_PROGRESS, B.ON_HOLD, B.WAITING, B.NO_SHOW, B.RESCHEDULED},
    B.ON_HOLD: CANCELLED | {B.CALLED, B.WAITING, B.NO_SHOW, B.RESCHEDULED},
    B.IN_PROGRESS: frozenset({B.COMPLETED}),
    B.COMPLETED: frozenset(),
    B.NO_SHOW: frozenset(),
    B.LAPSED: frozenset(),
    B.RESCHEDULED: frozenset(),
    B.CANCELLED_BY_SEEKER: frozenset(),
    B.CANCELLED_BY_EMPLOYER: frozenset(),
    B.CANCELLED_BY_ORGANISER: frozenset(),
}

A = ApplicationState
APPLICATION_WAYS: dict[ApplicationState, frozenset[ApplicationState]] = {
    A.APPLIED: frozenset({A.SHORTLISTED, A.ALTERNATE, A.DECLINED, A.WITHDRAWN}),
    A.SHORTLISTED: frozenset({A.ALTERNATE, A.DECLINED, A.WITHDRAWN}),
    A.ALTERNATE: frozenset({A.SHORTLISTED, A.DECLINED, A.WITHDRAWN}),
    A.DECLINED: frozenset({A.SHORTLISTED, A.ALTERNATE, A.WITHDRAWN}),
    A.WITHDRAWN: frozenset({A.APPLIED}),
}

O = OutcomeResult  # noqa: E741
OUTCOME_WAYS: dict[OutcomeResult, frozenset[OutcomeResult]] = {
    O.PENDING: frozenset({O.SECOND_ROUND, O.OFFERED, O.REJECTED, O.POOLED}),
    # A slip of the finger at a noisy table can be taken back from everywhere.
    O.SECOND_ROUND: frozenset({O.PENDING, O.OFFERED, O.REJECTED, O.POOLED}),
    O.POOLED: frozenset({O.PENDING, O.SECOND_ROUND, O.OFFERED, O.REJECTED}),
    O.REJECTED: frozenset({O.PENDING, O.SECOND_ROUND, O.OFFERED, O.POOLED}),
    O.OFFERED: frozenset({O.PENDING, O.SECOND_ROUND, O.REJECTED, O.POOLED}),
}


def move_slot(start: SlotState, end: SlotState) -> SlotState:
    """The new state of a slot, or IllegalMove."""
    if end not in SLOT_WAYS[start]:
        raise IllegalMove(start, end)
    return end


def move_booking(start: BookingState, end: BookingState) -> BookingState:
    """The new state of a booking, or IllegalMove."""
    if end not in BOOKING_WAYS[start]:
        raise IllegalMove(start, end)
    return end


def move_application(start: ApplicationState, end: ApplicationState) -> ApplicationState:
    """The new state of an application, or IllegalMove."""
    if end not in APPLICATION_WAYS[start]:
        raise IllegalMove(start, end)
    return end


def move_outcome(start: OutcomeResult, end: OutcomeResult) -> OutcomeResult:
    """The new result of an interview, or IllegalMove."""
    if end not in OUTCOME_WAYS[start]:
        raise IllegalMove(start, end)
    return end
