"""`festa badges`: the badges of a fair as one PDF."""

import os
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from flask_babel import gettext as _

from festa.audit.actor import SYSTEM
from festa.badges import fonts
from festa.badges.face import BadgeFace, Layout
from festa.badges.models import BadgeKind
from festa.badges.pdf import draw_badges
from festa.badges.printing import Batch, note_batch
from festa.badges.workers import issue_missing, worker_faces, workers
from festa.commands.terminal import Advance, Halt, in_app, progress
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import find_fair
from festa.registrations.faces import badge_faces, line_of
from festa.registrations.printing import seekers_of

LAYOUTS = {
    "a6": Layout.A6,
    "a4": Layout.A4_SHEET,
    "fold": Layout.A4_FOLD,
    "label62": Layout.LABEL_62,
    "label4x3": Layout.LABEL_4X3,
}
KINDS = (BadgeKind.SEEKER, BadgeKind.RECRUITER, BadgeKind.STAFF)


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
    type=click.Choice([kind.value for kind in KINDS]),
    default=BadgeKind.SEEKER.value,
    show_default=True,
    help="Whose badges.",
)
@click.option("--unprinted", is_flag=True, help="Only badges that were never put on paper.")
@in_app
def badges(fair: str, out: Path, layout: str, kind: str, unprinted: bool) -> None:
    """Draw the badges of FAIR (2026-daejeon) that open the door, by name, into one PDF.

    They count as printed afterwards.
    """
    found = find_fair(fair)
    if found is None:
        raise Halt(
            _("‘%(slug)s’ 박람회가 없어요. ‘festa fairs’로 이름을 확인해 주세요.", slug=fair)
        )
    batch = Batch(found.id, BadgeKind(kind), unprinted)
    faces, ids = _faces(found, batch)
    if not ids:
        click.echo(_("인쇄할 명찰이 없어요."), err=True)
        return
    with progress(_("명찰 그리기"), len(ids)) as advance:
        _draw(faces, LAYOUTS[layout], out, advance)
    note_batch(found, batch.kind, LAYOUTS[layout], ids, SYSTEM)
    db.session.commit()
    click.echo(_("명찰 %(count)s개를 %(file)s에 담았어요.", count=f"{len(ids):,}", file=out))


def _faces(fair: Fair, batch: Batch) -> tuple[Iterator[BadgeFace], list[int]]:
    """The faces of a batch, and the numbers of its badges."""
    if batch.kind is BadgeKind.SEEKER:
        pairs = seekers_of(batch)
        return badge_faces(pairs), [badge.id for _registration, badge in pairs]
    issue_missing(fair, SYSTEM)
    found = workers(batch)
    return worker_faces(fair, line_of(fair), found), [one.badge.id for one in found]


def _draw(faces: Iterator[BadgeFace], layout: Layout, out: Path, advance: Advance) -> None:
    """Write the PDF beside its place first: what stands there is whole or not there at all."""
    fonts.register(current_app.config["PDF_FONTS"])
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            draw_badges(_told(faces, advance), layout, file)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)


def _told(faces: Iterator[BadgeFace], advance: Advance) -> Iterator[BadgeFace]:
    for face in faces:
        advance(1)
        yield face
