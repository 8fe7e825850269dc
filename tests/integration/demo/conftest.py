"""A small demo season, made once for each engine and read by many tests."""

import contextvars
from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask

from festa.demo.build import make_demo
from festa.extensions import db
from tests.conftest import ENGINES, empty_tables

MIDDAY, A_MINUTE_LATER = "2026-11-23T13:00:00+09:00", "2026-11-23T13:01:00+09:00"


def make_season(app: Flask, size: str, moment: str, seed: int | None = 7) -> None:
    """A demo season as it would be made at this moment."""
    with time_machine.travel(moment, tick=True), app.app_context():
        make_demo(size, seed, lambda what, rows: None)
        db.session.commit()


@pytest.fixture(scope="module", params=ENGINES)
def season(request: pytest.FixtureRequest, apps: Callable[[str], Flask]) -> Iterator[Flask]:
    """The application with a small demo season in its database."""
    app = apps(request.param)
    contextvars.Context().run(make_season, app, "small", MIDDAY)
    yield app
    with app.app_context():
        empty_tables()


@pytest.fixture
def inside(season: Flask) -> Iterator[Flask]:
    """A context of the season, a minute after it was made; nothing is kept."""
    with time_machine.travel(A_MINUTE_LATER, tick=True), season.app_context():
        yield season
        db.session.rollback()
