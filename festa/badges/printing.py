"""Badges in batches: which are to be printed, and that they were."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select, update

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.badges.face import Layout
from festa.badges.models import Badge, BadgeKind, BadgeState
from festa.extensions import db
from festa.fairs.models import Fair

AT_ONCE = 5_000  # numbers in one statement, below what either database allows


@dataclass(frozen=True)
class Batch:
    """Which badges of a fair go on paper together."""

    fair_id: int
    kind: BadgeKind
    unprinted: bool = True

    def narrow(self, query: Any) -> Any:
        """The query with these badges alone: only those that open the door."""
        query = query.where(
            Badge.fair_id == self.fair_id,
            Badge.kind == self.kind,
            Badge.state == BadgeState.ACTIVE,
        )
        return query.where(Badge.times_printed == 0) if self.unprinted else query


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


def note_batch(
    fair: Fair, kind: BadgeKind, layout: Layout, badge_ids: Collection[int], by: Actor
) -> None:
    """Note that these badges were put on paper: one entry with their number."""
    ids = sorted(badge_ids)
    for start in range(0, len(ids), AT_ONCE):
        db.session.execute(
            update(Badge)
            .where(Badge.id.in_(ids[start : start + AT_ONCE]))
            .values(printed_at=clock.now(), times_printed=Badge.times_printed + 1)
            .execution_options(synchronize_session=False)
        )
    record("badge.printed", fair, by, fair_id=fair.id, kind=kind, layout=layout, count=len(ids))
