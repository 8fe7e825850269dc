"""The outbox in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.messages.models import Channel, MessageState, Outcome

WORDS: dict[MessageState, Any] = {
    MessageState.WAITING: _l("보내기 대기"),
    MessageState.SENDING: _l("보내는 중"),
    MessageState.SENT: _l("보냄"),
    MessageState.FAILED: _l("보내지 못함"),
    MessageState.DROPPED: _l("보내지 않음"),
}
PILLS: dict[MessageState, tuple[Any, str]] = {
    MessageState.WAITING: (WORDS[MessageState.WAITING], "wait"),
    MessageState.SENDING: (WORDS[MessageState.SENDING], "info"),
    MessageState.SENT: (WORDS[MessageState.SENT], "ok"),
    MessageState.FAILED: (WORDS[MessageState.FAILED], "stop"),
    MessageState.DROPPED: (WORDS[MessageState.DROPPED], "plain"),
}
CHANNELS: dict[Channel, Any] = {Channel.SMS: _l("문자"), Channel.EMAIL: _l("이메일")}
TEMPLATES: dict[str, Any] = {
    "one_time_code": _l("인증번호"),
    "registration_confirmed": _l("참가 확정 안내"),
    "registration_waitlisted": _l("대기 접수 안내"),
    "registration_moved_up": _l("대기 뒤 참가 확정 안내"),
    "survey_invitation": _l("설문 부탁"),
    "registration_offered": _l("빈자리 제안"),
    "registration_offer_lapsed": _l("빈자리 제안 기한 지남"),
    "phone_changed": _l("연락처 변경 안내"),
    "registration_cancelled": _l("참가 취소 안내"),
    "fair_reminder_week": _l("일주일 전 알림"),
    "fair_reminder_eve": _l("하루 전 알림"),
    "fair_reminder_morning": _l("당일 아침 알림"),
    "fair_cancelled": _l("박람회 취소 안내"),
    "fair_postponed": _l("박람회 연기 안내"),
    "fair_resumed": _l("박람회 새 일정 안내"),
    "fair_changed": _l("박람회 변경 안내"),
    "employer_fair_cancelled": _l("기업용 박람회 취소 안내"),
    "employer_fair_postponed": _l("기업용 박람회 연기 안내"),
    "employer_fair_resumed": _l("기업용 박람회 새 일정 안내"),
    "employer_fair_changed": _l("기업용 박람회 변경 안내"),
    "interview_booked": _l("면접 예약 안내"),
    "interview_called": _l("면접 호출 안내"),
    "interview_cancelled": _l("면접 취소 안내"),
    "interview_moved": _l("면접 시간 변경 안내"),
    "interview_invited": _l("면접 초대"),
    "interview_lapsed": _l("면접 초대 기한 지남 안내"),
    "pool_granted": _l("인재풀 동의 확인"),
    "recommendation_asked": _l("상담사 추천 안내"),
    "interview_employer_left": _l("기업 불참 안내"),
    "application_employer_left": _l("기업 참가 취소 안내"),
    "employer_interview_ended": _l("기업용 면접 취소 안내"),
    "application_moved_up": _l("예비 순번 안내"),
    "application_declined": _l("서류 결과 안내"),
    "employer_moved_up": _l("기업용 예비 순번 안내"),
    "queue_called": _l("대기 번호 호출"),
    "queue_on_hold": _l("대기 번호 보류 안내"),
    "queue_missed": _l("대기 종료 안내"),
    "queue_employer_left": _l("기업 사정으로 대기 종료 안내"),
    "queue_late": _l("면접 지연 안내"),
    "employer_outcomes_due": _l("기업용 결과 남기기 부탁"),
    "follow_up_question": _l("그 뒤 소식 질문"),
    "employer_invitation": _l("기업용 면접 초대 답 안내"),
    "employer_application_link": _l("기업 신청서 링크"),
    "employer_application_received": _l("기업 신청 접수 안내"),
    "employer_application_needs_fix": _l("기업 신청 보완 요청"),
    "employer_application_approved": _l("기업 참가 확정 안내"),
    "employer_application_rejected": _l("기업 신청 반려 안내"),
    "employer_team_invitation": _l("기업 팀 초대"),
    "resume_receipt": _l("이력서 접수증"),
    "resume_collected": _l("이력서 전달 안내"),
    "resume_arrived": _l("기업용 이력서 도착 안내"),
    "resume_due": _l("기업용 이력서 답변 기한 안내"),
    "resume_link": _l("기업용 이력서함 새 링크"),
    "resume_offered": _l("이력서 전달 제안"),
    "resume_ended": _l("기업용 이력서 파기 요청"),
}

ATTEMPTS: dict[Outcome, tuple[Any, str]] = {
    Outcome.STARTED: (_l("보내는 중"), "info"),
    Outcome.SENT: (_l("받음"), "ok"),
    Outcome.POSTPONED: (_l("나중에 다시"), "wait"),
    Outcome.REFUSED: (_l("거절됨"), "stop"),
    Outcome.LOST: (_l("보내던 중 멈춤"), "wait"),
}
# What stands in the rows, in words; whatever a gateway or mail server called it stays as it is.
PROBLEMS: dict[str, Any] = {
    "timeout": _l("응답이 오지 않음"),
    "lapsed": _l("때가 지남"),
    "no longer true": _l("그사이 바뀌어 보내지 않음"),
    "erased": _l("개인정보 파기"),
    "worker ended while sending": _l("보내던 프로그램이 멈춤"),
}


def problem_word(problem: str) -> Any:
    """A problem for organisers: words where there are any, else the road's own code."""
    return _l("연결 끊김") if problem.startswith("connection:") else PROBLEMS.get(problem, problem)
