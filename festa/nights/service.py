"""Doing once a night what must happen while nobody looks."""

import logging
from collections.abc import Callable, Mapping
from datetime import time

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.extensions import db
from festa.nights.models import NightJob

log = logging.getLogger(__name__)

FROM = time(3)  # in Korea: after the last fair has gone home, before the first packs its van

Job = Callable[[], object]


def run_night(jobs: Mapping[str, Job]) -> list[str]:
    """Run the jobs that nobody has begun tonight, each in a transaction; names of those run.

    Nothing before 03:00. A job that fails is noted and leaves the others alone; a worker that
    was away at three does them when it comes back.
    """
    if clock.local(clock.now()).time() < FROM:
        return []
    return [name for name, job in jobs.items() if _begin(name) and _run(name, job)]


def _begin(name: str) -> bool:
    """Take tonight's job; False when it was taken before. The unique index decides."""
    begun = select(NightJob.id).where(NightJob.name == name, NightJob.night == clock.today())
    if db.session.scalar(begun) is not None:
        db.session.rollback()
        return False
    db.session.add(NightJob(name=name, night=clock.today(), begun_at=clock.now()))
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


def _run(name: str, job: Job) -> bool:
    night, problem = clock.today(), ""
    try:
        job()
        db.session.commit()
    except Exception as error:
        db.session.rollback()
        problem = type(error).__name__
        log.error("the nightly job %s failed: %s", name, problem)
    row = db.session.scalar(select(NightJob).where(NightJob.name == name, NightJob.night == night))
    if row is not None:
        row.ended_at, row.problem = clock.now(), problem
    db.session.commit()
    return not problem
