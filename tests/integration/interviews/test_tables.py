"""Tables and their slots."""

from typing import Any

import pytest

from festa.audit.actor import SYSTEM
from festa.employers.models import Mode
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.booking import book, cancel
from festa.interviews.models import InterviewTable, Slot, TableMode
from festa.interviews.states import BookingState, SlotState
from festa.interviews.tables import (
    TableRefusal,
    change_table,
    open_table,
    paint_slots,
    remove_slot,
    set_slot,
)
from tests.factories import make_fair, make_participation
from tests.integration.interviews.floor import Floor, make_applicant, make_floor


@pytest.fixture
def table(app: Any) -> InterviewTable:
    return open_table(make_participation(make_fair()), "1번 테이블", 2, SYSTEM)


@pytest.fixture
def floor(app: Any) -> Floor:
    return make_floor()


def starts(table: InterviewTable, state: SlotState | None = None) -> list[int]:
    db.session.expire(table, ["slots"])
    return [slot.start_unit for slot in table.slots if state in (None, slot.state)]


def test_an_employer_on_the_board_only_has_no_table(app: Any) -> None:
    participation = make_participation(make_fair(), mode=Mode.POSTING_ONLY)
    with pytest.raises(Refused) as refused:
        open_table(participation, "1번", 2, SYSTEM)
    assert refused.value.reason is TableRefusal.POSTING_ONLY


def test_two_tables_of_an_employer_have_two_names(table: InterviewTable) -> None:
    with pytest.raises(Refused) as refused:
        open_table(table.participation, "1번 테이블", 2, SYSTEM)
    assert refused.value.reason is TableRefusal.LABEL_TAKEN
    second = open_table(table.participation, "2번 테이블", 2, SYSTEM)
    with pytest.raises(Refused):
        change_table(second, "1번 테이블", 2, TableMode.MIXED, SYSTEM)
    change_table(second, "2번 테이블", 3, TableMode.BOOKED, SYSTEM)
    assert second.slot_units == 3


def test_the_timetable_of_a_fair_that_is_over_stays_as_it_was(floor: Floor) -> None:
    floor.fair.state = FairState.FOLLOW_UP
    table, slot = floor.table, floor.slots[0]
    for change in (
        lambda: open_table(floor.participation, "3번 테이블", 2, SYSTEM),
        lambda: change_table(table, "새 이름", 2, TableMode.MIXED, SYSTEM),
        lambda: paint_slots(table, 6, 24, SYSTEM),
        lambda: set_slot(slot, SlotState.RELEASED, SYSTEM),
        lambda: remove_slot(slot, SYSTEM),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.reason is TableRefusal.FAIR_OVER


def test_painting_leaves_lunch_out(table: InterviewTable) -> None:
    painted = paint_slots(table, 6, 24, SYSTEM, pause=range(12, 18))
    assert painted.made == 6
    assert starts(table) == [6, 8, 10, 18, 20, 22]


def test_painting_twice_changes_nothing(table: InterviewTable) -> None:
    paint_slots(table, 0, 6, SYSTEM)
    again = paint_slots(table, 0, 8, SYSTEM)
    assert (again.made, again.stood) == (1, 3)
    assert starts(table) == [0, 2, 4, 6]


def test_nothing_is_painted_outside_the_day(table: InterviewTable) -> None:
    for first, last in ((0, 37), (-1, 4), (8, 8), (8, 6)):
        with pytest.raises(Refused) as refused:
            paint_slots(table, first, last, SYSTEM)
        assert refused.value.reason is TableRefusal.OFF_THE_GRID


def test_one_slot_in_four_is_left_to_walk_ins_when_asked(table: InterviewTable) -> None:
    paint_slots(table, 0, 16, SYSTEM, walk_in_every=4)
    assert starts(table, SlotState.RELEASED) == [6, 14]


def test_a_walk_in_table_offers_no_bookable_slot(app: Any) -> None:
    table = open_table(make_participation(make_fair()), "현장", 2, SYSTEM, mode=TableMode.WALK_IN)
    paint_slots(table, 0, 6, SYSTEM)
    assert starts(table, SlotState.OPEN) == []


def test_blocking_needs_a_reason_and_opening_forgets_it(table: InterviewTable) -> None:
    paint_slots(table, 0, 2, SYSTEM)
    slot = table.slots[0]
    with pytest.raises(Refused) as refused:
        set_slot(slot, SlotState.BLOCKED, SYSTEM)
    assert refused.value.reason is TableRefusal.REASON_NEEDED
    set_slot(slot, SlotState.BLOCKED, SYSTEM, "면접관 교대")
    assert slot.blocked_reason == "면접관 교대"
    set_slot(slot, SlotState.OPEN, SYSTEM)
    assert (slot.state, slot.blocked_reason) == (SlotState.OPEN, "")


def test_a_booked_slot_is_neither_blocked_nor_removed(floor: Floor) -> None:
    slot = floor.slots[0]
    book(slot, floor.registration, SYSTEM)
    for act in (
        lambda: set_slot(slot, SlotState.BLOCKED, SYSTEM, "점심"),
        lambda: set_slot(slot, SlotState.RELEASED, SYSTEM),
        lambda: remove_slot(slot, SYSTEM),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is TableRefusal.BOOKED


def test_an_unused_slot_is_deleted_and_a_used_one_keeps_its_history(floor: Floor) -> None:
    unused, used = floor.slots[0], floor.slots[1]
    booking = book(used, floor.registration, SYSTEM).booking
    assert booking is not None
    cancel(booking, BookingState.CANCELLED_BY_EMPLOYER, SYSTEM, "면접관 사정")
    unused_id, used_id = unused.id, used.id
    remove_slot(unused, SYSTEM)
    remove_slot(used, SYSTEM)
    assert db.session.get(Slot, unused_id) is None
    assert db.session.get_one(Slot, used_id).state is SlotState.CANCELLED


def test_painting_over_a_removed_slot_brings_it_back(floor: Floor) -> None:
    slot = floor.slots[0]
    booking = book(slot, floor.registration, SYSTEM).booking
    assert booking is not None
    cancel(booking, BookingState.CANCELLED_BY_EMPLOYER, SYSTEM, "면접관 사정")
    remove_slot(slot, SYSTEM)
    painted = paint_slots(floor.table, 12, 14, SYSTEM)
    assert painted.made == 1
    assert slot.state is SlotState.OPEN
    late = make_applicant(floor.participation)
    assert book(slot, late, SYSTEM).refusal is None
