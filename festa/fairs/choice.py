"""Which fair a page of the console is about, when it is about one. Pure."""

from collections.abc import Sequence
from datetime import date

from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair


def chosen_fair(fairs: Sequence[Fair], slug: str | None, today: date) -> Fair | None:
    """The fair that was asked for, else the live one, else the next, else the last; by date."""
    for fair in fairs:
        if slug and fair.slug == slug:
            return fair
    live = [fair for fair in fairs if fair.state is FairState.LIVE]
    coming = [fair for fair in fairs if fair.day >= today and fair.state is not FairState.CANCELLED]
    return next(iter([*live, *coming, *reversed(fairs)]), None)
