"""A simulated day at the fair through the very policy that runs at the tables.

    python bench/queue_day.py [--visitors 500 2000] [--days 20] [--seed 1] [--rush 0.35]

Nothing is measured but the policy (festa/queues/policy.py): no database, no clock, and the same
seed gives the same days. They are those of the load model: doors at ten, 35 % of all visitors in
the first half hour (`--rush 0.65` is the stress), 40 % of them without registration, 16 tables
for 500 visitors and 50 for 2,000, times of fifteen minutes from ten to four, nobody called in the
pause from half past twelve to one, two in five times left to walk-ins. Nine in ten of the others
are booked; one booked person in five does not come, one in six comes up to 25 minutes late. Talks
take 13 minutes in the median and one in ten more than 18; one call in twelve finds nobody. Of the
walk-ins 55 % want a talk, a fifth of these at two tables at once; a table gives no number that it
could not call before the end.

Booked people wait from their time, or from when they came if that was later; all others from the
moment they took their number; everybody until they are called for the first time.
"""

import argparse
import heapq
import math
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from statistics import median

from festa.queues.eta import usual_length
from festa.queues.policy import USUAL, Line, Place, Rules, Turn, after_call, decide, has_priority

DOORS = datetime(2026, 11, 23, 1, tzinfo=UTC)
LENGTH, PAUSE, END = 15, range(150, 180), 360  # minutes after the doors open
LAST_NUMBER, LAST_CALL = 300, END + 10
NO_SHOW, LATE, ABSENT, ABSENT_AGAIN = 0.20, 0.16, 0.08, 0.4
RELEASED = (1, 3)  # of five times
WANTS, TWO_LINES = 0.55, 0.2
TABLES = {500: 16, 2_000: 50}


@dataclass
class Somebody:
    """A person in a line: since when, for which time, and when they were called."""

    number: int
    person: int
    table: int
    came: float
    due: float | None = None
    held_at_call: int | None = None
    held_at: float = 0
    misses: int = 0
    called: float | None = None


@dataclass
class Table:
    """A table: its line as the policy reads it, who stands there, and its last talks."""

    line: Line
    waiting: list[Somebody] = field(default_factory=list)
    talks: list[timedelta] = field(default_factory=list)
    booked_past_a_long_wait: int = 0


@dataclass(frozen=True)
class Waits:
    """How long people of one kind waited, in minutes, and how many were never called."""

    minutes: Sequence[float]
    never_called: int = 0

    def __add__(self, other: "Waits") -> "Waits":
        return Waits([*self.minutes, *other.minutes], self.never_called + other.never_called)

    def row(self) -> str:
        """People, median, 95 of 100, longest, never called."""
        if not self.minutes:
            return f"{0:>9,}"
        ordered = sorted(self.minutes)
        p95 = ordered[int(0.95 * (len(ordered) - 1))]
        return (
            f"{len(ordered):>9,} {median(ordered):>8.1f} {p95:>8.1f} {ordered[-1]:>8.1f}"
            f" {self.never_called:>13}"
        )


@dataclass(frozen=True)
class Result:
    """A day or many: the three kinds of people, and what would be starvation.

    `overtaken` are walk-ins who were free and saw somebody called who came after them without
    a time; `longest_row` is how many booked people in a row were called past one who had waited
    more than half an hour.
    """

    booked: Waits
    late: Waits
    walk_in: Waits
    overtaken: int
    longest_row: int
    missed_twice: int
    turns: Counter[Turn]

    def __add__(self, other: "Result") -> "Result":
        return Result(
            self.booked + other.booked,
            self.late + other.late,
            self.walk_in + other.walk_in,
            self.overtaken + other.overtaken,
            max(self.longest_row, other.longest_row),
            self.missed_twice + other.missed_twice,
            self.turns + other.turns,
        )


class Day:
    """One day; `run` plays it to the end."""

    def __init__(self, visitors: int, seed: int, rush: float = 0.35, rules: Rules = USUAL) -> None:
        self.chance = random.Random(f"{visitors}-{seed}-{rush}")
        self.rules, self.rush = rules, rush
        self.events: list[tuple[float, int, str, int]] = []
        self.order = count()
        self.people: list[Somebody] = []
        self.engaged: set[int] = set()
        self.stands_at: dict[int, set[int]] = defaultdict(set)
        self.turns: Counter[Turn] = Counter()
        self.overtaken = self.longest_row = self.missed_twice = 0
        how_many = TABLES.get(visitors, max(2, visitors // 35))
        self.tables = [self._table(number, visitors) for number in range(how_many)]
        for person in range(int(visitors * 0.4)):
            looks = self._through_the_door() + self.chance.uniform(5, 25)
            if looks < LAST_NUMBER and self.chance.random() < WANTS:
                self._at(looks, "looks", person)

    def run(self) -> Result:
        """Play the day until the last talk is over."""
        for number in range(len(self.tables)):
            self._at(0, "calls", number)
        while self.events:
            now, _order, what, who = heapq.heappop(self.events)
            getattr(self, what)(now, who)
        return self._result()

    def _at(self, moment: float, what: str, who: int) -> None:
        heapq.heappush(self.events, (moment, next(self.order), what, who))

    def _table(self, number: int, visitors: int) -> Table:
        """A table with its day; who booked a time comes to it at some moment, or never."""
        starts = [start for start in range(0, END, LENGTH) if start not in PAUSE]
        released = [start for place, start in enumerate(starts) if place % 5 in RELEASED]
        booked = [start for start in starts if start not in released and self.chance.random() < 0.9]
        for start in booked:
            if self.chance.random() >= NO_SHOW:
                person = visitors + len(self.people)
                self._stand(Somebody(len(self.people), person, number, self._comes(start), start))
        spans = [(_moment(start), _moment(start + LENGTH)) for start in released]
        return Table(
            Line(
                now=DOORS,
                places=[],
                usual_length=timedelta(minutes=LENGTH),
                dues=[_moment(start) for start in booked],
                released=spans,
            )
        )

    def _comes(self, due: int) -> float:
        if self.chance.random() < LATE:
            return due + self.chance.uniform(1, 25)
        return max(0.0, due - self.chance.triangular(1, 30, 10))

    def _through_the_door(self) -> float:
        if self.chance.random() < self.rush:
            return self.chance.uniform(0, 30)
        return 30 + 270 * self.chance.betavariate(1, 1.5)

    def _stand(self, somebody: Somebody) -> None:
        self.people.append(somebody)
        self._at(somebody.came, "comes", somebody.number)

    def looks(self, now: float, person: int) -> None:
        """A walk-in looks at the board and takes the shortest of three lines, or of six two."""
        lines = 2 if self.chance.random() < TWO_LINES else 1
        seen = self.chance.sample(range(len(self.tables)), min(3 * lines, len(self.tables)))
        seen = [number for number in seen if self._has_room(self.tables[number], now)]
        seen.sort(key=lambda number: len(self.tables[number].waiting))
        for number in seen[:lines]:
            self._stand(Somebody(len(self.people), person, number, now))

    def _has_room(self, table: Table, now: float) -> bool:
        """A table gives no numbers that it could not call before the end, and says so."""
        booked = sum(due > _moment(now) for due in table.line.dues)
        return now + (len(table.waiting) + booked + 1) * LENGTH <= END

    def comes(self, now: float, number: int) -> None:
        """Somebody stands in a line from now on."""
        somebody = self.people[number]
        self.tables[somebody.table].waiting.append(somebody)
        self.stands_at[somebody.person].add(somebody.table)
        self.calls(now, somebody.table)

    def calls(self, now: float, number: int) -> None:
        """The table calls whom the policy names, and looks again when it says so."""
        table = self.tables[number]
        if PAUSE.start <= now < PAUSE.stop:
            self._at(PAUSE.stop, "calls", number)
            return
        if now > LAST_CALL:
            return
        line = replace(
            table.line,
            now=_moment(now),
            places=[self._place(one) for one in table.waiting],
            usual_length=usual_length(table.talks, timedelta(minutes=LENGTH)),
        )
        decision = decide(line, self.rules)
        if decision.key is None:
            if decision.until is not None and decision.until > line.now:
                self._at((decision.until - DOORS).total_seconds() / 60, "calls", number)
            return
        called = next(one for one in table.waiting if one.number == decision.key)
        self._judge(table, called, line)
        table.line = replace(after_call(line, called.number, self.rules), taken=True)
        table.waiting.remove(called)
        self.turns[decision.turn] += 1
        self.engaged.add(called.person)
        called.called = now if called.called is None else called.called
        absent = ABSENT if called.misses == 0 else ABSENT_AGAIN
        if self.chance.random() < absent:
            self._at(now + 1.5, "is_absent", called.number)
            return
        begins = now + self.chance.uniform(0.5, 2)
        talk = min(35.0, self.chance.lognormvariate(math.log(13), 0.25))
        table.talks.insert(0, timedelta(minutes=talk))
        self._at(begins + talk, "is_done", called.number)

    def is_done(self, now: float, number: int) -> None:
        """The talk is over: the table calls the next, and so do others who passed them over."""
        somebody = self.people[number]
        self._free(now, somebody)

    def is_absent(self, now: float, number: int) -> None:
        """Called twice in ninety seconds and not there."""
        somebody, table = self.people[number], self.tables[self.people[number].table]
        somebody.misses += 1
        if somebody.misses < 2:
            somebody.held_at_call, somebody.held_at = table.line.calls, now
            table.waiting.append(somebody)
        else:
            self.missed_twice += 1
        self._free(now, somebody)

    def _free(self, now: float, somebody: Somebody) -> None:
        self.engaged.discard(somebody.person)
        table = self.tables[somebody.table]
        table.line = replace(table.line, taken=False)
        for number in sorted(self.stands_at[somebody.person]):
            self.calls(now, number)

    def _place(self, one: Somebody) -> Place:
        held = one.held_at_call is not None
        return Place(
            key=one.number,
            arrived_at=_moment(one.came),
            due_at=None if one.due is None else _moment(one.due),
            held_at_call=one.held_at_call,
            held_at=_moment(one.held_at) if held else None,
            engaged=one.person in self.engaged,
        )

    def _judge(self, table: Table, called: Somebody, line: Line) -> None:
        """Whether this call passed somebody over who should have been before."""
        place = {one.key: one for one in line.places}
        walk_ins = [
            one
            for one in place.values()
            if not one.engaged
            and one.held_at_call is None
            and not has_priority(one, line.late, self.rules)
        ]
        mine = place[called.number]
        if has_priority(mine, line.late, self.rules):
            long = any(line.now - one.arrived_at > self.rules.long_wait for one in walk_ins)
            table.booked_past_a_long_wait = table.booked_past_a_long_wait + 1 if long else 0
            self.longest_row = max(self.longest_row, table.booked_past_a_long_wait)
            return
        table.booked_past_a_long_wait = 0
        if mine.held_at_call is None:
            self.overtaken += sum(one.arrived_at < mine.arrived_at for one in walk_ins)

    def _result(self) -> Result:
        kinds: dict[str, list[Somebody]] = defaultdict(list)
        for one in self.people:
            kind = "walk_in" if one.due is None else "booked"
            if one.due is not None and one.came > one.due + 10:
                kind = "late"
            kinds[kind].append(one)
        return Result(
            _waits(kinds["booked"]),
            _waits(kinds["late"]),
            _waits(kinds["walk_in"]),
            self.overtaken,
            self.longest_row,
            self.missed_twice,
            self.turns,
        )


def _moment(minutes: float) -> datetime:
    return DOORS + timedelta(minutes=minutes)


def _waits(people: Sequence[Somebody]) -> Waits:
    """Until the first call: whoever was not there for it has not waited longer for the table."""
    waited = [
        max(0.0, one.called - max(one.came, one.due if one.due is not None else one.came))
        for one in people
        if one.called is not None
    ]
    never = sum(one.called is None for one in people)
    return Waits(waited, never)


def many_days(visitors: int, days: int, seed: int, rush: float) -> Result:
    """So many days with this number of visitors, as one."""
    first, *others = (Day(visitors, seed + n, rush).run() for n in range(days))
    return sum(others, first)


def main() -> None:
    """Print the waiting times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--visitors", type=int, nargs="+", default=[500, 2_000])
    parser.add_argument("--days", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rush", type=float, default=0.35)
    wanted = parser.parse_args()
    for visitors in wanted.visitors:
        result = many_days(visitors, wanted.days, wanted.seed, wanted.rush)
        print(
            f"{visitors:,} visitors, {wanted.days} days, {wanted.rush:.0%} in the first half hour"
        )
        print(
            f"{'minutes':<18}{'people':>9} {'median':>8} {'p95':>8} {'longest':>8} {'never called':>13}"
        )
        print(f"{'booked, in time':<18}{result.booked.row()}")
        print(f"{'booked, too late':<18}{result.late.row()}")
        print(f"{'walk-in':<18}{result.walk_in.row()}")
        print(
            f"free and overtaken by a later walk-in: {result.overtaken}; most booked in a row past a "
            f"walk-in of 30 minutes: {result.longest_row}; missed twice: {result.missed_twice}"
        )
        turns = ", ".join(f"{turn} {number:,}" for turn, number in result.turns.most_common())
        print(f"calls: {turns}\n")


if __name__ == "__main__":
    main()
