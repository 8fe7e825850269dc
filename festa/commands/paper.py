"""`festa paper-pack`: what a fair needs on paper when nothing else works, as one PDF."""

import os
from pathlib import Path

import click
from flask import current_app
from flask_babel import gettext as _

from festa.audit.actor import Actor, ActorKind
from festa.badges import fonts
from festa.commands.terminal import Halt, in_app
from festa.extensions import db
from festa.fairs.queries import find_fair
from festa.paper.pdf import draw_pack
from festa.paper.service import CONSENTS, WALK_INS, make_pack
from festa.registrations.slips import MOST_AT_ONCE

COMMAND_LINE = Actor(ActorKind.SYSTEM, label="festa paper-pack")
SLIPS = click.IntRange(0, MOST_AT_ONCE)


@click.command("paper-pack")
@click.argument("fair")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="The PDF to write.",
)
@click.option("--slips", type=SLIPS, default=WALK_INS, show_default=True, help="Walk-in slips.")
@click.option(
    "--consent-slips", type=SLIPS, default=CONSENTS, show_default=True, help="Consent slips."
)
@in_app
def paper_pack(fair: str, out: Path, slips: int, consent_slips: int) -> None:
    """Draw the paper pack of FAIR (2026-daejeon): door list, interview tables, numbered slips."""
    found = find_fair(fair)
    if found is None:
        raise Halt(
            _("‘%(slug)s’ 박람회가 없어요. ‘festa fairs’로 이름을 확인해 주세요.", slug=fair)
        )
    fonts.register(current_app.config["PDF_FONTS"])
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            made = make_pack(found, COMMAND_LINE, slips, consent_slips)
            db.session.commit()
            pages = draw_pack(made.pack, file)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    click.echo(_("종이 꾸러미 %(pages)s쪽을 %(file)s에 담았어요.", pages=f"{pages:,}", file=out))
