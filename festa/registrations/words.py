"""The words and kinds with which people are told where a registration stands."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.registrations.models import Via
from festa.registrations.states import RegistrationState

WORDS: dict[RegistrationState, Any] = {
    RegistrationState.DRAFT: _l("작성 중"),
    RegistrationState.SUBMITTED: _l("신청 완료"),
    RegistrationState.CONFIRMED: _l("참가 확정"),
    RegistrationState.WAITLISTED: _l("대기"),
    RegistrationState.CANCELLED: _l("취소"),
    RegistrationState.REJECTED: _l("반려"),
    RegistrationState.ERASED: _l("삭제"),
    RegistrationState.MERGED: _l("다른 신청에 합쳐짐"),
}

KINDS: dict[RegistrationState, str] = {
    RegistrationState.DRAFT: "plain",
    RegistrationState.SUBMITTED: "info",
    RegistrationState.CONFIRMED: "ok",
    RegistrationState.WAITLISTED: "wait",
    RegistrationState.CANCELLED: "plain",
    RegistrationState.REJECTED: "stop",
    RegistrationState.ERASED: "plain",
    RegistrationState.MERGED: "plain",
}

PILLS: dict[RegistrationState, tuple[Any, str]] = {
    state: (WORDS[state], KINDS[state]) for state in RegistrationState
}

VIA_WORDS: dict[Via, Any] = {
    Via.WEB: _l("온라인"),
    Via.WALK_IN: _l("현장"),
    Via.IMPORT: _l("명단"),
    Via.PROXY: _l("대리"),
}
