"""Writing the audit log, by an explicit call, in the transaction of what it tells."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert

from festa import clock
from festa.audit.actor import Actor
from festa.audit.models import AuditEntry
from festa.extensions import db

# Made once, and sent past the unit of work: a row that is never changed needs no object.
ENTRY = insert(AuditEntry.__table__).inline()
# With what comes back, many rows go in one INSERT; without, the driver sends one for each.
ENTRIES = insert(AuditEntry.__table__).returning(AuditEntry.__table__.c.id)


def record(
    action: str,
    subject: Any,
    by: Actor,
    *,
    seeker_id: int | None = None,
    fair_id: int | None = None,
    employer_id: int | None = None,
    **detail: Any,
) -> None:
    """Write one entry: `action` is `thing.verb` (`booking.made`), `subject` the row it befell.

    Whose data it was is taken from the subject's own columns unless said. `detail` holds
    plain JSON and never personal data: a name in a log cannot be erased with its person.
    """
    row = entry(
        action,
        subject,
        by,
        seeker_id=seeker_id,
        fair_id=fair_id,
        employer_id=employer_id,
        **detail,
    )
    db.session.connection().execute(ENTRY, row)


def record_all(entries: Sequence[dict[str, Any]]) -> None:
    """Write entries (see `entry`), however many, in a few statements."""
    if entries:
        alone = len(entries) == 1
        db.session.connection().execute(ENTRY if alone else ENTRIES, entries)


def entry(
    action: str,
    subject: Any,
    by: Actor,
    *,
    seeker_id: int | None = None,
    fair_id: int | None = None,
    employer_id: int | None = None,
    **detail: Any,
) -> dict[str, Any]:
    """The columns of what `record` writes, for one row among many."""
    subject_id = getattr(subject, "id", None)
    if isinstance(subject_id, uuid.UUID):  # scans are numbered by the device that made them
        detail, subject_id = {"id": str(subject_id), **detail}, None
    return {
        "at": clock.now(),
        "actor_kind": by.kind,
        "actor_id": by.id,
        "actor_label": by.label,
        "address": by.address,
        "action": action,
        "subject_kind": subject.__tablename__ if subject is not None else "",
        "subject_id": subject_id,
        "seeker_id": seeker_id or getattr(subject, "seeker_id", None),
        "fair_id": fair_id or getattr(subject, "fair_id", None),
        "employer_id": employer_id or getattr(subject, "employer_id", None),
        "detail": detail,
    }
