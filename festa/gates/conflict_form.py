"""What a supervisor says about a badge that two devices let in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from festa.gates.device_words import REASON_WORDS
from festa.text import clean

LONGEST_NOTE = 200


class ConflictForm(FlaskForm):
    """Why it happened, and what was done."""

    reason = RadioField(
        _l("무슨 일이었나요?"),
        [InputRequired(_l("무슨 일이었는지 하나를 골라 주세요."))],
        choices=[(reason.value, word) for reason, word in REASON_WORDS.items()],
    )
    note = StringField(
        _l("메모"),
        [Length(max=LONGEST_NOTE, message=_l("%(max)d자 안으로 적어 주세요."))],
        filters=[lambda typed: clean(typed or "")],
        description=_l("한 일을 짧게 적어요. 이름이나 전화번호는 적지 마세요."),
    )
