"""How many slips a pack brings along."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from festa.paper.service import CONSENTS, WALK_INS
from festa.registrations.slips import MOST_AT_ONCE

BOUNDS = NumberRange(0, MOST_AT_ONCE, _l("0장에서 300장까지 적어 주세요."))
NEEDED = InputRequired(_l("몇 장을 뽑을지 숫자로 적어 주세요."))


class PackForm(FlaskForm):
    """The number of walk-in slips and of consent slips."""

    walk_ins = IntegerField(_l("현장등록 신청서"), [NEEDED, BOUNDS], default=WALK_INS)
    consents = IntegerField(_l("동의서"), [NEEDED, BOUNDS], default=CONSENTS)
