"""What organisers type about accounts."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length

from festa.accounts.console_queries import WantedAccounts
from festa.accounts.models import StaffDuty
from festa.accounts.words import DUTY_WORDS, ROLE_WORDS
from festa.fairs.models import Fair
from festa.formats import in_language
from festa.permissions import Role
from festa.text import clean, plain

MADE_HERE = (Role.STAFF, Role.ORGANISER)


def on_one_line(typed: str | None) -> str:
    """What was typed, without what nobody sees."""
    return clean(typed or "")


def as_address(typed: str | None) -> str:
    """An e-mail address as it is compared."""
    return plain(typed or "").lower()


class PersonForm(FlaskForm):
    """Somebody who is to sign in: a name and an address."""

    name = StringField(
        _l("이름"),
        [
            DataRequired(_l("이름을 적어 주세요.")),
            Length(max=60, message=_l("60자 안으로 적어 주세요.")),
        ],
        filters=[on_one_line],
    )
    email = EmailField(
        _l("이메일"),
        [
            DataRequired(_l("로그인에 쓸 이메일을 적어 주세요.")),
            Email(_l("이메일 주소를 읽을 수 없어요. name@example.com처럼 적어 주세요.")),
            Length(max=254, message=_l("이메일 주소가 너무 길어요.")),
        ],
        filters=[as_address],
        description=_l("로그인할 때 써요."),
    )


class AccountForm(PersonForm):
    """A new account of the organisers' own people."""

    role = SelectField(
        _l("역할"), choices=[(role.value, ROLE_WORDS[role]) for role in MADE_HERE], coerce=Role
    )


class DutyForm(FlaskForm):
    """At which fair somebody works, and as what."""

    fair = SelectField(_l("박람회"))
    duty = SelectField(
        _l("맡은 일"),
        choices=[(duty.value, word) for duty, word in DUTY_WORDS.items()],
        coerce=StaffDuty,
    )

    def offer(self, fairs: Iterable[Fair]) -> "DutyForm":
        """Give the fairs to choose from."""
        self.fair.choices = [(fair.slug, named(fair)) for fair in fairs]
        return self


class AccountFilters(FlaskForm):
    """Filters in the address."""

    class Meta:
        """Filters change nothing, so they need no token."""

        csrf = False

    role = SelectField(_l("역할"), validate_choice=False)
    words = StringField(_l("이름이나 이메일"), filters=[on_one_line])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in Role if role is not Role.SEEKER]
        self.role.choices = [("", _("모두")), *((role.value, ROLE_WORDS[role]) for role in roles)]

    def wanted(self) -> WantedAccounts:
        """The filters; what was not offered counts for nothing."""
        role = self.role.data
        return WantedAccounts(
            role=Role(role) if role in set(Role) else None, words=(self.words.data or "")[:60]
        )


def named(fair: Fair) -> str:
    """2026 대전."""
    return f"{fair.day.year} {in_language(fair.city, fair.city_en)}"
