"""What staff copy from paper slips."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired

from festa import clock
from festa.consents.models import ASKED_AT_REGISTRATION, Purpose
from festa.fairs.at_the_door import GateChoice, why_not_then
from festa.fairs.models import Fair
from festa.registrations.desk_forms import WalkInForm
from festa.registrations.slip_models import VoidReason

VOID_WORDS: dict[VoidReason, Any] = {
    VoidReason.UNUSED: _l("쓰지 않음"),
    VoidReason.SPOILED: _l("잘못 씀·찢어짐"),
    VoidReason.LOST: _l("잃어버림"),
    VoidReason.WITHDRAWN: _l("본인이 거둠"),
}
HOUR_AND_MINUTE = "%Y-%m-%dT%H:%M"
SLACK = timedelta(minutes=5)  # clocks on walls differ


class NumberForm(FlaskForm):
    """The number of a slip, scanned or typed."""

    number = StringField(
        _l("신청서 번호"),
        [InputRequired(_l("신청서 번호 여섯 자리를 적거나 QR을 비춰 주세요."))],
    )


class VoidForm(FlaskForm):
    """Why a slip is struck out."""

    reason = SelectField(
        _l("무효로 적는 이유"),
        choices=[(reason.value, word) for reason, word in VOID_WORDS.items()],
        coerce=VoidReason,
    )


class _Written:
    """The moment on the paper, in Korean time."""

    printed_at: datetime | None = None
    written_at = DateTimeLocalField(
        _l("종이에 적은 때"),
        [InputRequired(_l("종이에 적힌 날짜와 시각을 적어 주세요."))],
        format=[HOUR_AND_MINUTE, "%Y-%m-%d %H:%M"],
    )

    def validate_written_at(self, field: DateTimeLocalField) -> None:
        """Nobody wrote on a paper before it was printed, or later than now."""
        if field.data is None:
            return
        written = self.moment()
        printed = self.printed_at
        if written > clock.now() + SLACK:
            raise ValidationError(_("아직 오지 않은 때예요. 종이에 적힌 시각을 다시 봐 주세요."))
        if printed is not None and written < printed - SLACK:
            raise ValidationError(_("이 종이를 뽑기 전이에요. 종이에 적힌 시각을 다시 봐 주세요."))

    def moment(self) -> datetime:
        """The moment as aware UTC; only after validate()."""
        typed = self.written_at.data
        assert typed is not None
        return clock.at(typed.date(), typed.time())


class WalkInSlipForm(_Written, GateChoice, WalkInForm):
    """The four fields of a walk-in slip and its ticks; how it was said stands on the paper.

    Whoever fills one in stands at the door: that they came is entered with it, where it can be.
    """

    method = None  # type: ignore[assignment]
    came_in = BooleanField(_l("이때 행사장에 들어오셨어요"), default=True)
    fair: Fair

    def validate_came_in(self, field: BooleanField) -> None:
        """Nobody came in while the doors were shut."""
        if field.data and self.written_at.data and why_not_then(self.fair, self.moment()):
            raise ValidationError(
                _("문이 열려 있던 때가 아니에요. 적은 때를 고치거나 입장 표시를 지워 주세요.")
            )

    @property
    def needs_gate(self) -> bool:
        """Only of whoever came in."""
        return bool(self.came_in.data)


class ConsentSlipForm(_Written, FlaskForm):
    """Whose consent slip it is, and its ticks."""

    who = StringField(
        _l("명찰 번호 또는 휴대전화"),
        [InputRequired(_l("종이에 적힌 명찰 번호나 휴대전화 번호를 적어 주세요."))],
    )
    optional_details = BooleanField()
    support_needs = BooleanField()
    outcome_tracking = BooleanField()
    photography = BooleanField()
    marketing = BooleanField()

    def choices(self) -> dict[Purpose, bool]:
        """What was ticked."""
        return {purpose: bool(self[purpose.value].data) for purpose in ASKED_AT_REGISTRATION}


def choices_on(form: Any, purposes: Collection[Purpose]) -> dict[Purpose, bool]:
    """What was ticked, of what the paper asks."""
    return {purpose: said for purpose, said in form.choices().items() if purpose in purposes}
