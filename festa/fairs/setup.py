"""Setting a fair up: its tour, its place, its settings, halls, gates and hosts."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from festa.audit.actor import Actor
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.grid import Grid
from festa.fairs.models import Fair, FairHost, Gate, Hall, Tour, Venue


class SetupRefusal(StrEnum):
    """Why a setting cannot be made."""

    BELOW_PLACES_TAKEN = "below_places_taken"
    GRID_IN_USE = "grid_in_use"
    NAME_TAKEN = "name_taken"
    IN_USE = "in_use"


SENTENCES: dict[SetupRefusal, Any] = {
    SetupRefusal.BELOW_PLACES_TAKEN: _l(
        "이미 참가가 확정된 분이 더 많아요. 확정된 수 이상으로 적거나, 먼저 신청을 정리해 주세요."
    ),
    SetupRefusal.GRID_IN_USE: _l(
        "기업이 만든 면접 시간이 있어 시작 시각과 시간 단위는 바꿀 수 없고, 마감은 마지막 면접 뒤로만 "
        "바꿀 수 있어요. 바꾸려면 기업에 면접 시간을 먼저 지우도록 알려 주세요."
    ),
    SetupRefusal.NAME_TAKEN: _l("같은 이름이 이미 있어요. 다른 이름을 적어 주세요."),
    SetupRefusal.IN_USE: _l(
        "이미 쓰인 기록이 있어 지울 수 없어요. 이름을 바꾸거나 그대로 두어 주세요."
    ),
}
ON_THE_GRID = frozenset({"opens", "closes", "unit_minutes"})

Part = Hall | Gate | FairHost


@dataclass(frozen=True)
class TourDetails:
    """What an organiser says about a season; `brand_colour` was checked (fairs.brand)."""

    name: str
    name_en: str
    year: int
    brand_colour: str


@dataclass(frozen=True)
class VenueDetails:
    """A place, with an address that people and maps find."""

    name: str
    name_en: str
    road_address: str
    postcode: str
    latitude: float
    longitude: float
    directions: str = ""
    directions_en: str = ""


def make_tour(details: TourDetails, by: Actor) -> Tour:
    """Begin a season; its address is its year, with a number when the year has one already."""
    taken = set(db.session.scalars(select(Tour.slug).where(Tour.year == details.year)))
    slug = str(details.year)
    number = 1
    while slug in taken:
        number += 1
        slug = f"{details.year}-{number}"
    tour = Tour(slug=slug, **asdict(details))
    db.session.add(tour)
    db.session.flush()
    record("tour.made", tour, by)
    return tour


def change_tour(tour: Tour, details: TourDetails, by: Actor) -> None:
    """Change a season's name or colour."""
    changed = _assign(tour, asdict(details))
    record("tour.changed", tour, by, changed=changed)


def keep_venue(details: VenueDetails, by: Actor, venue: Venue | None = None) -> Venue:
    """Make a place or change one; Refused when another has the same name and address."""
    same = select(Venue.id).where(
        Venue.name == details.name, Venue.road_address == details.road_address
    )
    if venue is not None:
        same = same.where(Venue.id != venue.id)
    if db.session.scalar(same) is not None:
        raise _refuse(SetupRefusal.NAME_TAKEN)
    action = "venue.made" if venue is None else "venue.changed"
    venue = venue or Venue()
    changed = _assign(venue, asdict(details))
    db.session.add(venue)
    db.session.flush()
    record(action, venue, by, changed=changed)
    return venue


def change_fair(
    fair: Fair, settings: Mapping[str, Any], by: Actor, last_unit: int | None = None
) -> list[str]:
    """Change settings of a fair; returns the names of those that differ.

    `last_unit` is where its last interview slot ends: slots are counted in units from the
    opening on, so the grid below them stays as it is.
    """
    moved = {name for name in ON_THE_GRID if settings.get(name) != getattr(fair, name)}
    if last_unit is not None and moved and not _still_fits(fair, settings, last_unit):
        raise _refuse(SetupRefusal.GRID_IN_USE)
    changed = _assign(fair, settings)
    db.session.flush()
    if changed:
        record("fair.changed", fair, by, fair_id=fair.id, changed=changed)
    return changed


def set_capacity(fair: Fair, capacity: int, by: Actor) -> bool:
    """Set how many may register; Refused below the places taken. True when it has risen.

    The database compares, so that nobody who registers meanwhile loses the place.
    """
    before = fair.capacity
    if capacity == before:
        return False
    allowed = db.session.scalar(
        update(Fair)
        .where(Fair.id == fair.id, Fair.places_taken <= capacity)
        .values(capacity=capacity)
        .returning(Fair.id)
        .execution_options(synchronize_session=False)
    )
    if allowed is None:
        raise _refuse(SetupRefusal.BELOW_PLACES_TAKEN)
    db.session.expire(fair, ["capacity", "places_taken"])
    record("fair.capacity_set", fair, by, fair_id=fair.id, before=before, after=capacity)
    return capacity > before


def keep_part(fair: Fair, part: Part, values: Mapping[str, Any], by: Actor) -> Part:
    """Add a hall, gate or host to a fair, or change it; Refused when its name is taken."""
    kind = type(part)
    taken = select(kind.id).where(kind.fair_id == fair.id, kind.name == values["name"])
    if part.id is not None:
        taken = taken.where(kind.id != part.id)
    with db.session.no_autoflush:
        if db.session.scalar(taken) is not None:
            raise _refuse(SetupRefusal.NAME_TAKEN)
    new = part.id is None
    part.fair_id = fair.id
    _assign(part, values)
    db.session.add(part)
    db.session.flush()
    record(f"{_word(part)}.{'made' if new else 'changed'}", part, by, fair_id=fair.id)
    return part


def remove_part(part: Part, by: Actor) -> None:
    """Take a hall, gate or host out of its fair; Refused when something was done with it."""
    record(f"{_word(part)}.removed", part, by, fair_id=part.fair_id)
    try:
        with db.session.begin_nested():
            db.session.delete(part)
            db.session.flush()
    except IntegrityError as used:
        raise _refuse(SetupRefusal.IN_USE) from used


def _word(part: Part) -> str:
    return {Hall: "hall", Gate: "gate", FairHost: "host"}[type(part)]


def _still_fits(fair: Fair, settings: Mapping[str, Any], last_unit: int) -> bool:
    if settings["opens"] != fair.opens or settings["unit_minutes"] != fair.unit_minutes:
        return False
    grid = Grid(fair.day, settings["opens"], settings["closes"], settings["unit_minutes"])
    return grid.units >= last_unit


def _assign(row: Any, values: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name, None) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _refuse(reason: SetupRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
