"""The forms of the employer's side."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from festa.employers.jobs import JobDetails
from festa.employers.models import EmploymentType, ImpactFamily, Job, JobState, PayUnit
from festa.employers.pay import EXPLAINED, PayProblem, parse_pay
from festa.employers.words import EMPLOYMENT_WORDS, IMPACT_WORDS, PAY_UNIT_WORDS
from festa.forbidden import has_forbidden_number
from festa.text import clean, seen


def needed(sentence: Any) -> list[Any]:
    """A field that must be filled, with the sentence that says so."""
    return [InputRequired(sentence)]


def at_most(letters: int) -> Length:
    """A field that holds so many letters."""
    return Length(max=letters, message=_l("%(letters)s자 안으로 적어 주세요.", letters=letters))


def no_resident_number(form: FlaskForm, field: StringField) -> None:
    """Refuse a resident registration number wherever it is typed, and do not show it again."""
    if field.data and has_forbidden_number(field.data):
        field.data = ""
        raise ValidationError(_("주민등록번호는 적을 수 없어요. 지우고 다시 적어 주세요."))


def on_one_line(text: str | None) -> str:
    """What was typed, with single spaces."""
    return clean(text or "")


def typed(field: StringField) -> str:
    """What was typed; empty where nothing was."""
    return field.data or ""


class JobForm(FlaskForm):
    """One posting."""

    title = StringField(
        _l("공고 제목"),
        [*needed(_l("공고 제목을 적어 주세요.")), at_most(100), no_resident_number],
        description=_l("예: 물류센터 재고관리 담당 모집"),
        filters=[on_one_line],
    )
    duty = StringField(
        _l("직무"),
        [*needed(_l("맡을 일을 적어 주세요.")), at_most(60), no_resident_number],
        description=_l("예: 재고관리, 고객상담, 데이터 라벨링"),
        filters=[on_one_line],
    )
    employment_type = SelectField(
        _l("고용 형태"),
        needed(_l("고용 형태를 골라 주세요.")),
        choices=[("", _l("골라 주세요")), *EMPLOYMENT_WORDS.items()],
        validate_choice=False,
    )
    impact_family = SelectField(
        _l("분야"),
        choices=[("", _l("해당 없음")), *IMPACT_WORDS.items()],
        description=_l("프로그램이 교육하는 세 분야 가운데 하나라면 골라 주세요."),
    )
    workplace = StringField(
        _l("근무지"),
        [*needed(_l("일할 곳을 적어 주세요.")), at_most(100), no_resident_number],
        description=_l("시·도부터 적어 주세요. 예: 대전광역시 유성구 엑스포로 107"),
        filters=[on_one_line],
    )
    pay_unit = SelectField(
        _l("급여 단위"), choices=list(PAY_UNIT_WORDS.items()), default=PayUnit.MONTH
    )
    pay = StringField(
        _l("급여(원)"),
        [at_most(20)],
        description=_l("예: 2600000 또는 260만. 비워 두면 ‘급여는 면접 때 협의’로 보여요."),
        filters=[on_one_line],
    )
    hours = StringField(
        _l("근무 시간"),
        [at_most(100), no_resident_number],
        description=_l("예: 월~금 09:00~18:00, 주 40시간"),
        filters=[on_one_line],
    )
    openings = IntegerField(
        _l("모집 인원"),
        [
            *needed(_l("몇 명을 뽑는지 숫자로 적어 주세요.")),
            NumberRange(1, 999, _l("1명부터 999명까지 적을 수 있어요.")),
        ],
        default=1,
    )
    preferred = StringField(
        _l("우대 사항"),
        [at_most(300), no_resident_number],
        description=_l("예: 지게차 면허, 유사 업무 경험"),
        filters=[on_one_line],
    )
    about = TextAreaField(
        _l("하는 일과 근무 조건"),
        [at_most(4000), no_resident_number],
        filters=[lambda text: seen(text or "").strip()],
    )
    amount: int | None = None

    def validate_employment_type(self, field: SelectField) -> None:
        """One of the kinds that there are."""
        if field.data and field.data not in set(EmploymentType):
            raise ValidationError(_("고용 형태를 골라 주세요."))

    def validate_pay(self, field: StringField) -> None:
        """An amount that somebody could be paid, or nothing."""
        unit = PayUnit(self.pay_unit.data) if self.pay_unit.data in set(PayUnit) else PayUnit.MONTH
        amount = parse_pay(typed(field), unit)
        if isinstance(amount, PayProblem):
            raise ValidationError(str(EXPLAINED[amount]))
        self.amount = amount

    @classmethod
    def of(cls, job: Job) -> "JobForm":
        """The form with what the posting says now."""
        return cls(obj=job, pay=f"{job.pay_amount:,}" if job.pay_amount else "")

    @property
    def details(self) -> JobDetails:
        """What was typed, once it is valid."""
        family = self.impact_family.data
        return JobDetails(
            title=typed(self.title),
            duty=typed(self.duty),
            employment_type=EmploymentType(self.employment_type.data),
            workplace=typed(self.workplace),
            pay_amount=self.amount,
            pay_unit=PayUnit(self.pay_unit.data),
            hours=typed(self.hours),
            openings=self.openings.data or 1,
            preferred=typed(self.preferred),
            about=typed(self.about),
            impact_family=ImpactFamily(family) if family else None,
        )


class JobStateForm(FlaskForm):
    """To which state a posting goes."""

    state = SelectField(choices=[(state, state) for state in JobState])
