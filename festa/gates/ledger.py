"""Writing a decided batch on PostgreSQL: scans, check-ins, disputes and the log in one statement.

Two gates may decide on the same check-in at once. The statement keeps only those scans whose
check-in it could make or change as decided; the caller decides the others again, knowing what
the first one did.
"""

import hashlib
import uuid
from collections.abc import Sequence
from typing import Any, NamedTuple

from festa.audit.actor import Actor, ActorKind
from festa.gates.batch import Batch, Decided, Standing
from festa.gates.statement import Statement


class Stored(NamedTuple):
    """The number of a scan that was written."""

    id: uuid.UUID


# What was stored is looked up in a hash: "IS TRUE" keeps it from becoming a join, and joins go row
# by row here (see lines.WAYS_ROUND).
SCANS = """
WITH a AS MATERIALIZED (
  SELECT * FROM json_to_recordset(CAST(:scans AS json)) AS a(
    id uuid, badge_id int, registration_id int, seeker_id int, direction text, method text,
    outcome text, code_hash text, scanned_at timestamptz, device_clock timestamptz,
    offline boolean, said text, rests_on int)
)"""

# A registration that is being merged is locked whole: the check-in waits, and is then not made.
ENTERED = """, entered AS (
  INSERT INTO check_in
    (fair_id, gate_id, registration_id, scan_id, at, last_in_at, left_at, changed_at)
  SELECT :fair_id, :gate_id, i.registration_id, scan_id, at, last_in_at, left_at, :received_at
  FROM json_to_recordset(CAST(:entered AS json)) AS i(
    registration_id int, scan_id uuid, at timestamptz, last_in_at timestamptz,
    left_at timestamptz)
  JOIN registration r ON r.id = i.registration_id AND r.state <> 'merged'
  ORDER BY i.registration_id
  FOR KEY SHARE OF r
  ON CONFLICT DO NOTHING RETURNING registration_id
)"""

MOVED = """, moved AS (
  UPDATE check_in SET scan_id = m.scan_id, at = m.at, last_in_at = m.last_in_at,
    left_at = m.left_at, changed_at = :received_at,
    gate_id = CASE WHEN m.scan_id = m.read_scan_id THEN check_in.gate_id ELSE :gate_id END
  FROM json_to_recordset(CAST(:moved AS json)) AS m(
    id int, registration_id int, read_scan_id uuid, scan_id uuid, at timestamptz,
    last_in_at timestamptz, left_at timestamptz)
  WHERE check_in.id = m.id AND check_in.registration_id = m.registration_id
    AND check_in.scan_id = m.read_scan_id AND check_in.undone_at IS NULL
  RETURNING check_in.registration_id
)"""

STORED = """, stored AS (
  INSERT INTO scan (id, fair_id, gate_id, account_id, device_id, badge_id, registration_id,
    direction, method, outcome, code_hash, scanned_at, received_at, device_clock, offline, said)
  SELECT id, :fair_id, :gate_id, :account_id, :device_id, badge_id, registration_id,
    direction, method, outcome, code_hash, scanned_at, :received_at, device_clock, offline, said
  FROM a WHERE rests_on IS NULL OR rests_on IN ({held})
  ORDER BY id
  ON CONFLICT DO NOTHING RETURNING id
)"""

DISPUTED = """, disputed AS (
  INSERT INTO scan_conflict (fair_id, registration_id, scan_id, opened_at, note)
  SELECT :fair_id, registration_id, scan_id, :received_at, ''
  FROM json_to_recordset(CAST(:disputed AS json)) AS d(
    registration_id int, scan_id uuid, found_by uuid)
  WHERE (found_by IN (SELECT id FROM stored)) IS TRUE
  ON CONFLICT DO NOTHING
)"""

LOGGED = """
INSERT INTO audit_entry (at, actor_kind, actor_id, actor_label, address, action, subject_kind,
  seeker_id, fair_id, detail)
SELECT :received_at, :actor_kind, :actor_id, :actor_label, :address, 'scan.' || outcome, 'scan',
  seeker_id, :fair_id, json_build_object('id', id)
FROM a WHERE (id IN (SELECT id FROM stored)) IS TRUE
RETURNING CAST(detail ->> 'id' AS uuid)"""


def _statement(entered: bool, moved: bool, disputed: bool) -> Statement[Stored]:
    held = ["SELECT registration_id FROM entered"] * entered
    held += ["SELECT registration_id FROM moved"] * moved
    parts = (
        SCANS,
        ENTERED * entered,
        MOVED * moved,
        STORED.format(held=" UNION ALL ".join(held) or "SELECT 0"),
        DISPUTED * disputed,
        LOGGED,
    )
    return Statement(Stored, postgresql="".join(parts))


FLAGS = (False, True)
WRITING = {
    (entered, moved, disputed): _statement(entered, moved, disputed)
    for entered in FLAGS
    for moved in FLAGS
    for disputed in FLAGS
}


def write_at_once(batch: Batch, said: Sequence[str], by: Actor) -> set[uuid.UUID]:
    """Store the scans of a batch with what they were told; the numbers of those stored.

    A scan that is not among them met another gate's and has to be decided again.
    """
    standing = [one for one in batch.standing.values() if one.changed]
    entered = [_check_in(one) for one in standing if one.id is None]
    moved = [_check_in(one) for one in standing if one.id is not None]
    rows = [_scan(scan, words) for scan, words in zip(batch.scans, said, strict=True)]
    disputed = [
        {
            "registration_id": one.registration_id,
            "scan_id": one.scan_id,
            "found_by": one.found_by,
        }
        for one in batch.disputes
    ]
    values: dict[str, Any] = {
        "scans": rows,
        "fair_id": batch.place.fair_id,
        "gate_id": batch.place.gate_id,
        "device_id": batch.place.device_id,
        "account_id": by.id if by.kind is ActorKind.ACCOUNT else None,
        "received_at": batch.received_at,
        "actor_kind": by.kind.value,
        "actor_id": by.id,
        "actor_label": by.label,
        "address": by.address,
    }
    lists = {"entered": entered, "moved": moved, "disputed": disputed}
    values |= {name: some for name, some in lists.items() if some}
    statement = WRITING[bool(entered), bool(moved), bool(disputed)]
    return {stored.id for stored in statement.rows(**values)}


def _scan(scan: Decided, said: str) -> dict[str, Any]:
    asked, facts = scan.asked, scan.facts
    return {
        "id": scan.id,
        "badge_id": facts.badge_id,
        "registration_id": facts.registration_id,
        "seeker_id": facts.seeker_id,
        "direction": asked.direction,
        "method": asked.method,
        "outcome": scan.outcome,
        "code_hash": hash_of(asked.text),
        "scanned_at": scan.scanned_at,
        "device_clock": asked.device_clock,
        "offline": asked.offline,
        "said": said,
        "rests_on": facts.registration_id if scan.rests_on_check_in else None,
    }


def _check_in(standing: Standing) -> dict[str, Any]:
    return {
        "id": standing.id,
        "registration_id": standing.registration_id,
        "read_scan_id": standing.read_scan_id,
        "scan_id": standing.scan_id,
        "at": standing.at,
        "last_in_at": standing.last_in_at,
        "left_at": standing.left_at,
    }


def hash_of(read: str) -> str:
    """What was read, as a hash; a reader may send half a character."""
    return hashlib.sha256(read.encode("utf-8", "surrogatepass")).hexdigest()
