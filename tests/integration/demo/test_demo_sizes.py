"""The demo is as large as it says, at any hour, and a seed makes it again."""

import contextvars
import time
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from festa.badges.models import Badge
from festa.employers.models import Employer, Participation
from festa.employers.participation import Mode
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Booking, InterviewTable
from festa.interviews.states import BookingState
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from festa.reports.listing import list_fairs
from festa.seekers.models import Seeker
from tests.conftest import empty_tables
from tests.integration.demo.conftest import MIDDAY, make_season

SECONDS = 60  # 5 on an idle machine; test machines are not idle


@pytest.fixture
def made(apps: Callable[[str], Flask]) -> Iterator[Callable[..., Flask]]:
    """Makes demo seasons on SQLite, one after the other."""
    app = apps("sqlite")

    def make(size: str, moment: str = MIDDAY, seed: int | None = 7) -> Flask:
        with app.app_context():
            empty_tables()
        contextvars.Context().run(make_season, app, size, moment, seed)
        return app

    yield make
    with app.app_context():
        empty_tables()


def test_the_usual_season_is_as_large_as_promised(made: Callable[..., Flask]) -> None:
    started = time.monotonic()
    app = made("normal")
    assert time.monotonic() - started < SECONDS
    with app.app_context():
        live = list_fairs()[1]
        fair = db.session.scalars(select(Fair).where(Fair.slug == live["slug"])).one()
        states = db.session.scalars(
            select(Registration.state).where(Registration.fair_id == fair.id).distinct()
        ).all()
        onsite = select(func.count(Participation.id)).where(
            Participation.fair_id == fair.id, Participation.mode == Mode.ONSITE
        )
        tables = (
            select(func.count(InterviewTable.id))
            .where(InterviewTable.fair_id == fair.id)
            .group_by(InterviewTable.participation_id)
        )
        bookings = set(db.session.scalars(select(Booking.state).where(Booking.fair_id == fair.id)))
        # Merging is decided at the desk, and nobody has done so yet.
        assert set(states) == set(RegistrationState) - {RegistrationState.MERGED}
        assert db.session.scalar(onsite) == 16
        assert set(db.session.scalars(tables)) == {1, 2}
        assert len(fair.halls) == 2
        assert len(fair.gates) == 3
    assert live == {
        "slug": "2026-daejeon",
        "city": "대전",
        "day": "2026-11-23",
        "state": "live",
        "registrations": 600,
        "confirmed": 520,
        "checked_in": 300,
        "employers": 60,
        "jobs": 180,
        "slots": 350,
        "bookings": 150,
    }
    assert bookings >= {
        BookingState.COMPLETED,
        BookingState.IN_PROGRESS,
        BookingState.NO_SHOW,
        BookingState.SCHEDULED,
        BookingState.CANCELLED_BY_SEEKER,
    }


@pytest.mark.parametrize("hour", ["00:00", "10:00", "23:35"])
def test_at_any_hour_the_live_fair_has_the_same_people(
    made: Callable[..., Flask], hour: str
) -> None:
    with made("small", f"2026-11-23T{hour}:00+09:00").app_context():
        live = list_fairs()[1]
    assert (live["registrations"], live["checked_in"], live["bookings"]) == (63, 30, 15)


def fingerprint(app: Flask) -> tuple[list[str], list[str], list[str]]:
    """People, companies and badge codes of a season."""
    with app.app_context():
        return (
            list(db.session.scalars(select(Seeker.name).order_by(Seeker.id))),
            list(db.session.scalars(select(Employer.business_number).order_by(Employer.id))),
            list(db.session.scalars(select(Badge.code).order_by(Badge.id))),
        )


def test_a_seed_makes_the_same_season_again(made: Callable[..., Flask]) -> None:
    first = fingerprint(made("small", seed=42))
    assert fingerprint(made("small", seed=42)) == first
    assert fingerprint(made("small", seed=43))[2] != first[2]


def test_without_a_seed_badge_codes_are_secrets(made: Callable[..., Flask]) -> None:
    first = fingerprint(made("small", seed=None))
    second = fingerprint(made("small", seed=None))
    assert first[:2] == second[:2]
    assert not set(first[2]) & set(second[2])
