"""What was told is destroyed when the consent ends, a year after the fair, and on request."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.follow_ups.answering import Told, answer
from festa.follow_ups.asking import plan_follow_ups
from festa.follow_ups.keeping import purge_follow_ups
from festa.follow_ups.models import Answer, FollowUp
from festa.interviews.evidence import Source
from festa.interviews.models import Booking
from festa.interviews.statement_models import OutcomeStatement, SaidVia
from festa.interviews.statements import Claim, say
from festa.interviews.states import EvidenceGrade, HireStage, OutcomeResult
from festa.nightly import destroy_old
from festa.reports.hires import reemployed
from festa.reports.personal_copy import personal_copy
from festa.retention.erasing import erase
from tests.factories import FAIR_DAY, make_fair, make_participation
from tests.integration.follow_ups.held import follow, hold, outcome_of

E, H, R = EvidenceGrade, HireStage, OutcomeResult
HIRED_ON = FAIR_DAY + timedelta(days=4)
COUNTED = (R.OFFERED, H.HIRED, E.E2, False)


@pytest.fixture
def night(app: Flask) -> Iterator[time_machine.Traveller]:
    """The night a week after the fair."""
    with time_machine.travel("2026-11-30T03:10:00+09:00", tick=True) as traveller:
        yield traveller


@pytest.fixture
def told(app: Flask, night: time_machine.Traveller) -> Booking:
    """Somebody who was asked and answered, and whose employer agrees."""
    fair = make_fair()
    booking = hold(make_participation(fair))
    fair.state = FairState.FOLLOW_UP
    plan_follow_ups()
    said = Told(Answer.HIRED, SaidVia.PHONE, booking, on_day=HIRED_ON)
    answer(booking.registration, said, SYSTEM)
    say(booking, Claim(H.HIRED, Source.EMPLOYER, on_day=HIRED_ON), SYSTEM)
    db.session.commit()
    return booking


def kept() -> tuple[int, int]:
    """How many statements and questions there are."""
    return (
        db.session.scalar(select(func.count(OutcomeStatement.id))) or 0,
        db.session.scalar(select(func.count(FollowUp.id))) or 0,
    )


def test_while_they_agree_all_is_kept(told: Booking) -> None:
    assert purge_follow_ups() == 0
    assert kept() == (3, 1)
    assert outcome_of(told) == COUNTED


def test_who_withdrew_leaves_at_the_next_purge_and_the_number_with_them(told: Booking) -> None:
    other = hold(told.participation)
    say(other, Claim(H.HIRED, Source.EMPLOYER, on_day=HIRED_ON), SYSTEM)
    follow(told, granted=False)
    assert reemployed([told.registration.fair]) == 2
    assert destroy_old()["follow_ups"] == 3
    assert outcome_of(told) == (R.OFFERED, None, None, False)
    said = db.session.scalars(select(OutcomeStatement).order_by(OutcomeStatement.id)).all()
    assert [one.standing for one in said] == [R.OFFERED, R.OFFERED, H.HIRED]
    assert reemployed([told.registration.fair]) == 1
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "purge.made")).one()
    assert entry.detail["follow_ups"] == 3


def test_a_year_after_the_fair_only_what_was_counted_is_left(
    told: Booking, night: time_machine.Traveller
) -> None:
    fair = told.registration.fair
    night.move_to(clock.at(fair.day.replace(year=fair.day.year + 1), fair.opens))
    assert purge_follow_ups() == 0
    night.shift(timedelta(days=1))
    assert purge_follow_ups() == 4
    assert kept() == (0, 0)
    assert outcome_of(told) == COUNTED


def test_who_is_erased_leaves_no_word_behind(told: Booking) -> None:
    erase(told.registration.seeker, SYSTEM)
    db.session.commit()
    assert kept() == (0, 0)
    assert outcome_of(told) == COUNTED, "a nameless number stays"
    assert purge_follow_ups() == 0
    assert outcome_of(told) == COUNTED


def test_ones_own_copy_tells_what_was_said_and_asked(told: Booking) -> None:
    copy = personal_copy(told.registration.seeker)
    assert [(one["who"], one["state"]) for one in copy["outcomes"]] == [
        ("seeker", H.HIRED),
        ("employer", R.OFFERED),
        ("employer", H.HIRED),
    ]
    assert copy["outcomes"][0]["on_day"] == HIRED_ON.isoformat()
    assert [one["answer"] for one in copy["follow_ups"]] == [Answer.HIRED]
