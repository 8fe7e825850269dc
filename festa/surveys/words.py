"""The questions of the survey, and its five answers, in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.surveys.models import SurveyVia

QUESTIONS: dict[str, Any] = {
    "overall": _l("전체적으로 만족하셨나요?"),
    "employers": _l("만나고 싶은 기업과 일자리가 있었나요?"),
    "interviews": _l("면접과 상담이 도움이 되었나요?"),
    "programmes": _l("부대행사(사진, 이력서 등)가 좋았나요?"),
    "staff": _l("안내와 진행이 편하셨나요?"),
}
SHORT: dict[str, Any] = {
    "overall": _l("전체"),
    "employers": _l("기업·일자리"),
    "interviews": _l("면접·상담"),
    "programmes": _l("부대행사"),
    "staff": _l("안내·진행"),
}
POINTS: dict[int, Any] = {
    5: _l("매우 그래요"),
    4: _l("그래요"),
    3: _l("보통이에요"),
    2: _l("아니에요"),
    1: _l("전혀 아니에요"),
}
VIA_WORDS: dict[SurveyVia, Any] = {
    SurveyVia.PHONE: _l("휴대전화"),
    SurveyVia.TABLET: _l("현장 태블릿"),
    SurveyVia.PAPER: _l("종이"),
}
