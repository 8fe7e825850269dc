"""Forms of people with an account: signing in, and a new password."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from festa.accounts.service import LONGEST_PASSWORD, SHORTEST_PASSWORD


class SignInForm(FlaskForm):
    """E-mail and password, and where to go afterwards."""

    email = EmailField(_l("이메일"), [InputRequired(_l("이메일을 적어 주세요."))])
    password = PasswordField(
        _l("비밀번호"),
        [
            InputRequired(_l("비밀번호를 적어 주세요.")),
            Length(max=LONGEST_PASSWORD, message=_l("비밀번호가 너무 길어요. 다시 적어 주세요.")),
        ],
    )
    next = HiddenField()


def chosen_password(label: Any, missing: str, of_other_length: str) -> PasswordField:
    """The field for a password of one's own, as long as passwords are."""
    length = Length(min=SHORTEST_PASSWORD, max=LONGEST_PASSWORD, message=of_other_length)
    return PasswordField(label, [InputRequired(missing), length])


class OwnPasswordForm(FlaskForm):
    """A form in which the owner of an e-mail address chooses a password."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def hard_to_guess(self, password: str) -> None:
        """Neither the e-mail nor one sign over and over; ValidationError otherwise."""
        if password.lower() == self._email.lower() or len(set(password)) < 4:
            raise ValidationError(_("짐작하기 쉬운 비밀번호예요. 더 여러 가지 글자를 섞어 주세요."))


class PasswordForm(OwnPasswordForm):
    """The password of now, and the new one twice."""

    current = PasswordField(
        _l("지금 비밀번호"), [InputRequired(_l("지금 쓰는 비밀번호를 적어 주세요."))]
    )
    new = chosen_password(
        _l("새 비밀번호"),
        _l("새 비밀번호를 적어 주세요."),
        _l("새 비밀번호는 10자에서 200자 사이로 적어 주세요."),
    )
    again = PasswordField(
        _l("새 비밀번호 한 번 더"),
        [EqualTo("new", _l("두 번 적은 새 비밀번호가 서로 달라요. 똑같이 적어 주세요."))],
    )

    def validate_new(self, field: PasswordField) -> None:
        """Not the old one, and hard to guess."""
        new = field.data or ""
        if new == self.current.data:
            raise ValidationError(_("지금 비밀번호와 같아요. 다른 비밀번호를 적어 주세요."))
        self.hard_to_guess(new)
