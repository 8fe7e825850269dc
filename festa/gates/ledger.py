"""Writing what was decided on PostgreSQL: scans, check-ins, disputes and the log in one statement.

Several devices may go together, each with its own gate and name in the log. Two gates may decide
on the same check-in at once. The statement keeps only those scans whose
check-in it could make or change as decided; the caller decides the others again, knowing what
the first one did.
"""

import hashlib
import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import product
from typing import Any, NamedTuple

from festa.audit.actor import Actor, ActorKind
from festa.gates.batch import Batch, Decided, Dispute, Standing
from festa.gates.statement import Statement


class Part(NamedTuple):
    """What one device or person does at one gate: the decided scans, what each was told, by whom."""

    batch: Batch
    said: Sequence[str]
    by: Actor

    @property
    def whose(self) -> dict[str, Any]:
        """What all rows of this part have in common."""
        by, place = self.by, self.batch.place
        return {
            "fair_id": place.fair_id,
            "gate_id": place.gate_id,
            "device_id": place.device_id,
            "account_id": by.id if by.kind is ActorKind.ACCOUNT else None,
            "actor_kind": by.kind.value,
            "actor_id": by.id,
            "actor_label": by.label,
            "address": by.address,
        }


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
    (fair_id, gate_id, last_gate_id, registration_id, scan_id, at, last_in_at, left_at, changed_at)
  SELECT :fair_id, :gate_id, :gate_id, i.registration_id, scan_id, at, last_in_at, left_at,
    :received_at
  FROM json_to_recordset(CAST(:entered AS json)) AS i(
    registration_id int, scan_id uuid, at timestamptz, last_in_at timestamptz,
    left_at timestamptz)
  JOIN registration r ON r.id = i.registration_id AND r.state <> 'merged'
  ORDER BY i.registration_id
  FOR KEY SHARE OF r
  ON CONFLICT DO NOTHING RETURNING registration_id
)"""

# The planner takes a set from JSON for a hundred rows. It would go through all check-ins of the
# morning once, hold each against the set, and then do so all day. "m.id = m.id + 0" is true, and it
# takes that for one row in two hundred; the other IS TRUE keeps it from the index of those that
# stand.
MOVED = """, moved AS (
  UPDATE check_in SET scan_id = m.scan_id, at = m.at, last_in_at = m.last_in_at,
    left_at = m.left_at, changed_at = :received_at,
    gate_id = CASE WHEN m.scan_id = m.read_scan_id THEN check_in.gate_id ELSE :gate_id END,
    last_gate_id = CASE WHEN m.last_in_here THEN :gate_id ELSE check_in.last_gate_id END
  FROM json_to_recordset(CAST(:moved AS json)) AS m(
    id int, registration_id int, read_scan_id uuid, scan_id uuid, at timestamptz,
    last_in_at timestamptz, left_at timestamptz, last_in_here boolean)
  WHERE (m.id = m.id + 0) IS TRUE
    AND check_in.id = m.id AND check_in.registration_id = m.registration_id
    AND check_in.scan_id = m.read_scan_id AND (check_in.undone_at IS NULL) IS TRUE
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


# In the statements above, :fair_id and these others are the same for all rows. Where several go
# together each row has its own.
WHOSE = re.compile(
    r":(fair_id|gate_id|device_id|account_id|actor_kind|actor_id|actor_label|address)\b"
)
WHOSE_COLUMNS = (
    "fair_id int, gate_id int, device_id int, account_id int,"
    " actor_kind text, actor_id int, actor_label text, address text"
)


def _each_its_own(text: str, rows: str) -> str:
    """The text with the names of `rows`, a set from JSON, in the place of values for all."""
    return WHOSE.sub(rf"{rows}.\1", text).replace(f" AS {rows}(", f" AS {rows}({WHOSE_COLUMNS}, ")


def _statement(entered: bool, moved: bool, disputed: bool, several: bool) -> Statement[Stored]:
    held = ["SELECT registration_id FROM entered"] * entered
    held += ["SELECT registration_id FROM moved"] * moved
    parts = [
        (SCANS, "a"),
        (ENTERED * entered, "i"),
        (MOVED * moved, "m"),
        (STORED.format(held=" UNION ALL ".join(held) or "SELECT 0"), "a"),
        (DISPUTED * disputed, "d"),
        (LOGGED, "a"),
    ]
    texts = (_each_its_own(*part) if several else part[0] for part in parts)
    return Statement(Stored, postgresql="".join(texts))


WRITING = {flags: _statement(*flags) for flags in product((False, True), repeat=4)}


def write_at_once(batch: Batch, said: Sequence[str], by: Actor) -> set[uuid.UUID]:
    """Store the scans of a batch with what they were told; the numbers of those stored.

    A scan that is not among them met another gate's and has to be decided again.
    """
    return write_together([Part(batch, said, by)], batch.received_at)


def write_together(parts: Sequence[Part], received_at: datetime) -> set[uuid.UUID]:
    """Store several batches, which have no registration in common; all of them or none.

    The numbers of the scans that were stored, as in `write_at_once`.
    """
    several = len(parts) > 1
    rows: dict[str, list[dict[str, Any]]] = {}
    for part in parts:
        whose = part.whose if several else {}
        for name, row in _rows(part):
            rows.setdefault(name, []).append(row | whose)
    if "moved" in rows:
        # All go through the check-ins in one order, so that two on direct lines never wait for each
        # other. Where two do all the same, the database ends one, and its scans come once more.
        rows["moved"].sort(key=_by_registration)
    flags = "entered" in rows, "moved" in rows, "disputed" in rows, several
    alike = {} if several else parts[0].whose
    stored = WRITING[flags].rows(received_at=received_at, **alike, **rows)
    return {one.id for one in stored}


def _by_registration(row: dict[str, Any]) -> int:
    return int(row["registration_id"])


def _rows(part: Part) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is to be written for a part, and into which list it belongs."""
    batch = part.batch
    for scan, said in zip(batch.scans, part.said, strict=True):
        yield "scans", _scan(scan, said)
    for one in batch.standing.values():
        if one.changed:
            yield "entered" if one.id is None else "moved", _check_in(one)
    for dispute in batch.disputes:
        yield "disputed", _dispute(dispute)


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
        "last_in_here": standing.last_in_here,
    }


def _dispute(dispute: Dispute) -> dict[str, Any]:
    return {
        "registration_id": dispute.registration_id,
        "scan_id": dispute.scan_id,
        "found_by": dispute.found_by,
    }


def hash_of(read: str) -> str:
    """What was read, as a hash; a reader may send half a character."""
    return hashlib.sha256(read.encode("utf-8", "surrogatepass")).hexdigest()
