"""Whoever was seen going out before it was known that they had come in.

A gate that is cut off tells of a way in late. Meanwhile the same person may have gone out through
another gate, which knew nothing of them: once the way in is known, they are out.
"""

from collections.abc import Iterable

from festa import clock
from festa.columns import UtcDateTime
from festa.gates.batch import Batch
from festa.gates.decision import ScanOutcome
from festa.gates.statement import Statement

WENT_OUT = """
UPDATE check_in SET left_at = gone.at, changed_at = :now
FROM (
  SELECT s.registration_id, max(s.scanned_at) AS at FROM scan s
  WHERE s.registration_id IN ({people}) AND s.fair_id = :fair_id AND s.outcome = 'not_in'
    AND NOT EXISTS (SELECT 1 FROM scan u
      WHERE u.registration_id = s.registration_id AND u.undoes_id = s.id)
  GROUP BY s.registration_id
) AS gone
WHERE check_in.registration_id = gone.registration_id AND check_in.undone_at IS NULL
  AND check_in.left_at IS NULL AND gone.at >= check_in.last_in_at
RETURNING check_in.id
"""
GO_OUT = Statement[tuple[int]](
    None,
    postgresql=WENT_OUT.format(
        people="SELECT id FROM json_to_recordset(CAST(:people AS json)) AS a(id int)"
    ),
    sqlite=WENT_OUT.format(people="SELECT value ->> 'id' FROM json_each(:people)"),
    values={"now": UtcDateTime()},
)


def came_in_late(batch: Batch) -> set[int]:
    """Whose way in a device tells of after the moment at which it was made."""
    return {
        scan.facts.registration_id
        for scan in batch.scans
        if scan.asked.offline
        and scan.outcome is ScanOutcome.ADMITTED
        and scan.facts.registration_id is not None
    }


def let_out(fair_id: int, people: Iterable[int]) -> None:
    """Let those of these people be out who were seen going out after their latest way in."""
    asked = [{"id": one} for one in sorted(people)]
    if asked:
        GO_OUT.rows(people=asked, fair_id=fair_id, now=clock.now())
