"""What every part of the demo needs to know: the season's moment, and one fair's own setting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from festa.audit.actor import Actor, ActorKind
from festa.consents.models import ConsentText, Purpose
from festa.demo.chance import Chance
from festa.demo.companies import Companies
from festa.demo.days import Span, floor_hours
from festa.demo.people import People, Person
from festa.demo.places import Place
from festa.demo.rows import Rows
from festa.demo.sizes import FairSize
from festa.employers.participation import Mode
from festa.fairs.models import Fair
from festa.registrations.states import RegistrationState


@dataclass
class Company:
    """A company, its trade, and who acts for it."""

    id: int
    name: str
    trade: int
    recruiter: Actor | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class Part:
    """A company's part in a fair, with its postings."""

    id: int
    company: Company
    mode: Mode
    by: Actor
    owes: bool = False
    jobs: list[int] = field(default_factory=list)


@dataclass
class Registered:
    """A registration with what happens to it on the day."""

    id: int
    person: Person
    state: RegistrationState
    at: datetime
    badge_id: int = 0
    code: str = ""
    arrives: datetime | None = None
    busy_until: datetime | None = None
    followed: bool = False

    @property
    def actor(self) -> Actor:
        """The person in the audit log."""
        return Actor(ActorKind.SEEKER, self.person.id)


@dataclass
class Opening:
    """A slot that is offered for booking."""

    id: int
    table_id: int
    part: Part
    unit: int
    units: int


@dataclass
class Stage:
    """One fair of the demo: its row, its size, and how far its day has come."""

    fair: Fair
    place: Place
    size: FairSize
    until: datetime
    texts: Mapping[Purpose, ConsentText] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    openings: list[Opening] = field(default_factory=list)
    people: list[Registered] = field(default_factory=list)

    @property
    def unit_now(self) -> int | None:
        """The unit in which the demo stands; None before and after the day."""
        grid = self.fair.grid
        passed = int((self.until - self.fair.opens_at).total_seconds()) // 60 // grid.unit_minutes
        return passed if 0 <= passed < grid.units else None

    @property
    def floor(self) -> Span:
        """When interviews happen."""
        return floor_hours(self.fair.grid, self.unit_now)

    def starts(self, opening: Opening) -> datetime:
        """When an interview begins."""
        return self.fair.grid.moment_of(opening.unit)


@dataclass
class Play:
    """The season in the making."""

    now: datetime
    rows: Rows
    chance: Chance
    code_chance: Callable[[int], int]
    people: People
    companies: Companies
    organiser: Actor
    staff: list[Actor]
    recruiter: Actor
    pool: list[Company] = field(default_factory=list)
