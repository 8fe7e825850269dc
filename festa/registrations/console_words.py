"""Words and kinds of what the console shows beside a registration."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.badges.models import BadgeState
from festa.consents.models import ConsentMethod, ConsentState
from festa.registrations.states import RegistrationState

# The states by which people are listed, in the order in which organisers ask for them.
TABS = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.SUBMITTED,
    RegistrationState.CANCELLED,
    RegistrationState.REJECTED,
)

BADGE_PILLS: dict[BadgeState, tuple[Any, str]] = {
    BadgeState.ACTIVE: (_l("사용 중"), "ok"),
    BadgeState.SUPERSEDED: (_l("재발급으로 무효"), "plain"),
    BadgeState.REVOKED: (_l("사용 중지"), "stop"),
    BadgeState.EXPIRED: (_l("기간 만료"), "plain"),
    BadgeState.ALSO_VALID: (_l("함께 사용 중"), "ok"),
}

CONSENT_PILLS: dict[ConsentState, tuple[Any, str]] = {
    ConsentState.PRESENTED: (_l("보여 드림"), "plain"),
    ConsentState.GRANTED: (_l("동의함"), "ok"),
    ConsentState.DECLINED: (_l("동의하지 않음"), "plain"),
    ConsentState.WITHDRAWN: (_l("철회"), "wait"),
    ConsentState.EXPIRED: (_l("기간 만료"), "plain"),
    ConsentState.DESTROYED: (_l("파기"), "plain"),
}

METHOD_WORDS: dict[ConsentMethod, Any] = {
    ConsentMethod.WEB: _l("온라인"),
    ConsentMethod.STAFF_TABLET: _l("태블릿"),
    ConsentMethod.EMPLOYER_TABLET: _l("기업 태블릿"),
    ConsentMethod.SPOKEN: _l("읽어 드리고 들음"),
    ConsentMethod.PHONE: _l("전화"),
    ConsentMethod.PAPER: _l("종이 동의서"),
}

# The gate's colours as the kinds of the console.
SCAN_TONES: dict[str, str] = {
    "admitted": "ok",
    "attention": "wait",
    "other_city": "info",
    "refused": "stop",
    "waiting": "wait",
}
