"""`festa badges`: the badges of a fair as one PDF."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from flask import current_app
from flask_babel import gettext as _

from festa.audit.actor import Actor, ActorKind
from festa.badges import fonts
from festa.badges.face import BadgeFace, Layout
from festa.badges.models import BadgeKind
from festa.badges.pdf import draw_badges
from festa.badges.print_models import PrintRun, Which
from festa.badges.printing import Batch, SameAgain, open_run, run_again
from festa.badges.workers import WORKERS, issue_missing
from festa.commands.terminal import Advance, Halt, in_app, progress
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import find_fair
from festa.registrations.printing import pile_of

LAYOUTS = {
    "a6": Layout.A6,
    "a4": Layout.A4_SHEET,
    "fold": Layout.A4_FOLD,
    "label62": Layout.LABEL_62,
    "label4x3": Layout.LABEL_4X3,
}
COMMAND_LINE = Actor(ActorKind.SYSTEM, label="festa badges")


@click.command()
@click.argument("fair")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The PDF to write.",
)
@click.option("--layout", type=click.Choice(list(LAYOUTS)), default="a6", show_default=True)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in BadgeKind]),
    default=BadgeKind.SEEKER.value,
    show_default=True,
    help="Whose badges.",
)
@click.option("--unprinted", is_flag=True, help="Only badges that were never put on paper.")
@click.option("--run", type=int, help="The badges of this print run once more, and no others.")
@in_app
def badges(fair: str, out: Path, layout: str, kind: str, unprinted: bool, run: int | None) -> None:
    """Draw the badges of FAIR (2026-daejeon) that open the door, by name, into one PDF.

    They count as printed afterwards, and the run is kept: --run prints it again.
    """
    found = find_fair(fair)
    if found is None:
        raise Halt(
            _("‘%(slug)s’ 박람회가 없어요. ‘festa fairs’로 이름을 확인해 주세요.", slug=fair)
        )
    with _beside(out) as file:  # what cannot be written is known before anything counts as printed
        if run is None:
            which = Which.UNPRINTED if unprinted else Which.ALL
            opened = _open(found, Batch(found.id, BadgeKind(kind), which), LAYOUTS[layout])
        else:
            opened = _again(found, run)
        if opened is None:
            click.echo(_("인쇄할 명찰이 없어요."), err=True)
            return
        kept, faces = opened
        count = kept.count
        paper = kept.layout
        number = kept.id
        db.session.commit()
        with progress(_("명찰 그리기"), count) as advance:
            draw_badges(_told(iter(faces), advance), paper, file)
        file.flush()
        Path(file.name).replace(out)
    click.echo(
        _(
            "명찰 %(count)s개를 %(file)s에 담았어요. 인쇄 번호 %(run)s",
            count=f"{count:,}",
            file=out,
            run=number,
        )
    )


def _open(fair: Fair, batch: Batch, layout: Layout) -> tuple[PrintRun, list[BadgeFace]] | None:
    """The run of a batch and the faces of what it got."""
    if batch.kind in WORKERS:
        issue_missing(fair, COMMAND_LINE)
    pile = pile_of(fair, batch)
    opened = open_run(fair, batch, layout, pile.ids, COMMAND_LINE)
    if opened is None:
        return None
    return opened[0], list(pile.faces(set(opened[1])))


def _again(fair: Fair, number: int) -> tuple[PrintRun, list[BadgeFace]] | None:
    """A run of the fair once more, and its faces as they lay."""
    run = db.session.get(PrintRun, number)
    if run is None or run.fair_id != fair.id or run.which is Which.BLANK:
        raise Halt(_("이 박람회에 인쇄 번호 %(run)s의 명찰이 없어요.", run=number))
    pile = pile_of(fair, SameAgain(run.id, fair.id, run.kind))
    if not pile.ids:
        return None
    return run_again(run, pile.ids, COMMAND_LINE), list(pile.faces(set(pile.ids)))


@contextmanager
def _beside(out: Path) -> Iterator[BinaryIO]:
    """A file beside the PDF's place: what stands there is whole or not there at all."""
    fonts.register(current_app.config["PDF_FONTS"])
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            yield file
    finally:
        beside.unlink(missing_ok=True)


def _told(faces: Iterator[BadgeFace], advance: Advance) -> Iterator[BadgeFace]:
    for face in faces:
        advance(1)
        yield face
