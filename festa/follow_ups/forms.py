"""Where somebody found work and from which day; what staff saw of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from festa import clock
from festa.employers.forms import no_resident_number, on_one_line
from festa.follow_ups.models import Answer
from festa.interviews.hire_words import PROOF_WORDS, VIA_WORDS
from festa.interviews.models import Booking
from festa.interviews.statement_models import ProofKind, SaidVia
from festa.interviews.statements import LATEST_START

ELSEWHERE = "elsewhere"
NO_PROOF = ""


class AnswerForm(FlaskForm):
    """One of the buttons."""

    answer = SelectField(choices=[(answer, answer) for answer in Answer])


class HireForm(FlaskForm):
    """Where, and from which day."""

    where = RadioField(
        _l("어디에 취업하셨나요?"), [InputRequired(_l("취업하신 곳을 골라 주세요."))]
    )
    elsewhere = StringField(
        _l("다른 곳이라면 회사 이름"),
        [Length(max=100, message=_l("100자 안으로 적어 주세요.")), no_resident_number],
        filters=[on_one_line],
        description=_l("‘다른 곳’을 고르셨을 때만 적어 주세요."),
    )
    day = DateField(
        _l("첫 출근일"),
        [InputRequired(_l("첫 출근일을 골라 주세요. 예정일도 괜찮아요."))],
        description=_l("정확하지 않으면 가까운 날짜를 골라 주세요."),
    )

    def offer(self, talks: Sequence[Booking]) -> None:
        """Let those be chosen whom the person met, and any other."""
        names = {str(one.id): one.participation.employer.name for one in talks}
        self.first_day = talks[0].registration.fair.day if talks else clock.today()
        self.where.choices = [*names.items(), (ELSEWHERE, _("다른 곳"))]

    def validate_elsewhere(self, field: Any) -> None:
        """Another employer needs a name: without one a hire counts nowhere."""
        if self.where.data == ELSEWHERE and not field.data:
            raise ValidationError(_("회사 이름을 적어 주세요."))

    def validate_day(self, field: Any) -> None:
        """Between the fair and as far ahead as a first day is agreed."""
        if field.data and not self.first_day <= field.data <= clock.today() + LATEST_START:
            raise ValidationError(_("박람회 날부터 앞으로 180일 사이의 날짜를 골라 주세요."))

    @property
    def latest(self) -> Any:
        """The last day that may be chosen."""
        return clock.today() + timedelta(days=LATEST_START.days)


class DeskAnswerForm(AnswerForm):
    """The same told to staff: on the phone or in person."""

    via = SelectField(
        _l("어떻게 들으셨나요?"),
        choices=[(via, VIA_WORDS[via]) for via in (SaidVia.PHONE, SaidVia.DESK)],
    )


class DeskHireForm(HireForm):
    """The same told to staff, with the paper that they saw."""

    via = DeskAnswerForm.via
    proof = SelectField(
        _l("확인한 서류"),
        choices=[
            (NO_PROOF, _l("없음(말씀만 들음)")),
            *((kind, PROOF_WORDS[kind]) for kind in ProofKind),
        ],
        description=_l("서류는 눈으로만 확인하고 복사하거나 보관하지 마세요."),
    )
