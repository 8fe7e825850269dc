"""How large a demo season is: three sizes, fair by fair."""

from dataclasses import dataclass, field, fields, replace
from typing import TypeVar


@dataclass(frozen=True)
class Crowd:
    """How many registrations of a fair came which way and stand where."""

    web: int = 0
    proxy: int = 0
    listed: int = 0
    walk_ins: int = 0
    waiting: int = 0
    submitted: int = 0
    cancelled: int = 0
    rejected: int = 0
    erased: int = 0
    drafts: int = 0
    arrived: int = 0
    left: int = 0

    @property
    def total(self) -> int:
        """All registrations, in every state."""
        return sum(getattr(self, each.name) for each in fields(self)) - self.arrived - self.left


@dataclass(frozen=True)
class Floor:
    """How many employers, jobs, tables, slots and bookings a fair has."""

    onsite: int = 0
    posting_only: int = 0
    in_review: int = 0
    jobs: int = 0
    tables: int = 0
    slots: int = 0
    bookings: int = 0
    hired: int = 0


@dataclass(frozen=True)
class FairSize:
    """One fair: its places, its people, its employers, and how its day is cut."""

    capacity: int
    crowd: Crowd = field(default_factory=Crowd)
    floor: Floor = field(default_factory=Floor)
    unit_minutes: int = 10
    slot_units: int = 2
    gap_units: int = 1


T = TypeVar("T", Crowd, Floor)

# Near the real fairs: 60 companies of which 16 interview, ~500 visitors (domain plan, section 0).
NORMAL: dict[str, FairSize] = {
    "gwangju": FairSize(
        500,
        Crowd(
            web=470, proxy=30, listed=110, walk_ins=60, waiting=9, cancelled=52, rejected=6,
            arrived=512, left=430,
        ),
        Floor(
            onsite=15, posting_only=43, jobs=150, tables=20, slots=350, bookings=255, hired=19
        ),
    ),
    "daejeon": FairSize(
        600,
        Crowd(
            web=380, proxy=25, listed=75, walk_ins=40, waiting=14, submitted=8, cancelled=38,
            rejected=7, erased=6, drafts=7, arrived=300, left=53,
        ),
        Floor(onsite=16, posting_only=44, jobs=180, tables=22, slots=350, bookings=150),
    ),
    "busan": FairSize(
        800,
        Crowd(web=560, proxy=26, cancelled=21),
        Floor(
            onsite=14, posting_only=38, in_review=3, jobs=150, tables=18, slots=300, bookings=60
        ),
    ),
    "seoul": FairSize(
        1200,
        Crowd(web=380, proxy=22, cancelled=9),
        Floor(onsite=16, posting_only=30, in_review=3, jobs=120, tables=12, slots=190),
    ),
    "suwon": FairSize(500, Crowd(), Floor(onsite=10, posting_only=28, in_review=4, jobs=60)),
    "incheon": FairSize(400, Crowd(), Floor(onsite=4, posting_only=8, in_review=3, jobs=12)),
}  # fmt: skip

# The fair that everything must hold: 2,000 visitors, 50 tables, a quarter of an hour each.
DESIGN_FAIR = FairSize(
    3_600,
    Crowd(
        web=2_600, proxy=120, listed=280, walk_ins=500, waiting=40, submitted=20, cancelled=150,
        rejected=20, erased=15, drafts=15, arrived=1_300, left=240,
    ),
    Floor(onsite=35, posting_only=85, jobs=360, tables=50, slots=1_100, bookings=660),
    unit_minutes=5,
    slot_units=3,
    gap_units=2,
)  # fmt: skip


def _tenth(part: T) -> T:
    """A tenth of every number, but never none where there was one."""
    numbers = {each.name: -(-getattr(part, each.name) // 10) for each in fields(part)}
    return type(part)(**numbers)


def _small(size: FairSize) -> FairSize:
    crowd, floor = _tenth(size.crowd), _tenth(size.floor)
    return replace(size, capacity=size.capacity // 10, crowd=crowd, floor=floor)


SIZES: dict[str, dict[str, FairSize]] = {
    "small": {city: _small(size) for city, size in NORMAL.items()},
    "normal": NORMAL,
    "design": NORMAL | {"daejeon": DESIGN_FAIR},
}
