"""What staff type at the gate."""

from enum import StrEnum
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import Length, Optional, Regexp

from festa.gates.answer import ScanRequest
from festa.gates.decision import Direction
from festa.gates.models import AT_THE_DOOR, ScanMethod

E = TypeVar("E", bound=StrEnum)


class ScanForm(FlaskForm):
    """One code, typed or sent by a reader. Whatever it holds is answered, never refused here."""

    code = StringField(
        _l("명찰 번호"), description=_l("QR을 읽거나 명찰의 숫자 여덟 자리를 넣으세요.")
    )
    direction = HiddenField(default=Direction.IN)
    method = HiddenField(default=ScanMethod.TYPED)
    reentry = BooleanField()

    def asked(self) -> ScanRequest:
        """The attempt as the gate decides on it; unknown words fall back to the usual ones."""
        method = _member(ScanMethod.TYPED, self.method.data)
        return ScanRequest(
            text=(self.code.data or "")[:200],
            direction=_member(Direction.IN, self.direction.data),
            method=method if method in AT_THE_DOOR else ScanMethod.TYPED,
            reentry=bool(self.reentry.data),
        )


class FindForm(FlaskForm):
    """A name, or its beginning, and the last four digits of the phone."""

    name = StringField(_l("이름"), validators=[Length(max=60)])
    last_four = StringField(
        _l("휴대전화 뒤 네 자리"),
        validators=[
            Optional(),
            Regexp(r"^\d{4}$", message=_l("휴대전화의 마지막 숫자 네 자리를 넣어 주세요.")),
        ],
    )

    def validate(self, extra_validators: object = None) -> bool:
        """Ask for at least one of the two, so that nobody leafs through everybody."""
        whole = bool(super().validate(extra_validators))
        if not (self.name.data or "").strip() and not self.last_four.data:
            errors = list(self.name.errors)
            errors.append(_l("이름이나 휴대전화 뒤 네 자리 가운데 하나는 넣어 주세요."))
            self.name.errors = errors
            return False
        return whole


def _member(usual: E, value: str | None) -> E:
    """The member of the same enum that the text names, else the usual one."""
    return next((member for member in type(usual) if member.value == value), usual)
