"""`festa worker` and `festa purge`: what must happen while nobody looks."""

import signal
import threading

import click
from flask_babel import gettext as _

from festa.audit.actor import SYSTEM
from festa.audit.service import record
from festa.commands.terminal import in_app
from festa.extensions import db
from festa.messages.service import deliver_due
from festa.registrations.drafts import purge_drafts
from festa.seekers.codes import purge_codes


@click.command()
@click.option("--every", default=2.0, show_default=True, help="Seconds between two looks.")
@click.option("--once", is_flag=True, help="Send what is due and end.")
@in_app
def worker(every: float, once: bool) -> None:
    """Send waiting messages until stopped (Ctrl+C, SIGTERM); any number may run side by side."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_arguments: stopped.set())
    sent = deliver_due()
    while not once and not stopped.is_set():
        if not sent:
            stopped.wait(every)
        sent = deliver_due()
        db.session.remove()
    if not once:
        click.echo(_("메시지 보내기를 멈췄어요."), err=True)


@click.command()
@in_app
def purge() -> None:
    """Destroy unfinished registrations and one-time codes that are older than a day."""
    counts = {"drafts": purge_drafts(), "codes": purge_codes()}
    record("purge.made", None, SYSTEM, **counts)
    db.session.commit()
    click.echo(" ".join(f"{name}={count}" for name, count in counts.items()))
