"""The tour as a line: each fair as a stop of `tour_line` (templates/components/tour.html)."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from festa.fairs.lifecycle import OVER, FairState
from festa.fairs.models import Fair
from festa.fairs.words import KINDS, WORDS
from festa.formats import day, in_language


def stops(
    fairs: Iterable[Fair], today: date, href: Callable[[Fair], str] | None = None
) -> list[dict[str, Any]]:
    """The stops of these fairs in their order: what `tour_line` draws, and the `fair` itself.

    Keys: city, state (done, today, coming, cancelled, postponed), date, place, badge and kind
    (where the fair stands), href (when a way to make one is given), days (to go; negative when
    over) and fair. Callers may add note, card or another badge.
    """
    return [_stop(fair, today, href) for fair in fairs]


def stop_state(fair: Fair, today: date) -> str:
    """Where the stop lies on the line: done, today, coming, cancelled or postponed."""
    if fair.state in (FairState.CANCELLED, FairState.POSTPONED):
        return fair.state.value
    if fair.state in OVER:
        return "done"
    if fair.state is FairState.LIVE or fair.day == today:
        return "today"
    return "done" if fair.day < today else "coming"


def _stop(fair: Fair, today: date, href: Callable[[Fair], str] | None) -> dict[str, Any]:
    return {
        "city": in_language(fair.city, fair.city_en),
        "state": stop_state(fair, today),
        "date": day(fair.day),
        "place": in_language(fair.venue.name, fair.venue.name_en) if fair.venue else "",
        "badge": WORDS[fair.state],
        "kind": KINDS[fair.state],
        "href": href(fair) if href else None,
        "days": (fair.day - today).days,
        "fair": fair,
    }
