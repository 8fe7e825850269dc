"""The words with which accounts and duties are shown to people."""

from typing import Any

from flask_babel import lazy_gettext as _l

from festa.accounts.models import StaffDuty
from festa.permissions import Role

ROLE_WORDS: dict[Role, Any] = {
    Role.ORGANISER: _l("운영사무국"),
    Role.STAFF: _l("현장 스태프"),
    Role.RECRUITER: _l("기업 채용담당"),
    Role.SEEKER: _l("구직자"),
}

DUTY_WORDS: dict[StaffDuty, Any] = {
    StaffDuty.GATE: _l("출입구"),
    StaffDuty.DESK: _l("안내 데스크"),
    StaffDuty.SUPERVISOR: _l("현장 책임"),
    StaffDuty.CONSULTANT: _l("직업상담사"),
}
