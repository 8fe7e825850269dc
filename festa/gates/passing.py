"""Whoever was let in and had gone on before the server could say that their badge is inside already.

A device that was reached in time stops them at the door, and nothing is in dispute. Whether the
answer came in time it knows only afterwards: then it sends the scan once more, as one made while
it was cut off. The answer stays the first one; everything else becomes as it would have been then.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy.types import TypeEngine

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import entry, record_all
from festa.columns import UtcDateTime
from festa.gates.answer import Place, ScanRequest
from festa.gates.decision import ScanOutcome, let_in_twice
from festa.gates.facts import Facts
from festa.gates.models import Scan
from festa.gates.statement import Statement, go_by_index, hang_up

ASKED_ON_POSTGRESQL = "SELECT id FROM json_to_recordset(CAST(:asked AS json)) AS a(id uuid)"
ASKED_ON_SQLITE = "SELECT replace(value ->> 'id', '-', '') FROM json_each(:asked)"

# Of this device alone, told once, and not taken back meanwhile.
LATE = """s.id IN ({asked}) AND s.fair_id = :fair_id AND s.device_id = :device_id
  AND s.outcome = 'already_in' AND NOT s.offline
  AND NOT EXISTS (SELECT 1 FROM scan u WHERE u.undoes_id = s.id)"""

LOCKED = "SELECT s.id FROM scan s WHERE {late} ORDER BY s.id"
# Whoever stood has been taken back since.
ENTERED = """
INSERT INTO check_in
  (fair_id, gate_id, last_gate_id, registration_id, scan_id, at, last_in_at, changed_at)
SELECT s.fair_id, s.gate_id, s.gate_id, s.registration_id, s.id, s.scanned_at, s.scanned_at, :now
FROM scan s JOIN registration r ON r.id = s.registration_id AND r.state <> 'merged'
WHERE {late} ORDER BY s.registration_id, s.scanned_at
ON CONFLICT DO NOTHING RETURNING id
"""
STANDING = """
SELECT c.id FROM check_in c WHERE c.undone_at IS NULL
  AND c.registration_id IN (SELECT s.registration_id FROM scan s WHERE {late})
ORDER BY c.registration_id
"""
DISPUTED = """
INSERT INTO scan_conflict (fair_id, registration_id, scan_id, opened_at, note)
SELECT s.fair_id, s.registration_id,
  CASE WHEN s.scanned_at < c.at THEN c.scan_id ELSE s.id END, :now, ''
FROM scan s
JOIN check_in c ON c.registration_id = s.registration_id AND c.undone_at IS NULL
JOIN scan first ON first.id = c.scan_id
WHERE {late} AND first.method <> 'paper'
  AND (first.device_id IS NULL OR first.device_id <> s.device_id)
ON CONFLICT DO NOTHING RETURNING id
"""
MOVED = """
UPDATE check_in SET scan_id = s.id, at = s.scanned_at, gate_id = s.gate_id, changed_at = :now
FROM scan s
WHERE {late} AND check_in.registration_id = s.registration_id
  AND check_in.undone_at IS NULL AND s.scanned_at < check_in.at
RETURNING check_in.id
"""
PASSED = "UPDATE scan AS s SET offline = true WHERE {late} RETURNING id"


def _statement(
    text: str, *, locks: bool = False, **values: TypeEngine[Any]
) -> Statement[tuple[Any, ...]]:
    on_postgresql, on_sqlite = (
        text.format(late=LATE.format(asked=asked))
        for asked in (ASKED_ON_POSTGRESQL, ASKED_ON_SQLITE)
    )
    return Statement(
        None,
        postgresql=on_postgresql + " FOR UPDATE" * locks,
        sqlite=on_sqlite,
        values=values,
    )


NOW = UtcDateTime()
# What is read here, nobody changes until all are through.
SCANS, CHECK_INS = _statement(LOCKED, locks=True), _statement(STANDING, locks=True)
ENTER, OPEN_DISPUTES = _statement(ENTERED, now=NOW), _statement(DISPUTED, now=NOW)
MOVE, MARK = _statement(MOVED, now=NOW), _statement(PASSED)


def note_passed(
    place: Place, asked: Sequence[ScanRequest], known: Sequence[Facts], by: Actor
) -> None:
    """Settle stored scans that their device sends again as made by itself, however many.

    The earliest stands, as it does among devices that were cut off, and the other is in dispute.
    Safe to repeat: what is marked once is passed over.
    """
    whose = {
        one.id: row.seeker_id
        for one, row in zip(asked, known, strict=True)
        if row.stored is not None
        and row.stored_fair_id == place.fair_id
        and let_in_twice(ScanOutcome(row.stored), one.offline, one.shown)
    }
    if not whose or place.device_id is None:
        return
    hang_up()  # all of it or nothing is the session's work
    go_by_index()
    late = {
        "asked": [{"id": scan_id} for scan_id in whose],
        "fair_id": place.fair_id,
        "device_id": place.device_id,
    }
    SCANS.rows(**late)
    ENTER.rows(now=clock.now(), **late)
    CHECK_INS.rows(**late)
    OPEN_DISPUTES.rows(now=clock.now(), **late)
    MOVE.rows(now=clock.now(), **late)
    marked = [uuid.UUID(str(scan_id)) for (scan_id,) in MARK.rows(**late)]
    record_all([_entry(scan_id, whose[scan_id], place, by) for scan_id in marked])


def _entry(scan_id: uuid.UUID, seeker_id: int | None, place: Place, by: Actor) -> dict[str, Any]:
    row = entry(
        "scan.passed", None, by, seeker_id=seeker_id, fair_id=place.fair_id, id=str(scan_id)
    )
    return row | {"subject_kind": Scan.__tablename__}
