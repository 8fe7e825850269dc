"""Choosing a gate of a fair; with only one there is nothing to choose."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from festa.fairs.models import Fair, Gate


class GateChoice:
    """The field for a form that asks at which gate something was."""

    gate = SelectField(_l("출입구"), coerce=int)
    _gates: list[Gate]

    def offer_gates(self: Any, fair: Fair) -> None:
        """Offer the fair's gates, the first of them at first."""
        self._gates = list(fair.gates)
        self.gate.choices = [(gate.id, gate.name) for gate in self._gates]
        if self._gates and (self.gate.data is None or len(self._gates) == 1):
            self.gate.data = self._gates[0].id

    def chosen_gate(self: Any) -> Gate:
        """The gate that was chosen; only after validate()."""
        return next(gate for gate in self._gates if gate.id == self.gate.data)
