"""What is asked of an arrival that paper tells of: at which gate it was, and when it can have been."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, ValidationError

from festa.fairs.models import Fair, Gate
from festa.formats import hour

NONE_YET = 0
BESIDE_THE_HOURS = timedelta(minutes=30)  # doors open early, and close late


def why_not_then(fair: Fair, at: datetime) -> str | None:
    """What to say when nobody can have come in at this moment; None if somebody can."""
    if fair.opens_at - BESIDE_THE_HOURS <= at <= fair.closes_at + BESIDE_THE_HOURS:
        return None
    return _(
        "문이 열려 있던 때가 아니에요. %(opens)s부터 %(closes)s 사이의 시각으로 고쳐 주세요.",
        opens=hour(fair.opens_at),
        closes=hour(fair.closes_at),
    )


class GateChoice:
    """The field for a form that asks at which gate something was; of one gate nobody is asked."""

    gate = SelectField(_l("출입구"), coerce=int, default=NONE_YET)
    _gates: list[Gate]

    def offer_gates(self: Any, fair: Fair) -> None:
        """Offer the fair's gates; nothing is chosen beforehand unless there is one alone."""
        self._gates = list(fair.gates)
        choices = [(gate.id, gate.name) for gate in self._gates]
        if len(choices) == 1:
            self.gate.data = choices[0][0]
        else:
            choices.insert(0, (NONE_YET, _("골라 주세요")))
        self.gate.choices = choices

    @property
    def needs_gate(self) -> bool:
        """Whether one has to be chosen."""
        return True

    def validate_gate(self, field: SelectField) -> None:
        """Ask for one where one is needed."""
        if self.needs_gate and not field.data:
            raise ValidationError(_("어느 출입구인지 골라 주세요."))

    def chosen_gate(self: Any) -> Gate:
        """The gate that was chosen; only after validate()."""
        return next(gate for gate in self._gates if gate.id == self.gate.data)
