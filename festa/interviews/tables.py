"""Opening tables and painting their slots on the fair's grid."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import Mode, Participation
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.models import InterviewTable, Slot, TableMode
from festa.interviews.states import SlotState


class TableRefusal(StrEnum):
    """Why a table or its slots cannot be made."""

    POSTING_ONLY = "posting_only"
    OFF_THE_GRID = "off_the_grid"
    LABEL_TAKEN = "label_taken"


SENTENCES: dict[TableRefusal, Any] = {
    TableRefusal.POSTING_ONLY: _l(
        "간접참여(채용게시대) 기업은 면접 테이블이 없어요. 직접참여로 바꾸려면 운영사무국에 알려 주세요."
    ),
    TableRefusal.OFF_THE_GRID: _l("박람회 운영 시간 안에서 시작과 끝 시각을 골라 주세요."),
    TableRefusal.LABEL_TAKEN: _l("같은 이름의 테이블이 있어요. 다른 이름을 적어 주세요."),
}


def _refuse(reason: TableRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


def open_table(
    participation: Participation,
    label: str,
    slot_units: int,
    by: Actor,
    mode: TableMode = TableMode.MIXED,
) -> InterviewTable:
    """Open a table for an employer that sits in the hall."""
    if participation.mode is not Mode.ONSITE:
        raise _refuse(TableRefusal.POSTING_ONLY)
    taken = select(InterviewTable.id).where(
        InterviewTable.participation_id == participation.id, InterviewTable.label == label
    )
    if db.session.scalar(taken) is not None:
        raise _refuse(TableRefusal.LABEL_TAKEN)
    table = InterviewTable(
        participation=participation,
        fair_id=participation.fair_id,
        label=label,
        slot_units=slot_units,
        mode=mode,
    )
    db.session.add(table)
    db.session.flush()
    record("table.opened", table, by, employer_id=participation.employer_id)
    return table


@dataclass(frozen=True)
class Painted:
    """How many slots were made, and how many stood there already."""

    made: int
    stood: int


def paint_slots(table: InterviewTable, first: int, last: int, by: Actor) -> Painted:
    """Offer slots of the table's length from unit `first` up to unit `last`.

    Whatever would overlap a slot that stands is left as it is: painting twice changes
    nothing. Refused when the units lie outside the fair's day.
    """
    if first >= last or not table.participation.fair.grid.has(first, last - first):
        raise _refuse(TableRefusal.OFF_THE_GRID)
    covered = {unit for slot in table.slots for unit in _units(slot)}
    made = stood = 0
    for start in range(first, last - table.slot_units + 1, table.slot_units):
        if covered.isdisjoint(range(start, start + table.slot_units)):
            table.slots.append(
                Slot(fair_id=table.fair_id, start_unit=start, units=table.slot_units)
            )
            made += 1
        else:
            stood += 1
    db.session.flush()
    record("slots.painted", table, by, employer_id=table.participation.employer_id, made=made)
    return Painted(made, stood)


def set_slot(slot: Slot, state: SlotState, by: Actor, reason: str = "") -> None:
    """Open, block (with a reason) or release a slot to walk-ins. A booking in it is not touched."""
    slot.state = state
    slot.blocked_reason = reason if state is SlotState.BLOCKED else ""
    record(f"slot.{state}", slot, by, employer_id=slot.scope.employer_id)


def _units(slot: Slot) -> range:
    return range(slot.start_unit, slot.start_unit + slot.units)
