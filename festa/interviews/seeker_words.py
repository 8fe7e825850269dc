"""The states of an interview and an application as the seeker is told of them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.interviews.recommendation_models import RecommendationState
from festa.interviews.similar import Likeness
from festa.interviews.states import ApplicationState, BookingState

BOOKING_PILLS: dict[BookingState, tuple[Any, str]] = {
    BookingState.HELD: (_l("확인 기다림"), "wait"),
    BookingState.SCHEDULED: (_l("예약 확정"), "ok"),
    BookingState.ARRIVED: (_l("도착 확인"), "ok"),
    BookingState.WAITING: (_l("대기 중"), "wait"),
    BookingState.CALLED: (_l("지금 부르고 있어요"), "today"),
    BookingState.IN_PROGRESS: (_l("면접 중"), "today"),
    BookingState.ON_HOLD: (_l("호출 보류"), "wait"),
    BookingState.COMPLETED: (_l("면접 마침"), "brand"),
    BookingState.NO_SHOW: (_l("면접하지 못함"), "plain"),
    BookingState.LAPSED: (_l("기한 지남"), "plain"),
    BookingState.RESCHEDULED: (_l("시간 바뀜"), "plain"),
    BookingState.CANCELLED_BY_SEEKER: (_l("내가 취소"), "plain"),
    BookingState.CANCELLED_BY_EMPLOYER: (_l("기업이 취소"), "stop"),
    BookingState.CANCELLED_BY_ORGANISER: (_l("운영사무국이 취소"), "stop"),
}

APPLICATION_PILLS: dict[ApplicationState, tuple[Any, str]] = {
    ApplicationState.APPLIED: (_l("답을 기다려요"), "info"),
    ApplicationState.SHORTLISTED: (_l("서류 통과"), "ok"),
    ApplicationState.ALTERNATE: (_l("예비"), "wait"),
    ApplicationState.DECLINED: (_l("이번에는 아니에요"), "plain"),
    ApplicationState.WITHDRAWN: (_l("내가 취소"), "plain"),
}

# How like the work of an employer is to that of the one that does not come.
LIKENESS_WORDS: dict[Likeness, Any] = {
    Likeness.SAME_WORK: _l("같은 직무"),
    Likeness.FAMILY: _l("같은 분야"),
    Likeness.WISHED: _l("희망하신 일"),
    Likeness.ANY: _l("다른 일"),
}

RECOMMENDATION_PILLS: dict[RecommendationState, tuple[Any, str]] = {
    RecommendationState.ASKED: (_l("답을 기다려요"), "wait"),
    RecommendationState.AGREED: (_l("동의하고 지원함"), "ok"),
    RecommendationState.TURNED_DOWN: (_l("사양함"), "plain"),
}
