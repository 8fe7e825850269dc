"""What applicants type, or what they should do instead."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from festa import clock
from festa.employers.business_number import EXPLAINED, NumberProblem, parse_business_number
from festa.employers.contact import parse_contact_phone, show_contact_phone
from festa.employers.participation import Mode
from festa.employers.words import EMPLOYMENT_WORDS, MODE_WORDS
from festa.fairs.models import Fair
from festa.forbidden import has_forbidden_number
from festa.formats import day, in_language
from festa.onboarding.models import EmployerApplication
from festa.onboarding.parts import JobWish
from festa.text import clean, plain

EARLIEST = date(1880, 1, 1)


def on_one_line(typed: str | None) -> str:
    """What was typed, with single spaces and without what nobody sees."""
    return clean(typed or "")


def as_address(typed: str | None) -> str:
    """An e-mail address as it is compared."""
    return plain(typed or "").lower()


def no_resident_number(form: FlaskForm, field: StringField) -> None:
    """Refuse a resident registration number wherever it is typed, and do not show it again."""
    if field.data and has_forbidden_number(field.data):
        field.data = ""
        raise ValidationError(_("주민등록번호는 적을 수 없어요. 지우고 다시 적어 주세요."))


def line(label: Any, letters: int, needed: Any = None, **more: Any) -> StringField:
    """A text on one line, which must be filled where a sentence says so."""
    checks = [DataRequired(needed)] if needed else [Optional()]
    most = Length(max=letters, message=_l("%(max)d자 안으로 적어 주세요."))
    return StringField(label, [*checks, most, no_resident_number], filters=[on_one_line], **more)


def email_field() -> EmailField:
    """An address to which mail goes."""
    return EmailField(
        _l("담당자 이메일"),
        [
            DataRequired(_l("이메일을 적어 주세요. 신청서를 이어서 쓰는 링크를 보내 드려요.")),
            Email(_l("이메일 주소를 읽을 수 없어요. name@example.com처럼 적어 주세요.")),
            Length(max=254, message=_l("이메일 주소가 너무 길어요.")),
        ],
        filters=[as_address],
    )


def number_field() -> StringField:
    """A business registration number as people type it."""
    return StringField(
        _l("사업자등록번호"),
        [InputRequired(str(EXPLAINED[NumberProblem.NUMBER_MISSING]))],
        description=_l("예: 123-45-67890. 하이픈이나 빈칸은 있어도 없어도 돼요."),
    )


class NumberForm(FlaskForm):
    """A business number and an address."""

    business_number = number_field()
    email = email_field()

    def validate_business_number(self, field: StringField) -> None:
        """Say which digits are missing or wrong."""
        number = parse_business_number(field.data)
        if isinstance(number, NumberProblem):
            if has_forbidden_number(field.data or ""):
                field.data = ""
            raise ValidationError(str(EXPLAINED[number]))

    @property
    def number(self) -> str:
        """The ten digits; only after validate()."""
        return str(parse_business_number(self.business_number.data))


class StartForm(NumberForm):
    """Which fair, which company, where to write to."""

    fair = RadioField(_l("박람회"), [InputRequired(_l("참가할 박람회를 골라 주세요."))])
    agreed = BooleanField(
        _l("담당자 개인정보의 수집·이용에 동의해요"),
        [InputRequired(_l("동의해 주셔야 신청을 받고 결과를 알려 드릴 수 있어요."))],
    )

    def offer(self, fairs: Iterable[Fair]) -> "StartForm":
        """Give the fairs that take applications."""
        self.fair.choices = [
            (fair.slug, f"{in_language(fair.city, fair.city_en)} · {day(fair.day)}")
            for fair in fairs
        ]
        return self


class CompanyForm(FlaskForm):
    """What stands on the certificate of registration."""

    name = line(_l("기업 이름"), 100, _l("사업자등록증의 상호를 적어 주세요."))
    chief = line(_l("대표자"), 60, _l("사업자등록증의 대표자를 적어 주세요."))
    founded_on = DateField(
        _l("개업일"),
        [InputRequired(_l("사업자등록증의 개업연월일을 골라 주세요."))],
        description=_l("사업자등록증의 ‘개업연월일’이에요."),
    )
    industry = line(_l("업종"), 60)
    address = line(_l("주소"), 160, _l("사업장 주소를 적어 주세요."))
    staff_count = IntegerField(
        _l("직원 수"), [Optional(), NumberRange(0, 1_000_000, _l("숫자로 적어 주세요."))]
    )

    def validate_founded_on(self, field: DateField) -> None:
        """A day on which something could have been opened."""
        if field.data and not EARLIEST <= field.data <= clock.today():
            raise ValidationError(_("개업일을 다시 확인해 주세요. 오늘보다 뒤일 수 없어요."))

    def values(self) -> dict[str, Any]:
        """The columns."""
        return {
            "name": self.name.data or "",
            "chief": self.chief.data or "",
            "founded_on": self.founded_on.data,
            "industry": self.industry.data or "",
            "address": self.address.data or "",
            "staff_count": self.staff_count.data,
        }


class TakingPartForm(FlaskForm):
    """How the company takes part, and whom to call."""

    mode = RadioField(
        _l("참가 형태"),
        [InputRequired(_l("현장 면접과 채용게시대 가운데 하나를 골라 주세요."))],
        choices=[(mode.value, MODE_WORDS[mode]) for mode in Mode],
        coerce=Mode,
    )
    tables_wanted = IntegerField(
        _l("면접 테이블 수"),
        [Optional(), NumberRange(1, 20, _l("1개부터 20개까지 적을 수 있어요."))],
        description=_l("현장 면접 기업만 적어 주세요. 면접관 한 사람에 하나예요."),
    )
    branch = line(
        _l("지점 이름"),
        40,
        description=_l("같은 사업자등록번호로 지점이 따로 참가할 때만 적어 주세요."),
    )
    contact_name = line(_l("담당자 이름"), 60, _l("담당자 이름을 적어 주세요."))
    contact_phone = StringField(
        _l("담당자 전화"),
        [DataRequired(_l("담당자 전화번호를 적어 주세요."))],
        filters=[on_one_line],
        description=_l("예: 010-1234-5678, 042-123-4567"),
    )

    @classmethod
    def of(cls, application: EmployerApplication) -> "TakingPartForm":
        """The form with what the application says."""
        form = cls(obj=application)
        if not form.is_submitted():
            form.contact_phone.data = show_contact_phone(application.contact_phone)
        return form

    def validate_contact_phone(self, field: StringField) -> None:
        """A number that rings in Korea."""
        if not parse_contact_phone(field.data):
            raise ValidationError(
                _("전화번호를 읽을 수 없어요. 042-123-4567처럼 번호 하나만 적어 주세요.")
            )

    def values(self) -> dict[str, Any]:
        """The columns; no tables on the posting board."""
        onsite = self.mode.data is Mode.ONSITE
        return {
            "mode": self.mode.data,
            "tables_wanted": (self.tables_wanted.data or 1) if onsite else 0,
            "branch": self.branch.data or "",
            "contact_name": self.contact_name.data or "",
            "contact_phone": parse_contact_phone(self.contact_phone.data),
        }


class JobWishForm(FlaskForm):
    """One job for which people are sought."""

    title = line(
        _l("일자리 이름"),
        100,
        _l("어떤 일자리인지 적어 주세요."),
        description=_l("예: 물류센터 재고관리"),
    )
    duty = line(_l("직무"), 60, _l("맡을 일을 적어 주세요."))
    employment_type = SelectField(
        _l("고용 형태"),
        [InputRequired(_l("고용 형태를 골라 주세요."))],
        choices=[("", _l("골라 주세요")), *EMPLOYMENT_WORDS.items()],
    )
    workplace = line(_l("근무지"), 100, _l("일할 곳을 적어 주세요."))
    openings = IntegerField(
        _l("모집 인원"),
        [
            InputRequired(_l("모집 인원을 적어 주세요.")),
            NumberRange(1, 999, _l("1명부터 999명까지 적을 수 있어요.")),
        ],
    )

    def wish(self) -> JobWish:
        """The job; only after validate()."""
        return JobWish(
            title=self.title.data or "",
            duty=self.duty.data or "",
            employment_type=str(self.employment_type.data),
            workplace=self.workplace.data or "",
            openings=self.openings.data or 1,
        )


class PaperForm(FlaskForm):
    """A file that proves the company."""

    file = FileField(
        _l("사업자등록증 파일"),
        [FileRequired(_l("파일을 골라 주세요."))],
        description=_l("PDF, JPG, PNG. 5MB까지 올릴 수 있어요."),
    )
