"""What a touring season can get wrong, checked before anybody is invited. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.fairs.grid import Grid


class Finding(StrEnum):
    """Everything that the checks can find."""

    SAME_TEAM_SAME_DAY = "same_team_same_day"
    PUBLIC_HOLIDAY = "public_holiday"
    WINDOWS_OUT_OF_ORDER = "windows_out_of_order"
    GATE_WITHOUT_HALL = "gate_without_hall"
    NO_GATE = "no_gate"
    GRID_DOES_NOT_FIT = "grid_does_not_fit"
    NO_VENUE = "no_venue"


WARNINGS = frozenset({Finding.PUBLIC_HOLIDAY, Finding.NO_VENUE, Finding.NO_GATE})

SENTENCES: dict[Finding, Any] = {
    Finding.SAME_TEAM_SAME_DAY: _l(
        "같은 운영팀이 같은 날 두 도시(%(cities)s)를 맡고 있어요. 날짜나 팀을 바꿔 주세요."
    ),
    Finding.PUBLIC_HOLIDAY: _l(
        "%(city)s: 공휴일(%(holiday)s)이에요. 그대로 진행할지 확인해 주세요."
    ),
    Finding.WINDOWS_OUT_OF_ORDER: _l(
        "%(city)s: 기간의 앞뒤가 맞지 않아요. 신청 시작 → 신청 마감 → 행사 종료, 예약 시작 → 예약 마감 순서로 "
        "맞춰 주세요."
    ),
    Finding.GATE_WITHOUT_HALL: _l(
        "%(city)s: ‘%(gate)s’ 출입구가 어느 홀로 이어지는지 정해 주세요."
    ),
    Finding.NO_GATE: _l("%(city)s: 아직 출입구가 없어요. 행사 전에 하나 이상 만들어 주세요."),
    Finding.GRID_DOES_NOT_FIT: _l(
        "%(city)s: 운영 시간이 %(minutes)s분 단위로 나누어지지 않아요. 시작이나 종료 시각을 바꿔 주세요."
    ),
    Finding.NO_VENUE: _l("%(city)s: 아직 장소가 없어요. 공개하기 전에 정해 주세요."),
}


@dataclass(frozen=True)
class PlannedFair:
    """The part of a fair that the checks look at."""

    city: str
    grid: Grid
    team: str
    staff_ids: frozenset[int]
    registration: tuple[datetime, datetime]
    booking: tuple[datetime, datetime]
    ends_at: datetime
    has_venue: bool
    gates: tuple[tuple[str, bool], ...]
    slug: str = ""


@dataclass(frozen=True)
class Found:
    """One finding with the words for its sentence, and the fairs that it is about."""

    finding: Finding
    words: Mapping[str, str]
    slugs: tuple[str, ...] = ()

    @property
    def is_warning(self) -> bool:
        """Whether one may go on regardless."""
        return self.finding in WARNINGS

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, for people."""
        return str(SENTENCES[self.finding]) % dict(self.words)


def check_season(fairs: Sequence[PlannedFair], holidays: Mapping[date, str]) -> list[Found]:
    """Everything that is wrong with these fairs; `holidays` names the public ones by date."""
    found = list(_double_teams(fairs))
    for fair in fairs:
        found.extend(replace(one, slugs=(fair.slug,)) for one in _check_fair(fair, holidays))
    return found


def _double_teams(fairs: Sequence[PlannedFair]) -> Iterable[Found]:
    for index, one in enumerate(fairs):
        for other in fairs[index + 1 :]:
            shared = (one.team and one.team == other.team) or one.staff_ids & other.staff_ids
            if one.grid.day == other.grid.day and shared:
                cities = f"{one.city}, {other.city}"
                slugs = (one.slug, other.slug)
                yield Found(Finding.SAME_TEAM_SAME_DAY, {"cities": cities}, slugs)


def _check_fair(fair: PlannedFair, holidays: Mapping[date, str]) -> Iterable[Found]:
    words = {"city": fair.city}
    if fair.grid.day in holidays:
        yield Found(Finding.PUBLIC_HOLIDAY, {**words, "holiday": holidays[fair.grid.day]})
    if not in_order(fair.registration, fair.booking, fair.ends_at):
        yield Found(Finding.WINDOWS_OUT_OF_ORDER, words)
    if not fair.grid.fits:
        minutes = str(fair.grid.unit_minutes)
        yield Found(Finding.GRID_DOES_NOT_FIT, {**words, "minutes": minutes})
    if not fair.has_venue:
        yield Found(Finding.NO_VENUE, words)
    if not fair.gates:
        yield Found(Finding.NO_GATE, words)
    for gate, has_hall in fair.gates:
        if not has_hall:
            yield Found(Finding.GATE_WITHOUT_HALL, {**words, "gate": gate})


def in_order(
    registration: Sequence[datetime], booking: Sequence[datetime], ends_at: datetime
) -> bool:
    """Whether both windows, each (opens, closes), open before they close and before the end."""
    registration_opens, registration_closes = registration
    booking_opens, booking_closes = booking
    return (
        registration_opens < registration_closes <= ends_at
        and registration_opens <= booking_opens < booking_closes <= ends_at
    )
