"""How an interview went, step by step, as the rows of its changes and the log tell it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from festa.audit.actor import Actor
from festa.demo.stage import Part, Play, Registered, Stage
from festa.interviews.models import Booking, BookingChange
from festa.interviews.states import BookingState, move_booking

B = BookingState

# The states on the way to where an interview stands, after it was booked.
ROADS: dict[BookingState, tuple[BookingState, ...]] = {
    B.SCHEDULED: (),
    B.ARRIVED: (B.ARRIVED,),
    B.WAITING: (B.ARRIVED, B.WAITING),
    B.CALLED: (B.ARRIVED, B.CALLED),
    B.ON_HOLD: (B.ARRIVED, B.CALLED, B.ON_HOLD),
    B.IN_PROGRESS: (B.ARRIVED, B.CALLED, B.IN_PROGRESS),
    B.COMPLETED: (B.ARRIVED, B.CALLED, B.IN_PROGRESS, B.COMPLETED),
    B.NO_SHOW: (B.CALLED, B.NO_SHOW),
    B.CANCELLED_BY_SEEKER: (B.CANCELLED_BY_SEEKER,),
    B.CANCELLED_BY_EMPLOYER: (B.CANCELLED_BY_EMPLOYER,),
    B.CANCELLED_BY_ORGANISER: (B.CANCELLED_BY_ORGANISER,),
}
# How long before or after the appointed time each of them happens.
STEPS: dict[BookingState, timedelta] = {
    B.ARRIVED: timedelta(minutes=-7),
    B.WAITING: timedelta(minutes=-5),
    B.CALLED: timedelta(minutes=-1),
    B.ON_HOLD: timedelta(minutes=2),
    B.IN_PROGRESS: timedelta(minutes=1),
    B.NO_SHOW: timedelta(minutes=10),
}


@dataclass(frozen=True)
class Talk:
    """One interview: who with whom, where it stands, and its moments."""

    booking: int
    one: Registered
    part: Part
    state: BookingState
    booked_at: datetime
    starts: datetime
    ends: datetime


def write_talk(play: Play, stage: Stage, talk: Talk) -> None:
    """The booking as it was made and every change since, each by whoever makes it."""
    _note(play, stage, talk, None, B.SCHEDULED, talk.part.by, talk.booked_at)
    before, at = B.SCHEDULED, talk.booked_at
    for state in ROADS[talk.state]:
        at = min(max(_when(play, talk, state), at), stage.until)
        _note(play, stage, talk, before, move_booking(before, state), _who(play, talk, state), at)
        before = state


def _when(play: Play, talk: Talk, state: BookingState) -> datetime:
    if state in STEPS:
        return talk.starts + STEPS[state]
    if state is B.COMPLETED:
        return talk.ends - timedelta(minutes=play.chance.randint(0, 3))
    return play.chance.moment(talk.booked_at, talk.starts)


def _who(play: Play, talk: Talk, state: BookingState) -> Actor:
    match state:
        case B.ARRIVED:
            return play.chance.choice(play.staff)
        case B.CANCELLED_BY_SEEKER:
            return talk.one.actor
        case B.CANCELLED_BY_ORGANISER:
            return play.organiser
    return talk.part.by


def _note(
    play: Play,
    stage: Stage,
    talk: Talk,
    before: BookingState | None,
    after: BookingState,
    by: Actor,
    at: datetime,
) -> None:
    play.rows.add(
        BookingChange,
        booking_id=talk.booking,
        before=before,
        after=after,
        at=at,
        actor_kind=by.kind,
        actor_id=by.id,
    )
    play.rows.log(
        "booking.made" if before is None else f"booking.{after}",
        Booking,
        talk.booking,
        by,
        at,
        seeker_id=talk.one.person.id,
        fair_id=stage.fair.id,
        employer_id=talk.part.company.id,
    )
