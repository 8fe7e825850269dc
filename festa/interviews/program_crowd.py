"""When a crowd is after the same times, those who come too late are answered from memory.

Asking the database anew for each of a thousand costs more than it says: what was taken a moment
ago is taken still. So after a few refusals in a row a process keeps, for half a second, which
times of an employer are taken and whose day has room where. Only a refusal is ever given from
here: whoever may still win, or is not known here, goes the whole way. Shared by the threads of a
process; what it holds is never changed after it was made, apart from times that become taken and
the numbers under which they were.
"""

import threading
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Uuid

from festa.columns import UtcDateTime
from festa.fairs.grid import Grid
from festa.gates.statement import Statement
from festa.interviews.program_door import HELD_NO_MORE, NEAREST, Asked, Look

KEPT = timedelta(milliseconds=500)
REMEMBERED = timedelta(seconds=5)
A_CROWD = 4  # refusals within REMEMBERED
MOST_TIMES = 20_000


class Time(NamedTuple):
    """A time that the employer offers."""

    id: int
    start_unit: int
    units: int
    table: str
    table_id: int
    taken: bool


TIMES = Statement(
    Time,
    postgresql=f"""
SELECT s.id, s.start_unit, s.units, i.label, s.table_id,
  EXISTS (SELECT 1 FROM booking_unit u WHERE u.table_id = s.table_id
    AND u.unit >= s.start_unit AND u.unit < s.start_unit + s.units
    AND NOT EXISTS ({HELD_NO_MORE}))
FROM interview_table i JOIN slot s ON s.table_id = i.id
WHERE i.participation_id = :participation_id AND i.mode <> 'walk_in' AND s.state = 'open'
ORDER BY s.start_unit, s.table_id""",  # noqa: S608
    values={"now": UtcDateTime()},
)
# Of each person who may be booked here: registration and application.
PEOPLE: Statement[tuple[int, int | None]] = Statement(
    None,
    postgresql="""
SELECT r.id, a.id
FROM participation p
JOIN consent c ON c.employer_id = p.employer_id AND c.fair_id = p.fair_id
  AND c.state = 'granted' AND c.purpose = 'third_party'
JOIN registration r ON r.seeker_id = c.seeker_id AND r.fair_id = p.fair_id
  AND r.state = 'confirmed'
LEFT JOIN application a ON a.registration_id = r.id AND a.participation_id = p.id
WHERE p.id = :participation_id""",
)
# Of each person with interviews: registration and one unit of their day.
BUSY: Statement[tuple[int, int]] = Statement(
    None,
    postgresql=f"""
SELECT u.registration_id, u.unit
FROM participation p
JOIN booking b ON b.fair_id = p.fair_id
JOIN booking_unit u ON u.booking_id = b.id
WHERE p.id = :participation_id AND NOT EXISTS ({HELD_NO_MORE})""",  # noqa: S608
    values={"now": UtcDateTime()},
)
# The numbers under which programs have booked here: sent again, they get their first answer.
KNOWN: Statement[tuple[uuid.UUID]] = Statement(
    None,
    postgresql="""
SELECT request_id FROM booking
WHERE participation_id = :participation_id AND request_id IS NOT NULL""",
    columns={"request_id": Uuid()},
)


@dataclass
class Crowd:
    """An employer's times and people at one fair, as they stood a moment ago."""

    made_at: datetime
    slug: str
    grid: Grid
    gap: int
    unit_now: int
    times: dict[int, Time]
    people: set[int]
    applicants: dict[int, int]
    busy: dict[int, set[int]]
    known: set[uuid.UUID]
    taken: set[int] = field(default_factory=set)
    near: dict[tuple[int, int], list[Time]] = field(default_factory=dict)
    # What was said of which times, by language: as it goes over the wire.
    told: dict[tuple[str, tuple[int, ...]], bytes] = field(default_factory=dict)

    def refused(self, asked: Asked) -> list[Time] | None:
        """The nearest free times for somebody who comes too late; None if that is not sure."""
        if asked.slot_id not in self.taken or asked.request_id in self.known:
            return None
        person = asked.registration_id
        if asked.application_id is not None:
            person = self.applicants.get(asked.application_id)
        if person not in self.people:
            return None
        wanted = self.times[asked.slot_id].start_unit
        if wanted <= self.unit_now:
            return None
        busy = self.busy.get(person or 0)
        if busy:
            return self._nearest(wanted, busy)
        # The same for all whose day is free, until one more time is taken.
        asked_of = wanted, len(self.taken)
        if asked_of not in self.near:
            self.near[asked_of] = self._nearest(wanted, set())
        return self.near[asked_of]

    def _nearest(self, wanted: int, busy: set[int]) -> list[Time]:
        free = [
            one
            for one in self.times.values()
            if one.id not in self.taken
            and one.start_unit > self.unit_now
            and busy.isdisjoint(range(one.start_unit, one.start_unit + one.units + self.gap))
        ]
        free.sort(key=lambda one: (abs(one.start_unit - wanted), one.start_unit, one.table_id))
        return free[:NEAREST]


class Crowds:
    """What one process remembers, by key and slot."""

    def __init__(self) -> None:
        self._crowds: dict[tuple[str, int], Crowd] = {}
        self._refusals: dict[int, list[datetime]] = {}
        self._making = threading.Lock()

    def find(self, key: str, slot_id: int, now: datetime) -> Crowd | None:
        """What is remembered of this slot, while it is fresh."""
        crowd = self._crowds.get((key, slot_id))
        fresh = crowd is not None and timedelta() <= now - crowd.made_at < KEPT
        return crowd if fresh else None

    def note(self, key: str, look: Look, asked: Asked, now: datetime) -> None:
        """Count a refusal that the database gave; from the fourth on, remember."""
        crowd = self.find(key, asked.slot_id, now)
        part = look.participation_id or 0
        if crowd is not None:
            if asked.slot_id not in crowd.taken:  # another process booked it: for which number?
                crowd.known |= _known(part)
                crowd.taken.add(asked.slot_id)
            return
        recent = [at for at in self._refusals.get(part, ()) if now - at < REMEMBERED]
        self._refusals[part] = [*recent[-A_CROWD:], now]
        if len(recent) + 1 < A_CROWD or not self._making.acquire(blocking=False):
            return
        try:
            self._make(key, look, now)
        finally:
            self._making.release()

    def note_taken(self, key: str, asked: Asked, now: datetime) -> None:
        """Remember of a time that it has just been booked from here."""
        crowd = self.find(key, asked.slot_id, now)
        if crowd is not None:
            crowd.known.add(asked.request_id)
            crowd.taken.add(asked.slot_id)

    def forget(self) -> None:
        """Remember nothing."""
        self._crowds = {}
        self._refusals = {}

    def _make(self, key: str, look: Look, now: datetime) -> None:
        part = {"participation_id": look.participation_id}
        times = TIMES.rows(**part, now=now)
        people = PEOPLE.rows(**part)
        busy: defaultdict[int, set[int]] = defaultdict(set)
        for registration_id, unit in BUSY.rows(**part, now=now):
            busy[registration_id].add(unit)
        crowd = Crowd(
            made_at=now,
            slug=look.slug,
            grid=look.grid,
            gap=look.gap,
            unit_now=look.unit_now(now),
            times={one.id: one for one in times},
            people={registration for registration, _application in people},
            applicants={application: person for person, application in people if application},
            busy=busy,
            known=_known(look.participation_id or 0),
            taken={one.id for one in times if one.taken},
        )
        if len(self._crowds) > MOST_TIMES:
            self._crowds = {}
        self._crowds.update({(key, one.id): crowd for one in times})


def _known(participation_id: int) -> set[uuid.UUID]:
    return {number for (number,) in KNOWN.rows(participation_id=participation_id)}


# The line of all who write on SQLite: it wakes the next one at once, where SQLite would have it
# ask again and again after ever longer sleeps.
WRITERS = 0


class Turns:
    """One after the other for each slot (or among WRITERS), among the threads of one process."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._lines: dict[int, tuple[threading.Lock, int]] = {}

    @contextmanager
    def of(self, slot_id: int) -> Iterator[None]:
        """Wait for one's turn at a slot, and let the next one in afterwards."""
        with self._guard:
            line, waiting = self._lines.get(slot_id, (threading.Lock(), 0))
            self._lines[slot_id] = line, waiting + 1
        try:
            with line:
                yield
        finally:
            with self._guard:
                line, waiting = self._lines.pop(slot_id)
                if waiting > 1:
                    self._lines[slot_id] = line, waiting - 1


CROWDS = Crowds()
TURNS = Turns()
