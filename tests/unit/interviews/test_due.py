"""What is asked after a talk, from when on, and until what was said."""

from datetime import date, timedelta

import pytest

from festa.interviews.due import (
    ANSWERS,
    OFFER_TAKES,
    PATIENCE,
    SECOND_ROUND_TAKES,
    Question,
    months_after,
    open_question,
)
from festa.interviews.hire_states import WAYS, Standing
from festa.interviews.states import HireStage, OutcomeResult

H, O, Q = HireStage, OutcomeResult, Question  # noqa: E741
FAIR = date(2026, 11, 5)
SAID = FAIR + timedelta(days=3)
HIRED = date(2026, 12, 1)


def asked(standing: Standing, today: date, followed: bool = True) -> Question | None:
    found = open_question(standing, FAIR, SAID, HIRED, today, followed)
    return found.question if found else None


FROM = [
    (O.PENDING, Q.RESULT, FAIR),
    (O.SECOND_ROUND, Q.SECOND_ROUND, SAID + SECOND_ROUND_TAKES),
    (O.OFFERED, Q.OFFER, SAID + OFFER_TAKES),
    (H.ACCEPTED, Q.OFFER, SAID + OFFER_TAKES),
    (H.HIRED, Q.START, HIRED),
    (H.STARTED, Q.AFTER_1M, date(2027, 1, 1)),
    (H.RETAINED_1M, Q.AFTER_3M, date(2027, 3, 1)),
    (H.RETAINED_3M, Q.AFTER_6M, date(2027, 6, 1)),
]


@pytest.mark.parametrize(("standing", "question", "since"), FROM)
def test_each_standing_has_its_question_from_its_day_on(
    standing: Standing, question: Question, since: date
) -> None:
    assert asked(standing, since - timedelta(days=1)) is None
    assert asked(standing, since) is question


@pytest.mark.parametrize("standing", [O.REJECTED, O.POOLED, H.DECLINED, H.RETAINED_6M, H.LEFT])
def test_what_is_closed_is_asked_no_more(standing: Standing) -> None:
    assert asked(standing, FAIR + timedelta(days=1000)) is None


@pytest.mark.parametrize(("standing", "question", "since"), FROM)
def test_nobody_is_followed_beyond_the_result_without_consent(
    standing: Standing, question: Question, since: date
) -> None:
    stays = question in (Q.RESULT, Q.SECOND_ROUND)
    assert asked(standing, since, followed=False) == (question if stays else None)


def test_a_question_is_overdue_after_a_week() -> None:
    for days, overdue in ((6, False), (7, True)):
        found = open_question(O.PENDING, FAIR, FAIR, None, FAIR + timedelta(days=days), True)
        assert found is not None
        assert found.overdue is overdue
    assert timedelta(days=7) == PATIENCE


@pytest.mark.parametrize("question", list(Question))
def test_every_answer_can_be_said_where_it_is_asked(question: Question) -> None:
    starts = [start for start, asks, _since in FROM if asks is question]
    for answer in ANSWERS[question]:
        for start in starts:
            if answer != start:
                assert answer in WAYS[start], f"{start} → {answer}"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 12, 1), 6, date(2027, 6, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later
