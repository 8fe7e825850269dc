"""The fairs of the first screen: which can be chosen, which one is in already, which come later."""

from dataclasses import dataclass

from festa import clock
from festa.fairs.models import Fair
from festa.fairs.standing import Standing, standing, word
from festa.registrations.queries import fairs_of_season, standing_fairs
from festa.seekers.models import Seeker

TO_COME = frozenset({Standing.NOT_YET, Standing.PREPARING, Standing.POSTPONED, Standing.SHUT})
FULL = frozenset({Standing.FULL, Standing.LIVE_FULL})


@dataclass(frozen=True)
class Offer:
    """A fair as the first screen shows it; `full` leads to its waiting list."""

    fair: Fair
    pill: str
    full: bool


@dataclass(frozen=True)
class FairChoice:
    """What can be chosen now, what one is in, what comes; `shut` was asked for but is closed."""

    free: list[Offer]
    mine: list[Offer]
    to_come: list[Offer]
    shut: Fair | None

    @property
    def fairs(self) -> list[Fair]:
        """The fairs that can be chosen."""
        return [offer.fair for offer in self.free]


def fair_choice(seeker: Seeker | None, wanted: str | None) -> FairChoice:
    """The choice for this seeker, or for a visitor; `wanted` is the slug of a link."""
    now = clock.now()
    taking, others = fairs_of_season()
    mine = standing_fairs(seeker.id) if seeker else set()

    def offer(fair: Fair) -> Offer:
        return Offer(fair, word(fair, now), standing(fair, now) in FULL)

    return FairChoice(
        free=[offer(fair) for fair in taking if fair.id not in mine],
        mine=[offer(fair) for fair in taking if fair.id in mine],
        to_come=[offer(fair) for fair in others if standing(fair, now) in TO_COME],
        shut=next((fair for fair in others if fair.slug == wanted), None),
    )
