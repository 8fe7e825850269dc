"""What an employer answers for many talks at once: one button and perhaps one day for each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.follow_ups.due_queries import Talk
from festa.interviews.due import ANSWERS, WITH_DAY, Question
from festa.interviews.hire_states import Standing

NO_DAY = _l("첫 출근일을 달력에서 골라 주세요.")


@dataclass(frozen=True)
class Answer:
    """One answer about one talk."""

    talk: Talk
    standing: Standing
    on_day: date | None


def read_answers(
    posted: Mapping[str, Any], talks: Iterable[Talk]
) -> tuple[list[Answer], dict[int, Any]]:
    """The answers that were chosen, in the order of bookings, and what is wrong by booking.

    What was not asked is not read: a page of yesterday answers no question of today.
    """
    answers: list[Answer] = []
    problems: dict[int, Any] = {}
    for talk in sorted(talks, key=lambda one: one.booking.id):
        if talk.asked is None:
            continue
        number = talk.booking.id
        chosen = str(
            posted.get(f"answer-{number}", "") or _of_the_rest(posted, talk.asked.question)
        )
        standing = next((one for one in ANSWERS[talk.asked.question] if one == chosen), None)
        if standing is None:
            continue
        day = _day(posted.get(f"day-{number}")) if standing in WITH_DAY else None
        if standing in WITH_DAY and day is None and talk.started_on is None:
            problems[number] = NO_DAY
            continue
        answers.append(Answer(talk, standing, day))
    return answers, problems


def _of_the_rest(posted: Mapping[str, Any], question: Question) -> object:
    """Whoever closes a long day says at once what the others got; of hires each is asked."""
    return posted.get("rest", "") if question is Question.RESULT else ""


def _day(typed: object) -> date | None:
    try:
        return date.fromisoformat(str(typed or ""))
    except ValueError:
        return None
