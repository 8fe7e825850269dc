"""`festa worker`: what must happen while nobody looks.

Senders carry the outbox; huey keeps the timetable: reminders, and what is done each night.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable

import click
from flask import Flask, current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from festa.commands.terminal import in_app, language
from festa.extensions import db
from festa.interviews.changes import anything_lapsed, lapse_due
from festa.messages.delivery import anything_due, deliver_due
from festa.nightly import JOBS
from festa.nights.service import run_night
from festa.nights.timetable import make_huey
from festa.registrations.offers import lapse_offers
from festa.registrations.reminders import plan_reminders
from festa.surveys.invitations import plan_invitations

log = logging.getLogger(__name__)

AFTER_A_PROBLEM = 5.0  # seconds


@click.command()
@click.option(
    "--senders",
    default=2,
    show_default=True,
    type=click.IntRange(1, 32),
    help="How many messages may be on their way at once.",
)
@click.option("--every", default=1.0, show_default=True, help="Seconds between two looks.")
@click.option("--once", is_flag=True, help="Send what is due and end.")
@click.option("--parent", type=int, hidden=True, help="End when this process has ended.")
@in_app
def worker(senders: int, every: float, once: bool, parent: int | None) -> None:
    """Send messages and keep the timetable until stopped (Ctrl+C, SIGTERM, a closed terminal).

    Any number may run side by side, on any number of machines with one PostgreSQL.
    """
    if once:
        _remind()
        _lapse()
        deliver_due()
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    stopped = threading.Event()
    threads = [
        threading.Thread(target=_carry, args=(app, every, stopped), name=f"sender-{number}")
        for number in range(1, senders + 1)
    ]
    if parent is not None:
        threads.append(threading.Thread(target=_watch, args=(parent, stopped), name="parent"))

    def begin() -> None:
        for thread in threads:
            thread.start()

    try:
        _keep_time(app, begin)
    finally:
        stopped.set()
        for thread in threads:
            if thread.ident is not None:
                thread.join()
    click.echo(_("메시지 보내기를 멈췄어요."), err=True)


def _carry(app: Flask, every: float, stopped: threading.Event) -> None:
    """Send whatever becomes due; a database that is away for a while is waited for."""
    with app.app_context(), force_locale(language()):
        while not stopped.is_set():
            try:
                if anything_due():
                    deliver_due(stopped=stopped.is_set)
                pause = every
            except Exception as problem:
                log.error("the outbox could not be carried: %s", type(problem).__name__)
                pause = AFTER_A_PROBLEM
            finally:
                db.session.remove()
            stopped.wait(pause)


def _keep_time(app: Flask, begin: Callable[[], None]) -> None:
    """Follow the timetable until a signal to end; `begin` once these are heard."""
    huey = make_huey(app)
    huey.every_minute(_in_context(app, _remind), "remind")
    huey.every_minute(_in_context(app, _lapse), "lapse")
    huey.every_minute(_in_context(app, _nightly), "nightly")
    huey.run(begin)


def _in_context(app: Flask, act: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        with app.app_context(), force_locale("ko"):
            try:
                act()
            finally:
                db.session.remove()

    return run


def _remind() -> None:
    plan_reminders()
    db.session.commit()
    lapse_offers()
    db.session.commit()
    plan_invitations()
    db.session.commit()


def _lapse() -> None:
    """End invitations that nobody answered in time."""
    if anything_lapsed():
        db.session.rollback()
        lapse_due()
        db.session.commit()


def _nightly() -> None:
    run_night(JOBS)


def _watch(parent: int, stopped: threading.Event) -> None:
    """Nobody is left to stop a worker whose server was killed."""
    while not stopped.wait(1.0):
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
