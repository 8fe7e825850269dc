"""The sealed list of paper slips: each entry is written once, and its seal covers all before it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.extensions import db
from festa.registrations.slip_models import (
    Slip,
    SlipEntry,
    SlipOutcome,
    SlipSeries,
    VoidReason,
)


class EnteredBefore(Exception):
    """The slip has its entry already."""


@dataclass(frozen=True)
class Said:
    """What is to be written about a slip: that it was keyed, or why it was not."""

    outcome: SlipOutcome
    registration_id: int | None = None
    written_at: datetime | None = None
    reason: VoidReason | None = None


def lock_ledger(fair_id: int) -> None:
    """Let one entry be written at a time, so that the chain never forks."""
    first = select(SlipSeries.id).where(SlipSeries.fair_id == fair_id).order_by(SlipSeries.id)
    db.session.execute(first.limit(1).with_for_update())


def enter(slip: Slip, said: Said, by: Actor) -> SlipEntry:
    """Write the entry of a slip; EnteredBefore when the database holds one. Lock the ledger first."""
    last = db.session.scalar(
        select(SlipEntry)
        .where(SlipEntry.fair_id == slip.fair_id)
        .order_by(SlipEntry.place.desc())
        .limit(1)
    )
    entry = SlipEntry(
        fair_id=slip.fair_id,
        slip_id=slip.id,
        place=last.place + 1 if last is not None else 1,
        outcome=said.outcome,
        registration_id=said.registration_id,
        written_at=said.written_at,
        void_reason=said.reason,
        at=clock.now(),
        account_id=by.id if by.kind is ActorKind.ACCOUNT else None,
        by_label=by.label,
        seal="",
    )
    entry.seal = seal(entry, slip.serial, last.seal if last is not None else "")
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:
        raise EnteredBefore from None
    return entry


def seal(entry: SlipEntry, serial: int, before: str) -> str:
    """The SHA-256 of an entry and of the seal before it, in hexadecimal."""
    parts = (
        before, entry.fair_id, entry.place, serial, entry.outcome.value, entry.registration_id,
        entry.void_reason.value if entry.void_reason else None, _utc(entry.written_at),
        _utc(entry.at), entry.account_id, entry.by_label,
    )  # fmt: skip
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def entries_of(fair_id: int, most: int | None = None) -> Sequence[SlipEntry]:
    """The list with its slips, newest first: who entered what, and when."""
    query = (
        select(SlipEntry)
        .join(SlipEntry.slip)
        .options(contains_eager(SlipEntry.slip))
        .where(SlipEntry.fair_id == fair_id)
        .order_by(SlipEntry.place.desc())
    )
    return db.session.scalars(query.limit(most) if most else query).all()


def first_broken(newest_first: Iterable[SlipEntry]) -> int | None:
    """The place from which the whole list is not what was sealed; None while it is."""
    before = ""
    for place, entry in enumerate(reversed(list(newest_first)), start=1):
        if entry.place != place or entry.seal != seal(entry, entry.slip.serial, before):
            return place
        before = entry.seal
    return None


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment is not None else None
