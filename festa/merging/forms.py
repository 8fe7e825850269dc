"""What staff fill in when they make two rows one person."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from festa.merging.words import REASONS
from festa.registrations.forms import no_resident_number
from festa.seekers.merge_models import MergeReason
from festa.text import clean

LONGEST_NOTE = 100


class MergeForm(FlaskForm):
    """Which name and number stay, and how it is known that the two are one."""

    kept = RadioField(
        _l("어느 이름과 번호를 쓸까요?"),
        [InputRequired(_l("앞으로 쓸 이름과 번호를 하나 골라 주세요."))],
        coerce=int,
    )
    reason = RadioField(
        _l("어떻게 확인했나요?"),
        [InputRequired(_l("같은 분인 것을 어떻게 확인했는지 골라 주세요."))],
        choices=[(reason.value, word) for reason, word in REASONS.items()],
        coerce=MergeReason,
    )
    note = StringField(
        _l("덧붙일 말"),
        [Length(max=LONGEST_NOTE, message=_l("100자 안으로 적어 주세요.")), no_resident_number],
        filters=[lambda typed: clean(typed or "")],
    )
