"""The forms of registering: what people type, read into values or told what to do."""

import re
from collections.abc import Sequence
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from festa import clock
from festa.consents.models import Purpose
from festa.fairs.models import Fair
from festa.forbidden import has_forbidden_number
from festa.registrations.details import Details
from festa.registrations.steps import Answers
from festa.seekers import identity
from festa.seekers.choices import (
    COURSES,
    MOST_WISHES,
    MOST_YEARS,
    PROVINCES,
    WORK,
)
from festa.seekers.choices import choices as words
from festa.seekers.identity import IdentityProblem
from festa.seekers.models import Seeker
from festa.text import clean, plain, seen

LONGEST_DISTRICT = 30
NUMBER = re.compile(r"[0-9]+")
T = TypeVar("T")


def read(value: T | IdentityProblem) -> T:
    """The value, or what is wrong with it as the message of its field."""
    if isinstance(value, IdentityProblem):
        raise ValidationError(str(identity.EXPLAINED[value]))
    return value


def no_resident_number(form: FlaskForm, field: StringField) -> None:
    """Refuse a resident registration number wherever it is typed, and do not show it again."""
    if field.data and has_forbidden_number(field.data):
        field.data = ""
        raise ValidationError(_("주민등록번호는 받지 않아요. 지우고 다시 적어 주세요."))


class FairsForm(FlaskForm):
    """Which fairs; several at once."""

    fairs = SelectMultipleField(_l("참가할 박람회"), validate_choice=False)

    def validate_fairs(self, field: SelectMultipleField) -> None:
        """At least one, and only those that can be chosen now."""
        if not field.data:
            raise ValidationError(_("참가할 박람회를 하나 이상 골라 주세요."))
        if set(field.data) - values(field):
            raise ValidationError(
                _("고른 박람회 가운데 지금은 신청할 수 없는 곳이 있어요. 다시 골라 주세요.")
            )


class ConsentsForm(FlaskForm):
    """Which texts were on the screen, and to which of them somebody says yes."""

    shown = SelectMultipleField(coerce=int, validate_choice=False)
    granted = SelectMultipleField(coerce=int, validate_choice=False)


class ResumeForm(FlaskForm):
    """Who began on another phone."""

    name = StringField(_l("이름"), [no_resident_number])
    phone = TelField(_l("휴대전화"), [no_resident_number])

    def validate_name(self, field: StringField) -> None:
        """A name as names are."""
        read(identity.parse_name(field.data))

    def validate_phone(self, field: TelField) -> None:
        """A number that gets text messages."""
        read(identity.parse_mobile(field.data))

    def person(self) -> tuple[str, str]:
        """Name and number in one shape; only after the form was found valid."""
        name, phone = identity.parse_name(self.name.data), identity.parse_mobile(self.phone.data)
        return str(name), str(phone)


class YouForm(FlaskForm):
    """Name, mobile, year of birth and home: the notice's items and nothing else."""

    name = StringField(
        _l("이름"),
        [InputRequired(_l("이름이 비어 있어요. 이름을 적어 주세요.")), no_resident_number],
    )
    phone = TelField(
        _l("휴대전화"),
        [
            InputRequired(_l("휴대전화 번호가 비어 있어요. 010으로 시작하는 번호를 적어 주세요.")),
            no_resident_number,
        ],
    )
    birth_year = StringField(
        _l("태어난 해"),
        [
            InputRequired(_l("태어난 해가 비어 있어요. 1971처럼 네 자리로 적어 주세요.")),
            no_resident_number,
        ],
    )
    province = SelectField(
        _l("사는 시·도"),
        [InputRequired(_l("사는 시·도를 골라 주세요."))],
        validate_choice=False,
    )
    district = StringField(
        _l("시·군·구"),
        [
            Length(max=LONGEST_DISTRICT, message=_l("시·군·구 이름만 30자 안으로 적어 주세요.")),
            no_resident_number,
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.province.choices = [("", _("골라 주세요")), *words(PROVINCES)]

    def validate_name(self, field: StringField) -> None:
        """A name of letters."""
        read(identity.parse_name(field.data))

    def validate_phone(self, field: StringField) -> None:
        """A mobile number that can take a message."""
        read(identity.parse_mobile(field.data))

    def validate_birth_year(self, field: StringField) -> None:
        """A year that makes 15 to 100 years."""
        if read(identity.parse_birth_year(field.data, clock.today())) is None:
            raise ValidationError(str(identity.EXPLAINED[IdentityProblem.YEAR_ABSURD]))

    def validate_province(self, field: SelectField) -> None:
        """One of the provinces."""
        if field.data not in {value for value, _label in words(PROVINCES)}:
            raise ValidationError(_("사는 시·도를 골라 주세요."))

    def fill_in(self, answers: Answers) -> None:
        """Put the values that were read into the answers."""
        answers.name = read(identity.parse_name(self.name.data))
        answers.phone = read(identity.parse_mobile(self.phone.data))
        answers.birth_year = read(identity.parse_birth_year(self.birth_year.data, clock.today()))
        answers.province = self.province.data
        answers.district = clean(self.district.data or "")


class DetailsForm(FlaskForm):
    """Wished work, experience, courses and support; each shown only with its consent."""

    wished_work = SelectMultipleField(_l("하고 싶은 일"), validate_choice=False)
    other_work = StringField(
        _l("다른 일이라면 적어 주세요"),
        [Length(max=30, message=_l("30자 안으로 적어 주세요.")), no_resident_number],
    )
    experience_years = StringField(_l("일한 기간(년)"))
    courses = SelectMultipleField(_l("마친 AI 교육과정"), validate_choice=False)
    support_needs = TextAreaField(
        _l("도움이 필요한 것"),
        [Length(max=300, message=_l("300자 안으로 적어 주세요.")), no_resident_number],
    )

    def __init__(self, *args: Any, granted: set[Purpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Purpose.OPTIONAL_DETAILS not in granted:
            del self.wished_work, self.other_work, self.experience_years, self.courses
        else:
            self.wished_work.choices = words(WORK)
            self.courses.choices = words(COURSES)
        if Purpose.SUPPORT_NEEDS not in granted:
            del self.support_needs

    def validate_wished_work(self, field: SelectMultipleField) -> None:
        """Three at most, counting what was written."""
        if len(self._wishes()) > MOST_WISHES:
            raise ValidationError(
                _("하고 싶은 일은 세 가지까지 고를 수 있어요. 몇 개를 빼 주세요.")
            )

    def validate_experience_years(self, field: StringField) -> None:
        """A number of years somebody can have worked, or nothing."""
        if plain(field.data or "") and self._years() is None:
            raise ValidationError(_("0부터 60 사이의 숫자로 적어 주세요. 예: 15"))

    def details(self) -> Details:
        """What was said, for the fields that were there."""
        return Details(
            wished_work=tuple(self._wishes()) if self.wished_work else (),
            experience_years=self._years() if self.experience_years else None,
            courses=tuple(known(self.courses)) if self.courses else (),
            support_needs=seen(self.support_needs.data or "").strip() if self.support_needs else "",
        )

    def _wishes(self) -> list[str]:
        other = clean(self.other_work.data or "")
        return list(dict.fromkeys([*known(self.wished_work), *([other] if other else [])]))

    def _years(self) -> int | None:
        numbers = NUMBER.findall(plain(self.experience_years.data or ""))
        years = int(numbers[0]) if len(numbers) == 1 else MOST_YEARS + 1
        return years if years <= MOST_YEARS else None


def values(field: SelectMultipleField) -> set[Any]:
    """What can be chosen."""
    return {choice[0] for choice in field.iter_choices()}


def known(field: SelectMultipleField) -> list[str]:
    """What was chosen of what can be chosen."""
    offered = values(field)
    return [value for value in field.data or [] if value in offered]


def fairs_form(taking: Sequence[Fair], chosen: Sequence[str] = ()) -> FairsForm:
    """The form with the fairs that can be chosen; `chosen` are slugs."""
    form = FairsForm(data={"fairs": list(chosen)})
    form.fairs.choices = [(fair.slug, fair.city) for fair in taking]
    return form


def you_form(answers: Answers) -> YouForm:
    """The form with what was typed before."""
    typed = {
        "name": answers.name,
        "phone": identity.show_mobile(answers.phone),
        "birth_year": answers.birth_year or "",
        "province": answers.province,
        "district": answers.district,
    }
    return YouForm(data=typed)


def details_form(seeker: Seeker, granted: set[Purpose]) -> DetailsForm:
    """The form with what is known of the seeker."""
    listed = {value for value, _label in words(WORK)}
    other = [wish for wish in seeker.wished_work or [] if wish not in listed]
    known_already = {
        "wished_work": seeker.wished_work,
        "other_work": other[0] if other else "",
        "experience_years": "" if seeker.experience_years is None else seeker.experience_years,
        "courses": seeker.courses,
        "support_needs": seeker.support_needs,
    }
    return DetailsForm(data=known_already, granted=granted)
