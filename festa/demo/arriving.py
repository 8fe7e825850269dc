"""Who comes when: decided before the interviews, written down after them."""

from datetime import timedelta

from festa.demo.stage import Play, Registered, Stage
from festa.registrations.states import RegistrationState

SOON = timedelta(minutes=2)


def decide_arrivals(play: Play, stage: Stage) -> None:
    """Let so many confirmed people come: a third at once, the rest ever more slowly."""
    crowd, chance, fair = stage.size.crowd, play.chance, stage.fair
    confirmed = [one for one in stage.people if one.state is RegistrationState.CONFIRMED]
    on_the_day = [one for one in confirmed if one.at >= fair.opens_at]
    before = [one for one in confirmed if one.at < fair.opens_at]
    wanted = max(crowd.arrived - len(on_the_day), 0)
    for one in chance.sample(before, min(wanted, len(before))):
        one.arrives = chance.moment(fair.opens_at, stage.until, early=3.2)
    for one in on_the_day:
        one.arrives = min(one.at + SOON, stage.until)


def arrived(stage: Stage) -> list[Registered]:
    """Those who came, in their order."""
    come = [one for one in stage.people if one.arrives is not None]
    return sorted(come, key=lambda one: (one.arrives, one.id))
