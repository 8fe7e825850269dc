"""The words and kinds with which people are told where a fair stands."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.fairs.lifecycle import FairState
from festa.fairs.models import HostRole

WORDS: dict[FairState, Any] = {
    FairState.DRAFT: _l("준비 중"),
    FairState.PUBLISHED: _l("공개"),
    FairState.REGISTRATION_OPEN: _l("신청 중"),
    FairState.BOOKING_OPEN: _l("면접 예약 중"),
    FairState.REGISTRATION_CLOSED: _l("신청 마감"),
    FairState.LIVE: _l("진행 중"),
    FairState.CLOSED: _l("마침"),
    FairState.FOLLOW_UP: _l("사후관리"),
    FairState.REPORTED: _l("보고 완료"),
    FairState.ARCHIVED: _l("보관"),
    FairState.POSTPONED: _l("연기"),
    FairState.CANCELLED: _l("취소"),
}

KINDS: dict[FairState, str] = {
    FairState.DRAFT: "plain",
    FairState.PUBLISHED: "info",
    FairState.REGISTRATION_OPEN: "ok",
    FairState.BOOKING_OPEN: "ok",
    FairState.REGISTRATION_CLOSED: "wait",
    FairState.LIVE: "today",
    FairState.CLOSED: "brand",
    FairState.FOLLOW_UP: "brand",
    FairState.REPORTED: "brand",
    FairState.ARCHIVED: "plain",
    FairState.POSTPONED: "wait",
    FairState.CANCELLED: "stop",
}

PILLS: dict[FairState, tuple[Any, str]] = {
    state: (WORDS[state], KINDS[state]) for state in FairState
}

HOST_WORDS: dict[HostRole, Any] = {
    HostRole.HOST: _l("주최"),
    HostRole.COHOST: _l("공동 주최"),
    HostRole.SPONSOR: _l("후원"),
    HostRole.PROCESSOR: _l("위탁 운영"),
}

# What an organiser presses to bring a fair into a state.
MOVES: dict[FairState, Any] = {
    FairState.DRAFT: _l("준비 중으로 되돌리기"),
    FairState.PUBLISHED: _l("공개하기"),
    FairState.REGISTRATION_OPEN: _l("참가 신청 받기"),
    FairState.BOOKING_OPEN: _l("면접 예약 받기"),
    FairState.REGISTRATION_CLOSED: _l("참가 신청 마감하기"),
    FairState.LIVE: _l("지금 행사 시작하기"),
    FairState.CLOSED: _l("행사 마치기"),
    FairState.FOLLOW_UP: _l("사후관리 시작하기"),
    FairState.REPORTED: _l("결과보고 완료하기"),
    FairState.ARCHIVED: _l("보관하기"),
    FairState.POSTPONED: _l("연기하기"),
    FairState.CANCELLED: _l("행사 취소하기"),
}

# The same, where it is a step back.
MOVES_BACK: dict[tuple[FairState, FairState], Any] = {
    (FairState.BOOKING_OPEN, FairState.REGISTRATION_OPEN): _l("면접 예약 멈추기"),
    (FairState.REGISTRATION_CLOSED, FairState.REGISTRATION_OPEN): _l("신청만 다시 받기"),
    (FairState.REGISTRATION_CLOSED, FairState.BOOKING_OPEN): _l("신청·예약 다시 받기"),
    (FairState.LIVE, FairState.REGISTRATION_CLOSED): _l("시작을 되돌리기"),
    (FairState.CLOSED, FairState.LIVE): _l("행사 다시 열기"),
    (FairState.REPORTED, FairState.FOLLOW_UP): _l("사후관리로 되돌리기"),
    (FairState.POSTPONED, FairState.PUBLISHED): _l("다시 공개하기"),
    (FairState.POSTPONED, FairState.REGISTRATION_OPEN): _l("참가 신청 다시 받기"),
}


# Asked once more before they are pressed: what they end does not come back.
ASKED_TWICE = (FairState.CLOSED, FairState.POSTPONED, FairState.CANCELLED, FairState.ARCHIVED)


def press(start: FairState, end: FairState) -> Any:
    """The words of the button that brings a fair from one state to another."""
    return MOVES_BACK.get((start, end), MOVES[end])


def foretold(end: FairState) -> Any:
    """What somebody is told who is about to bring a fair into this state."""
    if end is FairState.CLOSED:
        return _l(
            "입장을 더 받지 않고, 줄을 선 번호와 남은 예약을 모두 끝내요."
            " 진행 중인 면접은 끝난 것으로 적혀요. 행사를 다시 열어도 줄과 예약은 돌아오지 않아요."
        )
    return CONSEQUENCES[end]


def is_onwards(start: FairState, end: FairState) -> bool:
    """Whether the way leads forwards; out of a postponement every way does."""
    order = list(FairState)
    return start is FairState.POSTPONED or order.index(end) > order.index(start)


# What follows from being in a state, for whoever is about to press.
CONSEQUENCES: dict[FairState, Any] = {
    FairState.DRAFT: _l("운영사무국만 볼 수 있어요."),
    FairState.PUBLISHED: _l("누구나 볼 수 있지만 신청은 아직 받지 않아요."),
    FairState.REGISTRATION_OPEN: _l("신청 기간 안에서 참가 신청을 받아요."),
    FairState.BOOKING_OPEN: _l("신청과 함께, 예약 기간 안에서 면접 예약도 받아요."),
    FairState.REGISTRATION_CLOSED: _l("온라인 신청은 닫고 면접 예약만 받아요."),
    FairState.LIVE: _l(
        "출입구에서 입장을 받아요. 기간과 상관없이 신청·예약도 행사 종료까지 받아요."
    ),
    FairState.CLOSED: _l("입장을 더 받지 않아요. 늦게 올라온 기록은 반영돼요."),
    FairState.FOLLOW_UP: _l("기업의 면접 결과와 채용 여부를 모아요."),
    FairState.REPORTED: _l("결과보고를 마친 박람회예요. 숫자는 계속 볼 수 있어요."),
    FairState.ARCHIVED: _l("공개 화면에서 내리고 보관해요. 되돌릴 수 없어요."),
    FairState.POSTPONED: _l(
        "신청은 그대로 두고 면접 예약을 취소해요. 모두에게 알려요. 새 날짜를 정한 뒤 다시 공개하면 그 날짜를 알려요."
    ),
    FairState.CANCELLED: _l(
        "신청·예약·입장을 모두 끝내고, 되돌릴 수 없어요. 신청한 분과 기업 모두에게 알려요."
    ),
}

# The parts of a fair by the name in their address: what one is called, how to add one.
PART_WORDS: dict[str, dict[str, Any]] = {
    "halls": {"one": _l("홀"), "add": _l("홀 더하기")},
    "gates": {"one": _l("출입구"), "add": _l("출입구 더하기")},
    "hosts": {"one": _l("주최·후원"), "add": _l("주최·후원 더하기")},
}
