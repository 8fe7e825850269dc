"""Making a season: fairs, their lifecycle, their copies."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState, IllegalMove, move
from festa.fairs.models import Fair, FairHost, Gate, Hall, HostRole, Tour, Venue

ILLEGAL_MOVE: Any = _l(
    "지금 상태에서는 그 단계로 바꿀 수 없어요. 화면을 새로 고쳐 현재 상태를 확인해 주세요."
)


@dataclass(frozen=True)
class FairPlan:
    """What an organiser decides about a fair before anybody is invited."""

    slug: str
    city: str
    city_en: str
    title: str
    day: date
    opens: time
    closes: time
    capacity: int
    registration_opens_at: datetime
    registration_closes_at: datetime
    booking_opens_at: datetime
    booking_closes_at: datetime
    title_en: str = ""
    team: str = ""
    unit_minutes: int = 10
    walking_gap_units: int = 1
    offers_places: bool = False
    application_opens_at: datetime | None = None
    application_closes_at: datetime | None = None
    shortlist_opens_at: datetime | None = None
    shortlist_closes_at: datetime | None = None
    employers_open_at: datetime | None = None
    employers_close_at: datetime | None = None
    venue: Venue | None = None
    halls: tuple[tuple[str, int | None], ...] = ()
    gates: tuple[tuple[str, str | None], ...] = ()
    hosts: tuple[tuple[str, HostRole], ...] = field(default=())


STEP_WINDOWS = (
    "application_opens_at",
    "application_closes_at",
    "shortlist_opens_at",
    "shortlist_closes_at",
    "employers_open_at",
    "employers_close_at",
)


def plan_fair(tour: Tour, plan: FairPlan, by: Actor) -> Fair:
    """Put a fair into the season, as a draft, with its halls, gates and hosts."""
    fair = Fair(
        tour=tour,
        slug=plan.slug,
        city=plan.city,
        city_en=plan.city_en,
        title=plan.title,
        title_en=plan.title_en,
        day=plan.day,
        opens=plan.opens,
        closes=plan.closes,
        capacity=plan.capacity,
        registration_opens_at=plan.registration_opens_at,
        registration_closes_at=plan.registration_closes_at,
        booking_opens_at=plan.booking_opens_at,
        booking_closes_at=plan.booking_closes_at,
        team=plan.team,
        unit_minutes=plan.unit_minutes,
        walking_gap_units=plan.walking_gap_units,
        offers_places=plan.offers_places,
        venue=plan.venue,
        **{name: getattr(plan, name) for name in STEP_WINDOWS},
    )
    halls = {name: Hall(name=name, people_limit=limit) for name, limit in plan.halls}
    fair.halls = list(halls.values())
    fair.gates = [Gate(name=name, hall=halls.get(hall or "")) for name, hall in plan.gates]
    fair.hosts = [FairHost(name=name, role=role) for name, role in plan.hosts]
    db.session.add(fair)
    db.session.flush()
    record("fair.planned", fair, by, fair_id=fair.id)
    return fair


def move_fair(fair: Fair, state: FairState, by: Actor) -> None:
    """Move a fair to another state; opening the doors by hand is such a move."""
    before = fair.state
    try:
        fair.state = move(before, state)
    except IllegalMove as illegal:
        raise Refused(ILLEGAL_MOVE, illegal.end) from illegal
    db.session.flush()
    record("fair.moved", fair, by, fair_id=fair.id, before=before, after=state)


def clone_fair(source: Fair, slug: str, city: str, city_en: str, day: date, by: Actor) -> Fair:
    """Copy a fair's settings to another city and day: everything but people and dates.

    The windows keep their distance to the day, since a window without dates is no window.
    """
    shift = day - source.day
    plan = FairPlan(
        slug=slug,
        city=city,
        city_en=city_en,
        title=source.title.replace(source.city, city),
        title_en=source.title_en.replace(source.city_en, city_en),
        day=day,
        opens=source.opens,
        closes=source.closes,
        capacity=source.capacity,
        registration_opens_at=source.registration_opens_at + shift,
        registration_closes_at=source.registration_closes_at + shift,
        booking_opens_at=source.booking_opens_at + shift,
        booking_closes_at=source.booking_closes_at + shift,
        team=source.team,
        unit_minutes=source.unit_minutes,
        walking_gap_units=source.walking_gap_units,
        offers_places=source.offers_places,
        venue=source.venue,
        **{name: _shifted(getattr(source, name), shift) for name in STEP_WINDOWS},
        halls=tuple((hall.name, hall.people_limit) for hall in source.halls),
        gates=tuple((gate.name, gate.hall.name if gate.hall else None) for gate in source.gates),
        hosts=tuple((host.name, host.role) for host in source.hosts),
    )
    return plan_fair(source.tour, plan, by)


def _shifted(moment: datetime | None, shift: timedelta) -> datetime | None:
    return moment + shift if moment is not None else None


def usual_windows(day: date, opens: time) -> tuple[datetime, datetime, datetime, datetime]:
    """Windows that suit most fairs: register 30 days before until the eve, book 10 days before."""
    doors = clock.at(day, opens)
    eve = clock.at(day - timedelta(days=1), time(18))
    return doors - timedelta(days=30), eve, doors - timedelta(days=10), eve
