"""What else happens when an application moves or an employer leaves the hall: domains above put
themselves here, since this one calls none of them."""

from collections.abc import Callable

from festa.audit.actor import Actor
from festa.employers.models import Participation
from festa.interviews.models import Application

FollowApplication = Callable[[Application, Actor], None]
FollowLeaving = Callable[[Participation, Actor], None]

_applications: list[FollowApplication] = []
_leavings: list[FollowLeaving] = []


def follows_application(act: FollowApplication) -> FollowApplication:
    """Call this in the transaction in which an application was answered or taken back."""
    _applications.append(act)
    return act


def follows_leaving(act: FollowLeaving) -> FollowLeaving:
    """Call this in the transaction in which an employer leaves the hall while its postings stay, or
    is given up as absent."""
    _leavings.append(act)
    return act


def application_moved(application: Application, by: Actor) -> None:
    """Tell all who follow that an application stands elsewhere."""
    for act in _applications:
        act(application, by)


def employer_left(participation: Participation, by: Actor) -> None:
    """Tell all who follow that an employer does not sit down after all."""
    for act in _leavings:
        act(participation, by)
