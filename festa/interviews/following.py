"""Whoever must follow when an interview or an application changes, in layers above this one.

Interviews know neither the queue nor a résumé nor anything else that hangs on them; those put a
follower here (`create_app` does), and it is called in the transaction of what it follows.
"""

from festa.audit.actor import Actor
from festa.employers.models import Participation
from festa.fairs.models import Fair
from festa.interviews.models import Application, Booking
from festa.interviews.states import BookingState
from festa.registrations.models import Registration


class Follower:
    """Does nothing by itself; one that follows overrides what it cares about."""

    def booking_changed(self, booking: Booking, before: BookingState, by: Actor) -> None:
        """A booking has gone from one state to another."""

    def booking_moved(self, old: Booking, new: Booking, by: Actor) -> None:
        """A rescheduled booking has found its new time."""

    def application_moved(self, application: Application, by: Actor) -> None:
        """An application was answered or taken back, or has moved up."""

    def consent_withdrawn(self, registration: Registration, employer_id: int, by: Actor) -> None:
        """Somebody stands open to an employer no more."""

    def left_fair(self, registration: Registration, by: Actor) -> None:
        """Somebody takes part in the fair no more."""

    def left_hall(self, participation: Participation, by: Actor) -> None:
        """An employer sits in the hall no more, whether or not its postings stay."""

    def employer_stayed_away(self, participation: Participation, by: Actor) -> None:
        """An employer leaves the hall while its postings stay, or is given up as absent."""

    def fair_ended(self, fair: Fair, by: Actor) -> None:
        """A fair's day is over, or will not be."""


_followers: dict[str, Follower] = {}


def follow(name: str, follower: Follower) -> None:
    """Have this follower told of everything from now on; one name follows once."""
    _followers[name] = follower


def tell_changed(booking: Booking, before: BookingState, by: Actor) -> None:
    """Tell all that a booking has changed."""
    for follower in _followers.values():
        follower.booking_changed(booking, before, by)


def tell_moved_to(old: Booking, new: Booking, by: Actor) -> None:
    """Tell all that a booking has another time."""
    for follower in _followers.values():
        follower.booking_moved(old, new, by)


def tell_application_moved(application: Application, by: Actor) -> None:
    """Tell all that an application stands elsewhere."""
    for follower in _followers.values():
        follower.application_moved(application, by)


def tell_consent_withdrawn(registration: Registration, employer_id: int, by: Actor) -> None:
    """Tell all that a consent to an employer was taken back."""
    for follower in _followers.values():
        follower.consent_withdrawn(registration, employer_id, by)


def tell_left_fair(registration: Registration, by: Actor) -> None:
    """Tell all that somebody has left the fair."""
    for follower in _followers.values():
        follower.left_fair(registration, by)


def tell_left_hall(participation: Participation, by: Actor) -> None:
    """Tell all that an employer has left the hall."""
    for follower in _followers.values():
        follower.left_hall(participation, by)


def tell_stayed_away(participation: Participation, by: Actor) -> None:
    """Tell all that an employer does not sit down after all."""
    for follower in _followers.values():
        follower.employer_stayed_away(participation, by)


def tell_fair_ended(fair: Fair, by: Actor) -> None:
    """Tell all that a fair is over."""
    for follower in _followers.values():
        follower.fair_ended(fair, by)
