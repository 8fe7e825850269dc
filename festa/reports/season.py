"""The season at a glance: the line of its fairs with their numbers, and what waits to be done."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

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


def owing(fairs: Sequence[Fair], counted: Counted, today: date) -> str:
    """Which cities' employers still owe outcomes, and for how long: 광주 · D+69."""
    return ", ".join(
        f"{in_language(fair.city, fair.city_en)} · D+{(today - fair.day).days}"
        for fair in fairs
        if counted.of(fair)[Count.EMPLOYERS_OWING]
    )


def waiting(fairs: Sequence[Fair], counted: Counted) -> str:
    """In which cities people wait for a place, and where places are free although they wait."""
    names = []
    for fair in fairs:
        if counted.of(fair)[Count.WAITING] and fair.state not in OVER:
            city = in_language(fair.city, fair.city_en)
            free = fair.places_left > 0
            names.append(_("%(city)s(빈자리 있음)", city=city) if free else city)
    return ", ".join(names)


def reviewing(fairs: Sequence[Fair], counted: Counted) -> str:
    """In which cities employers wait for an answer."""
    return ", ".join(
        in_language(fair.city, fair.city_en) for fair in fairs if counted.of(fair)[Count.TO_REVIEW]
    )
