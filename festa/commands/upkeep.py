"""`festa purge`: destroy what has outlived its purpose; the worker does it each night."""

import click

from festa.commands.terminal import in_app
from festa.extensions import db
from festa.nightly import destroy_old


@click.command()
@in_app
def purge() -> None:
    """Destroy unfinished registrations and codes older than a day, texts older than a month."""
    counts = destroy_old()
    db.session.commit()
    click.echo(" ".join(f"{name}={count}" for name, count in counts.items()))
