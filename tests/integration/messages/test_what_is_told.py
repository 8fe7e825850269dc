"""Who is told what, and when: confirmations, reminders, changes; nothing that is true no more."""

from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.models import Badge, BadgeState
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.interviews.booking import book
from festa.interviews.fair_changes import announce_changes, move_fair_on
from festa.interviews.models import Booking, BookingUnit
from festa.interviews.states import BookingState
from festa.messages.delivery import deliver_due
from festa.messages.keeping import purge_messages
from festa.messages.models import Channel, MessageState, OutboxMessage
from festa.messages.service import forget_seeker
from festa.registrations.models import Registration, Via
from festa.registrations.reminders import plan_reminders
from festa.registrations.service import cancel, register
from festa.registrations.states import RegistrationState
from festa.seekers.codes import send_code
from festa.seekers.models import CodePurpose
from tests.factories import (
    give_consent,
    make_account,
    make_employer,
    make_fair,
    make_participation,
    make_recruiter,
    make_registration,
    make_seeker,
    make_table,
    sign_in,
)
from tests.integration.messages.servers import Post, smtp_server
from tests.statements import statements
from tests.threads import Together

DAY = date(2026, 12, 9)


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    """A morning in November; the test moves the clock."""
    with time_machine.travel("2026-11-20T09:00:00+09:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def fair(app: Flask, at: time_machine.Traveller) -> Fair:
    """A fair on 9 December that takes registrations and bookings."""
    opened = clock.now() - timedelta(days=1)
    return make_fair(FairState.BOOKING_OPEN, day=DAY, city="서울", booking_opens_at=opened)


def told(template: str = "") -> list[str]:
    """The bodies in the outbox, of one template or all."""
    query = select(OutboxMessage.body).order_by(OutboxMessage.id)
    if template:
        query = query.where(OutboxMessage.template == template)
    return list(db.session.scalars(query))


def states() -> dict[str, str]:
    """Each message's state by its template."""
    rows = db.session.execute(select(OutboxMessage.template, OutboxMessage.state))
    return {template: state.value for template, state in rows}


def booked(fair: Fair) -> Booking:
    """An interview of somebody confirmed with an employer who has a recruiter."""
    employer = make_employer()
    make_recruiter(employer)
    participation = make_participation(
        fair, employer, contact_phone="010-7777-8888", contact_email="hr@example.com"
    )
    registration = make_registration(fair)
    give_consent(registration.seeker, participation)
    made = book(make_table(participation).slots[0], registration, SYSTEM).booking
    assert made is not None
    db.session.execute(OutboxMessage.__table__.delete())
    return made


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


def test_a_cancelled_fair_ends_everything_and_tells_everybody(fair: Fair) -> None:
    interview = booked(fair)
    waiting = make_registration(make_fair(day=DAY))
    people = [make_registration(fair) for _ in range(3)]
    told_of = move_fair_on(fair, FairState.CANCELLED, SYSTEM)
    assert (told_of.seekers, told_of.employers, told_of.interviews) == (4, 1, 1)
    assert interview.state is BookingState.CANCELLED_BY_ORGANISER
    assert db.session.scalar(select(func.count()).select_from(BookingUnit)) == 0
    assert {one.state for one in people} == {RegistrationState.CANCELLED}
    assert waiting.state is RegistrationState.CONFIRMED, "of another fair"
    assert fair.places_taken == 0
    here = select(Badge.state).where(Badge.fair_id == fair.id).distinct()
    assert db.session.scalars(here).all() == [BadgeState.REVOKED]
    assert len(told("fair_cancelled")) == 4
    employer = db.session.execute(
        select(OutboxMessage.channel, OutboxMessage.recipient).where(
            OutboxMessage.template == "employer_fair_cancelled"
        )
    ).all()
    assert (Channel.SMS, "+821077778888") in employer
    assert (Channel.EMAIL, "hr@example.com") in employer
    assert len(employer) == 3, "contact by text and e-mail, and the recruiter"
    db.session.commit()
    assert deliver_due() == 7


def test_a_postponed_fair_keeps_registrations_and_ends_interviews(fair: Fair) -> None:
    interview = booked(fair)
    move_fair_on(fair, FairState.POSTPONED, SYSTEM)
    assert interview.registration.state is RegistrationState.CONFIRMED
    assert interview.state is BookingState.CANCELLED_BY_ORGANISER
    assert "연기되었어요" in told("fair_postponed")[0]
    fair.day = date(2026, 12, 16)
    move_fair_on(fair, FairState.REGISTRATION_OPEN, SYSTEM)
    assert "12월 16일(수)" in told("fair_resumed")[0]
    db.session.commit()
    deliver_due()
    assert states()["fair_postponed"] == "dropped", "the new day was there before it left"
    assert states()["fair_resumed"] == "sent"


def test_a_new_day_ends_interviews_and_a_new_place_does_not(fair: Fair) -> None:
    interview = booked(fair)
    announce_changes(fair, DAY, ["venue_id"], SYSTEM)
    assert interview.state is BookingState.SCHEDULED
    fair.day = date(2026, 12, 10)
    announce_changes(fair, DAY, ["day"], SYSTEM)
    assert interview.state is BookingState.CANCELLED_BY_ORGANISER
    assert len(told("fair_changed")) == 2
    assert len(told("employer_fair_changed")) == 6


def test_what_nobody_notices_is_not_told(fair: Fair) -> None:
    make_registration(fair)
    announce_changes(fair, DAY, ["title", "team"], SYSTEM)
    draft = make_fair(FairState.DRAFT, day=DAY)
    move_fair_on(draft, FairState.CANCELLED, SYSTEM)
    move_fair_on(fair, FairState.REGISTRATION_CLOSED, SYSTEM)
    assert told() == []


def test_the_console_says_how_many_were_told(client: FlaskClient, fair: Fair) -> None:
    make_registration(fair)
    organiser = sign_in(client, make_account())
    address = f"/console/fairs/{fair.slug}/state"
    answer = organiser.post(address, data={"state": "cancelled"}, follow_redirects=True)
    assert "구직자 1명과 기업 0곳에 알려요" in answer.text
    assert db.session.scalars(select(Registration.state)).all() == ["cancelled"]
    assert states() == {"fair_cancelled": "sent"}


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
