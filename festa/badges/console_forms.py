"""What organisers choose before they print."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField
from wtforms.validators import InputRequired, NumberRange

from festa.badges.face import Layout
from festa.badges.lanyards import MOST_AT_ONCE
from festa.badges.models import BadgeKind, ReissueReason
from festa.badges.print_models import Which
from festa.badges.printing import Batch

KIND_WORDS: dict[BadgeKind, Any] = {
    BadgeKind.SEEKER: _l("구직자"),
    BadgeKind.RECRUITER: _l("기업 채용담당"),
    BadgeKind.STAFF: _l("운영 스태프"),
    BadgeKind.GUEST: _l("손님"),
}

LAYOUT_WORDS: dict[Layout, Any] = {
    Layout.A4_SHEET: _l("A4 한 장에 네 개"),
    Layout.A6: _l("A6 한 장에 하나"),
    Layout.A4_FOLD: _l("A4 접는 명찰"),
    Layout.LABEL_62: _l("라벨 62mm"),
    Layout.LABEL_4X3: _l("라벨 4×3인치"),
}
LAYOUTS = [(layout.value, word) for layout, word in LAYOUT_WORDS.items()]

WHICH_WORDS: dict[Which, Any] = {
    Which.UNPRINTED: _l("아직 뽑지 않은 것만"),
    Which.REISSUED: _l("다시 만들고 뽑지 않은 것만"),
    Which.PRINTED: _l("이미 뽑은 것만 한 번 더"),
    Which.ALL: _l("쓸 수 있는 명찰 모두"),
}
RUN_WORDS: dict[Which, Any] = WHICH_WORDS | {Which.BLANK: _l("이름 없는 목걸이")}

REASON_WORDS: dict[ReissueReason, Any] = {
    ReissueReason.LOST: _l("잃어버림"),
    ReissueReason.DAMAGED: _l("훼손"),
    ReissueReason.NAME_CHANGED: _l("이름 고침"),
    ReissueReason.SHARED: _l("다른 사람이 씀"),
    ReissueReason.PRINTER: _l("인쇄 오류"),
    ReissueReason.OTHER: _l("그 밖의 이유"),
    ReissueReason.LANYARD: _l("번호 목걸이로 바꿈"),
}
# Whoever makes a badge anew by hand gives one of these; a lanyard says so by itself.
ASKED_REASONS = {
    reason: word for reason, word in REASON_WORDS.items() if reason is not ReissueReason.LANYARD
}


class BatchForm(FlaskForm):
    """Which badges, on which paper."""

    kind = SelectField(
        _l("누구의 명찰"),
        choices=[(kind.value, word) for kind, word in KIND_WORDS.items()],
        coerce=BadgeKind,
    )
    layout = SelectField(_l("종이"), choices=LAYOUTS, coerce=Layout)
    which = RadioField(
        _l("어느 것을 뽑을까요?"),
        [InputRequired()],
        choices=[(which.value, word) for which, word in WHICH_WORDS.items()],
        default=Which.UNPRINTED.value,
    )

    def batch(self, fair_id: int) -> Batch:
        """The chosen badges of a fair."""
        return Batch(fair_id, self.kind.data, Which(self.which.data))


class BlankForm(FlaskForm):
    """How many lanyards are made ahead, on which paper."""

    count = IntegerField(
        _l("몇 개"),
        [
            InputRequired(_l("몇 개를 뽑을지 숫자로 적어 주세요.")),
            NumberRange(1, MOST_AT_ONCE, _l("1개에서 500개까지 한 번에 뽑을 수 있어요.")),
        ],
        default=40,
    )
    layout = SelectField(_l("종이"), choices=LAYOUTS, coerce=Layout)


class ReasonForm(FlaskForm):
    """Why the badge of somebody without a registration is made anew."""

    reason = SelectField(
        _l("다시 만드는 이유"),
        choices=[(reason.value, word) for reason, word in ASKED_REASONS.items()],
        coerce=ReissueReason,
    )
