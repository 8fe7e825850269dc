"""The questions to seekers and their answers in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.follow_ups.models import Answer
from festa.follow_ups.steps import Occasion

ANSWER_WORDS: dict[Answer, Any] = {
    Answer.HIRED: _l("취업했어요"),
    Answer.WAITING: _l("결과를 기다려요"),
    Answer.LOOKING: _l("아직 구하고 있어요"),
    Answer.STILL_THERE: _l("네, 다니고 있어요"),
    Answer.LEFT: _l("다니다 그만뒀어요"),
    Answer.NEVER_STARTED: _l("입사하지 않았어요"),
}
ANSWER_ICONS: dict[Answer, str] = {
    Answer.HIRED: "ok",
    Answer.WAITING: "wait",
    Answer.LOOKING: "search",
    Answer.STILL_THERE: "ok",
    Answer.LEFT: "back",
    Answer.NEVER_STARTED: "stop",
}
OCCASION_WORDS: dict[Occasion, Any] = {
    Occasion.D7: _l("박람회 7일 뒤"),
    Occasion.D14: _l("박람회 14일 뒤"),
    Occasion.D30: _l("박람회 30일 뒤"),
    Occasion.D90: _l("박람회 90일 뒤"),
    Occasion.M1: _l("입사 1개월 뒤"),
    Occasion.M3: _l("입사 3개월 뒤"),
    Occasion.M6: _l("입사 6개월 뒤"),
}
# Which three answers a question has: before a hire, and after it.
BEFORE = (Answer.HIRED, Answer.WAITING, Answer.LOOKING)
AFTER = (Answer.STILL_THERE, Answer.LEFT, Answer.NEVER_STARTED)
