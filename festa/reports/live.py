"""What happens at a fair right now: arrivals, halls, refused scans, interviews, queues."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from festa import clock
from festa.employers.models import Employer, Participation
from festa.extensions import db
from festa.fairs.models import Fair, Gate
from festa.formats import hour
from festa.gates.decision import LETS_IN, ScanOutcome
from festa.gates.filling import filling
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.interviews.models import Booking
from festa.interviews.states import BookingState
from festa.registrations.models import Registration

BUCKET = timedelta(minutes=5)
EARLY = timedelta(minutes=30)
NOT_REFUSED = LETS_IN | {ScanOutcome.LEFT, ScanOutcome.UNDONE}
HERE_AND_WAITING = frozenset(
    {BookingState.ARRIVED, BookingState.WAITING, BookingState.CALLED, BookingState.ON_HOLD}
)
AT_A_GATE = Scan.method != ScanMethod.PAPER
LATEST = 10
BUSIEST = 8


@dataclass(frozen=True)
class Arrivals:
    """The curve of arrivals for `line_chart`: its points and which of them is the highest."""

    points: list[dict[str, Any]]
    peak: int | None


def arrivals(fair: Fair) -> Arrivals:
    """ARRIVALS: first check-ins by the minute, as the mean of five minutes each.

    From half an hour before the doors open (or the first arrival) until now or the last one.
    """
    query = select(CheckIn.at).where(CheckIn.fair_id == fair.id, CheckIn.undone_at.is_(None))
    moments = db.session.scalars(query).all()
    if not moments:
        return Arrivals([], None)
    return curve(moments, fair.opens_at - EARLY, min(clock.now(), fair.closes_at))


def curve(moments: Sequence[datetime], start: datetime, end: datetime) -> Arrivals:
    """The curve of these moments between start and end, widened to hold them all."""
    counted = Counter(_bucket(moment) for moment in moments)
    first, last = min(_bucket(start), min(counted)), max(_bucket(end), max(counted))
    steps = int((last - first) / BUCKET)
    buckets = [first + BUCKET * step for step in range(steps + 1)]
    values = [_per_minute(counted[bucket]) for bucket in buckets]
    points = [
        {"label": hour(bucket), "value": value}
        for bucket, value in zip(buckets, values, strict=True)
    ]
    return Arrivals(points, values.index(max(values)))


def _bucket(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)


def _per_minute(people: int) -> float | int:
    mean = round(people / (BUCKET / timedelta(minutes=1)), 1)
    return int(mean) if mean == int(mean) else mean


def halls(fair: Fair) -> list[dict[str, Any]]:
    """IN_HALL by hall, by the gate of the latest way in, beside the people each may hold."""
    query = (
        select(Gate.hall_id, func.count())
        .select_from(CheckIn)
        .outerjoin(Gate, CheckIn.last_gate_id == Gate.id)
        .where(CheckIn.fair_id == fair.id, CheckIn.undone_at.is_(None), CheckIn.left_at.is_(None))
        .group_by(Gate.hall_id)
    )
    inside: dict[int | None, int] = dict(db.session.execute(query).all())
    rows = [_hall(hall.name, inside.pop(hall.id, 0), hall.people_limit) for hall in fair.halls]
    elsewhere = sum(inside.values())
    return [*rows, _hall(None, elsewhere, None)] if elsewhere else rows


def _hall(name: str | None, inside: int, limit: int | None) -> dict[str, Any]:
    return {"name": name, "inside": inside, "limit": limit, "filling": filling(inside, limit)}


def refused_scans(fair: Fair) -> Sequence[Any]:
    """REFUSED_SCANS by reason, the commonest first."""
    query = (
        select(Scan.outcome, func.count())
        .where(Scan.fair_id == fair.id, Scan.outcome.not_in(NOT_REFUSED), AT_A_GATE)
        .group_by(Scan.outcome)
        .order_by(func.count().desc(), Scan.outcome)
    )
    return db.session.execute(query).all()


def latest_scans(fair: Fair) -> Sequence[Scan]:
    """The newest scans with their gate and whose badge it was."""
    query = (
        select(Scan)
        .where(Scan.fair_id == fair.id, AT_A_GATE)
        .options(
            joinedload(Scan.gate), joinedload(Scan.registration).joinedload(Registration.seeker)
        )
        .order_by(Scan.scanned_at.desc(), Scan.id)
        .limit(LATEST)
    )
    return db.session.scalars(query).all()


def bookings_by_state(fair: Fair) -> list[tuple[BookingState, int]]:
    """How many interviews are in which state, in the order in which they go."""
    query = (
        select(Booking.state, func.count())
        .where(Booking.fair_id == fair.id)
        .group_by(Booking.state)
    )
    counted: dict[BookingState, int] = dict(db.session.execute(query).all())
    return [(state, counted[state]) for state in BookingState if state in counted]


def queues(fair: Fair) -> Sequence[Any]:
    """Where people wait: employer, how many (QUEUE), and how many talk now; the longest first."""
    waiting = func.sum(case((Booking.state.in_(HERE_AND_WAITING), 1), else_=0)).label("waiting")
    talking = func.sum(case((Booking.state == BookingState.IN_PROGRESS, 1), else_=0))
    query = (
        select(Employer.name, Participation.branch, waiting, talking.label("talking"))
        .select_from(Booking)
        .join(Participation, Booking.participation_id == Participation.id)
        .join(Employer, Participation.employer_id == Employer.id)
        .where(
            Booking.fair_id == fair.id,
            Booking.state.in_(HERE_AND_WAITING | {BookingState.IN_PROGRESS}),
        )
        .group_by(Participation.id, Employer.name, Participation.branch)
        .order_by(waiting.desc(), Employer.name)
        .limit(BUSIEST)
    )
    return db.session.execute(query).all()
