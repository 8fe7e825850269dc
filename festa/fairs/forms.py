"""What organisers type about seasons, places and the parts of a fair; or what to do instead."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    FloatField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import Field
from wtforms.validators import (
    DataRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    StopValidation,
    ValidationError,
)

from festa.fairs.brand import LEAST_CONTRAST, contrast_on_white, parse_colour
from festa.fairs.models import FairHost, Gate, Hall, HostRole, Tour, Venue
from festa.fairs.setup import TourDetails, VenueDetails
from festa.fairs.words import HOST_WORDS
from festa.text import clean


def at_most(length: int) -> Length:
    """No longer than the column."""
    return Length(max=length, message=_l("%(max)d자 안으로 적어 주세요."))


def understood(message: Any) -> Callable[[Any, Field], None]:
    """Say what to do where something was typed that is no number, date or time."""

    def check(_form: Any, field: Field) -> None:
        typed = any(str(value).strip() for value in field.raw_data or ())
        if typed and field.process_errors:
            field.errors = []
            raise StopValidation(message)

    return check


def tidy(typed: str | None) -> str:
    """What was typed, without what nobody sees."""
    return clean(typed or "")


def complain(field: Field, sentence: Any) -> None:
    """Put a refusal of a verb beside the field that it is about."""
    field.errors = [*field.errors, str(sentence)]


class TourForm(FlaskForm):
    """A season."""

    name = StringField(
        _l("시즌 이름"),
        [DataRequired(_l("시즌 이름을 적어 주세요. 예: 2026 순회 채용박람회")), at_most(80)],
        filters=[tidy],
    )
    name_en = StringField(_l("영어 이름"), [at_most(80)], filters=[tidy])
    year = IntegerField(
        _l("연도"),
        [
            DataRequired(_l("연도를 네 자리 숫자로 적어 주세요.")),
            NumberRange(2000, 2100, _l("2000년부터 2100년 사이로 적어 주세요.")),
        ],
    )
    brand_colour = StringField(
        _l("대표 색"),
        [DataRequired(_l("대표 색을 #과 여섯 자리로 적어 주세요. 예: #008485"))],
        description=_l("예: #008485. 흰 바탕에서 글자로 읽히는 색이어야 해요(명암비 4.5:1 이상)."),
        default="#008485",
    )

    def validate_brand_colour(self, field: StringField) -> None:
        """Refuse what cannot be read on white."""
        colour = parse_colour(field.data or "")
        if colour is None:
            raise ValidationError(_("색을 #과 여섯 자리로 적어 주세요. 예: #008485"))
        field.data = colour
        contrast = contrast_on_white(colour)
        if contrast < LEAST_CONTRAST:
            raise ValidationError(
                _(
                    "이 색은 흰 바탕에서 읽기 어려워요(명암비 %(contrast)s:1). "
                    "4.5:1 이상이 되도록 더 진한 색을 골라 주세요.",
                    contrast=f"{contrast:.1f}",
                )
            )

    def details(self) -> TourDetails:
        """The season as typed."""
        return TourDetails(
            name=self.name.data or "",
            name_en=self.name_en.data or "",
            year=self.year.data or 0,
            brand_colour=self.brand_colour.data or "",
        )


class VenueForm(FlaskForm):
    """A place."""

    name = StringField(
        _l("장소 이름"), [DataRequired(_l("장소 이름을 적어 주세요.")), at_most(80)], filters=[tidy]
    )
    name_en = StringField(_l("영어 이름"), [at_most(120)], filters=[tidy])
    road_address = StringField(
        _l("도로명주소"),
        [DataRequired(_l("도로명주소를 적어 주세요.")), at_most(160)],
        filters=[tidy],
    )
    postcode = StringField(
        _l("우편번호"),
        [
            DataRequired(_l("우편번호 다섯 자리를 적어 주세요.")),
            Regexp(r"^\d{5}$", message=_l("우편번호는 숫자 다섯 자리예요.")),
        ],
        filters=[tidy],
    )
    latitude = FloatField(
        _l("위도"),
        [
            DataRequired(_l("위도를 숫자로 적어 주세요. 예: 36.3755")),
            NumberRange(33, 39, _l("우리나라의 위도는 33에서 39 사이예요. 다시 확인해 주세요.")),
        ],
    )
    longitude = FloatField(
        _l("경도"),
        [
            DataRequired(_l("경도를 숫자로 적어 주세요. 예: 127.3923")),
            NumberRange(
                124, 132, _l("우리나라의 경도는 124에서 132 사이예요. 다시 확인해 주세요.")
            ),
        ],
    )
    directions = TextAreaField(
        _l("오시는 길"), [at_most(600)], description=_l("지하철역 출구, 버스, 주차를 적어 주세요.")
    )
    directions_en = TextAreaField(_l("오시는 길(영어)"), [at_most(600)])

    def details(self) -> VenueDetails:
        """The place as typed."""
        return VenueDetails(
            **{name: field.data for name, field in self._fields.items() if name != "csrf_token"}
        )


class HallForm(FlaskForm):
    """A hall."""

    name = StringField(
        _l("홀 이름"),
        [DataRequired(_l("홀 이름을 적어 주세요. 예: 1홀")), at_most(40)],
        filters=[tidy],
    )
    people_limit = IntegerField(
        _l("수용 인원"),
        [
            understood(_l("수용 인원을 숫자로 적어 주세요.")),
            Optional(),
            NumberRange(1, 100_000, _l("수용 인원을 1 이상으로 적어 주세요.")),
        ],
        description=_l("소방 기준 등 한 번에 들어갈 수 있는 인원. 모르면 비워 두세요."),
    )


class GateForm(FlaskForm):
    """A gate and the hall it leads into."""

    name = StringField(
        _l("출입구 이름"),
        [DataRequired(_l("출입구 이름을 적어 주세요. 예: 정문 1")), at_most(40)],
        filters=[tidy],
    )
    hall_id = SelectField(
        _l("이어지는 홀"),
        coerce=lambda value: int(value) if value and str(value).isdigit() else None,
    )

    def __init__(self, *args: Any, halls: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hall_id.choices = [
            ("", _("아직 정하지 않았어요")),
            *((hall.id, hall.name) for hall in halls),
        ]


class HostForm(FlaskForm):
    """An organisation behind the fair."""

    name = StringField(
        _l("기관·기업 이름"),
        [DataRequired(_l("기관이나 기업의 정식 이름을 적어 주세요.")), at_most(80)],
        filters=[tidy],
        description=_l("개인정보 안내와 동의문에 그대로 나와요."),
    )
    role = SelectField(
        _l("역할"),
        choices=[(role.value, word) for role, word in HOST_WORDS.items()],
        coerce=HostRole,
    )


def shown_tour(tour: Tour | None) -> TourForm:
    """The form of a season, filled with what it is now."""
    return TourForm(obj=tour)


def shown_venue(venue: Venue | None) -> VenueForm:
    """The form of a place, filled with what it is now."""
    return VenueForm(obj=venue)


def part_form(part: Hall | Gate | FairHost, halls: Any) -> FlaskForm:
    """The form that fits a part of a fair, filled with what it is now."""
    if isinstance(part, Gate):
        return GateForm(obj=part, halls=halls)
    return HallForm(obj=part) if isinstance(part, Hall) else HostForm(obj=part)
