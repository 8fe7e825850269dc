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
