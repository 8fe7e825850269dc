"""Whoever was let in and had gone on before the server could say that their badge is inside already.

A device that was reached in time stops them at the door, and nothing is in dispute. Whether the
answer came in time it knows only afterwards: then it sends the scan once more, as one made while
it was cut off. Its answer and the check-in stay as they are, and a person looks at the two scans.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from festa import clock
from festa.columns import UtcDateTime
from festa.gates.answer import Place, ScanRequest
from festa.gates.decision import ScanOutcome, let_in_twice
from festa.gates.facts import Facts
from festa.gates.statement import Statement, on_postgresql


class _Scan(NamedTuple):
    id: UUID


ASKED_ON_POSTGRESQL = "SELECT id FROM json_to_recordset(CAST(:asked AS json)) AS a(id uuid)"
ASKED_ON_SQLITE = "SELECT value ->> 'id' FROM json_each(:asked)"

DISPUTED = """
INSERT INTO scan_conflict (fair_id, registration_id, scan_id, opened_at, note)
SELECT s.fair_id, s.registration_id, s.id, :now, ''
FROM scan s
JOIN check_in c ON c.registration_id = s.registration_id AND c.undone_at IS NULL
JOIN scan first ON first.id = c.scan_id
WHERE s.id IN ({asked}) AND s.fair_id = :fair_id AND s.device_id = :device_id
  AND s.outcome = 'already_in' AND NOT s.offline
  AND (first.device_id IS NULL OR first.device_id <> s.device_id)
  AND NOT EXISTS (SELECT 1 FROM scan u WHERE u.undoes_id = s.id)
ON CONFLICT DO NOTHING RETURNING scan_id
"""
PASSED = """
UPDATE scan SET offline = true
WHERE id IN ({asked}) AND fair_id = :fair_id AND device_id = :device_id
  AND outcome = 'already_in' AND NOT offline
RETURNING id
"""


def _statement(text: str) -> Statement[_Scan]:
    return Statement(
        _Scan,
        postgresql=text.format(asked=ASKED_ON_POSTGRESQL),
        sqlite=text.format(asked=ASKED_ON_SQLITE),
        values={"now": UtcDateTime()} if ":now" in text else {},
    )


OPEN_DISPUTES, MARK_AS_PASSED = _statement(DISPUTED), _statement(PASSED)


def note_passed(place: Place, asked: Sequence[ScanRequest], known: Iterable[Facts]) -> None:
    """Open the disputes of stored scans of this device that it sends again as made by itself.

    Safe to repeat, and in two statements for any number: the disputes first, so that one that
    breaks off in between is done again when the device sends once more.
    """
    passed = [
        {"id": one.id if on_postgresql() else one.id.hex}
        for one, row in zip(asked, known, strict=True)
        if row.stored is not None
        and row.stored_fair_id == place.fair_id
        and let_in_twice(ScanOutcome(row.stored), one.offline, one.shown)
    ]
    if passed and place.device_id is not None:
        whose = {"fair_id": place.fair_id, "device_id": place.device_id}
        OPEN_DISPUTES.rows(asked=passed, now=clock.now(), **whose)
        MARK_AS_PASSED.rows(asked=passed, **whose)
