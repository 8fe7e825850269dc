"""The settings of a fair as organisers type them, or what they should do instead."""

import re
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    IntegerField,
    SelectField,
    StringField,
    TimeField,
)
from wtforms.validators import DataRequired, NumberRange, Optional, Regexp

from festa import clock
from festa.fairs.forms import at_most, complain, tidy, understood
from festa.fairs.grid import Grid
from festa.fairs.models import Fair
from festa.fairs.season import in_order
from festa.fairs.service import STEP_WINDOWS, usual_windows

UNITS = (5, 10, 15, 20, 30)
GAPS = range(7)
WINDOWS = (
    "registration_opens_at",
    "registration_closes_at",
    "booking_opens_at",
    "booking_closes_at",
)
# As browsers show it, and as those send it that know seconds.
MOMENT = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
NOT_SLUG = re.compile(r"[^a-z0-9]+")


class FairForm(FlaskForm):
    """The settings of a fair."""

    city = StringField(
        _l("도시"), [DataRequired(_l("도시 이름을 적어 주세요.")), at_most(20)], filters=[tidy]
    )
    city_en = StringField(
        _l("도시(영어)"),
        [
            DataRequired(_l("도시의 영어 이름을 적어 주세요. 예: Gwangju")),
            Regexp(r"[A-Za-z]", message=_l("로마자로 적어 주세요. 예: Gwangju")),
            at_most(40),
        ],
        filters=[tidy],
    )
    title = StringField(_l("박람회 이름"), [at_most(80)], filters=[tidy])
    title_en = StringField(_l("박람회 이름(영어)"), [at_most(120)], filters=[tidy])
    venue_id = SelectField(_l("장소"), coerce=int)
    day = DateField(_l("날짜"), [DataRequired(_l("날짜를 골라 주세요."))])
    opens = TimeField(_l("시작"), [DataRequired(_l("시작 시각을 골라 주세요."))])
    closes = TimeField(_l("종료"), [DataRequired(_l("종료 시각을 골라 주세요."))])
    capacity = IntegerField(
        _l("정원"),
        [
            DataRequired(_l("정원을 1 이상의 숫자로 적어 주세요.")),
            NumberRange(1, 100_000, _l("정원을 1에서 100,000 사이로 적어 주세요.")),
        ],
        description=_l("온라인으로 확정할 수 있는 인원. 현장 등록은 따로 받을 수 있어요."),
    )
    offers_places = BooleanField(
        _l("자리가 나면 대기하는 분께 먼저 물어보기"),
        description=_l(
            "끄면 자리가 나는 대로 다음 분이 바로 확정돼요. 켜면 하루 동안 답을 기다리고, 답이 없으면 그다음 "
            "분께 넘어가요. 행사 날에는 언제나 바로 확정돼요."
        ),
    )
    team = StringField(
        _l("운영팀"),
        [at_most(40)],
        filters=[tidy],
        description=_l("같은 날 두 도시를 맡은 팀이 있으면 알려 드려요."),
    )
    unit_minutes = SelectField(_l("시간 단위"), coerce=int, default=10)
    walking_gap_units = SelectField(_l("면접 사이 이동(시간 단위 몇 칸)"), coerce=int, default=1)
    registration_opens_at = DateTimeLocalField(_l("참가 신청 시작"), format=MOMENT)
    registration_closes_at = DateTimeLocalField(_l("참가 신청 마감"), format=MOMENT)
    booking_opens_at = DateTimeLocalField(_l("면접 예약 시작"), format=MOMENT)
    booking_closes_at = DateTimeLocalField(_l("면접 예약 마감"), format=MOMENT)
    application_opens_at = DateTimeLocalField(_l("면접 신청 시작"), format=MOMENT)
    application_closes_at = DateTimeLocalField(_l("면접 신청 마감"), format=MOMENT)
    shortlist_opens_at = DateTimeLocalField(_l("서류 결과 시작"), format=MOMENT)
    shortlist_closes_at = DateTimeLocalField(_l("서류 결과 마감"), format=MOMENT)
    employers_open_at = DateTimeLocalField(_l("기업 신청 시작"), format=MOMENT)
    employers_close_at = DateTimeLocalField(_l("기업 신청 마감"), format=MOMENT)

    def __init__(self, venues: Any, fair: Fair | None = None, **kwargs: Any) -> None:
        super().__init__(obj=fair, **kwargs)
        self.venue_id.choices = [
            (0, _("아직 정하지 않았어요")),
            *((venue.id, f"{venue.name} · {venue.road_address}") for venue in venues),
        ]
        self.unit_minutes.choices = [(n, _("%(minutes)s분", minutes=n)) for n in UNITS]
        self.walking_gap_units.choices = [
            (n, _("%(count)s칸", count=n) if n else _("없음")) for n in GAPS
        ]
        for name in (*WINDOWS, *STEP_WINDOWS):
            self[name].validators = [
                understood(_l("날짜와 시각을 모두 골라 주세요.")),
                Optional(),
            ]
        if fair is not None and not self.is_submitted():
            self._show(fair)

    def _show(self, fair: Fair) -> None:
        self.venue_id.data = fair.venue_id or 0
        for name in WINDOWS:
            self[name].data = clock.local(getattr(fair, name)).replace(tzinfo=None)
        for name in STEP_WINDOWS:
            moment = getattr(fair, name)
            self[name].data = clock.local(moment).replace(tzinfo=None) if moment else None

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then what they say together."""
        if not super().validate(extra_validators):
            return False
        grid = self.grid()
        if grid.opens >= grid.closes:
            complain(self.closes, _("종료 시각을 시작 시각보다 늦게 골라 주세요."))
        elif not grid.fits:
            complain(
                self.closes,
                _(
                    "운영 시간이 %(minutes)s분 단위로 나누어지지 않아요. "
                    "시각이나 시간 단위를 바꿔 주세요.",
                    minutes=self.unit_minutes.data,
                ),
            )
        windows = self.windows()
        if not in_order(windows[:2], windows[2:], clock.at(grid.day, grid.closes)):
            complain(
                self.registration_opens_at,
                _(
                    "기간의 앞뒤가 맞지 않아요. 신청 시작 → 신청 마감 → 행사 종료, "
                    "예약 시작 → 예약 마감 순서로 맞춰 주세요."
                ),
            )
        self._check_steps()
        return not self.errors

    def _check_steps(self) -> None:
        """Where both ends of a step are set, the second lies behind the first."""
        for opens, closes in zip(STEP_WINDOWS[::2], STEP_WINDOWS[1::2], strict=True):
            first, last = self[opens].data, self[closes].data
            if first and last and last <= first:
                complain(self[closes], _("마감을 시작보다 늦게 골라 주세요."))

    def steps(self) -> dict[str, datetime | None]:
        """The windows that may be left open, in UTC; None where nothing was typed."""
        typed = ((name, self[name].data) for name in STEP_WINDOWS)
        return {
            name: clock.at(moment.date(), moment.time()) if moment else None
            for name, moment in typed
        }

    def windows(self) -> list[datetime]:
        """The four moments in UTC; the usual one where nothing was typed."""
        usual = usual_windows(self.grid().day, self.grid().opens)
        typed = [self[name].data for name in WINDOWS]
        return [
            clock.at(moment.date(), moment.time()) if moment else fallback
            for moment, fallback in zip(typed, usual, strict=True)
        ]

    def settings(self, site_name: str) -> dict[str, Any]:
        """Everything but the capacity, as columns of a fair."""
        names = (
            "city", "city_en", "title", "title_en", "day", "opens", "closes", "team",
            "unit_minutes", "walking_gap_units", "offers_places",
        )  # fmt: skip
        values = {name: self[name].data for name in names}
        values["title"] = values["title"] or f"{self.grid().day.year} {self.city.data} {site_name}"
        values["venue_id"] = self.venue_id.data or None
        return values | dict(zip(WINDOWS, self.windows(), strict=True)) | self.steps()

    def slug(self) -> str:
        """2026-gwangju: what the fair's address begins with."""
        return make_slug(self.grid().day.year, self.city_en.data or "")

    def grid(self) -> Grid:
        """The day as typed; only once the single fields are right."""
        assert self.day.data and self.opens.data is not None and self.closes.data is not None
        return Grid(self.day.data, self.opens.data, self.closes.data, self.unit_minutes.data)


class CloneForm(FlaskForm):
    """Where and when the copy of a fair takes place."""

    city = StringField(
        _l("도시"), [DataRequired(_l("도시 이름을 적어 주세요.")), at_most(20)], filters=[tidy]
    )
    city_en = StringField(
        _l("도시(영어)"),
        [
            DataRequired(_l("도시의 영어 이름을 적어 주세요. 예: Gwangju")),
            Regexp(r"[A-Za-z]", message=_l("로마자로 적어 주세요. 예: Gwangju")),
            at_most(40),
        ],
        filters=[tidy],
    )
    day = DateField(_l("날짜"), [DataRequired(_l("날짜를 골라 주세요."))])

    def target(self) -> tuple[str, str, date]:
        """City, its English name and the day."""
        assert self.city.data and self.city_en.data and self.day.data
        return self.city.data, self.city_en.data, self.day.data

    def slug(self) -> str:
        """2026-gwangju: what the copy's address begins with."""
        _city, city_en, day = self.target()
        return make_slug(day.year, city_en)


def make_slug(year: int, city_en: str) -> str:
    """2026-gwangju."""
    return f"{year}-{NOT_SLUG.sub('-', city_en.lower()).strip('-')}"[:50]
