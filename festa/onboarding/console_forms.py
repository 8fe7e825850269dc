"""What organisers type about an application."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from festa.employers.models import ParticipationState
from festa.employers.words import PARTICIPATION_WORDS
from festa.onboarding.forms import no_resident_number, on_one_line
from festa.onboarding.parts import Field
from festa.onboarding.words import FIELD_WORDS
from festa.text import seen


class StateFilter(FlaskForm):
    """A filter in the address."""

    class Meta:
        """Filters change nothing, so they need no token."""

        csrf = False

    state = SelectField(_l("상태"), validate_choice=False)

    def offer(self, counts: Mapping[ParticipationState, int]) -> "StateFilter":
        """Give the states that occur, with their numbers."""
        shown = [(s.value, f"{PARTICIPATION_WORDS[s]} {counts[s]}") for s in counts]
        order = [state.value for state in ParticipationState]
        shown.sort(key=lambda choice: order.index(choice[0]))
        self.state.choices = [("", _("모두")), *shown]
        return self

    @property
    def wanted(self) -> ParticipationState | None:
        """The state that is asked for; what is none counts for nothing."""
        asked = self.state.data
        return ParticipationState(asked) if asked in set(ParticipationState) else None


class RejectForm(FlaskForm):
    """Why an employer cannot take part, in words that it reads."""

    reason = TextAreaField(
        _l("반려 이유"),
        [
            DataRequired(_l("기업이 받아들일 수 있게 반려 이유를 적어 주세요.")),
            Length(max=500, message=_l("%(max)d자 안으로 적어 주세요.")),
            no_resident_number,
        ],
        filters=[lambda text: seen(text or "").strip()],
        description=_l("기업에 그대로 보내요. 예: 이번 박람회는 물류·돌봄 직무만 모시고 있습니다."),
    )


class FixForm(FlaskForm):
    """A sentence for each field that is to be put right."""

    def sentences(self) -> dict[Field, str]:
        """What was written, by field."""
        return {field: self[field.value].data or "" for field in Field}


def _sentence(field: Field) -> Any:
    return StringField(
        FIELD_WORDS[field],
        [
            Optional(),
            Length(max=300, message=_l("%(max)d자 안으로 적어 주세요.")),
            no_resident_number,
        ],
        filters=[on_one_line],
    )


for _field in Field:
    setattr(FixForm, _field.value, _sentence(_field))
