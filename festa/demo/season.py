"""The tour itself: venues, fairs with their hosts, halls, gates and texts, and how far each is."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import update

from festa import clock
from festa.audit.actor import Actor
from festa.audit.models import AuditEntry
from festa.consents.queries import current_texts
from festa.consents.starting import publish_missing_texts
from festa.demo.days import CLOSES, OPENS, fair_days, live_hours
from festa.demo.places import (
    GATES,
    HALLS,
    HOST,
    LIVE_CITY,
    PLACES,
    PROCESSOR,
    SPONSOR,
    TOUR_NAME,
    TOUR_NAME_EN,
    Place,
)
from festa.demo.rows import Rows
from festa.demo.sizes import FairSize
from festa.demo.stage import Stage
from festa.extensions import db
from festa.fairs.lifecycle import FairState, move
from festa.fairs.models import Fair, HostRole, Tour, Venue
from festa.fairs.queries import korean_holidays
from festa.fairs.service import FairPlan, plan_fair, usual_windows

YEAR = 2026
PLANNED_BEFORE = timedelta(days=75)

# How far each fair has come: the states that it has gone through.
ROADS: dict[str, tuple[FairState, ...]] = {
    "gwangju": (
        FairState.PUBLISHED, FairState.REGISTRATION_OPEN, FairState.BOOKING_OPEN,
        FairState.REGISTRATION_CLOSED, FairState.LIVE, FairState.CLOSED, FairState.FOLLOW_UP,
    ),
    "daejeon": (
        FairState.PUBLISHED, FairState.REGISTRATION_OPEN, FairState.BOOKING_OPEN,
        FairState.REGISTRATION_CLOSED, FairState.LIVE,
    ),
    "busan": (FairState.PUBLISHED, FairState.REGISTRATION_OPEN, FairState.BOOKING_OPEN),
    "seoul": (FairState.PUBLISHED, FairState.REGISTRATION_OPEN),
    "suwon": (FairState.PUBLISHED,),
    "incheon": (FairState.PUBLISHED,),
}  # fmt: skip
# Registration has not begun at these; it does so many days from now.
NOT_YET = {"suwon": 8, "incheon": 13}

Windows = tuple[datetime, datetime, datetime, datetime]


def make_season(now: datetime, sizes: Mapping[str, FairSize], by: Actor) -> list[Stage]:
    """The tour with its fairs, through the verbs of fairs and consents; nobody in them yet."""
    today = clock.local(now).date()
    holidays = korean_holidays(today.year) | korean_holidays(today.year + 1)
    holidays |= korean_holidays(today.year - 1)
    days = fair_days(today, holidays)
    tour = Tour(slug=str(YEAR), year=YEAR, name=TOUR_NAME, name_en=TOUR_NAME_EN)
    db.session.add(tour)
    stages = []
    for place in PLACES:
        fair = _make_fair(tour, place, sizes[place.key], days[place.key], now, by)
        stages.append(Stage(fair, place, sizes[place.key], min(now, fair.closes_at)))
    for stage in stages:
        stage.texts = current_texts(stage.fair.id)
    return stages


def _make_fair(
    tour: Tour, place: Place, size: FairSize, day: date, now: datetime, by: Actor
) -> Fair:
    started = clock.now()
    local = clock.local(now)
    opens, closes = live_hours(local) if place.key == LIVE_CITY else (OPENS, CLOSES)
    windows = _windows(place.key, day, opens, now)
    fair = plan_fair(tour, _plan(place, size, day, (opens, closes), windows), by)
    texts = publish_missing_texts(fair, by)
    planned = min(windows[0] - timedelta(days=5), now - timedelta(days=6))
    for text in texts:
        text.published_at = planned
    _backdate(started, planned)
    return fair


def _plan(
    place: Place, size: FairSize, day: date, hours: tuple[time, time], windows: Windows
) -> FairPlan:
    cohosts = ((place.cohost, HostRole.COHOST),) if place.cohost else ()
    return FairPlan(
        slug=f"{YEAR}-{place.key}",
        city=place.city,
        city_en=place.city_en,
        title=f"{YEAR} {place.city} JOB 매칭 페스타",
        title_en=f"JOB Matching Festa {place.city_en} {YEAR}",
        day=day,
        opens=hours[0],
        closes=hours[1],
        capacity=size.capacity,
        registration_opens_at=windows[0],
        registration_closes_at=windows[1],
        booking_opens_at=windows[2],
        booking_closes_at=windows[3],
        team="1팀",
        unit_minutes=size.unit_minutes,
        walking_gap_units=size.gap_units,
        venue=_venue(place),
        halls=HALLS,
        gates=GATES,
        hosts=(
            (HOST, HostRole.HOST),
            *cohosts,
            (SPONSOR, HostRole.SPONSOR),
            (PROCESSOR, HostRole.PROCESSOR),
        ),
    )


def _venue(place: Place) -> Venue:
    return Venue(
        name=place.venue,
        name_en=place.venue_en,
        road_address=place.road_address,
        postcode=place.postcode,
        latitude=place.latitude,
        longitude=place.longitude,
        directions=place.directions,
        directions_en=place.directions_en,
    )


def _windows(key: str, day: date, opens: time, now: datetime) -> Windows:
    """The usual windows, moved where the demo promises that one is open, or that it is not."""
    starts, ends, booking, booking_ends = usual_windows(day, opens)
    if key in NOT_YET:
        today = clock.local(now).date()
        starts = clock.at(today + timedelta(days=NOT_YET[key]), opens)
        booking = max(booking, starts)
    if FairState.REGISTRATION_OPEN in ROADS[key]:
        starts = min(starts, now - timedelta(days=3))
    if FairState.BOOKING_OPEN in ROADS[key]:
        booking = min(booking, now - timedelta(days=1))
    return starts, ends, max(booking, starts), booking_ends


def _backdate(since: datetime, moment: datetime) -> None:
    """Let what was logged since then have happened at an earlier moment."""
    db.session.flush()
    db.session.execute(update(AuditEntry).where(AuditEntry.at >= since).values(at=moment))


def walk_roads(stages: list[Stage], rows: Rows, by: Actor, now: datetime) -> None:
    """Bring each fair to its state, one legal step after the other, each at its own time."""
    for stage in stages:
        fair = stage.fair
        for state in ROADS[stage.place.key]:
            before, fair.state = fair.state, move(fair.state, state)
            at = min(_when(fair, state), now)
            rows.log(
                "fair.moved", Fair, fair.id, by, at, fair_id=fair.id, before=before, after=state
            )


def _when(fair: Fair, state: FairState) -> datetime:
    moments = {
        FairState.PUBLISHED: fair.registration_opens_at - timedelta(days=4),
        FairState.REGISTRATION_OPEN: fair.registration_opens_at,
        FairState.BOOKING_OPEN: fair.booking_opens_at,
        FairState.REGISTRATION_CLOSED: fair.registration_closes_at,
        FairState.LIVE: fair.opens_at - timedelta(minutes=10),
        FairState.CLOSED: fair.closes_at + timedelta(minutes=20),
        FairState.FOLLOW_UP: fair.closes_at + timedelta(hours=17),
    }
    return moments[state]
