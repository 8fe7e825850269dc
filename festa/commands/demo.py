"""`festa demo`: fill an empty database with a season that can be tried out."""

import sys
import time

import click
from flask_babel import gettext as _

from festa.commands.terminal import Halt, in_app, progress
from festa.commands.welcome import is_demo, say_sign_ins
from festa.demo.build import is_empty, make_demo
from festa.demo.places import PLACES
from festa.demo.reminding import remind_all
from festa.demo.sizes import SIZES
from festa.extensions import db


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when a season stands already.")
@click.option(
    "--size",
    type=click.Choice(list(SIZES)),
    default="normal",
    show_default=True,
    help="design: the live fair has 2,000 visitors and 120 employers.",
)
@click.option("--seed", type=int, help="Make the same people and badge codes each time.")
@click.option("--again", is_flag=True, help="Delete a demo season first, with all that is in it.")
@in_app
def demo(if_empty: bool, size: str, seed: int | None, again: bool) -> None:
    """Fill an empty database with the tour of 2026: one fair over, one live today, four to come.

    Companies and people are made up; only the venues are real.
    """
    if fill(if_empty, size, seed, again) and not if_empty:
        say_sign_ins()


def fill(
    if_empty: bool = True, size: str = "normal", seed: int | None = None, again: bool = False
) -> bool:
    """Make the demo and say so; whether it was made."""
    if again and not is_empty():
        _empty()
    if not is_empty():
        if if_empty:
            return False
        raise Halt(
            _("이미 박람회가 있는 데이터베이스예요. 빈 데이터베이스를 DATABASE_URL로 알려 주세요.")
        )
    started = time.monotonic()
    with progress(_("시연용 시즌 만들기"), len(PLACES) + 2) as advance:
        made = make_demo(size, seed, lambda what, rows: advance(0 if what == "rows" else 1))
        remind_all()
        db.session.commit()
    click.echo(
        _(
            "시연용 시즌을 만들었어요: 박람회 %(fairs)s곳, 참가 신청 %(registrations)s건 (%(seconds)s초)",
            fairs=made.fairs,
            registrations=f"{made.registrations:,}",
            seconds=f"{time.monotonic() - started:.1f}",
        )
    )
    return True


def _empty() -> None:
    """Delete everything, but only where the demo is all there is."""
    if not is_demo():
        raise Halt(_("시연용이 아닌 박람회가 있어서 지우지 않았어요."))
    if sys.stdin.isatty():
        click.confirm(_("이 데이터베이스의 모든 내용을 지우고 새로 만들까요?"), abort=True)
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.flush()
    db.session.expire_all()
