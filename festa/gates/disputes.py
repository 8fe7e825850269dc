"""Badges that two devices let in: each such scan is looked at and closed by a person."""

from sqlalchemy import select, update

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.extensions import db
from festa.gates.device_models import ConflictReason, ScanConflict
from festa.gates.models import CheckIn, Scan


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
    """Follow an undone scan: its own dispute is over; if it stood, the next in dispute stands."""
    own = db.session.scalar(
        select(ScanConflict).where(
            ScanConflict.scan_id == undone.id, ScanConflict.closed_at.is_(None)
        )
    )
    if own is not None:
        close_conflict(own, ConflictReason.MISTAKE, by)
    if ended and undone.registration_id is not None:
        _let_the_next_stand(undone.registration_id, by)


def _let_the_next_stand(registration_id: int, by: Actor) -> None:
    found = db.session.execute(
        select(ScanConflict, Scan)
        .join(Scan, Scan.id == ScanConflict.scan_id)
        .where(ScanConflict.registration_id == registration_id, ScanConflict.closed_at.is_(None))
        .order_by(Scan.scanned_at, Scan.id)
        .limit(1)
    ).first()
    if found is None:
        return
    conflict, scan = found
    db.session.add(
        CheckIn(
            fair_id=scan.fair_id,
            registration_id=registration_id,
            gate_id=scan.gate_id,
            scan_id=scan.id,
            at=scan.scanned_at,
        )
    )
    close_conflict(conflict, ConflictReason.MISTAKE, by)
