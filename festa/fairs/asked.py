"""The fair that a page of the console is about, with the season that it belongs to."""

from collections.abc import Sequence

from festa import clock
from festa.fairs.choice import chosen_fair
from festa.fairs.models import Fair
from festa.fairs.queries import find_tour, get_fair, season


def asked_fair(slug: str | None) -> tuple[Fair | None, Sequence[Fair]]:
    """The fair of this slug, else the live or the next one, and all fairs of its season.

    NotFound when there is no such fair; None while there is no fair at all.
    """
    asked = get_fair(slug) if slug else None
    tour = asked.tour if asked else find_tour()
    fairs = season(tour) if tour else []
    return asked or chosen_fair(fairs, None, clock.today()), fairs
