"""What organisers write down about an outcome: whose word stands, what an employer said on the phone."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from festa.employers.forms import no_resident_number, on_one_line
from festa.interviews.due import WITH_DAY
from festa.interviews.evidence import Side, Source
from festa.interviews.hire_words import PROOF_WORDS, SIDE_WORDS, STANDING_WORDS
from festa.interviews.statement_models import ProofKind
from festa.interviews.states import HireStage, OutcomeResult

SAYABLE = (
    OutcomeResult.SECOND_ROUND,
    OutcomeResult.OFFERED,
    OutcomeResult.REJECTED,
    *HireStage,
)
LONG_ENOUGH = Length(max=200, message=_l("200자 안으로 적어 주세요."))


def _reason(label: Any, example: Any) -> StringField:
    return StringField(
        label,
        [InputRequired(_l("까닭을 적어 주세요.")), LONG_ENOUGH, no_resident_number],
        filters=[on_one_line],
        description=example,
    )


class SettleForm(FlaskForm):
    """Whose word stands, and why."""

    side = RadioField(
        _l("누구의 말이 맞나요?"),
        [InputRequired(_l("누구의 말이 맞는지 골라 주세요."))],
        choices=[(side, SIDE_WORDS[side]) for side in Side],
    )
    reason = _reason(_l("그렇게 본 까닭"), _l("예: 두 분과 통화해 입사일을 확인함"))


class RetractForm(FlaskForm):
    """Which statement is taken back, and why."""

    statement = IntegerField(validators=[InputRequired()])
    reason = _reason(_l("취소하는 까닭"), _l("예: 다른 지원자의 결과를 잘못 누름"))


class SayForm(FlaskForm):
    """What an employer said on the phone, or which paper an organiser saw."""

    source = RadioField(
        _l("무엇을 남기나요?"),
        choices=[
            (Source.EMPLOYER, _l("기업이 전화로 한 말")),
            (Source.DOCUMENT, _l("확인한 서류")),
        ],
        default=Source.EMPLOYER,
    )
    standing = SelectField(_l("내용"), choices=[(one, STANDING_WORDS[one]) for one in SAYABLE])
    day = DateField(
        _l("첫 출근일"), [Optional()], description=_l("입사 확정과 출근일 때만 골라 주세요.")
    )
    proof = SelectField(
        _l("서류"),
        choices=[("", _l("없음")), *((kind, PROOF_WORDS[kind]) for kind in ProofKind)],
        description=_l("서류는 눈으로만 확인하고 복사하거나 보관하지 마세요."),
    )

    def validate_proof(self, field: Any) -> None:
        """A paper has its kind, and proves a hire."""
        if self.source.data == Source.DOCUMENT and not field.data:
            raise ValidationError(_("어떤 서류인지 골라 주세요."))

    def validate_standing(self, field: Any) -> None:
        """A paper of employment says nothing about an interview."""
        if self.source.data == Source.DOCUMENT and field.data not in WITH_DAY:
            raise ValidationError(_("서류로는 입사 확정이나 출근만 남길 수 있어요."))
