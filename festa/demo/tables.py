"""The tables of the employers in the hall, and the slots that they offer."""

from datetime import timedelta
from typing import Any

from festa.demo.stage import Opening, Part, Play, Stage
from festa.employers.participation import Mode
from festa.interviews.models import InterviewTable, Slot, TableMode
from festa.interviews.states import SlotState

TABLE_MODES = {TableMode.MIXED: 0.65, TableMode.BOOKED: 0.3, TableMode.WALK_IN: 0.05}
WALK_IN_EVERY = 4
BLOCKED = "면접관 교대"


def open_tables(play: Play, stage: Stage) -> None:
    """A table or two for each employer in the hall, and exactly so many slots at all of them."""
    floor = stage.size.floor
    hosts = [part for part in stage.parts if part.mode is Mode.ONSITE]
    hosts = [hosts[number % len(hosts)] for number in range(floor.tables)]
    for number, part in enumerate(hosts):
        share = floor.slots // floor.tables + (number < floor.slots % floor.tables)
        label = f"테이블 {hosts[:number].count(part) + 1}"
        _open_table(play, stage, part, label, share)


def _open_table(play: Play, stage: Stage, part: Part, label: str, share: int) -> None:
    trial = part.company is play.pool[0]
    mode = TableMode.MIXED if trial else play.chance.roll(TABLE_MODES)
    units = stage.size.slot_units
    table = play.rows.add(
        InterviewTable,
        participation_id=part.id,
        fair_id=stage.fair.id,
        label=label,
        slot_units=units,
        mode=mode,
    )
    at = min(stage.fair.booking_opens_at - timedelta(days=1), play.now)
    logged: dict[str, Any] = {"fair_id": stage.fair.id, "employer_id": part.company.id}
    play.rows.log("table.opened", InterviewTable, table, part.by, at, **logged)
    for number, unit in enumerate(_slot_starts(play, stage, share), 1):
        state, reason = _slot_state(play, mode, number, trial)
        slot = play.rows.add(
            Slot,
            table_id=table,
            fair_id=stage.fair.id,
            start_unit=unit,
            units=units,
            state=state,
            blocked_reason=reason,
        )
        if state is SlotState.OPEN:
            stage.openings.append(Opening(slot, table, part, unit, units))
    play.rows.log("slots.painted", InterviewTable, table, part.by, at, made=share, **logged)


def _slot_starts(play: Play, stage: Stage, share: int) -> list[int]:
    """Where the slots of one table begin: all day long, with a pause about the middle."""
    floor, units = stage.floor, stage.size.slot_units
    starts = list(range(floor.first, floor.last - units + 1, units))
    pause = len(starts) - share
    if pause <= 0:
        return starts
    first = len(starts) // 2 - pause // 2 + play.chance.randint(-1, 1)
    first = min(max(first, 0), share)
    return starts[:first] + starts[first + pause :]


def _slot_state(play: Play, mode: TableMode, number: int, trial: bool) -> tuple[SlotState, str]:
    if mode is TableMode.WALK_IN:
        return SlotState.RELEASED, ""
    if mode is TableMode.MIXED and number % WALK_IN_EVERY == 0:
        return SlotState.RELEASED, ""
    if not trial and play.chance.random() < 0.02:
        return SlotState.BLOCKED, BLOCKED
    return SlotState.OPEN, ""
