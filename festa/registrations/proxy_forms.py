"""Registering somebody who is not standing there, and consents on a tablet handed over."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from festa.consents.models import ConsentMethod
from festa.registrations.desk_forms import METHODS, WalkInForm
from festa.registrations.forms import no_resident_number, values
from festa.registrations.proxy_models import Asker
from festa.text import clean

ASKERS: dict[Asker, Any] = {
    Asker.CALL: _l("본인이 전화로"),
    Asker.FAMILY: _l("가족이 대신"),
    Asker.CENTRE: _l("일자리센터·기관이 대신"),
}


class ProxyForm(WalkInForm):
    """The desk's four fields, who asked, for which fairs, and how the person had agreed."""

    asked_by = RadioField(
        _l("누가 부탁했나요?"),
        [InputRequired(_l("누가 부탁했는지 골라 주세요."))],
        choices=[(asker.value, word) for asker, word in ASKERS.items()],
        coerce=Asker,
    )
    note = StringField(
        _l("덧붙일 말"),
        [Length(max=60, message=_l("60자 안으로 적어 주세요.")), no_resident_number],
        filters=[lambda typed: clean(typed or "")],
    )
    method = RadioField(
        _l("본인의 뜻을 어떻게 확인했나요?"),
        [InputRequired(_l("본인의 동의를 어떻게 받았는지 골라 주세요."))],
        choices=[
            (ConsentMethod.PHONE.value, _l("전화로 본인에게 읽어 드리고 답을 들었어요")),
            (ConsentMethod.PAPER.value, METHODS[ConsentMethod.PAPER]),
            (ConsentMethod.STAFF_TABLET.value, METHODS[ConsentMethod.STAFF_TABLET]),
        ],
    )
    fairs = SelectMultipleField(_l("참가할 박람회"), coerce=int, validate_choice=False)
    granted = SelectMultipleField(coerce=int, validate_choice=False)
    tell = BooleanField(_l("본인에게 문자로 알리기"), default=True)

    def validate_fairs(self, field: SelectMultipleField) -> None:
        """At least one, and only those that are offered."""
        if not field.data or set(field.data) - values(field):
            raise ValidationError(_("참가할 박람회를 하나 이상 골라 주세요."))
