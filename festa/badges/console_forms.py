"""What organisers choose before they print."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired

from festa.badges.face import Layout
from festa.badges.models import BadgeKind, ReissueReason
from festa.badges.printing import Batch

KIND_WORDS: dict[BadgeKind, Any] = {
    BadgeKind.SEEKER: _l("구직자"),
    BadgeKind.RECRUITER: _l("기업 채용담당"),
    BadgeKind.STAFF: _l("운영 스태프"),
    BadgeKind.GUEST: _l("손님"),
}
PRINTED_HERE = (BadgeKind.SEEKER, BadgeKind.RECRUITER, BadgeKind.STAFF)

LAYOUT_WORDS: dict[Layout, Any] = {
    Layout.A4_SHEET: _l("A4 한 장에 네 개"),
    Layout.A6: _l("A6 한 장에 하나"),
    Layout.A4_FOLD: _l("A4 접는 명찰"),
    Layout.LABEL_62: _l("라벨 62mm"),
    Layout.LABEL_4X3: _l("라벨 4×3인치"),
}

REASON_WORDS: dict[ReissueReason, Any] = {
    ReissueReason.LOST: _l("잃어버림"),
    ReissueReason.DAMAGED: _l("훼손"),
    ReissueReason.NAME_CHANGED: _l("이름 고침"),
    ReissueReason.SHARED: _l("다른 사람이 씀"),
    ReissueReason.PRINTER: _l("인쇄 오류"),
    ReissueReason.OTHER: _l("그 밖의 이유"),
}


class BatchForm(FlaskForm):
    """Which badges, on which paper."""

    kind = SelectField(
        _l("누구의 명찰"),
        choices=[(kind.value, KIND_WORDS[kind]) for kind in PRINTED_HERE],
        coerce=BadgeKind,
    )
    layout = SelectField(
        _l("종이"),
        choices=[(layout.value, word) for layout, word in LAYOUT_WORDS.items()],
        coerce=Layout,
    )
    which = RadioField(
        _l("어느 것을 뽑을까요?"),
        [InputRequired()],
        choices=[("unprinted", _l("아직 뽑지 않은 것만")), ("all", _l("쓸 수 있는 명찰 모두"))],
        default="unprinted",
    )

    def batch(self, fair_id: int) -> Batch:
        """The chosen badges of a fair."""
        return Batch(fair_id, self.kind.data, self.which.data == "unprinted")


class ReasonForm(FlaskForm):
    """Why the badge of somebody who works at the fair is made anew."""

    reason = SelectField(
        _l("다시 만드는 이유"),
        choices=[(reason.value, word) for reason, word in REASON_WORDS.items()],
        coerce=ReissueReason,
    )
