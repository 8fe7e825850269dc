"""What is copied from a door list that was ticked with a pen."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, TimeField, ValidationError
from wtforms.validators import InputRequired

from festa import clock
from festa.fairs.at_the_door import GateChoice, why_not_then
from festa.fairs.models import Fair
from festa.paper.door_list import Expected
from festa.registrations.slip_forms import SLACK


class DoorListForm(GateChoice, FlaskForm):
    """Who was ticked, when, and at which gate."""

    came_at = TimeField(
        _l("들어온 때"), [InputRequired(_l("명단에 표시한 시각을 적어 주세요. 예: 10:30"))]
    )
    who = SelectMultipleField(
        _l("표시한 분"),
        [InputRequired(_l("명단에 표시한 분을 골라 주세요."))],
        coerce=int,
        validate_choice=False,
    )

    def __init__(
        self, fair: Fair, people: Mapping[str, Sequence[Expected]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._fair = fair
        self._known = {one.registration_id for group in people.values() for one in group}
        self.offer_gates(fair)

    def validate_came_at(self, field: TimeField) -> None:
        """Nobody has come in later than now, or while the doors were shut."""
        if field.data is None:
            return
        if why_not := why_not_then(self._fair, self.moment()):
            raise ValidationError(why_not)
        if self.moment() > clock.now() + SLACK:
            raise ValidationError(_("아직 오지 않은 때예요. 명단에 표시한 시각을 다시 봐 주세요."))

    def validate_who(self, field: SelectMultipleField) -> None:
        """Only who stands on the list can have been ticked."""
        if not self._known.issuperset(field.data or ()):
            raise ValidationError(_("그사이 명단이 바뀌었어요. 표시한 분을 다시 골라 주세요."))

    def moment(self) -> datetime:
        """The moment on the fair's day as aware UTC; only after validate()."""
        assert self.came_at.data is not None
        return clock.at(self._fair.day, self.came_at.data)
