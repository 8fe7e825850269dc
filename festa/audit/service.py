"""Writing the audit log, by an explicit call, in the transaction of what it tells."""

from typing import Any

from festa import clock
from festa.audit.actor import Actor
from festa.audit.models import AuditEntry
from festa.extensions import db


def record(
    action: str,
    subject: Any,
    by: Actor,
    *,
    seeker_id: int | None = None,
    fair_id: int | None = None,
    employer_id: int | None = None,
    **detail: Any,
) -> AuditEntry:
    """Add one entry: `action` is `thing.verb` (`booking.made`), `subject` the row it befell.

    Whose data it was is taken from the subject's own columns unless said. `detail` holds
    plain JSON and never personal data: a name in a log cannot be erased with its person.
    """
    entry = AuditEntry(
        at=clock.now(),
        actor_kind=by.kind,
        actor_id=by.id,
        actor_label=by.label,
        address=by.address,
        action=action,
        subject_kind=subject.__tablename__ if subject is not None else "",
        subject_id=getattr(subject, "id", None) if subject is not None else None,
        seeker_id=seeker_id or getattr(subject, "seeker_id", None),
        fair_id=fair_id or getattr(subject, "fair_id", None),
        employer_id=employer_id or getattr(subject, "employer_id", None),
        detail=detail,
    )
    if entry.subject_id is not None and not isinstance(entry.subject_id, int):
        entry.detail = {"id": str(entry.subject_id), **detail}
        entry.subject_id = None
    db.session.add(entry)
    return entry
