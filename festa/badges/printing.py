"""Badges in batches: which are to be printed, and the run that says that they were."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.badges.face import Layout
from festa.badges.models import Badge, BadgeKind, BadgeState
from festa.badges.print_models import PrintRun, PrintRunBadge, Which
from festa.extensions import db
from festa.fairs.models import Fair

AT_ONCE = 5_000  # numbers in one statement, below what either database allows


@dataclass(frozen=True)
class Batch:
    """Which badges of a fair go on paper together."""

    fair_id: int
    kind: BadgeKind
    which: Which = Which.UNPRINTED

    def narrow(self, query: Any) -> Any:
        """The query with these badges alone: only those that open the door."""
        query = query.where(
            Badge.fair_id == self.fair_id,
            Badge.kind == self.kind,
            Badge.state == BadgeState.ACTIVE,
        )
        match self.which:
            case Which.UNPRINTED:
                return query.where(Badge.times_printed == 0)
            case Which.REISSUED:
                return query.where(Badge.times_printed == 0, Badge.version > 1)
            case Which.PRINTED:
                return query.where(Badge.times_printed > 0)
        return query


@dataclass(frozen=True)
class SameAgain:
    """The badges of an earlier run; those that have ended since open no door and are left out."""

    run_id: int
    fair_id: int
    kind: BadgeKind

    def narrow(self, query: Any) -> Any:
        """The query with these badges alone."""
        query = query.join(PrintRunBadge, PrintRunBadge.badge_id == Badge.id)
        return query.where(PrintRunBadge.run_id == self.run_id, Badge.state == BadgeState.ACTIVE)


@dataclass
class KindCount:
    """How many badges of one kind open the door, are on paper, or have ended."""

    active: int = 0
    unprinted: int = 0
    superseded: int = 0
    ended: int = 0


def count_badges(fair_id: int) -> dict[BadgeKind, KindCount]:
    """The badges of a fair by kind, state and whether they were printed, in one statement."""
    printed = (Badge.times_printed > 0).label("printed")
    query = (
        select(Badge.kind, Badge.state, printed, func.count())
        .where(Badge.fair_id == fair_id)
        .group_by(Badge.kind, Badge.state, printed)
    )
    counts = {kind: KindCount() for kind in BadgeKind}
    for kind, state, on_paper, number in db.session.execute(query):
        here = counts[kind]
        if state is BadgeState.ACTIVE:
            here.active += number
            here.unprinted += 0 if on_paper else number
        elif state is BadgeState.SUPERSEDED:
            here.superseded += number
        else:
            here.ended += number
    return counts


def open_run(
    fair: Fair, batch: Batch, layout: Layout, badge_ids: Sequence[int], by: Actor
) -> tuple[PrintRun, list[int]] | None:
    """Claim badges for a run, mark them printed and write the run down; None when none are left.

    Returns the run and the badges that it got, in the order given. Whoever asks for what was
    "not yet printed" at the same moment waits for the rows and then gets the others.
    """
    claimed = set(_claim(batch, badge_ids))
    ids = [number for number in badge_ids if number in claimed]
    return (_write_run(fair, batch.kind, batch.which, layout, ids, by), ids) if ids else None


def run_again(run: PrintRun, badge_ids: Sequence[int], by: Actor) -> PrintRun:
    """Write down that these badges of a run went on paper once more, in the same order."""
    return _write_run(run.fair, run.kind, run.which, run.layout, list(badge_ids), by, run.id)


def positions(run_id: int) -> dict[int, int]:
    """Where each badge of a run lies in the pile."""
    query = select(PrintRunBadge).where(PrintRunBadge.run_id == run_id)
    return {one.badge_id: one.position for one in db.session.scalars(query)}


def write_down(
    fair: Fair,
    kind: BadgeKind,
    which: Which,
    layout: Layout,
    count: int,
    by: Actor,
    again_of_id: int | None = None,
) -> PrintRun:
    """The row of a run: who, when, which and how many."""
    run = PrintRun(
        fair_id=fair.id,
        at=clock.now(),
        by_kind=by.kind,
        by_label=by.label,
        account_id=by.id if by.kind is ActorKind.ACCOUNT else None,
        layout=layout,
        kind=kind,
        which=which,
        count=count,
        again_of_id=again_of_id,
    )
    db.session.add(run)
    db.session.flush()
    return run


def _claim(batch: Batch, badge_ids: Collection[int]) -> list[int]:
    """Those of the badges that still belong to the batch, locked; in the order of their numbers,
    so that two who claim the same never block each other.
    """
    ids = sorted(badge_ids)
    claimed: list[int] = []
    for start in range(0, len(ids), AT_ONCE):
        query = select(Badge.id).where(Badge.id.in_(ids[start : start + AT_ONCE]))
        # A gate that stores a scan of the badge at this moment need not wait: no key changes.
        query = batch.narrow(query).order_by(Badge.id).with_for_update(key_share=True)
        claimed += db.session.scalars(query)
    return claimed


def _write_run(
    fair: Fair,
    kind: BadgeKind,
    which: Which,
    layout: Layout,
    ids: Sequence[int],
    by: Actor,
    again_of_id: int | None = None,
) -> PrintRun:
    run = write_down(fair, kind, which, layout, len(ids), by, again_of_id)
    rows = [
        {"run_id": run.id, "position": place, "badge_id": number}
        for place, number in enumerate(ids)
    ]
    if rows:
        db.session.execute(insert(PrintRunBadge), rows)
    _mark(ids)
    record(
        "badge.printed", fair, by, fair_id=fair.id, kind=kind, layout=layout, count=len(ids),
        run=run.id,
    )  # fmt: skip
    return run


def _mark(badge_ids: Collection[int]) -> None:
    ids = sorted(badge_ids)
    for start in range(0, len(ids), AT_ONCE):
        db.session.execute(
            update(Badge)
            .where(Badge.id.in_(ids[start : start + AT_ONCE]))
            .values(printed_at=clock.now(), times_printed=Badge.times_printed + 1)
            .execution_options(synchronize_session=False)
        )
