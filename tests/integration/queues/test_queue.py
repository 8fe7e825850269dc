"""The queue on the day, by its verbs: numbers, calls, absences, and what follows them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import Traveller

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.consents.models import Consent
from festa.employers.models import ParticipationState
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.booking import cancel, change, reschedule, swap
from festa.interviews.departures import leave_fair, withdraw_consent
from festa.interviews.employer_leaves import move_employer
from festa.interviews.fair_changes import move_fair_on
from festa.interviews.hand_over import hand_over
from festa.interviews.models import TableMode
from festa.interviews.states import BookingState
from festa.messages.models import OutboxMessage
from festa.messages.occasions import is_still_true
from festa.queues.models import Ticket, TicketChange
from festa.queues.policy import Turn
from festa.queues.refusals import QueueRefusal
from festa.queues.service import (
    call_next,
    call_out_of_turn,
    check_in,
    close_day,
    come_back,
    finish,
    hold,
    leave,
    mark_absent,
    page_again,
    pause,
    put_back,
    recall,
    resume,
    run_late,
    set_terms,
    start,
    walk_in,
)
from festa.queues.states import EndReason, OverrideReason, TicketState
from festa.retention.erasing import erase
from tests.factories import FAIR_DAY, make_fair, make_registration, make_table
from tests.integration.queues.hall import Hall, all_tickets, make_hall, refused

NOON = "2026-11-23T12:00:00+09:00"
B, T = BookingState, TicketState


@pytest.fixture
def hall(app: Flask) -> Hall:
    return make_hall()


def called(hall: Hall) -> Ticket:
    """Whoever is called next."""
    ticket = call_next(hall.table, SYSTEM).ticket
    assert ticket is not None
    return ticket


def talk(ticket: Ticket, clock: Traveller, minutes: int = 15) -> None:
    start(ticket, SYSTEM)
    clock.shift(timedelta(minutes=minutes))
    finish(ticket, SYSTEM)


def miss(ticket: Ticket, clock: Traveller) -> None:
    page_again(ticket, SYSTEM)
    clock.shift(timedelta(seconds=60))
    mark_absent(ticket, SYSTEM)


def texts(template: str) -> list[str]:
    query = select(OutboxMessage.body).where(OutboxMessage.template == template)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def test_numbers_count_by_kind_and_by_table(hall: Hall) -> None:
    other = hall.another()
    hall.walk_ins(2)
    check_in(hall.booked(0), SYSTEM)
    other.walk_ins(1)
    assert [ticket.label for ticket in all_tickets()] == ["W-1", "W-2", "B-1", "W-1"]


def test_a_walk_in_is_called_talks_and_is_done(hall: Hall, clock_stands: Traveller) -> None:
    (waiting,) = hall.walk_ins(1)
    call = call_next(hall.table, SYSTEM)
    assert (call.ticket, call.turn, waiting.state) == (waiting, Turn.WALK_IN, T.CALLED)
    talk(waiting, clock_stands)
    assert (waiting.state, waiting.end_reason) == (T.SERVED, EndReason.DONE)
    assert waiting.ended_at - waiting.started_at >= timedelta(minutes=15)
    assert call_next(hall.table, SYSTEM).turn is Turn.NOBODY


def test_a_booking_follows_its_number_from_the_door_of_the_booth_to_the_end(
    hall: Hall, clock_stands: Traveller
) -> None:
    clock_stands.move_to(NOON)
    booking = hall.booked(2)  # at twenty to one
    ticket = check_in(booking, SYSTEM)
    assert (ticket.state, booking.state) == (T.ISSUED, B.ARRIVED)
    clock_stands.shift(timedelta(minutes=34))
    assert call_next(hall.table, SYSTEM).turn is Turn.TOO_EARLY
    assert ticket.state is T.ISSUED
    clock_stands.shift(timedelta(minutes=1))
    assert call_next(hall.table, SYSTEM).turn is Turn.BOOKED
    assert (ticket.state, booking.state) == (T.CALLED, B.CALLED)
    start(ticket, SYSTEM)
    assert booking.state is B.IN_PROGRESS
    finish(ticket, SYSTEM)
    assert booking.state is B.COMPLETED


def test_inside_the_window_the_number_stands_in_the_line_at_once(
    hall: Hall, clock_stands: Traveller
) -> None:
    booking = hall.booked(0)
    clock_stands.move_to("2026-11-23T12:15:00+09:00")
    ticket = check_in(booking, SYSTEM)
    assert (ticket.state, booking.state) == (T.WAITING, B.WAITING)


def test_a_number_follows_a_booking_that_is_moved_on_elsewhere(hall: Hall) -> None:
    booking = hall.booked(0)
    ticket = check_in(booking, SYSTEM)
    for state, follows in (
        (B.WAITING, T.WAITING),
        (B.CALLED, T.CALLED),
        (B.ON_HOLD, T.ON_HOLD),
        (B.CALLED, T.CALLED),
        (B.IN_PROGRESS, T.SERVING),
        (B.COMPLETED, T.SERVED),
    ):
        change(booking, state, SYSTEM)
        assert ticket.state is follows


def test_a_booking_is_not_called_where_its_person_is_at_another_table(hall: Hall) -> None:
    other = hall.another()
    person = hall.person(other.participation)
    walk_in(other.table, person, SYSTEM)
    call_next(other.table, SYSTEM)
    booking = hall.booked(3, person)
    check_in(booking, SYSTEM)
    with refused(QueueRefusal.ENGAGED):
        change(booking, B.CALLED, SYSTEM)


def test_absent_means_two_pages_and_a_minute_then_on_hold_then_three_others_then_over(
    hall: Hall, clock_stands: Traveller
) -> None:
    booking = hall.booked(0)
    clock_stands.move_to("2026-11-23T11:58:00+09:00")
    ticket = check_in(booking, SYSTEM)
    hall.walk_ins(4)
    assert called(hall) is ticket
    with refused(QueueRefusal.TOO_SOON):
        mark_absent(ticket, SYSTEM)
    clock_stands.shift(timedelta(seconds=61))
    with refused(QueueRefusal.TOO_SOON):
        mark_absent(ticket, SYSTEM)
    page_again(ticket, SYSTEM)
    with refused(QueueRefusal.PAGED):
        page_again(ticket, SYSTEM)
    mark_absent(ticket, SYSTEM)
    assert (ticket.state, booking.state, ticket.misses) == (T.ON_HOLD, B.ON_HOLD, 1)
    for _other in range(3):
        talk(called(hall), clock_stands, 2)
    call = call_next(hall.table, SYSTEM)
    assert (call.ticket, call.turn) == (ticket, Turn.RECALL)
    miss(ticket, clock_stands)
    assert (ticket.state, ticket.end_reason) == (T.EXPIRED, EndReason.MISSED_TWICE)
    assert booking.state is B.NO_SHOW
    assert len(texts("queue_called")) == 7
    assert len(texts("queue_on_hold")) == len(texts("queue_missed")) == 1


def test_whoever_comes_back_from_hold_has_the_old_place(
    hall: Hall, clock_stands: Traveller
) -> None:
    first, second = hall.walk_ins(2)
    miss(called(hall), clock_stands)
    come_back(first, SYSTEM)
    assert called(hall) is first
    put_back(first, SYSTEM)
    hold(first, SYSTEM)
    assert called(hall) is second


def test_recall_waits_for_its_turn(hall: Hall, clock_stands: Traveller) -> None:
    first, *_others = hall.walk_ins(5)
    miss(called(hall), clock_stands)
    with refused(QueueRefusal.NOT_YET_RECALLED):
        recall(first, SYSTEM)
    for _other in range(3):
        talk(called(hall), clock_stands, 2)
    recall(first, SYSTEM)
    assert first.state is T.CALLED


def test_out_of_turn_only_for_a_reason_that_the_log_keeps(hall: Hall) -> None:
    first, last = hall.walk_ins(2)
    call_out_of_turn(last, OverrideReason.MOBILITY, SYSTEM)
    assert (first.state, last.state) == (T.WAITING, T.CALLED)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "ticket.called")).one()
    assert entry.detail == {"reason": "override:mobility"}
    with refused(QueueRefusal.TABLE_TAKEN):
        call_out_of_turn(first, OverrideReason.DISTRESS, SYSTEM)


def test_whoever_talks_at_one_table_is_passed_over_at_another_and_keeps_the_place(
    hall: Hall,
) -> None:
    other = hall.another()
    person = hall.person(other.participation)
    mine = walk_in(hall.table, person, SYSTEM)
    (second,) = hall.walk_ins(1)
    away = walk_in(other.table, person, SYSTEM)
    assert called(other) is away
    start(away, SYSTEM)
    assert called(hall) is second
    put_back(second, SYSTEM)
    with refused(QueueRefusal.ENGAGED):
        call_out_of_turn(mine, OverrideReason.OUR_MISTAKE, SYSTEM)
    finish(away, SYSTEM)
    assert called(hall) is mine


def test_nobody_is_called_who_would_miss_an_interview_elsewhere(
    hall: Hall, clock_stands: Traveller
) -> None:
    other = hall.another()
    person = hall.person(other.participation)
    other.booked(0, person)
    mine = walk_in(hall.table, person, SYSTEM)
    clock_stands.move_to("2026-11-23T11:41:00+09:00")
    assert call_next(hall.table, SYSTEM).ticket is None
    clock_stands.move_to("2026-11-23T11:39:00+09:00")
    assert called(hall) is mine


def test_a_number_needs_a_place_at_the_fair_a_consent_and_a_table_that_takes_it(
    hall: Hall, clock_stands: Traveller
) -> None:
    stranger = make_registration(hall.fair)
    with refused(QueueRefusal.NO_CONSENT):
        walk_in(hall.table, stranger, SYSTEM)
    with refused(QueueRefusal.NOT_REGISTERED):
        walk_in(hall.table, make_registration(make_fair()), SYSTEM)
    person = hall.person()
    walk_in(hall.table, person, SYSTEM)
    with refused(QueueRefusal.HAS_NUMBER):
        walk_in(make_table(hall.participation), person, SYSTEM)
    hall.table.mode = TableMode.BOOKED
    with refused(QueueRefusal.NO_WALK_INS):
        walk_in(hall.table, hall.person(), SYSTEM)
    clock_stands.move_to("2026-11-22T12:00:00+09:00")
    hall.fair.state = FairState.BOOKING_OPEN
    with refused(QueueRefusal.NOT_TODAY):
        check_in(hall.booked(0), SYSTEM)


def test_a_walk_in_number_is_exchanged_when_the_person_books(hall: Hall) -> None:
    person = hall.person()
    old = walk_in(hall.table, person, SYSTEM)
    booking = hall.booked(0, person)
    new = check_in(booking, SYSTEM)
    assert (old.state, old.end_reason) == (T.LEFT, EndReason.EXCHANGED)
    assert new.label == "B-1"
    with refused(QueueRefusal.HAS_NUMBER):
        check_in(booking, SYSTEM)


def test_leaving_the_line_gives_the_booked_time_back(hall: Hall) -> None:
    booking = hall.booked(0)
    ticket = check_in(booking, SYSTEM)
    leave(ticket, SYSTEM)
    assert (ticket.state, booking.state) == (T.LEFT, B.CANCELLED_BY_SEEKER)
    hall.booked(0)


def test_a_talk_that_began_is_not_left(hall: Hall) -> None:
    hall.walk_ins(1)
    ticket = called(hall)
    start(ticket, SYSTEM)
    with refused(QueueRefusal.TALK_BEGAN):
        leave(ticket, SYSTEM)
    with refused(QueueRefusal.MOVED_ON):
        put_back(ticket, SYSTEM)


def test_a_cancelled_booking_takes_its_number_along(hall: Hall) -> None:
    booking = hall.booked(0)
    ticket = check_in(booking, SYSTEM)
    cancel(booking, B.CANCELLED_BY_EMPLOYER, SYSTEM)
    assert (ticket.state, ticket.end_reason) == (T.LEFT, EndReason.BOOKING_ENDED)


def test_a_withdrawn_consent_ends_the_number_at_that_employer_alone(hall: Hall) -> None:
    other = hall.another()
    person = hall.person(other.participation)
    here, there = (walk_in(table, person, SYSTEM) for table in (hall.table, other.table))
    consent = db.session.scalars(
        select(Consent).where(Consent.employer_id == hall.participation.employer_id)
    ).one()
    withdraw_consent(consent, SYSTEM)
    assert (here.state, here.end_reason) == (T.EXPIRED, EndReason.CONSENT_WITHDRAWN)
    assert there.state is T.WAITING


def test_leaving_the_fair_or_being_erased_ends_every_number(hall: Hall) -> None:
    person, gone = hall.person(), hall.person()
    for one in (person, gone):
        walk_in(hall.table, one, SYSTEM)
    leave_fair(person, SYSTEM)
    erase(gone.seeker, SYSTEM)
    assert {ticket.end_reason for ticket in all_tickets()} == {EndReason.LEFT_FAIR}


def test_an_employer_that_leaves_and_a_fair_that_closes_end_their_lines(hall: Hall) -> None:
    other = hall.another()
    hall.walk_ins(1)
    check_in(hall.booked(0), SYSTEM)
    other.walk_ins(2)
    move_employer(hall.participation, ParticipationState.CANCELLED, SYSTEM)
    assert [one.state for one in all_tickets()] == [T.EXPIRED, T.EXPIRED, T.WAITING, T.WAITING]
    call_next(other.table, SYSTEM)
    move_fair_on(hall.fair, FairState.CLOSED, SYSTEM)
    assert {one.end_reason for one in all_tickets()[2:]} == {EndReason.DAY_OVER}
    with refused(QueueRefusal.NOT_TODAY):
        walk_in(other.table, hall.person(), SYSTEM)


def test_at_the_end_of_the_day_every_number_ends_and_a_talk_counts(
    hall: Hall, clock_stands: Traveller
) -> None:
    people = [hall.booked(slot) for slot in range(4)]
    tickets = [check_in(one, SYSTEM) for one in people]
    clock_stands.move_to(NOON)
    hall.walk_ins(2)
    start(called(hall), SYSTEM)
    hold(tickets[1], SYSTEM)
    assert close_day(hall.fair, SYSTEM) == 6
    assert [one.state for one in all_tickets()] == [T.SERVED, *[T.EXPIRED] * 5]
    assert [one.state for one in people] == [B.COMPLETED, *[B.CANCELLED_BY_ORGANISER] * 3]
    assert close_day(hall.fair, SYSTEM) == 0


def test_a_moved_time_at_the_same_table_keeps_the_number(
    hall: Hall, clock_stands: Traveller
) -> None:
    booking = hall.booked(0)
    ticket = check_in(booking, SYSTEM)
    answer = reschedule(booking, hall.table.slots[4], SYSTEM)
    assert ticket.booking is answer.booking
    assert (ticket.state, ticket.booking.state) == (T.ISSUED, B.ARRIVED)
    clock_stands.move_to("2026-11-23T13:15:00+09:00")
    assert called(hall) is ticket
    moved_back = reschedule(ticket.booking, hall.table.slots[5], SYSTEM).booking
    assert (ticket.state, moved_back.state) == (T.WAITING, B.WAITING)


def test_a_time_moved_to_another_table_gets_a_number_there_at_the_old_place(hall: Hall) -> None:
    booking = hall.booked(0)
    old = check_in(booking, SYSTEM)
    beside = make_table(hall.participation)
    moved = reschedule(booking, beside.slots[1], SYSTEM).booking
    new = all_tickets()[-1]
    assert (old.state, old.end_reason) == (T.LEFT, EndReason.EXCHANGED)
    assert (new.label, new.table, new.booking) == ("B-1", beside, moved)
    assert (new.arrived_at, new.state, moved.state) == (old.arrived_at, T.ISSUED, B.ARRIVED)


def test_an_interview_that_a_colleague_takes_over_keeps_its_place(
    hall: Hall, clock_stands: Traveller
) -> None:
    booking = hall.booked(0)
    clock_stands.move_to("2026-11-23T11:58:00+09:00")
    old = check_in(booking, SYSTEM)
    called(hall)
    beside = make_table(hall.participation)
    taken = hand_over(booking, beside.slots[0], SYSTEM).booking
    new = all_tickets()[-1]
    assert (old.state, new.state, taken.state) == (T.LEFT, T.WAITING, B.WAITING)
    assert call_next(beside, SYSTEM).ticket is new


def test_two_who_swap_their_times_keep_their_numbers(hall: Hall, clock_stands: Traveller) -> None:
    one, other = hall.booked(0), hall.booked(1)
    first, second = check_in(one, SYSTEM), check_in(other, SYSTEM)
    swap(one, other, SYSTEM)
    clock_stands.move_to(NOON)
    assert called(hall) is second
    assert first.state is T.ISSUED


def test_a_pause_calls_nobody_until_it_ends(hall: Hall) -> None:
    (waiting,) = hall.walk_ins(1)
    pause(hall.table, "면접관 휴식", SYSTEM)
    assert call_next(hall.table, SYSTEM).turn is Turn.PAUSED
    with refused(QueueRefusal.PAUSED):
        call_out_of_turn(waiting, OverrideReason.DISTRESS, SYSTEM)
    resume(hall.table, SYSTEM)
    assert called(hall) is waiting


def test_a_late_table_tells_everybody_concerned_once_for_each_delay(hall: Hall) -> None:
    hall.walk_ins(2)
    check_in(hall.booked(0), SYSTEM)
    hall.booked(1)
    assert run_late(hall.table, 10, SYSTEM) == 4
    assert run_late(hall.table, 0, SYSTEM) == 0
    told = texts("queue_late")
    assert "오후 12:10쯤" in told[2]
    assert "오후 12:30쯤" in told[3]
    assert all("순서는 그대로예요" in text for text in told[:2])
    with refused(QueueRefusal.OUT_OF_BOUNDS):
        run_late(hall.table, 241, SYSTEM)


def test_a_late_table_keeps_the_place_of_whoever_comes_late(
    hall: Hall, clock_stands: Traveller
) -> None:
    booking = hall.booked(0)
    clock_stands.move_to("2026-11-23T12:05:00+09:00")
    hall.walk_ins(1)
    run_late(hall.table, 15, SYSTEM)
    clock_stands.move_to("2026-11-23T12:20:00+09:00")
    ticket = check_in(booking, SYSTEM)
    assert called(hall) is ticket


def test_terms_of_a_table_go_before_its_employers(hall: Hall, clock_stands: Traveller) -> None:
    booking = hall.booked(0)
    check_in(booking, SYSTEM)
    clock_stands.move_to("2026-11-23T11:45:00+09:00")
    assert call_next(hall.table, SYSTEM).ticket is None
    set_terms(hall.participation, None, {"early_minutes": 15}, SYSTEM)
    set_terms(hall.participation, hall.table, {"early_minutes": 10}, SYSTEM)
    assert call_next(hall.table, SYSTEM).ticket is None
    set_terms(hall.participation, hall.table, {"early_minutes": None}, SYSTEM)
    assert called(hall).booking is booking
    with refused(QueueRefusal.OUT_OF_BOUNDS):
        set_terms(hall.participation, None, {"early_minutes": 61}, SYSTEM)


def test_a_call_is_told_in_words_and_not_after_it_was_taken_back(hall: Hall) -> None:
    hall.walk_ins(1)
    ticket = called(hall)
    message = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "queue_called")
    ).one()
    assert message.body.startswith("[JOB 매칭 페스타] W-1번,")
    assert (message.about_day, message.about_id) == (FAIR_DAY, ticket.id)
    assert is_still_true(message)
    put_back(ticket, SYSTEM)
    assert not is_still_true(message)


def test_every_step_is_in_the_history(hall: Hall, clock_stands: Traveller) -> None:
    hall.walk_ins(1)
    talk(called(hall), clock_stands)
    steps = db.session.execute(
        select(TicketChange.before, TicketChange.after).order_by(TicketChange.id)
    ).all()
    assert [tuple(step) for step in steps] == [
        (None, T.WAITING),
        (T.WAITING, T.CALLED),
        (T.CALLED, T.SERVING),
        (T.SERVING, T.SERVED),
    ]
