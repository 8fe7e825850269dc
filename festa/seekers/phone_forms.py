"""What is typed when a number changes."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, ValidationError
from wtforms.validators import InputRequired

from festa import clock
from festa.seekers.forms import PhoneForm
from festa.seekers.identity import parse_birth_year
from festa.seekers.models import Seeker
from festa.seekers.phone import PhoneProof
from festa.text import plain

PROOFS = {
    PhoneProof.CODE: _l("새 번호로 온 인증번호를 읽어 주세요"),
    PhoneProof.SHOWN_ID: _l("문자를 받을 수 없어 신분증으로 확인했어요"),
}


class DeskPhoneForm(PhoneForm):
    """The new number, and what the person says that only they would know."""

    last_four = StringField(
        _l("예전 번호의 뒤 네 자리"),
        [InputRequired(_l("예전 번호의 뒤 네 자리를 여쭤보고 적어 주세요."))],
    )
    birth_year = StringField(
        _l("태어난 해"), [InputRequired(_l("태어난 해를 여쭤보고 네 자리로 적어 주세요."))]
    )
    proof = RadioField(
        _l("새 번호가 본인 것인지 어떻게 확인할까요?"),
        [InputRequired(_l("새 번호를 확인할 방법을 골라 주세요."))],
        choices=[(proof.value, word) for proof, word in PROOFS.items()],
        coerce=PhoneProof,
        default=PhoneProof.CODE,
    )

    def __init__(self, seeker: Seeker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seeker = seeker
        self.phone.label.text = _("새 휴대전화 번호")
        if seeker.birth_year is None:
            del self.birth_year

    def validate_last_four(self, field: StringField) -> None:
        """What the person says has to be what is known."""
        if plain(field.data or "") != self.seeker.phone[-4:]:
            raise ValidationError(_("등록된 번호의 뒤 네 자리와 달라요. 다시 여쭤봐 주세요."))

    def validate_birth_year(self, field: StringField) -> None:
        """What the person says has to be what is known."""
        if parse_birth_year(field.data, clock.today()) != self.seeker.birth_year:
            raise ValidationError(_("등록된 태어난 해와 달라요. 다시 여쭤봐 주세요."))

    @property
    def said_wrong(self) -> bool:
        """Whether something was said that is not what is known."""
        fields = [self.last_four, *([self.birth_year] if self.birth_year else [])]
        return any(field.data and field.errors for field in fields)
