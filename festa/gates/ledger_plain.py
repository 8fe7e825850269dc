"""Writing a decided batch where one writer has the database to itself (SQLite, BEGIN IMMEDIATE).

What was read still holds, so every scan is stored as decided. The PostgreSQL road, with its
races, is ledger.write_at_once.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, update

from festa.audit.actor import Actor, ActorKind
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.gates.batch import Batch, Decided, Standing
from festa.gates.device_models import ScanConflict
from festa.gates.ledger import hash_of
from festa.gates.models import CheckIn, Scan


def write_in_turn(batch: Batch, said: Sequence[str], by: Actor) -> set[uuid.UUID]:
    """Store the scans of a batch with what they were told; the numbers of those stored: all."""
    account_id = by.id if by.kind is ActorKind.ACCOUNT else None
    scans = [
        {"account_id": account_id, "said": words, **_scan(batch, scan)}
        for scan, words in zip(batch.scans, said, strict=True)
    ]
    _insert(Scan, scans)
    changed = [one for one in batch.standing.values() if one.changed]
    _insert(CheckIn, [_check_in(batch, one) for one in changed if one.id is None])
    for one in changed:
        if one.id is not None:
            db.session.execute(
                update(CheckIn.__table__).where(CheckIn.id == one.id).values(_moved(batch, one))
            )
    _insert(ScanConflict, _disputes(batch))
    _insert(AuditEntry, [_entry(batch, scan, by) for scan in batch.scans])
    return {scan.id for scan in batch.scans}


def _insert(model: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(model.__table__), rows)


def _scan(batch: Batch, scan: Decided) -> dict[str, Any]:
    asked, facts, place = scan.asked, scan.facts, batch.place
    return {
        "id": scan.id,
        "fair_id": place.fair_id,
        "gate_id": place.gate_id,
        "device_id": place.device_id,
        "badge_id": facts.badge_id,
        "registration_id": facts.registration_id,
        "direction": asked.direction,
        "method": asked.method,
        "outcome": scan.outcome,
        "code_hash": hash_of(asked.text),
        "scanned_at": scan.scanned_at,
        "received_at": batch.received_at,
        "device_clock": asked.device_clock,
        "offline": asked.offline,
    }


def _check_in(batch: Batch, standing: Standing) -> dict[str, Any]:
    return {
        "fair_id": batch.place.fair_id,
        "gate_id": batch.place.gate_id,
        "last_gate_id": batch.place.gate_id,
        "registration_id": standing.registration_id,
        **_times(batch, standing),
    }


def _moved(batch: Batch, standing: Standing) -> dict[str, Any]:
    here = batch.place.gate_id
    gates = {"gate_id": here} if standing.scan_id != standing.read_scan_id else {}
    if standing.last_in_here:
        gates["last_gate_id"] = here
    return _times(batch, standing) | gates


def _times(batch: Batch, standing: Standing) -> dict[str, Any]:
    return {
        "scan_id": standing.scan_id,
        "at": standing.at,
        "last_in_at": standing.last_in_at,
        "left_at": standing.left_at,
        "changed_at": batch.received_at,
    }


def _disputes(batch: Batch) -> list[dict[str, Any]]:
    return [
        {
            "fair_id": batch.place.fair_id,
            "registration_id": one.registration_id,
            "scan_id": one.scan_id,
            "opened_at": batch.received_at,
        }
        for one in batch.disputes
    ]


def _entry(batch: Batch, scan: Decided, by: Actor) -> dict[str, Any]:
    return {
        "at": batch.received_at,
        "actor_kind": by.kind,
        "actor_id": by.id,
        "actor_label": by.label,
        "address": by.address,
        "action": f"scan.{scan.outcome}",
        "subject_kind": Scan.__tablename__,
        "seeker_id": scan.facts.seeker_id,
        "fair_id": batch.place.fair_id,
        "detail": {"id": str(scan.id)},
    }
