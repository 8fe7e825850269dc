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
from festa.fairs.lifecycle import OVER
from festa.interviews.locks import lock
from festa.interviews.models import Booking, InterviewTable, Slot, TableMode
from festa.interviews.painting import Brush, starts, units_of
from festa.interviews.states import LIVE, SlotState, move_slot


class TableRefusal(StrEnum):
    """Why a table or its slots cannot be made or changed."""

    POSTING_ONLY = "posting_only"
    OFF_THE_GRID = "off_the_grid"
    LABEL_TAKEN = "label_taken"
    BOOKED = "booked"
    REASON_NEEDED = "reason_needed"
    FAIR_OVER = "fair_over"


SENTENCES: dict[TableRefusal, Any] = {
    TableRefusal.POSTING_ONLY: _l(
        "간접참여(채용게시대) 기업은 면접 테이블이 없어요. 직접참여로 바꾸려면 운영사무국에 알려 주세요."
    ),
    TableRefusal.OFF_THE_GRID: _l("박람회 운영 시간 안에서 시작과 끝 시각을 골라 주세요."),
    TableRefusal.LABEL_TAKEN: _l("같은 이름의 테이블이 있어요. 다른 이름을 적어 주세요."),
    TableRefusal.BOOKED: _l("예약이 있는 시간이에요. 먼저 예약을 옮기거나 취소해 주세요."),
    TableRefusal.REASON_NEEDED: _l("차단하는 까닭을 적어 주세요. 예: 점심, 면접관 교대"),
    TableRefusal.FAIR_OVER: _l("이미 끝난 박람회의 면접 시간표는 바꿀 수 없어요."),
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
    _check_not_over(participation)
    _keep_labels_apart(participation.id, label)
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


def change_table(
    table: InterviewTable, label: str, slot_units: int, mode: TableMode, by: Actor
) -> None:
    """Rename a table or change its mode or length; slots that stand keep their length."""
    _check_not_over(table.participation)
    _keep_labels_apart(table.participation_id, label, but=table.id)
    table.label, table.slot_units, table.mode = label, slot_units, mode
    db.session.flush()
    record("table.changed", table, by, employer_id=table.scope.employer_id, mode=mode)


@dataclass(frozen=True)
class Painted:
    """How many slots were made, and how many stood there already."""

    made: int
    stood: int


def paint_slots(
    table: InterviewTable,
    first: int,
    last: int,
    by: Actor,
    *,
    pause: range = range(0),
    walk_in_every: int = 0,
    gap: int = 0,
) -> Painted:
    """Offer slots of the table's length from unit `first` up to unit `last`, but not in the pause.

    Between two slots lie `gap` units in which the interviewer writes or rests.

    Whatever would overlap a slot that stands is left as it is: painting twice changes
    nothing. Refused when the units lie outside the fair's day.
    """
    _check_not_over(table.participation)
    if first >= last or not table.participation.fair.grid.has(first, last - first):
        raise _refuse(TableRefusal.OFF_THE_GRID)
    standing = [slot for slot in table.slots if slot.state is not SlotState.CANCELLED]
    covered = {unit for slot in standing for unit in units_of(slot)}
    made = stood = 0
    brush = Brush(first, last, pause, walk_in_every, gap)
    for number, start in enumerate(starts(brush, table.slot_units), 1):
        if covered.isdisjoint(range(start, start + table.slot_units)):
            _offer(table, start, _first_state(table, number, walk_in_every))
            made += 1
        else:
            stood += 1
    db.session.flush()
    record("slots.painted", table, by, employer_id=table.participation.employer_id, made=made)
    return Painted(made, stood)


def set_slot(slot: Slot, state: SlotState, by: Actor, reason: str = "") -> None:
    """Open, block (with a reason), or release a slot to walk-ins; Refused while it is booked."""
    _lock_unbooked(slot)
    if state is SlotState.BLOCKED and not reason:
        raise _refuse(TableRefusal.REASON_NEEDED)
    if slot.state is not state:
        slot.state = move_slot(slot.state, state)
    slot.blocked_reason = reason if state is SlotState.BLOCKED else ""
    record(f"slot.{state}", slot, by, employer_id=slot.scope.employer_id)


def remove_slot(slot: Slot, by: Actor) -> None:
    """Take an unbooked slot from the table; one that ever had a booking is kept for its history."""
    _lock_unbooked(slot)
    record("slot.removed", slot, by, employer_id=slot.scope.employer_id, unit=slot.start_unit)
    if db.session.scalar(select(Booking.id).where(Booking.slot_id == slot.id).limit(1)):
        slot.state = move_slot(slot.state, SlotState.CANCELLED)
        return
    db.session.delete(slot)
    db.session.flush()
    db.session.expire(slot.table, ["slots"])


def _offer(table: InterviewTable, start: int, state: SlotState) -> None:
    removed = next((slot for slot in table.slots if slot.start_unit == start), None)
    if removed is None:
        units = table.slot_units
        table.slots.append(Slot(fair_id=table.fair_id, start_unit=start, units=units, state=state))
        return
    removed.state = move_slot(removed.state, state)
    removed.units, removed.blocked_reason = table.slot_units, ""


def _first_state(table: InterviewTable, number: int, walk_in_every: int) -> SlotState:
    if table.mode is TableMode.WALK_IN:
        return SlotState.RELEASED
    left_free = walk_in_every and number % walk_in_every == 0
    return SlotState.RELEASED if left_free else SlotState.OPEN


def _check_not_over(participation: Participation) -> None:
    """What the reports of a fair divide by stands with its day."""
    if participation.fair.state in OVER:
        raise _refuse(TableRefusal.FAIR_OVER)


def _lock_unbooked(slot: Slot) -> None:
    """Lock the slot against bookings that arrive now, and refuse when one stands."""
    _check_not_over(slot.table.participation)
    lock(Slot, slot)
    query = select(Booking.id).where(Booking.slot_id == slot.id, Booking.state.in_(LIVE)).limit(1)
    if db.session.scalar(query) is not None:
        raise _refuse(TableRefusal.BOOKED)


def _keep_labels_apart(participation_id: int, label: str, but: int | None = None) -> None:
    taken = select(InterviewTable.id).where(
        InterviewTable.participation_id == participation_id,
        InterviewTable.label == label,
        InterviewTable.id != (but or 0),
    )
    if db.session.scalar(taken) is not None:
        raise _refuse(TableRefusal.LABEL_TAKEN)
