"""What organisers choose when they connect a device."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from festa.fairs.models import Gate
from festa.gates.device_models import DeviceRole
from festa.gates.device_words import ROLE_WORDS


class PairingForm(FlaskForm):
    """At which gate a device will stand, and what for."""

    gate_id = RadioField(
        _l("어느 출입구에서 쓰나요?"),
        [InputRequired(_l("기기를 쓸 출입구를 골라 주세요."))],
        coerce=int,
    )
    role = RadioField(
        _l("무엇에 쓰나요?"),
        [InputRequired(_l("기기를 무엇에 쓸지 골라 주세요."))],
        choices=[(role.value, word) for role, word in ROLE_WORDS.items()],
        default=DeviceRole.IN.value,
    )

    def __init__(self, gates: Sequence[Gate]) -> None:
        super().__init__()
        self.gate_id.choices = [(gate.id, gate.name) for gate in gates]
        if len(gates) == 1 and not self.is_submitted():
            self.gate_id.data = gates[0].id
