"""The words with which employers, their part in a fair and their jobs are shown to people."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from festa.employers.models import (
    EmploymentType,
    ImpactFamily,
    Job,
    JobState,
    ParticipationState,
    PayUnit,
)
from festa.employers.participation import Mode
from festa.formats import won

MODE_WORDS: dict[Mode, Any] = {
    Mode.ONSITE: _l("현장 면접"),
    Mode.POSTING_ONLY: _l("채용게시대"),
}
MODE_KINDS: dict[Mode, str] = {Mode.ONSITE: "brand", Mode.POSTING_ONLY: "plain"}

PARTICIPATION_WORDS: dict[ParticipationState, Any] = {
    ParticipationState.APPLIED: _l("신청"),
    ParticipationState.UNDER_REVIEW: _l("심사 중"),
    ParticipationState.NEEDS_FIX: _l("보완 요청"),
    ParticipationState.APPROVED: _l("참가 확정"),
    ParticipationState.REJECTED: _l("반려"),
    ParticipationState.BOOTH_ASSIGNED: _l("부스 배정"),
    ParticipationState.SET_UP: _l("입점"),
    ParticipationState.ABSENT: _l("불참"),
    ParticipationState.REPORTING: _l("결과 제출 중"),
    ParticipationState.COMPLETED: _l("결과 제출 완료"),
    ParticipationState.CANCELLED: _l("취소"),
}
PARTICIPATION_KINDS: dict[ParticipationState, str] = {
    ParticipationState.APPLIED: "info",
    ParticipationState.UNDER_REVIEW: "info",
    ParticipationState.NEEDS_FIX: "wait",
    ParticipationState.APPROVED: "ok",
    ParticipationState.REJECTED: "stop",
    ParticipationState.BOOTH_ASSIGNED: "ok",
    ParticipationState.SET_UP: "ok",
    ParticipationState.ABSENT: "stop",
    ParticipationState.REPORTING: "wait",
    ParticipationState.COMPLETED: "brand",
    ParticipationState.CANCELLED: "stop",
}

JOB_WORDS: dict[JobState, Any] = {
    JobState.DRAFT: _l("작성 중"),
    JobState.SCREENING: _l("문구 점검"),
    JobState.POSTED: _l("게시"),
    JobState.FILLED: _l("채용 마감"),
    JobState.CLOSED: _l("내림"),
}
JOB_KINDS: dict[JobState, str] = {
    JobState.DRAFT: "plain",
    JobState.SCREENING: "wait",
    JobState.POSTED: "ok",
    JobState.FILLED: "brand",
    JobState.CLOSED: "plain",
}

EMPLOYMENT_WORDS: dict[EmploymentType, Any] = {
    EmploymentType.PERMANENT: _l("정규직"),
    EmploymentType.CONTRACT: _l("계약직"),
    EmploymentType.PART_TIME: _l("시간제"),
    EmploymentType.DAILY: _l("일용직"),
    EmploymentType.FREELANCE: _l("프리랜서"),
    EmploymentType.INTERN: _l("인턴"),
}

IMPACT_WORDS: dict[ImpactFamily, Any] = {
    ImpactFamily.AI: _l("AI 일자리"),
    ImpactFamily.SOCIAL: _l("소셜 일자리"),
    ImpactFamily.PLATFORM: _l("플랫폼 일자리"),
}

PAY_UNIT_WORDS: dict[PayUnit, Any] = {
    PayUnit.HOUR: _l("시급"),
    PayUnit.DAY: _l("일급"),
    PayUnit.MONTH: _l("월급"),
    PayUnit.YEAR: _l("연봉"),
}


def pay(job: Job) -> str:
    """월급 260만 원, 시급 10,320원; 급여는 면접 때 협의 where the posting names no amount."""
    if job.pay_amount is None:
        return _("급여는 면접 때 협의")
    return f"{PAY_UNIT_WORDS[job.pay_unit]} {won(job.pay_amount)}"


# What an organiser presses to bring an employer's part in a fair into a state.
PARTICIPATION_MOVES: dict[ParticipationState, Any] = {
    ParticipationState.UNDER_REVIEW: _l("심사 시작하기"),
    ParticipationState.NEEDS_FIX: _l("보완 요청하기"),
    ParticipationState.APPROVED: _l("참가 확정하기"),
    ParticipationState.REJECTED: _l("반려하기"),
    ParticipationState.SET_UP: _l("입점 확인하기"),
    ParticipationState.ABSENT: _l("불참으로 처리하기"),
    ParticipationState.REPORTING: _l("결과 제출 받기"),
    ParticipationState.COMPLETED: _l("결과 제출 완료하기"),
    ParticipationState.CANCELLED: _l("참가 취소하기"),
}

# What follows from being in a state, for whoever is about to press.
PARTICIPATION_CONSEQUENCES: dict[ParticipationState, Any] = {
    ParticipationState.UNDER_REVIEW: _l("신청 내용을 살펴보는 중이에요. 공개 화면에는 없어요."),
    ParticipationState.NEEDS_FIX: _l("기업 화면에 보완이 필요하다고 나와요."),
    ParticipationState.APPROVED: _l("공개 화면에 나오고 구직자가 지원할 수 있어요."),
    ParticipationState.REJECTED: _l("이 박람회에 참가하지 않아요. 다시 심사할 수 있어요."),
    ParticipationState.SET_UP: _l("담당자가 자리에 도착했어요."),
    ParticipationState.ABSENT: _l(
        "남은 면접이 모두 취소되고 구직자에게 문자가 가요. 늦게 오면 다시 입점으로 바꿀 수 있어요."
    ),
    ParticipationState.REPORTING: _l("면접 결과와 채용 여부를 받고 있어요."),
    ParticipationState.COMPLETED: _l("결과를 모두 받았어요."),
    ParticipationState.CANCELLED: _l(
        "공개 화면에서 내려가고, 남은 면접이 모두 취소되어 구직자에게 문자가 가요."
    ),
}
