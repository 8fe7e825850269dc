"""What staff fill in at the information desk."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from festa import clock
from festa.badges.models import ReissueReason
from festa.badges.service import PRINTED_AGAIN
from festa.consents.models import ASKED_AT_REGISTRATION, ConsentMethod, Purpose
from festa.fairs.models import Fair
from festa.formats import in_language
from festa.registrations.forms import no_resident_number
from festa.registrations.walking_in import why_not_today
from festa.seekers.identity import (
    EXPLAINED,
    IdentityProblem,
    parse_birth_year,
    parse_mobile,
    parse_name,
)
from festa.seekers.service import SeekerDetails
from festa.text import clean

REASONS = {
    ReissueReason.LOST: _l("잃어버렸어요"),
    ReissueReason.DAMAGED: _l("찢어지거나 젖었어요"),
    ReissueReason.NAME_CHANGED: _l("이름을 고쳤어요"),
    ReissueReason.SHARED: _l("다른 사람이 썼어요"),
    ReissueReason.PRINTER: _l("인쇄가 잘못됐어요"),
    ReissueReason.OTHER: _l("그 밖의 이유"),
}
METHODS = {
    ConsentMethod.SPOKEN: _l("읽어 드리고 답을 들었어요"),
    ConsentMethod.STAFF_TABLET: _l("태블릿에서 직접"),
    ConsentMethod.PAPER: _l("종이 동의서"),
    ConsentMethod.PHONE: _l("전화로 확인"),
}


class WalkInForm(FlaskForm):
    """Four fields and the consents: a minute at the desk."""

    name = StringField(
        _l("이름"), validators=[InputRequired(_l("이름을 적어 주세요.")), no_resident_number]
    )
    phone = StringField(
        _l("휴대전화"),
        validators=[InputRequired(_l("휴대전화 번호를 적어 주세요.")), no_resident_number],
    )
    birth_year = StringField(
        _l("태어난 해"),
        validators=[InputRequired(_l("태어난 해 네 자리를 적어 주세요.")), no_resident_number],
    )
    region = StringField(
        _l("사는 시·군·구"),
        validators=[
            InputRequired(_l("사는 곳을 적어 주세요. 예: 대전 유성구")),
            Length(max=60, message=_l("60자 안으로 적어 주세요.")),
            no_resident_number,
        ],
    )
    method = SelectField(_l("동의를 받은 방법"), choices=list(METHODS.items()))
    optional_details = BooleanField()
    support_needs = BooleanField()
    outcome_tracking = BooleanField()
    photography = BooleanField()
    marketing = BooleanField()

    def validate_name(self, field: StringField) -> None:
        """Say what is wrong with a name."""
        _check(parse_name(field.data))

    def validate_phone(self, field: StringField) -> None:
        """Say what is wrong with a number."""
        _check(parse_mobile(field.data))

    def validate_birth_year(self, field: StringField) -> None:
        """Say what is wrong with a year."""
        _check(parse_birth_year(field.data, clock.today()))

    def details(self) -> SeekerDetails:
        """The person, as the verbs know people; only after validate()."""
        return SeekerDetails(
            name=str(parse_name(self.name.data)),
            phone=str(parse_mobile(self.phone.data)),
            birth_year=int(parse_birth_year(self.birth_year.data, clock.today()) or 0) or None,
            region=clean(self.region.data or ""),
        )

    def choices(self) -> dict[Purpose, bool]:
        """What was said to each question that registration asks."""
        return {purpose: bool(self[purpose.value].data) for purpose in ASKED_AT_REGISTRATION}


class DeskWalkInForm(WalkInForm):
    """The same at a desk, where staff may have taken the wrong fair: then they say it is meant."""

    meant = BooleanField(validators=[InputRequired(_l("이 박람회가 맞는지 보고 표시해 주세요."))])

    def __init__(self, fair: Fair, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warning = why_not_today(fair, clock.today())
        if self.warning is None:
            del self.meant
        else:
            city = in_language(fair.city, fair.city_en)
            self.meant.label.text = _("%(city)s 박람회에 등록하는 것이 맞아요", city=city)


class ConsentForm(FlaskForm):
    """The consents of another fair, when somebody comes with that city's badge."""

    method = SelectField(_l("동의를 받은 방법"), choices=list(METHODS.items()))
    optional_details = BooleanField()
    support_needs = BooleanField()
    outcome_tracking = BooleanField()
    photography = BooleanField()
    marketing = BooleanField()

    def choices(self) -> dict[Purpose, bool]:
        """What was said to each question that registration asks."""
        return {purpose: bool(self[purpose.value].data) for purpose in ASKED_AT_REGISTRATION}


class DeskSearchForm(FlaskForm):
    """A name or the end of a phone number, typed at the desk."""

    words = StringField(
        _l("이름, 초성, 휴대전화 뒤 네 자리 또는 명찰 번호"),
        validators=[
            InputRequired(_l("찾을 이름이나 번호를 적어 주세요.")),
            Length(max=60, message=_l("60자 안으로 적어 주세요.")),
            no_resident_number,
        ],
    )


class ReissueForm(FlaskForm):
    """Which badge is made anew, and why."""

    badge = IntegerField(widget=HiddenInput())
    reason = SelectField(
        _l("다시 만드는 이유"), choices=[(reason.value, text) for reason, text in REASONS.items()]
    )


class LanyardForm(FlaskForm):
    """The code of a lanyard without a name, scanned or typed."""

    lanyard = StringField(
        _l("목걸이 번호"),
        validators=[InputRequired(_l("목걸이의 QR을 비추거나 숫자 여덟 자리를 적어 주세요."))],
    )


class PrintForm(FlaskForm):
    """Why a badge that was printed before is printed once more, with the same code."""

    reason = SelectField(
        _l("다시 인쇄하는 이유"),
        choices=[(reason.value, REASONS[reason]) for reason in PRINTED_AGAIN],
        coerce=ReissueReason,
    )


def _check(parsed: object) -> None:
    if isinstance(parsed, IdentityProblem):
        raise ValidationError(str(EXPLAINED[parsed]))
