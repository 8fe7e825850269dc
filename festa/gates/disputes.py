"""Badges that two devices let in: each such scan is looked at and closed by a person. And who stands
instead when the scan that stood is taken back."""

from typing import Any

from sqlalchemy import select, true, update
from sqlalchemy.orm import aliased

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.extensions import db
from festa.gates.decision import LETS_IN, ScanOutcome
from festa.gates.device_models import ConflictReason, ScanConflict
from festa.gates.models import CheckIn, Scan, ScanMethod

WAYS_IN = LETS_IN | {ScanOutcome.ALREADY_IN}


def close_conflict(
    conflict: ScanConflict, reason: ConflictReason, by: Actor, note: str = ""
) -> bool:
    """Close a conflict with what a person found; a closed one stays as it was closed.

    The database decides who was first: False for everybody after.
    """
    closed = db.session.scalar(
        update(ScanConflict)
        .where(ScanConflict.id == conflict.id, ScanConflict.closed_at.is_(None))
        .values(
            closed_at=clock.now(),
            closed_by_id=by.id if by.kind is ActorKind.ACCOUNT else None,
            reason=reason,
            note=note,
        )
        .returning(ScanConflict.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(conflict)
    if closed is None:
        return False
    record("conflict.closed", conflict, by, reason=reason)
    return True


def settle_after_undo(undone: Scan, ended: bool, by: Actor) -> None:
    """Follow an undone scan: its own dispute is over; if it stood, the next way in stands."""
    own = db.session.scalar(
        select(ScanConflict).where(
            ScanConflict.scan_id == undone.id, ScanConflict.closed_at.is_(None)
        )
    )
    if own is not None:
        close_conflict(own, ConflictReason.MISTAKE, by)
    if ended and undone.registration_id is not None:
        _let_the_next_stand(undone, by)


def _let_the_next_stand(undone: Scan, by: Actor) -> None:
    found = _next_way_in(undone)
    if found is None:
        return
    scan, conflict = found
    db.session.add(
        CheckIn(
            fair_id=scan.fair_id,
            registration_id=scan.registration_id,
            gate_id=scan.gate_id,
            scan_id=scan.id,
            at=scan.scanned_at,
        )
    )
    if conflict is not None:
        close_conflict(conflict, ConflictReason.MISTAKE, by)


def _next_way_in(undone: Scan) -> Any:
    """The earliest other way in that nobody took back, with its dispute if it has one; or None.

    One in dispute let somebody in, and so did one on paper. Where paper was wrong, a gate may have
    let somebody in or have found them in already because of it: then each way in counts.
    """
    undoing = aliased(Scan)
    paper_was_wrong = undone.method is ScanMethod.PAPER
    counts = ScanConflict.id.is_not(None) | (Scan.method == ScanMethod.PAPER)
    query = (
        select(Scan, ScanConflict)
        .outerjoin(
            ScanConflict, (ScanConflict.scan_id == Scan.id) & ScanConflict.closed_at.is_(None)
        )
        .where(
            Scan.registration_id == undone.registration_id,
            Scan.id != undone.id,
            Scan.outcome.in_(WAYS_IN),
            ~select(undoing.id).where(undoing.undoes_id == Scan.id).exists(),
            true() if paper_was_wrong else counts,
        )
        .order_by(Scan.scanned_at, Scan.id)
        .limit(1)
    )
    return db.session.execute(query).first()
