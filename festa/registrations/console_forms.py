"""What organisers type about registrations."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from festa.registrations.console_queries import WantedPeople
from festa.registrations.desk_forms import WalkInForm
from festa.registrations.models import Via
from festa.registrations.states import RegistrationState
from festa.registrations.words import VIA_WORDS
from festa.text import clean

BY_HAND = {
    Via.PROXY: _l("대리 접수 (전화·방문)"),
    Via.WALK_IN: _l("현장 등록"),
}


class SearchForm(FlaskForm):
    """Whom one looks for: posted, so that no name ever stands in an address or its log."""

    words = StringField(
        _l("이름, 휴대전화 끝 네 자리 또는 명찰 번호"),
        [
            DataRequired(_l("찾을 이름이나 번호를 적어 주세요.")),
            Length(max=60, message=_l("60자 안으로 적어 주세요.")),
        ],
        filters=[lambda typed: clean(typed or "")],
    )


class PeopleFilters(FlaskForm):
    """Filters in the address; none of them says anything about a person."""

    class Meta:
        """Filters change nothing, so they need no token."""

        csrf = False

    state = SelectField(_l("상태"), validate_choice=False)
    via = SelectField(_l("신청 방법"), validate_choice=False)

    def offer(self) -> None:
        """Give the choices."""
        self.via.choices = [("", _("모두")), *((via.value, VIA_WORDS[via]) for via in Via)]

    def wanted(self, words: str = "") -> WantedPeople:
        """The filters; what was not offered counts for nothing."""
        state, via = self.state.data, self.via.data
        return WantedPeople(
            state=RegistrationState(state) if state in set(RegistrationState) else None,
            via=Via(via) if via in set(Via) else None,
            words=words,
        )


class ByHandForm(WalkInForm):
    """Somebody whom the organisers register: the desk's four fields, and how they came."""

    via = RadioField(
        _l("어떻게 신청하셨나요?"),
        [InputRequired(_l("대리 접수와 현장 등록 가운데 하나를 골라 주세요."))],
        choices=[(via.value, word) for via, word in BY_HAND.items()],
        coerce=Via,
        default=Via.PROXY,
    )
    tell = BooleanField(_l("신청 결과를 문자로 알리기"), default=True)
