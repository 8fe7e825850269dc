"""What organisers type about interviews."""

import re
from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from festa.employers.models import Participation
from festa.interviews.overview import Wanted
from festa.interviews.states import BookingState
from festa.interviews.words import WORDS
from festa.text import clean

NUMBER = re.compile(r"[0-9]{1,9}")


class BookingFilters(FlaskForm):
    """Filters in the address; none of them says anything about a person."""

    class Meta:
        """Filters change nothing, so they need no token."""

        csrf = False

    state = SelectField(_l("상태"), validate_choice=False)
    employer = SelectField(_l("기업"), validate_choice=False)

    def offer(self, participations: Iterable[Participation]) -> None:
        """Give the choices: all states, and the employers that have a table."""
        states = [(state.value, WORDS[state]) for state in BookingState]
        self.state.choices = [("", _("모두")), *states]
        named = [(str(one.id), f"{one.employer.name} {one.branch}") for one in participations]
        self.employer.choices = [("", _("모두")), *named]

    def wanted(self) -> Wanted:
        """The filters; what was not offered counts for nothing."""
        employer = self.employer.data or ""
        state = self.state.data
        return Wanted(
            state=BookingState(state) if state in set(BookingState) else None,
            participation_id=int(employer) if NUMBER.fullmatch(employer) else None,
        )


class NameForm(FlaskForm):
    """Whose interviews one looks for: posted, so that no name stands in an address."""

    name = StringField(
        _l("구직자 이름"),
        [
            DataRequired(_l("찾을 이름을 적어 주세요.")),
            Length(max=60, message=_l("60자 안으로 적어 주세요.")),
        ],
        filters=[lambda typed: clean(typed or "")],
    )


class CancelForm(FlaskForm):
    """Why an interview is called off."""

    reason = StringField(
        _l("취소하는 까닭"),
        [
            DataRequired(_l("왜 취소하는지 적어 주세요. 예: 기업 불참")),
            Length(max=200, message=_l("200자 안으로 적어 주세요.")),
        ],
        filters=[lambda typed: clean(typed or "")],
        description=_l("기록에 남고, 구직자에게는 취소되었다는 문자만 가요. 이름은 적지 마세요."),
    )


class LimitForm(FlaskForm):
    """How many interviews somebody may have ahead, and why not as many as everybody."""

    most = IntegerField(
        _l("동시에 잡아 둘 수 있는 면접 수"),
        [
            InputRequired(_l("몇 개까지 잡을 수 있는지 숫자로 적어 주세요.")),
            NumberRange(0, 50, _l("0에서 50 사이로 적어 주세요.")),
        ],
    )
    why = StringField(
        _l("한도를 바꾸는 까닭"),
        [
            DataRequired(_l("왜 바꾸는지 적어 주세요. 예: 오후 면접이 취소됨")),
            Length(max=200, message=_l("200자 안으로 적어 주세요.")),
        ],
        filters=[lambda typed: clean(typed or "")],
        description=_l("기록에 남아요. 이름은 적지 마세요."),
    )
