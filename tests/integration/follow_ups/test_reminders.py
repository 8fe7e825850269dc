"""Employers are reminded on five days, each time once, until they owe nothing."""

from collections.abc import Iterator
from datetime import time, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text

from festa import clock
from festa.audit.actor import SYSTEM
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.follow_ups.reminders import TEMPLATE, plan_outcome_reminders, remind
from festa.interviews.models import Booking
from festa.interviews.outcomes import record_outcome
from festa.interviews.states import OutcomeResult
from festa.messages.models import Channel, OutboxMessage
from festa.messages.occasions import is_still_true
from festa.nightly import JOBS
from festa.nights.service import run_night
from tests.factories import FAIR_DAY, make_fair, make_participation
from tests.integration.follow_ups.held import follow, hold
from tests.threads import Together

MORNING = "2026-11-24T03:10:00+09:00"


@pytest.fixture
def night() -> Iterator[time_machine.Traveller]:
    """The night after the fair."""
    with time_machine.travel(MORNING, tick=True) as traveller:
        yield traveller


@pytest.fixture
def owing(app: Flask) -> Participation:
    """An employer that held a talk at a fair that is over, and said nothing."""
    fair = make_fair()
    contact = {"contact_email": "hr@example.com", "contact_phone": "010-2345-6789"}
    participation = make_participation(fair, **contact)
    hold(participation)
    fair.state = FairState.FOLLOW_UP
    db.session.commit()
    return participation


def sent() -> list[tuple[Channel, str]]:
    query = select(OutboxMessage).where(OutboxMessage.template == TEMPLATE)
    return [(one.channel, one.once or "") for one in db.session.scalars(query.order_by("id"))]


def reminder() -> OutboxMessage:
    query = select(OutboxMessage).where(OutboxMessage.template == TEMPLATE)
    found = db.session.scalars(query).first()
    assert found is not None
    return found


def test_reminders_come_on_five_days_and_no_other(
    owing: Participation, night: time_machine.Traveller
) -> None:
    planned = {}
    for day in (0, 1, 2, 6, 7, 8, 13, 14, 15, 29, 30, 31, 89, 90, 91, 181):
        night.move_to(clock.at(FAIR_DAY + timedelta(days=day), time(3)))
        planned[day] = plan_outcome_reminders()
    assert [day for day, count in planned.items() if count] == [1, 7, 14, 30, 90]
    name = f"outcomes:{owing.id}"
    assert sent()[:3] == [
        (Channel.EMAIL, f"{name}:1:mail"),
        (Channel.EMAIL, f"{name}:7:mail"),
        (Channel.SMS, f"{name}:7:text"),
    ]


def test_a_worker_that_was_away_reminds_once_for_all_it_missed(
    owing: Participation, night: time_machine.Traveller
) -> None:
    night.shift(timedelta(days=19))
    assert plan_outcome_reminders() == 2
    assert plan_outcome_reminders() == 0


def test_nobody_is_reminded_who_owes_nothing(
    owing: Participation, night: time_machine.Traveller
) -> None:
    done = make_participation(owing.fair, contact_email="done@example.com")
    record_outcome(hold(done), OutcomeResult.REJECTED, SYSTEM)
    make_participation(owing.fair, contact_email="idle@example.com")
    plan_outcome_reminders()
    assert [once for _channel, once in sent()] == [f"outcomes:{owing.id}:1:mail"]


@pytest.mark.parametrize("state", [FairState.LIVE, FairState.CANCELLED])
def test_only_fairs_that_are_over_are_chased(
    owing: Participation, night: time_machine.Traveller, state: FairState
) -> None:
    owing.fair.state = state
    assert plan_outcome_reminders() == 0


def test_a_reminder_that_waited_is_dropped_once_all_is_said(
    owing: Participation, night: time_machine.Traveller
) -> None:
    plan_outcome_reminders()
    message = reminder()
    assert clock.local(message.due_at).hour == 8, "nobody is woken"
    assert is_still_true(message)
    assert "소식 1건" in message.body
    for booking in db.session.scalars(select(Booking)):
        assert booking.registration.seeker.name not in message.body
        record_outcome(booking, OutcomeResult.REJECTED, SYSTEM)
    assert not is_still_true(message)


def test_an_offer_is_asked_about_again_only_where_the_person_agreed(
    owing: Participation, night: time_machine.Traveller
) -> None:
    talk = hold(owing)
    for booking in db.session.scalars(select(Booking)).all():
        record_outcome(booking, OutcomeResult.OFFERED, SYSTEM)
        follow(booking, granted=booking is talk)
    night.shift(timedelta(days=7))
    plan_outcome_reminders()
    assert "소식 1건" in reminder().body


def test_an_organisers_wish_reminds_once_a_day(
    owing: Participation, night: time_machine.Traveller
) -> None:
    assert remind(owing, 1) == 2
    assert remind(owing, 1) == 0
    night.shift(timedelta(days=1))
    assert remind(owing, 1) == 2


def test_without_an_address_a_recruiter_or_the_phone_is_used(
    app: Flask, night: time_machine.Traveller
) -> None:
    fair = make_fair()
    phone_only = make_participation(fair, contact_phone="010-2345-6789")
    nothing = make_participation(fair, contact_phone="02-2002-1110")
    for one in (phone_only, nothing):
        hold(one)
    fair.state = FairState.CLOSED
    plan_outcome_reminders()
    assert sent() == [(Channel.SMS, f"outcomes:{phone_only.id}:1:text")]


def test_two_workers_in_one_night_remind_once(
    owing: Participation, night: time_machine.Traveller, together: Together
) -> None:
    together(4, lambda _number: run_night(JOBS))
    assert len(sent()) == 1


def plan_and_commit(_number: int) -> None:
    plan_outcome_reminders()
    db.session.commit()


def test_even_without_the_nights_own_lock_each_reminder_is_one(
    owing: Participation, night: time_machine.Traveller, together: Together
) -> None:
    together(4, plan_and_commit)
    assert len(sent()) == 1


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_without_the_unique_word_there_would_be_many(
    owing: Participation, night: time_machine.Traveller, together: Together
) -> None:
    """The control: the same four workers, with the index that keeps them apart taken away."""
    db.session.execute(text("alter table outbox_message drop constraint uq_outbox_message_once"))
    db.session.execute(text("create index ix_control on outbox_message (once)"))
    db.session.commit()
    try:
        with pytest.raises(Exception, match="no unique or exclusion constraint"):
            plan_and_commit(0)
        db.session.rollback()
    finally:
        db.session.execute(text("delete from outbox_message"))
        db.session.execute(text("drop index ix_control"))
        db.session.execute(
            text("alter table outbox_message add constraint uq_outbox_message_once unique (once)")
        )
        db.session.commit()
