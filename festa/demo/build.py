"""The demo season, from nothing to a fair in full swing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.models import BadgeKind
from festa.demo.arriving import decide_arrivals
from festa.demo.chance import chances
from festa.demo.companies import Companies
from festa.demo.devices import Phones
from festa.demo.door import Door
from festa.demo.employing import make_employers, start_pool
from festa.demo.hosts import actors, assign_team, make_team
from festa.demo.interviewing import Interviewing
from festa.demo.people import People, Person
from festa.demo.places import LIVE_CITY
from festa.demo.registering import Registering
from festa.demo.rows import Rows
from festa.demo.season import make_season, walk_roads
from festa.demo.sizes import SIZES
from festa.demo.stage import Play, Registered, Stage
from festa.demo.tables import open_tables
from festa.employers.participation import Mode
from festa.extensions import db
from festa.fairs.models import Tour
from festa.registrations.models import Via
from festa.registrations.states import RegistrationState

TRIED_AT = (LIVE_CITY, "busan")  # where the seeker who can be tried out is registered
REFUSED_SCANS = 5

Told = Callable[[str, int], None]


@dataclass(frozen=True)
class Made:
    """What the demo came to."""

    fairs: int
    registrations: int
    rows: int


def is_empty() -> bool:
    """Whether no season stands in the database yet."""
    return db.session.scalar(select(Tour.id).limit(1)) is None


def make_demo(size: str, seed: int | None, told: Told) -> Made:
    """Fill the database, without committing; `told` hears what is done, and of how many rows."""
    now = clock.now().replace(microsecond=0)
    chance, code_chance = chances(seed)
    rows = Rows()
    people = People(rows, chance, clock.local(now).year)
    told("tour", 0)
    team = make_team(people)
    organiser, staff, recruiter = actors(team)
    stages = make_season(now, SIZES[size], organiser)
    assign_team(team, stages, SYSTEM)
    db.session.flush()  # from here on rows are numbered by us
    companies = Companies(chance)
    play = Play(now, rows, chance, code_chance, people, companies, organiser, staff, recruiter)
    walk_roads(stages, rows, organiser, now)
    trial = people.trial_seeker(now - timedelta(days=20), stages[1].place.regions[0])
    start_pool(play, stages[0])
    registered = _fill_fairs(play, stages, trial, told)
    count = len(rows)
    told("rows", 0)
    rows.write(lambda written: told("rows", written))
    return Made(len(stages), registered, count)


def _fill_fairs(play: Play, stages: list[Stage], trial: Person, told: Told) -> int:
    """The fairs one after the other; the people of one may come to the next."""
    known: list[Person] = []
    registerings = []
    for stage in stages:
        told(stage.place.key, 0)
        make_employers(play, stage)
        open_tables(play, stage)
        registering = Registering(play, stage, known)
        registerings.append(registering)
        known = _fill(play, stage, registering, trial)
    for stage, registering in zip(stages, registerings, strict=True):
        if stage.fair.opens_at <= play.now:
            _open_doors(play, stage, registering, stages)
    return sum(len(stage.people) for stage in stages)


def _fill(play: Play, stage: Stage, registering: Registering, trial: Person) -> list[Person]:
    """The people and interviews of one fair; returns some of them, for the next."""
    tried = stage.place.key in TRIED_AT
    registering.fill(reserved=int(tried))
    decide_arrivals(play, stage)
    mine = _register_trial(play, stage, registering, trial) if tried else None
    Interviewing(play, stage, mine).fill()
    if stage.fair.opens_at <= play.now:
        recruiters = {part.by.id: part.by for part in stage.parts if part.mode is Mode.ONSITE}
        at = stage.fair.opens_at - timedelta(days=1)
        registering.badging.issue_to_crew(play.staff, BadgeKind.STAFF, at)
        registering.badging.issue_to_crew(list(recruiters.values()), BadgeKind.RECRUITER, at)
    met = [one.person for one in stage.people if one.arrives is not None]
    return play.chance.sample(met, len(met))


def _register_trial(
    play: Play, stage: Stage, registering: Registering, trial: Person
) -> Registered:
    opened = stage.fair.registration_opens_at
    at: datetime = max(opened + timedelta(hours=3), play.now - timedelta(days=12))
    mine = registering.register(min(at, play.now), Via.WEB, RegistrationState.CONFIRMED, trial)
    stage.people.append(mine)
    return mine


def _open_doors(play: Play, stage: Stage, registering: Registering, stages: list[Stage]) -> None:
    """The gates of a fair whose day has come; some bring the badge of the next city."""
    dead = registering.badging.dead
    ended = play.chance.sample(dead, min(REFUSED_SCANS, len(dead)))
    following = stages[stages.index(stage) + 1].people
    confirmed = [
        one
        for one in following
        if one.state is RegistrationState.CONFIRMED and one.at < stage.fair.opens_at
    ]
    lost = play.chance.sample(confirmed, min(REFUSED_SCANS - 1, len(confirmed)))
    Door(play, stage).open(ended, lost)
    if play.now < stage.fair.closes_at:
        Phones(play, stage).stand()
