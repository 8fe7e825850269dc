"""The season at a glance: the line of its fairs with their numbers, and what waits to be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _

from festa.fairs.lifecycle import OVER, FairState
from festa.fairs.models import Fair
from festa.fairs.stops import stops
from festa.formats import in_language, number
from festa.reports.definitions import Count
from festa.reports.queries import Counted, Numbers

TAKES_PEOPLE = frozenset(
    {FairState.REGISTRATION_OPEN, FairState.BOOKING_OPEN, FairState.REGISTRATION_CLOSED}
)

# Nobody gets a place any more at a fair that is over or called off.
WAITED_ENOUGH = OVER | {FairState.CANCELLED}


def season_stops(
    fairs: Sequence[Fair], counted: Counted, today: date, href: Callable[[Fair], str]
) -> list[dict[str, Any]]:
    """The stops of the line, each with the numbers that matter in its state."""
    line = stops(fairs, today, href)
    for stop in line:
        fair = stop["fair"]
        # Six badges in a row shout; the state is the first word of the numbers instead.
        stop["note"] = [stop["badge"], *_note(fair, counted.of(fair))]
        stop["badge"], stop["place"] = None, ""
        if stop["state"] == "today":
            stop["date"] = _("오늘")
        if fair.venue is None:
            stop["note"].append(_("장소 미정"))
    return line


def _note(fair: Fair, numbers: Numbers) -> list[str]:
    if fair.state in OVER:
        return [
            _("방문 %(count)s", count=number(numbers[Count.ATTENDED])),
            _("면접 %(count)s", count=number(numbers[Count.INTERVIEWED])),
            _("채용 %(count)s", count=number(numbers[Count.HIRED])),
        ]
    if fair.state is FairState.LIVE:
        return [
            _("입장 %(count)s", count=number(numbers[Count.ATTENDED])),
            _("장내 %(count)s", count=number(numbers[Count.IN_HALL])),
        ]
    if fair.state in TAKES_PEOPLE:
        return [f"{number(fair.places_taken)} / {number(fair.capacity)}"]
    return [_("기업 %(count)s", count=number(numbers[Count.EMPLOYERS]))]


class Place(NamedTuple):
    """A fair at which something waits to be done: what is said of it, how much, its address."""

    said: str
    total: int
    slug: str


@dataclass(frozen=True)
class ToDo:
    """One number of what waits to be done, and how much of it at which fair."""

    count: Count
    places: Sequence[Place]

    @property
    def total(self) -> int:
        """How much waits in all."""
        return sum(place.total for place in self.places)

    @property
    def where(self) -> str:
        """The fairs by what is said of them."""
        return ", ".join(place.said for place in self.places)

    @property
    def first(self) -> str | None:
        """The fair at which to begin, if anything waits."""
        return self.places[0].slug if self.places else None


def to_do(fairs: Sequence[Fair], counted: Counted, today: date) -> list[ToDo]:
    """Employers to review, outcomes that are owed, people who wait, and what gates did twice."""
    ahead = [fair for fair in fairs if fair.state not in WAITED_ENOUGH]
    disputed = _to_do(Count.CONFLICTS, fairs, counted, _city)
    return [
        *([disputed] if disputed.total else []),
        _to_do(Count.TO_REVIEW, fairs, counted, _city),
        _to_do(
            Count.EMPLOYERS_OWING,
            fairs,
            counted,
            lambda fair: f"{_city(fair)} · D+{(today - fair.day).days}",
        ),
        _to_do(Count.WAITING, ahead, counted, _waiting_in),
    ]


def _to_do(
    count: Count, fairs: Sequence[Fair], counted: Counted, say: Callable[[Fair], str]
) -> ToDo:
    there = [(fair, counted.of(fair)[count]) for fair in fairs if counted.of(fair)[count]]
    return ToDo(count, [Place(say(fair), total, fair.slug) for fair, total in there])


def _waiting_in(fair: Fair) -> str:
    if fair.places_left > 0:
        return _("%(city)s(빈자리 있음)", city=_city(fair))
    return _city(fair)


def _city(fair: Fair) -> str:
    return in_language(fair.city, fair.city_en)
