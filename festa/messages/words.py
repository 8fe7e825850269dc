"""The outbox in words."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.messages.models import Channel, MessageState

WORDS: dict[MessageState, Any] = {
    MessageState.WAITING: _l("보내기 대기"),
    MessageState.SENT: _l("보냄"),
    MessageState.FAILED: _l("보내지 못함"),
}
PILLS: dict[MessageState, tuple[Any, str]] = {
    MessageState.WAITING: (WORDS[MessageState.WAITING], "wait"),
    MessageState.SENT: (WORDS[MessageState.SENT], "ok"),
    MessageState.FAILED: (WORDS[MessageState.FAILED], "stop"),
}
CHANNELS: dict[Channel, Any] = {Channel.SMS: _l("문자"), Channel.EMAIL: _l("이메일")}
TEMPLATES: dict[str, Any] = {
    "one_time_code": _l("인증번호"),
    "registration_confirmed": _l("참가 확정 안내"),
    "registration_waitlisted": _l("대기 접수 안내"),
    "registration_cancelled": _l("참가 취소 안내"),
    "interview_booked": _l("면접 예약 안내"),
    "interview_called": _l("면접 호출 안내"),
    "interview_cancelled": _l("면접 취소 안내"),
    "interview_moved": _l("면접 시간 변경 안내"),
}
