"""What is still to be asked after a talk, since when, and what may be answered. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from festa.interviews.hire_states import Standing
from festa.interviews.states import HireStage, OutcomeResult

O, H = OutcomeResult, HireStage  # noqa: E741

# How long a question may stay open before the organisers ring.
PATIENCE = timedelta(days=7)
# A second talk or an answer to an offer takes time: nobody asks before.
SECOND_ROUND_TAKES = timedelta(days=14)
OFFER_TAKES = timedelta(days=7)


class Question(StrEnum):
    """One thing that an employer is asked about a talk."""

    RESULT = "result"
    SECOND_ROUND = "second_round"
    OFFER = "offer"
    START = "start"
    AFTER_1M = "after_1m"
    AFTER_3M = "after_3m"
    AFTER_6M = "after_6m"


Q = Question
ANSWERS: dict[Question, tuple[Standing, ...]] = {
    Q.RESULT: (O.SECOND_ROUND, O.OFFERED, O.REJECTED, O.POOLED),
    Q.SECOND_ROUND: (O.OFFERED, O.REJECTED, O.POOLED),
    Q.OFFER: (H.HIRED, H.ACCEPTED, H.DECLINED),
    Q.START: (H.STARTED, H.DECLINED),
    Q.AFTER_1M: (H.RETAINED_1M, H.LEFT),
    Q.AFTER_3M: (H.RETAINED_3M, H.LEFT),
    Q.AFTER_6M: (H.RETAINED_6M, H.LEFT),
}
# Answers that need a first day at work beside them.
WITH_DAY = frozenset({H.HIRED, H.STARTED})
MONTHS: dict[HireStage, tuple[Question, int]] = {
    H.STARTED: (Q.AFTER_1M, 1),
    H.RETAINED_1M: (Q.AFTER_3M, 3),
    H.RETAINED_3M: (Q.AFTER_6M, 6),
}


@dataclass(frozen=True)
class Asked:
    """A question that is open, since when, and whether it was open for too long."""

    question: Question
    since: date
    overdue: bool


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last day of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def open_question(
    standing: Standing,
    talked_on: date,
    said_on: date,
    started_on: date | None,
    today: date,
    followed: bool,
) -> Asked | None:
    """What the employer of a talk is to be asked today; None when nothing is open.

    `said_on` is the day of its last word. Beyond the result nothing is asked of people who did
    not agree to be followed (`followed`).
    """
    due = _due(standing, talked_on, said_on, started_on)
    if due is None or (due[0] not in (Q.RESULT, Q.SECOND_ROUND) and not followed):
        return None
    question, since = due
    return Asked(question, since, since + PATIENCE <= today) if since <= today else None


def _due(
    standing: Standing, talked_on: date, said_on: date, started_on: date | None
) -> tuple[Question, date] | None:
    if standing is O.PENDING:
        return Q.RESULT, talked_on
    if standing is O.SECOND_ROUND:
        return Q.SECOND_ROUND, said_on + SECOND_ROUND_TAKES
    if standing in (O.OFFERED, H.ACCEPTED):
        return Q.OFFER, said_on + OFFER_TAKES
    if standing is H.HIRED:
        return Q.START, started_on or said_on + OFFER_TAKES
    if isinstance(standing, HireStage) and standing in MONTHS:
        question, months = MONTHS[standing]
        return question, months_after(started_on or said_on, months)
    return None
