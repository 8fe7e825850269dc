"""Who is told what, and when: confirmations, reminders, changes; nothing that is true no more."""

from datetime import date, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.messages.delivery import deliver_due
from festa.messages.keeping import purge_messages
from festa.messages.models import MessageState, OutboxMessage
from festa.messages.service import forget_seeker
from festa.registrations.models import Via
from festa.registrations.reminders import plan_reminders
from festa.registrations.service import cancel, register
from festa.seekers.codes import send_code
from festa.seekers.models import CodePurpose
from tests.factories import (
    make_fair,
    make_registration,
    make_seeker,
)
from tests.integration.messages.outbox import states, told
from tests.integration.messages.servers import Post, smtp_server
from tests.statements import statements
from tests.threads import Together

DAY = date(2026, 12, 9)


def test_a_confirmation_says_day_place_map_and_badge(
    app: Flask, fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", "https://festa.example.org/")
    registration = register(fair, make_seeker(), Via.PROXY, SYSTEM).registration
    [text] = told()
    assert "서울 12월 9일(수) 오전 10:00 참가 확정!" in text
    assert "대전광역시 유성구 엑스포로 107" in text
    assert "https://map.kakao.com/link/map/" in text
    assert f"명찰: https://festa.example.org/my/badge/{registration.id}" in text


def test_whoever_reads_english_is_told_in_english(fair: Fair) -> None:
    register(fair, make_seeker(locale="en"), Via.PROXY, SYSTEM)
    assert "Wed 9 Dec 10:00" in told()[0]


def test_by_email_come_the_badge_and_the_day(
    app: Flask, fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = Post()
    with smtp_server(post) as (_mailbox, port):
        settings = {
            "EMAIL_CHANNEL": "smtp",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": port,
            "SMTP_SECURITY": "none",
            "MAIL_FROM": "festa@example.org",
        }
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)
        register(fair, make_seeker(email="hong@example.com"), Via.PROXY, SYSTEM)
        db.session.commit()
        assert deliver_due() == 2
    [[message]] = post.taken.values()
    assert isinstance(message, EmailMessage)
    badge, day = message.iter_attachments()
    assert badge.get_content()[:5] == b"%PDF-"
    assert badge.get_filename().startswith(f"badge-{fair.slug}-")
    assert b"BEGIN:VEVENT" in day.get_payload(decode=True)
    assert day.get_filename() == f"{fair.slug}.ics"


def test_three_reminders_each_once_however_often_the_worker_looks(
    fair: Fair, at: time_machine.Traveller
) -> None:
    make_registration(fair)
    seen = []
    for moment in (
        "2026-12-02T09:59",
        "2026-12-02T10:00",
        "2026-12-02T10:10",
        "2026-12-08T10:00",
        "2026-12-08T12:00",
        "2026-12-09T07:59",
        "2026-12-09T08:00",
        "2026-12-09T08:10",
        "2026-12-09T10:00",
    ):
        at.move_to(f"{moment}:00+09:00")
        seen.append(plan_reminders())
    assert seen == [0, 1, 0, 1, 0, 0, 1, 0, 0]
    texts = told()
    assert "일주일" in texts[0]
    assert "내일은" in texts[1]
    assert "오늘 오전 10:00에" in texts[2]


def test_two_workers_that_look_at_once_remind_once(
    fair: Fair, at: time_machine.Traveller, together: Together
) -> None:
    for _ in range(5):
        make_registration(fair)
    at.move_to("2026-12-08T10:00:00+09:00")

    def plan(_number: int) -> int:
        planned = plan_reminders()
        db.session.commit()
        return planned

    assert sum(together(4, plan)) == 5
    assert len(told("fair_reminder_eve")) == 5


def test_whoever_has_just_been_confirmed_is_not_reminded(
    fair: Fair, at: time_machine.Traveller
) -> None:
    at.move_to("2026-12-08T10:30:00+09:00")
    make_registration(fair)
    assert plan_reminders() == 0


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        ("2026-12-05T20:59", "week"),
        ("2026-12-05T21:00", None),
        ("2026-12-08T20:59", "eve"),
        ("2026-12-08T21:00", None),
        ("2026-12-09T09:59", "morning"),
        ("2026-12-09T10:00", None),
    ],
)
def test_a_worker_that_was_away_reminds_late_while_it_is_of_use(
    fair: Fair, at: time_machine.Traveller, moment: str, late: str | None
) -> None:
    make_registration(fair)
    at.move_to(f"{moment}:00+09:00")
    plan_reminders()
    assert list(states()) == ([f"fair_reminder_{late}"] if late else [])


def test_only_the_confirmed_of_a_fair_that_takes_place_are_reminded(
    at: time_machine.Traveller, app: Flask
) -> None:
    full = make_fair(FairState.BOOKING_OPEN, day=DAY, capacity=1)
    for fair in (full, full, make_fair(FairState.POSTPONED, day=DAY)):
        make_registration(fair)
    at.move_to("2026-12-08T10:00:00+09:00")
    assert plan_reminders() == 1


def test_the_number_of_statements_does_not_grow_with_people(
    fair: Fair, at: time_machine.Traveller
) -> None:
    at.move_to("2026-11-20T09:00:00+09:00")
    counted = []
    for moment, people in (("2026-12-02T10:00", 2), ("2026-12-08T10:00", 20)):
        with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False):
            for _ in range(people):
                make_registration(fair)
        db.session.commit()
        at.move_to(f"{moment}:00+09:00")
        with statements() as sent:
            plan_reminders()
        counted.append(len(sent))
        db.session.commit()
    assert counted[0] == counted[1]


def test_at_night_nothing_leaves_that_is_not_about_the_day(
    fair: Fair, at: time_machine.Traveller
) -> None:
    at.move_to("2026-11-20T22:00:00+09:00")
    register(fair, make_seeker(), Via.PROXY, SYSTEM)
    db.session.commit()
    assert deliver_due() == 0
    at.move_to("2026-11-21T07:59:59+09:00")
    assert deliver_due() == 0
    at.move_to("2026-11-21T08:00:00+09:00")
    assert deliver_due() == 1


def test_what_failed_in_the_evening_waits_for_the_morning(
    fair: Fair, at: time_machine.Traveller
) -> None:
    register(fair, make_seeker(), Via.PROXY, SYSTEM)
    db.session.commit()
    at.move_to("2026-11-20T23:00:00+09:00")  # the worker was away all day
    assert deliver_due() == 0
    [row] = db.session.scalars(select(OutboxMessage))
    assert row.state is MessageState.WAITING
    at.move_to("2026-11-21T08:00:00+09:00")
    assert deliver_due() == 1


def test_nobody_who_cancelled_meanwhile_is_told_of_a_place(fair: Fair) -> None:
    registration = register(fair, make_seeker(), Via.PROXY, SYSTEM).registration
    cancel(registration, SYSTEM)
    db.session.commit()
    assert deliver_due() == 1
    assert states() == {"registration_confirmed": "dropped", "registration_cancelled": "sent"}


def test_nobody_who_was_erased_is_written_to_and_nothing_of_them_is_left(fair: Fair) -> None:
    registration = register(fair, make_seeker(), Via.PROXY, SYSTEM).registration
    assert forget_seeker(registration.seeker_id) == 1
    db.session.commit()
    assert deliver_due() == 0
    [row] = db.session.scalars(select(OutboxMessage))
    assert (row.recipient, row.body, row.state) == ("", "", MessageState.DROPPED)


def test_a_code_that_has_lapsed_is_not_sent(app: Flask, at: time_machine.Traveller) -> None:
    send_code("+821000001111", CodePurpose.SIGN_IN)
    db.session.commit()
    at.shift(timedelta(minutes=6))
    assert deliver_due() == 0
    [row] = db.session.scalars(select(OutboxMessage))
    assert (row.state, row.problem, row.body) == (MessageState.DROPPED, "lapsed", "")


def test_a_code_passes_a_thousand_reminders(fair: Fair, at: time_machine.Traveller) -> None:
    for _ in range(3):
        register(fair, make_seeker(), Via.PROXY, SYSTEM)
    at.shift(timedelta(minutes=1))
    send_code("+821000001111", CodePurpose.SIGN_IN)
    db.session.commit()
    assert deliver_due(limit=1) == 1
    assert states()["one_time_code"] == "sent"


def test_after_a_month_only_that_something_was_sent_is_left(
    fair: Fair, at: time_machine.Traveller
) -> None:
    register(fair, make_seeker(), Via.PROXY, SYSTEM)
    db.session.commit()
    deliver_due()
    at.shift(timedelta(days=29))
    assert purge_messages() == 0
    at.shift(timedelta(days=2))
    assert (purge_messages(), purge_messages()) == (1, 0)
    [row] = db.session.scalars(select(OutboxMessage))
    db.session.refresh(row)
    assert (row.recipient, row.body, row.state) == ("", "", MessageState.SENT)
