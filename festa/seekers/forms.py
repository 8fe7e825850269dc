"""What seekers type: their phone, the code that came to it, and which person they are."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from festa import clock
from festa.forbidden import has_forbidden_number
from festa.seekers.identity import (
    EXPLAINED,
    IdentityProblem,
    parse_birth_year,
    parse_mobile,
    parse_name,
)
from festa.text import clean, plain

CODE_DIGITS = 6
LONGEST_REGION = 60


class PhoneForm(FlaskForm):  # type: ignore[misc]
    """The mobile number that a code is sent to."""

    phone = StringField(_l("휴대전화 번호"), description=_l("예: 010-1234-5678"))

    def validate_phone(self, field: Any) -> None:
        """Say what to do about a number that cannot get a text message."""
        number = parse_mobile(field.data)
        if isinstance(number, IdentityProblem):
            raise ValidationError(str(EXPLAINED[number]))

    @property
    def number(self) -> str:
        """The mobile number in E.164; only after the form was found valid."""
        return str(parse_mobile(self.phone.data))


class CodeForm(FlaskForm):  # type: ignore[misc]
    """The six digits that came by text message."""

    code = StringField(_l("인증번호 여섯 자리"))

    def validate_code(self, field: Any) -> None:
        """Ask for six digits, however they were pasted."""
        if len(self.digits) != CODE_DIGITS:
            raise ValidationError(_l("문자로 온 숫자 여섯 자리를 모두 적어 주세요."))

    @property
    def digits(self) -> str:
        """The digits alone: people paste the whole message, with spaces and dashes."""
        return "".join(sign for sign in plain(self.code.data or "") if sign in "0123456789")


class WhoForm(FlaskForm):  # type: ignore[misc]
    """Which of the people who share a phone this is."""

    seeker = RadioField(
        _l("어느 분이세요?"),
        coerce=int,
        validators=[InputRequired(_l("이름을 하나 골라 주세요."))],
    )


class _BirthYear:
    """The year of birth, which may stay unsaid."""

    birth_year = StringField(_l("태어난 해"), description=_l("예: 1971"))

    def validate_birth_year(self, field: Any) -> None:
        """A year that makes 15 to 100 years, or nothing."""
        _no_resident_number(field)
        year = parse_birth_year(field.data, clock.today())
        if isinstance(year, IdentityProblem):
            raise ValidationError(str(EXPLAINED[year]))

    @property
    def year(self) -> int | None:
        """The year as a number; only after the form was found valid."""
        year = parse_birth_year(self.birth_year.data, clock.today())
        return None if isinstance(year, IdentityProblem) else year


class CorrectForm(_BirthYear, FlaskForm):  # type: ignore[misc]
    """What somebody may correct alone: the year of birth and where they live."""

    region = StringField(
        _l("사는 곳"),
        [Length(max=LONGEST_REGION, message=_l("시·군·구까지만 60자 안으로 적어 주세요."))],
        description=_l("예: 대전광역시 유성구"),
    )

    def validate_region(self, field: Any) -> None:
        """A place, and no number of a person."""
        _no_resident_number(field)

    @property
    def place(self) -> str:
        """Where somebody lives, on one line."""
        return clean(self.region.data or "")


class NameForm(_BirthYear, FlaskForm):  # type: ignore[misc]
    """Who somebody is, as staff correct it with them: how the name is spelt, the year of birth."""

    name = StringField(_l("이름"))

    def validate_name(self, field: Any) -> None:
        """Say what is wrong with a name."""
        _no_resident_number(field)
        name = parse_name(field.data)
        if isinstance(name, IdentityProblem):
            raise ValidationError(str(EXPLAINED[name]))

    @property
    def spelt(self) -> str:
        """The name in its one shape; only after the form was found valid."""
        return str(parse_name(self.name.data))


class EraseForm(FlaskForm):  # type: ignore[misc]
    """That somebody has read what erasing means."""

    understood = BooleanField(
        _l("지우면 되돌릴 수 없다는 것을 읽었어요"),
        validators=[InputRequired(_l("되돌릴 수 없다는 안내를 읽고 표시해 주세요."))],
    )


def _no_resident_number(field: Any) -> None:
    """Refuse a resident registration number wherever it is typed, and do not show it again."""
    if has_forbidden_number(field.data or ""):
        field.data = ""
        raise ValidationError(_l("주민등록번호는 받지 않아요. 지우고 다시 적어 주세요."))
