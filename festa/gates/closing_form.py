"""What is said when a day is closed."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import Length

from festa.text import clean

LONGEST_REASON = 300


class ClosingForm(FlaskForm):
    """Why the day is closed although something is open."""

    reason = TextAreaField(
        _l("그대로 마감하는 까닭"),
        [Length(max=LONGEST_REASON, message=_l("%(max)d자 안으로 적어 주세요."))],
        filters=[lambda typed: clean(typed or "")],
        description=_l("예: 동문 2번 폰을 잃어버려 스캔을 받을 수 없음. 이름은 적지 마세요."),
    )
