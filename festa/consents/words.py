"""What the purposes of consent texts are called, and when each is asked."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.consents.models import NAMING_AN_EMPLOYER, Purpose

WORDS: dict[Purpose, Any] = {
    Purpose.NOTICE: _l("필수정보 안내"),
    Purpose.OPTIONAL_DETAILS: _l("선택정보"),
    Purpose.THIRD_PARTY: _l("기업에 제공"),
    Purpose.TALENT_POOL: _l("인재풀"),
    Purpose.OUTCOME_TRACKING: _l("취업 여부 확인"),
    Purpose.MARKETING: _l("광고성 정보"),
    Purpose.SUPPORT_NEEDS: _l("편의지원(민감정보)"),
    Purpose.PHOTOGRAPHY: _l("사진·영상"),
}


def when_asked(purpose: Purpose) -> Any:
    """At which moment people read or answer this text."""
    if purpose is Purpose.NOTICE:
        return _l("신청할 때 보여 드려요")
    if purpose in NAMING_AN_EMPLOYER:
        return _l("기업마다 따로 물어봐요")
    return _l("신청할 때 선택으로 물어봐요")
