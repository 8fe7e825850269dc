"""Reading the season."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import holidays
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.lifecycle import AT_WORK, SEEN_BY_PUBLIC, FairState
from festa.fairs.models import Fair, Tour
from festa.fairs.season import Found, PlannedFair, check_season


def find_tour() -> Tour | None:
    """The newest season."""
    return db.session.scalar(select(Tour).order_by(Tour.year.desc(), Tour.id.desc()).limit(1))


def season(tour: Tour) -> Sequence[Fair]:
    """All fairs of a tour by date, with what a line of them shows."""
    query = (
        select(Fair)
        .where(Fair.tour_id == tour.id)
        .options(joinedload(Fair.venue), selectinload(Fair.gates), selectinload(Fair.halls))
        .order_by(Fair.day, Fair.id)
    )
    return db.session.scalars(query).all()


def public_season(tour: Tour) -> list[Fair]:
    """The fairs of a tour that the public may see."""
    return [fair for fair in season(tour) if fair.state in SEEN_BY_PUBLIC]


def find_fair(slug: str) -> Fair | None:
    """The fair with this slug."""
    query = select(Fair).where(Fair.slug == slug).options(joinedload(Fair.venue))
    return db.session.scalar(query)


def get_fair(slug: str) -> Fair:
    """The fair with this slug; NotFound when there is none."""
    fair = find_fair(slug)
    if fair is None:
        raise NotFound
    return fair


def get_public_fair(slug: str) -> Fair:
    """The fair with this slug as the public may see it; NotFound while it is a draft."""
    fair = get_fair(slug)
    if fair.state not in SEEN_BY_PUBLIC:
        raise NotFound
    return fair


def find_live_fair(tour: Tour) -> Fair | None:
    """The fair whose doors are open."""
    query = select(Fair).where(Fair.tour_id == tour.id, Fair.state == FairState.LIVE)
    return db.session.scalar(query.order_by(Fair.day.desc()).limit(1))


def check_tour(tour: Tour, staff: Mapping[int, frozenset[int]]) -> list[Found]:
    """What is wrong with this season, if anything; `staff` has the account ids by fair id."""
    fairs = season(tour)
    years = {fair.day.year for fair in fairs}
    named = {day: name for year in years for day, name in korean_holidays(year).items()}
    planned = [
        PlannedFair(
            city=fair.city,
            grid=fair.grid,
            team=fair.team,
            staff_ids=staff.get(fair.id, frozenset()),
            registration=(fair.registration_opens_at, fair.registration_closes_at),
            booking=(fair.booking_opens_at, fair.booking_closes_at),
            ends_at=fair.closes_at,
            has_venue=fair.venue_id is not None,
            gates=tuple((gate.name, gate.hall_id is not None) for gate in fair.gates),
            slug=fair.slug,
        )
        for fair in fairs
        if fair.state is not FairState.CANCELLED
    ]
    return check_season(planned, named)


@cache
def korean_holidays(year: int) -> dict[date, str]:
    """Public holidays of South Korea by date, in Korean."""
    return dict(holidays.country_holidays("KR", years=year, language="ko"))


def fairs_at_work(fair_ids: set[int] | None) -> Sequence[Fair]:
    """Fairs whose day is now, still to come, or just over, soonest first; all of them for None.

    When the doors have closed, the slips of the day are still to be keyed.
    """
    wanted = AT_WORK | {FairState.CLOSED}
    query = select(Fair).where(Fair.state.in_(wanted)).order_by(Fair.day, Fair.id)
    if fair_ids is not None:
        query = query.where(Fair.id.in_(fair_ids))
    return db.session.scalars(query).all()
