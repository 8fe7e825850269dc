"""What is looked for in the audit log."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, Optional

from festa.audit.words import THINGS

GREATEST_NUMBER = 2_147_483_647


class AuditFilters(FlaskForm):
    """Filters in the address; whatever cannot be understood is told and left out."""

    class Meta:
        """Filters change nothing, so they need no token."""

        csrf = False

    fair = SelectField(_l("박람회"), validate_choice=False)
    thing = SelectField(_l("무엇"), validate_choice=False)
    actor = StringField(_l("누가(이름)"))
    seeker = IntegerField(
        _l("구직자 번호"),
        [Optional(), NumberRange(1, GREATEST_NUMBER, _l("구직자 번호를 숫자로 적어 주세요."))],
    )
    since = DateField(_l("부터"), [Optional()])
    until = DateField(_l("까지"), [Optional()])

    def offer(self, fairs: list[tuple[str, str]]) -> None:
        """Give the choices: the fairs by slug and name, and every kind of thing."""
        self.fair.choices = [("", _("모두")), *fairs]
        named = sorted(((thing, str(word)) for thing, word in THINGS.items()), key=lambda t: t[1])
        self.thing.choices = [("", _("모두")), *named]
