"""The lines at the tables of a fair in full swing: who has which number, and how it stands."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from festa.audit.actor import Actor
from festa.demo.stage import Part, Play, Registered, Stage
from festa.demo.talking import Talk
from festa.interviews.states import BookingState
from festa.queues.models import QueueLine, Ticket, TicketChange
from festa.queues.states import AT_TABLE, EndReason, TicketKind, TicketState

B, T = BookingState, TicketState
# How a number stands where its interview stands so.
STATES: dict[BookingState, TicketState] = {
    B.ARRIVED: T.ISSUED,
    B.WAITING: T.WAITING,
    B.CALLED: T.CALLED,
    B.ON_HOLD: T.ON_HOLD,
    B.IN_PROGRESS: T.SERVING,
    B.COMPLETED: T.SERVED,
}
ROADS: dict[TicketState, tuple[TicketState, ...]] = {
    T.ISSUED: (T.ISSUED,),
    T.WAITING: (T.WAITING,),
    T.CALLED: (T.WAITING, T.CALLED),
    T.ON_HOLD: (T.WAITING, T.CALLED, T.ON_HOLD),
    T.SERVING: (T.WAITING, T.CALLED, T.SERVING),
    T.SERVED: (T.WAITING, T.CALLED, T.SERVING, T.SERVED),
}
MOST_WALK_INS = 3  # in one line
LATEST = timedelta(minutes=45)  # how long whoever waits has waited at most


class Lines:
    """Gives the numbers of one fair, in the order in which people came."""

    def __init__(self, play: Play, stage: Stage) -> None:
        self.play, self.stage = play, stage
        self.engaged: set[int] = set()
        self.taken: set[int] = set()
        self.held: set[tuple[int, int]] = set()
        self.numbers: dict[tuple[int, TicketKind], int] = defaultdict(int)
        self.calls: dict[int, int] = defaultdict(int)

    def booked(self, talks: Sequence[Talk], tables: Mapping[int, int]) -> None:
        """A number B-n for everybody with a time who has come to the table."""
        for talk in sorted(talks, key=lambda one: (one.starts, one.booking)):
            if talk.state in STATES:
                arrived = min(talk.starts - timedelta(minutes=7), self.stage.until)
                self._give(talk.one, talk.part, tables[talk.booking], arrived, talk)

    def walk_ins(
        self, hopeful: Sequence[tuple[Registered, Part]], tables: Mapping[int, int]
    ) -> None:
        """A number W-n for some of those who applied, came, and have no time."""
        waiting: dict[int, int] = defaultdict(int)
        came: list[tuple[datetime, Registered, Part, int]] = []
        for one, part in hopeful:
            table = tables.get(part.id)
            here = one.arrives is not None and one.arrives <= self.stage.until
            if table is None or not here or waiting[table] >= MOST_WALK_INS:
                continue
            if one.id in self.engaged or (one.id, part.id) in self.held:
                continue
            assert one.arrives is not None
            earliest = max(one.arrives, self.stage.until - LATEST)
            arrived = self.play.chance.moment(earliest, self.stage.until)
            came.append((arrived, one, part, table))
            self.held.add((one.id, part.id))
            waiting[table] += 1
        for arrived, one, part, table in sorted(came, key=lambda each: each[0]):
            self._give(one, part, table, arrived, None)

    def close(self) -> None:
        """What each line remembers."""
        for table in sorted({table for table, _kind in self.numbers}):
            self.play.rows.add(
                QueueLine,
                table_id=table,
                fair_id=self.stage.fair.id,
                last_booked=self.numbers[(table, TicketKind.BOOKED)],
                last_walk_in=self.numbers[(table, TicketKind.WALK_IN)],
                calls=self.calls[table],
                changed_at=self.stage.until,
            )

    def _give(
        self, one: Registered, part: Part, table: int, arrived: datetime, talk: Talk | None
    ) -> None:
        state = STATES[talk.state] if talk else T.WAITING
        if state in AT_TABLE and (table in self.taken or one.id in self.engaged):
            return
        if state in AT_TABLE:
            self.taken.add(table)
            self.engaged.add(one.id)
        self.held.add((one.id, part.id))
        kind = TicketKind.BOOKED if talk else TicketKind.WALK_IN
        self.numbers[(table, kind)] += 1
        moments = self._moments(state, arrived, talk)
        self.calls[table] += T.CALLED in moments
        number = self.play.rows.add(
            Ticket,
            fair_id=self.stage.fair.id,
            table_id=table,
            participation_id=part.id,
            registration_id=one.id,
            booking_id=talk.booking if talk else None,
            kind=kind,
            number=self.numbers[(table, kind)],
            state=state,
            arrived_at=arrived,
            called_at=moments.get(T.CALLED),
            pages=1 if T.CALLED in moments else 0,
            misses=int(state is T.ON_HOLD),
            held_at=moments.get(T.ON_HOLD),
            held_at_call=self.calls[table] if state is T.ON_HOLD else None,
            started_at=moments.get(T.SERVING),
            ended_at=moments.get(T.SERVED),
            end_reason=EndReason.DONE if state is T.SERVED else None,
            changed_at=max(moments.values()),
        )
        self._note(number, moments, one, part)

    def _moments(
        self, state: TicketState, arrived: datetime, talk: Talk | None
    ) -> dict[TicketState, datetime]:
        """When the number came to each state on its road."""
        starts, ends = (talk.starts, talk.ends) if talk else (arrived, arrived)
        after = {
            T.CALLED: starts - timedelta(minutes=1),
            T.ON_HOLD: starts + timedelta(minutes=2),
            T.SERVING: starts + timedelta(minutes=1),
            T.SERVED: ends - timedelta(minutes=1),
        }
        moments, last = {}, arrived
        for step in ROADS[state]:
            last = min(max(after.get(step, arrived), last), self.stage.until)
            moments[step] = last
        return moments

    def _note(
        self, number: int, moments: dict[TicketState, datetime], one: Registered, part: Part
    ) -> None:
        before: TicketState | None = None
        whose: dict[str, Any] = {
            "seeker_id": one.person.id,
            "fair_id": self.stage.fair.id,
            "employer_id": part.company.id,
        }
        for state, at in moments.items():
            by: Actor = self.play.chance.choice(self.play.staff) if before is None else part.by
            self.play.rows.add(
                TicketChange,
                ticket_id=number,
                before=before,
                after=state,
                at=at,
                actor_kind=by.kind,
                actor_id=by.id,
                reason="",
            )
            self.play.rows.log(f"ticket.{state}", Ticket, number, by, at, **whose)
            before = state
