"""What is asked about the people in the hall."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length

from festa.fairs.models import Hall


class InsideForm(FlaskForm):
    """Somebody by the beginning of a name or the end of a phone number."""

    words = StringField(_l("이름 또는 휴대전화 뒤 네 자리"), [Length(max=60)])


class RollForm(FlaskForm):
    """Of which hall the list is printed."""

    hall_id = SelectField(_l("어느 홀"), coerce=int, default=0)

    def __init__(self, halls: Sequence[Hall]) -> None:
        super().__init__()
        self.hall_id.choices = [(0, _("모든 홀")), *((hall.id, hall.name) for hall in halls)]
