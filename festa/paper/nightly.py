"""The packs of the fairs that are near, made at night so that paper is there when power is not."""

import os
from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges import fonts
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.paper.pdf import draw_pack
from festa.paper.service import make_pack
from festa.registrations.slip_models import SlipSeries

DAYS_AHEAD = 1
NO_FAIR = frozenset({FairState.DRAFT, FairState.CANCELLED, FairState.POSTPONED})


def packs_folder() -> Path:
    """Where the packs of the night lie; outside of what is served."""
    return Path(current_app.instance_path) / "paper"


def make_due_packs(folder: Path | None = None) -> dict[str, int]:
    """Make the pack of each fair of today and tomorrow once a day, and destroy those gone by.

    Commits nothing; may run again without harm: a pack whose slips the database does not know
    (the night before was cut short) is made anew.
    """
    folder = folder or packs_folder()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    today = clock.today()
    due = select(Fair).where(
        Fair.day.between(today, today + timedelta(days=DAYS_AHEAD)), Fair.state.not_in(NO_FAIR)
    )
    fairs = db.session.scalars(due.order_by(Fair.day, Fair.id)).all()
    kept = {path for fair in fairs if (path := find_pack(fair, folder)) is not None}
    made = [_make(fair, folder) for fair in fairs if find_pack(fair, folder) not in kept]
    gone = [path for path in folder.glob("*.pdf") if path not in kept and path not in made]
    for path in gone:
        path.unlink(missing_ok=True)
    return {"made": len(made), "destroyed": len(gone)}


def find_pack(fair: Fair, folder: Path | None = None) -> Path | None:
    """The pack that the last night made for a fair today, if its slips are known."""
    folder = folder or packs_folder()
    for path in sorted(folder.glob(f"{fair.slug}_{clock.today():%Y%m%d}_*.pdf")):
        series = path.stem.rpartition("_")[2]
        if series.isdigit() and db.session.get(SlipSeries, int(series)) is not None:
            return path
    return None


def _make(fair: Fair, folder: Path) -> Path:
    fonts.register(current_app.config["PDF_FONTS"])
    made = make_pack(fair, SYSTEM)
    path = folder / f"{fair.slug}_{clock.today():%Y%m%d}_{made.series_id}.pdf"
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            draw_pack(made.pack, file)
        beside.chmod(0o600)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return path
