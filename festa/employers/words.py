"""What the states and kinds of employers and jobs are called, and which mark they carry."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.employers.models import (
    EmploymentType,
    ImpactFamily,
    JobState,
    ParticipationState,
    PayUnit,
    RecruiterRole,
)
from festa.employers.participation import Mode

WORDS: dict[StrEnum, Any] = {
    Mode.ONSITE: _l("직접참여"),
    Mode.POSTING_ONLY: _l("간접참여"),
    ParticipationState.APPLIED: _l("신청함"),
    ParticipationState.UNDER_REVIEW: _l("심사 중"),
    ParticipationState.NEEDS_FIX: _l("보완 필요"),
    ParticipationState.APPROVED: _l("참가 확정"),
    ParticipationState.REJECTED: _l("반려"),
    ParticipationState.BOOTH_ASSIGNED: _l("부스 배정"),
    ParticipationState.SET_UP: _l("입점"),
    ParticipationState.ABSENT: _l("당일 불참"),
    ParticipationState.REPORTING: _l("결과 제출 중"),
    ParticipationState.COMPLETED: _l("결과 제출 완료"),
    ParticipationState.CANCELLED: _l("참가 취소"),
    RecruiterRole.OWNER: _l("대표 담당자"),
    RecruiterRole.RECRUITER: _l("채용 담당자"),
    EmploymentType.PERMANENT: _l("정규직"),
    EmploymentType.CONTRACT: _l("계약직"),
    EmploymentType.PART_TIME: _l("시간제"),
    EmploymentType.DAILY: _l("일용직"),
    EmploymentType.FREELANCE: _l("프리랜서"),
    EmploymentType.INTERN: _l("인턴"),
    PayUnit.HOUR: _l("시급"),
    PayUnit.DAY: _l("일급"),
    PayUnit.MONTH: _l("월급"),
    PayUnit.YEAR: _l("연봉"),
    ImpactFamily.AI: _l("AI"),
    ImpactFamily.SOCIAL: _l("소셜"),
    ImpactFamily.PLATFORM: _l("플랫폼"),
    JobState.DRAFT: _l("작성 중"),
    JobState.SCREENING: _l("문구 점검"),
    JobState.POSTED: _l("게시 중"),
    JobState.FILLED: _l("채용 마감"),
    JobState.CLOSED: _l("내림"),
}

KINDS: dict[StrEnum, str] = {
    ParticipationState.APPLIED: "wait",
    ParticipationState.UNDER_REVIEW: "wait",
    ParticipationState.NEEDS_FIX: "stop",
    ParticipationState.APPROVED: "ok",
    ParticipationState.REJECTED: "stop",
    ParticipationState.BOOTH_ASSIGNED: "ok",
    ParticipationState.SET_UP: "today",
    ParticipationState.ABSENT: "stop",
    ParticipationState.REPORTING: "wait",
    ParticipationState.COMPLETED: "ok",
    ParticipationState.CANCELLED: "plain",
    JobState.DRAFT: "plain",
    JobState.SCREENING: "wait",
    JobState.POSTED: "ok",
    JobState.FILLED: "info",
    JobState.CLOSED: "plain",
}

# For status_pill(state, PILLS).
PILLS: dict[StrEnum, tuple[Any, str]] = {
    state: (WORDS[state], kind) for state, kind in KINDS.items()
}
