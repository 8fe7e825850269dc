"""What is done each night is done once, by whoever comes first, from three o'clock on."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from festa.extensions import db
from festa.nightly import JOBS
from festa.nights.models import NightJob
from festa.nights.service import run_night
from festa.nights.timetable import make_huey
from tests.threads import Together


@pytest.fixture
def at() -> Iterator[time_machine.Traveller]:
    """Half past two in Korea."""
    with time_machine.travel("2026-11-24T02:30:00+09:00", tick=False) as traveller:
        yield traveller


def test_nothing_is_done_before_three_and_once_after(
    app: Flask, at: time_machine.Traveller
) -> None:
    done: list[str] = []
    jobs = {"sweep": lambda: done.append("sweep")}
    assert run_night(jobs) == []
    at.move_to("2026-11-24T03:00:00+09:00")
    assert run_night(jobs) == ["sweep"]
    at.move_to("2026-11-24T23:00:00+09:00")
    assert run_night(jobs) == []
    at.move_to("2026-11-25T09:00:00+09:00")
    assert run_night(jobs) == ["sweep"], "the worker was away at three"
    assert done == ["sweep", "sweep"]


def test_of_many_workers_one_does_it(
    app: Flask, at: time_machine.Traveller, together: Together
) -> None:
    at.move_to("2026-11-24T03:00:00+09:00")
    done: list[int] = []
    together(6, lambda number: run_night({"sweep": lambda: done.append(number)}))
    assert len(done) == 1


def test_a_job_that_fails_is_noted_without_its_words_and_stops_no_other(
    app: Flask, at: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        db.session.add(NightJob(name="half", night=None))  # type: ignore[arg-type]
        raise ValueError("010-1234-5678")

    at.move_to("2026-11-24T03:00:00+09:00")
    assert run_night({"fails": fail, "works": lambda: None}) == ["works"]
    rows = db.session.execute(select(NightJob.name, NightJob.problem).order_by(NightJob.id)).all()
    assert rows == [("fails", "ValueError"), ("works", "")]
    assert "1234" not in caplog.text


def test_every_nightly_job_of_festa_works_on_an_empty_database(
    app: Flask, at: time_machine.Traveller
) -> None:
    at.move_to("2026-11-24T03:00:00+09:00")
    assert run_night(JOBS) == list(JOBS)


def test_the_timetable_keeps_its_own_place_beside_the_database(app: Flask) -> None:
    ticks: list[str] = []
    timetable = make_huey(app)
    timetable.every_minute(lambda: ticks.append("tick"), "tick")
    huey = timetable.huey
    [task] = huey._registry.periodic_tasks
    huey.enqueue(task)
    huey.execute(huey.dequeue())
    assert ticks == ["tick"]
    huey.storage.close()
