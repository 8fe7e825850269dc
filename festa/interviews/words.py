"""What the states of the interview floor are called, and which kind of mark they carry."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.audit.actor import ActorKind
from festa.interviews.models import TableMode
from festa.interviews.states import ApplicationState, BookingState, OutcomeResult, SlotState

WORDS: dict[StrEnum, Any] = {
    SlotState.OPEN: _l("예약 가능"),
    SlotState.BLOCKED: _l("차단"),
    SlotState.RELEASED: _l("현장 면접"),
    SlotState.CANCELLED: _l("지움"),
    TableMode.BOOKED: _l("예약제"),
    TableMode.WALK_IN: _l("현장제"),
    TableMode.MIXED: _l("혼합"),
    ApplicationState.APPLIED: _l("새 지원"),
    ApplicationState.SHORTLISTED: _l("서류 통과"),
    ApplicationState.ALTERNATE: _l("예비"),
    ApplicationState.DECLINED: _l("미선정"),
    ApplicationState.WITHDRAWN: _l("지원 취소"),
    BookingState.HELD: _l("응답 대기"),
    BookingState.SCHEDULED: _l("예약 확정"),
    BookingState.ARRIVED: _l("도착"),
    BookingState.WAITING: _l("대기 중"),
    BookingState.CALLED: _l("호출함"),
    BookingState.IN_PROGRESS: _l("면접 중"),
    BookingState.ON_HOLD: _l("호출 보류"),
    BookingState.COMPLETED: _l("면접 완료"),
    BookingState.NO_SHOW: _l("미응시"),
    BookingState.LAPSED: _l("기한 지남"),
    BookingState.RESCHEDULED: _l("시간 변경"),
    BookingState.CANCELLED_BY_SEEKER: _l("구직자 취소"),
    BookingState.CANCELLED_BY_EMPLOYER: _l("기업 취소"),
    BookingState.CANCELLED_BY_ORGANISER: _l("운영 취소"),
    OutcomeResult.PENDING: _l("결과 대기"),
    OutcomeResult.SECOND_ROUND: _l("2차 면접"),
    OutcomeResult.OFFERED: _l("합격"),
    OutcomeResult.REJECTED: _l("불합격"),
    OutcomeResult.POOLED: _l("인재풀 보관"),
}

KINDS: dict[StrEnum, str] = {
    SlotState.OPEN: "brand",
    SlotState.BLOCKED: "plain",
    SlotState.RELEASED: "info",
    SlotState.CANCELLED: "plain",
    ApplicationState.APPLIED: "today",
    ApplicationState.SHORTLISTED: "ok",
    ApplicationState.ALTERNATE: "wait",
    ApplicationState.DECLINED: "plain",
    ApplicationState.WITHDRAWN: "plain",
    BookingState.HELD: "wait",
    BookingState.SCHEDULED: "info",
    BookingState.ARRIVED: "info",
    BookingState.WAITING: "info",
    BookingState.CALLED: "today",
    BookingState.IN_PROGRESS: "today",
    BookingState.ON_HOLD: "wait",
    BookingState.COMPLETED: "ok",
    BookingState.NO_SHOW: "stop",
    BookingState.LAPSED: "plain",
    BookingState.RESCHEDULED: "plain",
    BookingState.CANCELLED_BY_SEEKER: "plain",
    BookingState.CANCELLED_BY_EMPLOYER: "plain",
    BookingState.CANCELLED_BY_ORGANISER: "plain",
    OutcomeResult.PENDING: "wait",
    OutcomeResult.SECOND_ROUND: "info",
    OutcomeResult.OFFERED: "ok",
    OutcomeResult.REJECTED: "plain",
    OutcomeResult.POOLED: "brand",
}

# For status_pill(state, PILLS).
PILLS: dict[StrEnum, tuple[Any, str]] = {
    state: (WORDS[state], kind) for state, kind in KINDS.items()
}

# For the narrow cells of a day's grid, beside the whole word for those who hear the page.
SHORT_WORDS: dict[SlotState, Any] = {
    SlotState.OPEN: _l("가능"),
    SlotState.BLOCKED: _l("차단"),
    SlotState.RELEASED: _l("현장"),
    SlotState.CANCELLED: _l("지움"),
}

# The buttons at a table, for each state in which an interview can be, and what they say.
B = BookingState
STEPS: dict[BookingState, tuple[BookingState, ...]] = {
    B.SCHEDULED: (B.CALLED, B.IN_PROGRESS, B.NO_SHOW),
    B.ARRIVED: (B.CALLED, B.IN_PROGRESS, B.NO_SHOW),
    B.WAITING: (B.CALLED, B.IN_PROGRESS, B.NO_SHOW),
    B.CALLED: (B.IN_PROGRESS, B.WAITING, B.NO_SHOW),
    B.ON_HOLD: (B.CALLED, B.NO_SHOW),
    B.IN_PROGRESS: (B.COMPLETED,),
}
STEP_WORDS: dict[BookingState, Any] = {
    B.CALLED: _l("호출"),
    B.WAITING: _l("호출 취소"),
    B.IN_PROGRESS: _l("면접 시작"),
    B.COMPLETED: _l("면접 완료"),
    B.NO_SHOW: _l("미응시"),
}

# Who made a change, where it was no colleague.
SIDE_WORDS: dict[ActorKind, Any] = {
    ActorKind.ACCOUNT: _l("운영사무국"),
    ActorKind.SEEKER: _l("구직자"),
    ActorKind.DEVICE: _l("현장 기기"),
    ActorKind.PROGRAM: _l("기업 프로그램"),
    ActorKind.VISITOR: _l("방문자"),
    ActorKind.SYSTEM: _l("자동"),
}
