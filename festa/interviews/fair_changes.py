"""When a fair is called off, put off or moved: everybody concerned is told, bookings end.

Above the fairs' own verbs, since a fair knows neither registrations nor interviews.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa.audit.actor import Actor
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.fairs.service import move_fair
from festa.interviews.booking import change
from festa.interviews.fair_notices import News, tell_employers, tell_people
from festa.interviews.following import tell_fair_ended
from festa.interviews.models import Booking
from festa.interviews.states import BEFORE_THE_TALK, BookingState
from festa.registrations.ending import cancel_all, standing
from festa.registrations.models import Registration

# Before these nobody outside was told of the fair; after them nothing changes for anybody.
UNKNOWN = frozenset({FairState.DRAFT})
ENDS_THE_DAY = frozenset({FairState.CLOSED, FairState.CANCELLED, FairState.POSTPONED})
MATTERS = frozenset({"day", "opens", "closes", "venue_id"})


@dataclass(frozen=True)
class Told:
    """How many seekers and employers were told, and how many interviews ended."""

    seekers: int = 0
    employers: int = 0
    interviews: int = 0


def move_fair_on(fair: Fair, state: FairState, by: Actor) -> Told:
    """Move a fair to another state with all that follows from it.

    Cancelled: every registration and interview ends. Postponed: registrations stand, their
    interviews end, since nobody knows yet whether the new day suits. Out of a postponement:
    everybody is told the day and place as they are now.
    """
    before = fair.state
    if state in {FairState.CANCELLED, FairState.POSTPONED}:
        # People first, then the fair: the order in which everybody else locks these rows.
        standing(fair)
    move_fair(fair, state, by)
    if state in ENDS_THE_DAY:
        tell_fair_ended(fair, by)
    if before in UNKNOWN:
        return Told()
    if state is FairState.CANCELLED:
        return _call_off(fair, by)
    if state is FairState.POSTPONED:
        return _tell(fair, News.POSTPONED, _end_interviews(fair, by, "fair_postponed"))
    if before is FairState.POSTPONED:
        return _tell(fair, News.RESUMED, 0)
    return Told()


def announce_changes(fair: Fair, before: date, changed: Sequence[str], by: Actor) -> Told:
    """Tell everybody of a new day, hour or place; on a new day interviews end.

    While a fair is postponed nothing is told: its new day is, when it is published again.
    """
    quiet = UNKNOWN | {FairState.POSTPONED}
    if fair.state in quiet or not MATTERS.intersection(changed) or _is_over(fair):
        return Told()
    ended = _end_interviews(fair, by, "fair_moved") if fair.day != before else 0
    return _tell(fair, News.CHANGED, ended)


def _is_over(fair: Fair) -> bool:
    return fair.state in {
        FairState.CLOSED,
        FairState.FOLLOW_UP,
        FairState.REPORTED,
        FairState.ARCHIVED,
        FairState.CANCELLED,
    }


def _call_off(fair: Fair, by: Actor) -> Told:
    concerned = standing(fair)
    ended = _end_interviews(fair, by, "fair_cancelled")
    people = tell_people(fair, concerned, News.CANCELLED)
    cancel_all(fair, concerned, by)
    return Told(people, tell_employers(fair, News.CANCELLED), ended)


def _tell(fair: Fair, news: News, ended: int) -> Told:
    return Told(tell_people(fair, standing(fair), news), tell_employers(fair, news), ended)


def _end_interviews(fair: Fair, by: Actor, reason: str) -> int:
    """End what was booked and has not begun; the news of the fair says so, once for each person."""
    query = (
        select(Booking)
        .where(Booking.fair_id == fair.id, Booking.state.in_(BEFORE_THE_TALK))
        .options(
            joinedload(Booking.registration).joinedload(Registration.seeker),
            joinedload(Booking.participation),
        )
        .order_by(Booking.id)
    )
    bookings = db.session.scalars(query).all()
    for booking in bookings:
        change(booking, BookingState.CANCELLED_BY_ORGANISER, by, reason)
    return len(bookings)
