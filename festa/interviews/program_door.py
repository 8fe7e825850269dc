"""What a program's wish for a booking meets first: one statement that locks nothing.

Most of those who come at once after a time come too late. They are told so, with the nearest
free times, from here: without a write lock, so that they do not stand in the way of whoever
still can be booked. Who wins is decided further in, by the verbs and the unique indexes.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy import Date, Time, Uuid

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.columns import UtcDateTime
from festa.employers.models import TAKING_PART
from festa.employers.tokens import ProgramRefusal, turned_away
from festa.extensions import db
from festa.fairs.grid import Grid
from festa.fairs.lifecycle import FairState, takes_bookings
from festa.gates.statement import Statement, direct_line, on_postgresql
from festa.interviews.models import TableMode
from festa.interviews.states import SlotState
from festa.registrations.states import RegistrationState

NEAREST = 3


@dataclass(frozen=True)
class Asked:
    """What a program asks for: a slot, for somebody, under a number of its own."""

    slot_id: int
    request_id: uuid.UUID
    application_id: int | None = None
    registration_id: int | None = None


class Program(NamedTuple):
    """Whose key it is."""

    token_id: int
    employer_id: int
    name: str
    last_used_at: datetime | None
    revoked_at: datetime | None

    def as_actor(self, address: str | None) -> Actor:
        """The name under which the audit log knows this program."""
        return Actor(ActorKind.PROGRAM, self.token_id, self.name, address)


class Look(NamedTuple):
    """The key, the slot and the person as they stand at this moment."""

    token_id: int
    employer_id: int
    name: str
    last_used_at: datetime | None
    revoked_at: datetime | None
    participation_id: int | None
    participation_state: str | None
    slug: str
    fair_state: str
    fair_day: date
    opens: time
    closes: time
    unit_minutes: int
    gap: int
    booking_opens_at: datetime
    booking_closes_at: datetime
    slot_state: str
    mode: str
    start_unit: int
    registration_id: int | None
    registration_state: str | None
    open_to_us: bool
    taken: bool
    known: int | None

    @property
    def program(self) -> Program:
        """Whose key it is."""
        return Program(*self[:5])

    @property
    def grid(self) -> Grid:
        """The fair's day cut into units."""
        return Grid(self.fair_day, self.opens, self.closes, self.unit_minutes)

    def comes_too_late(self, now: datetime) -> bool:
        """Whether nothing but somebody quicker stands between this wish and a booking."""
        return bool(
            self.taken
            and self.known is None
            and self.open_to_us
            and self.registration_state == RegistrationState.CONFIRMED
            and self.slot_state == SlotState.OPEN
            and self.mode != TableMode.WALK_IN
            and self.participation_state in TAKING_PART
            and self._takes_bookings(now)
            and self.grid.moment_of(self.start_unit) > now
        )

    def unit_now(self, now: datetime) -> int:
        """The unit that runs now; negative before the doors open."""
        elapsed = now - clock.at(self.fair_day, self.opens)
        return int(elapsed.total_seconds() // 60 // self.unit_minutes)

    def _takes_bookings(self, now: datetime) -> bool:
        return takes_bookings(
            FairState(self.fair_state),
            self.booking_opens_at,
            self.booking_closes_at,
            clock.at(self.fair_day, self.closes),
            now,
        )


class Locked(NamedTuple):
    """A row that nobody else changes until the transaction ends."""

    id: int


class Near(NamedTuple):
    """A free slot."""

    id: int
    start_unit: int
    units: int
    table: str


HELD_NO_MORE = """
      SELECT 1 FROM booking l WHERE l.id = u.booking_id AND l.state = 'held'
        AND l.held_until <= :now"""
PROGRAM = """
SELECT t.id, t.employer_id, t.name, t.last_used_at AS last_used_at, t.revoked_at AS revoked_at"""
FIRST_LOOK = f"""{PROGRAM},
  p.id, p.state, f.slug, f.state, f.day AS fair_day, f.opens AS opens, f.closes AS closes,
  f.unit_minutes, f.walking_gap_units,
  f.booking_opens_at AS booking_opens_at, f.booking_closes_at AS booking_closes_at,
  s.state, i.mode, s.start_unit, r.id, r.state,
  EXISTS (SELECT 1 FROM consent c WHERE c.seeker_id = r.seeker_id AND c.fair_id = r.fair_id
    AND c.purpose = 'third_party' AND c.employer_id = t.employer_id AND c.state = 'granted'),
  EXISTS (SELECT 1 FROM booking_unit u WHERE u.table_id = s.table_id
    AND u.unit >= s.start_unit AND u.unit < s.start_unit + s.units
    AND NOT EXISTS ({HELD_NO_MORE})),
  (SELECT b.id FROM booking b WHERE b.participation_id = p.id AND b.request_id = :request_id)
FROM employer_token t
LEFT JOIN slot s ON s.id = :slot_id
LEFT JOIN interview_table i ON i.id = s.table_id
LEFT JOIN participation p ON p.id = i.participation_id AND p.employer_id = t.employer_id
LEFT JOIN fair f ON f.id = p.fair_id
LEFT JOIN application a ON a.id = :application_id AND a.participation_id = p.id
LEFT JOIN registration r ON r.id = COALESCE(a.registration_id, :registration_id)
  AND r.fair_id = p.fair_id
WHERE t.token_hash = :token_hash"""  # noqa: S608
FREE_NEARBY = f"""
SELECT s.id, s.start_unit, s.units, i.label
FROM interview_table i JOIN slot s ON s.table_id = i.id
WHERE i.participation_id = :participation_id AND i.mode <> 'walk_in' AND s.state = 'open'
  AND s.id <> :slot_id AND s.start_unit > :unit_now
  AND NOT EXISTS (SELECT 1 FROM booking_unit u WHERE u.table_id = s.table_id
    AND u.unit >= s.start_unit AND u.unit < s.start_unit + s.units
    AND NOT EXISTS ({HELD_NO_MORE}))
  AND NOT EXISTS (SELECT 1 FROM booking_unit u WHERE u.registration_id = :registration_id
    AND u.unit >= s.start_unit AND u.unit < s.start_unit + s.units + :gap
    AND NOT EXISTS ({HELD_NO_MORE}))
ORDER BY abs(s.start_unit - :start_unit), s.start_unit, s.table_id
LIMIT {NEAREST}"""  # noqa: S608

USED = {"last_used_at": UtcDateTime(), "revoked_at": UtcDateTime()}
WHO = Statement(
    Program,
    postgresql=f"{PROGRAM} FROM employer_token t WHERE t.token_hash = :token_hash",
    columns=USED,
)
LOOK = Statement(
    Look,
    postgresql=FIRST_LOOK,
    columns=USED
    | {
        "fair_day": Date(),
        "opens": Time(),
        "closes": Time(),
        "booking_opens_at": UtcDateTime(),
        "booking_closes_at": UtcDateTime(),
    },
    values={"now": UtcDateTime(), "request_id": Uuid()},
)
# The locks of `booking.line_up`, in its order; SQLite's one writer needs none.
IN_LINE = [
    Statement(
        Locked,
        postgresql=f"SELECT id FROM {table} WHERE id = :{table}_id FOR NO KEY UPDATE",  # noqa: S608
    )
    for table in ("registration", "slot")
]
NEARBY = Statement(Near, postgresql=FREE_NEARBY, values={"now": UtcDateTime()})


@contextmanager
def only_looking() -> Iterator[None]:
    """Read past the session on PostgreSQL, and without the write lock on SQLite."""
    if on_postgresql():
        with direct_line():
            yield
        return
    db.session.connection(execution_options={"only_reads": True})
    try:
        yield
    finally:
        db.session.rollback()


def program_of(key: str) -> Program:
    """Whose key (as a hash) this is; ProgramRefused, with the reason's name, when it opens nothing."""
    found = WHO.rows(token_hash=key)
    return _let_in(found[0] if found else None)


def first_look(key: str, asked: Asked, now: datetime) -> Look:
    """Everything about a wish in one statement; ProgramRefused when the key opens nothing."""
    found = LOOK.rows(
        token_hash=key,
        slot_id=asked.slot_id,
        application_id=asked.application_id,
        registration_id=asked.registration_id,
        request_id=asked.request_id,
        now=now,
    )
    look = found[0] if found else None
    _let_in(look.program if look else None)
    assert look is not None
    return look


def look_in_line(key: str, look: Look, asked: Asked, now: datetime) -> Look:
    """The same look in the transaction that books, behind whoever is booking this now.

    Whoever comes too late learns of it here for a tenth of what a lost race costs.
    """
    if on_postgresql():
        person, slot = IN_LINE
        person.rows(registration_id=look.registration_id)
        slot.rows(slot_id=asked.slot_id)
    return first_look(key, asked, now)


def free_nearby(look: Look, asked: Asked, now: datetime) -> list[Near]:
    """The free times of this employer that are nearest and fit this person's day."""
    return NEARBY.rows(
        participation_id=look.participation_id,
        slot_id=asked.slot_id,
        registration_id=look.registration_id,
        start_unit=look.start_unit,
        unit_now=look.unit_now(now),
        gap=look.gap,
        now=now,
    )


def _let_in(program: Program | None) -> Program:
    if program is None:
        raise turned_away(ProgramRefusal.TOKEN_UNKNOWN)
    if program.revoked_at is not None:
        raise turned_away(ProgramRefusal.TOKEN_REVOKED)
    return program
