"""Badges that two devices let in: each such scan is looked at and closed by a person."""

from sqlalchemy import select, update

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.extensions import db
from festa.gates.device_models import ConflictReason, ScanConflict
from festa.gates.models import Scan


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


def close_own_conflict(scan: Scan, by: Actor) -> None:
    """Close the dispute of a scan that was taken back: nobody has to look at it any more."""
    own = db.session.scalar(
        select(ScanConflict).where(
            ScanConflict.scan_id == scan.id, ScanConflict.closed_at.is_(None)
        )
    )
    if own is not None:
        close_conflict(own, ConflictReason.MISTAKE, by)
