"""Scanning a badge: decide, store the scan whatever the answer, admit at most once."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.badges.code import FullCode, Malformed, ShortCode, parse
from festa.badges.models import Badge
from festa.badges.queries import find_badge
from festa.extensions import db
from festa.fairs.models import Fair, Gate
from festa.gates.decision import Direction, Known, ScanOutcome, decide
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.registrations.models import Registration


@dataclass(frozen=True)
class ScanRequest:
    """One attempt at the door, as the person with the scanner sends it."""

    text: str
    direction: Direction = Direction.IN
    method: ScanMethod = ScanMethod.TYPED
    reentry: bool = False
    id: uuid.UUID | None = None
    scanned_at: datetime | None = None
    offline: bool = False


@dataclass(frozen=True)
class Answer:
    """What the gate says: the stored scan, whose badge it was, and the check-in that stands."""

    scan: Scan
    badge: Badge | None
    registration: Registration | None
    check_in: CheckIn | None
    other_fair: Fair | None


def admit(gate: Gate, asked: ScanRequest, by: Actor) -> Answer:
    """Answer one scan at a gate and store it. The same scan id again gives the first answer."""
    if asked.id is not None and (stored := db.session.get(Scan, asked.id)) is not None:
        return answer_of(stored)
    parsed = parse(asked.text)
    badge = find_badge(parsed, gate.fair_id)
    registration = _holder(badge)
    standing = find_check_in(registration) if registration is not None else None
    known = _known(gate, parsed, badge, registration, standing)
    outcome = decide(known, asked.direction, asked.reentry)
    scan = _store(gate, asked, badge, registration, outcome, by)
    if outcome is ScanOutcome.ADMITTED and registration is not None:
        if not _check_in(gate, registration, scan):
            # Another gate was first while this one decided: the index said so.
            scan.outcome = ScanOutcome.ALREADY_IN
            db.session.flush()
    elif outcome in MOVES and standing is not None:
        MOVES[outcome](standing, scan)
    record(f"scan.{scan.outcome}", scan, by, seeker_id=_seeker_id(registration))
    return answer_of(scan)


def answer_of(scan: Scan) -> Answer:
    """The whole answer that belongs to a stored scan."""
    badge = db.session.get(Badge, scan.badge_id) if scan.badge_id else None
    registration = scan.registration
    standing = find_check_in(registration) if registration is not None else None
    elsewhere = badge is not None and badge.fair_id != scan.fair_id
    other_fair = db.session.get(Fair, badge.fair_id) if elsewhere and badge else None
    return Answer(scan, badge, registration, standing, other_fair)


def find_check_in(registration: Registration) -> CheckIn | None:
    """The check-in that stands for a registration."""
    query = select(CheckIn).where(
        CheckIn.registration_id == registration.id, CheckIn.undone_at.is_(None)
    )
    return db.session.scalar(query)


def undo(scan: Scan, by: Actor) -> Scan:
    """Take back what a scan did; the scan stays, and a second row tells of the undoing."""
    undone = db.session.scalar(
        update(CheckIn)
        .where(CheckIn.scan_id == scan.id, CheckIn.undone_at.is_(None))
        .values(undone_at=clock.now())
        .returning(CheckIn.id)
    )
    if undone is None and scan.outcome is ScanOutcome.LEFT and scan.registration is not None:
        standing = find_check_in(scan.registration)
        if standing is not None:
            standing.left_at = None
    undoing = Scan(
        fair_id=scan.fair_id,
        gate_id=scan.gate_id,
        account_id=by.id if by.kind is ActorKind.ACCOUNT else None,
        badge_id=scan.badge_id,
        registration_id=scan.registration_id,
        direction=scan.direction,
        method=scan.method,
        outcome=ScanOutcome.UNDONE,
        scanned_at=clock.now(),
        received_at=clock.now(),
        undoes_id=scan.id,
    )
    db.session.add(undoing)
    db.session.flush()
    record("scan.undone", undoing, by, seeker_id=_seeker_id(scan.registration))
    return undoing


def _holder(badge: Badge | None) -> Registration | None:
    if badge is None or badge.registration_id is None:
        return None
    return db.session.get(Registration, badge.registration_id)


def _seeker_id(registration: Registration | None) -> int | None:
    return registration.seeker_id if registration is not None else None


def _known(
    gate: Gate,
    parsed: FullCode | ShortCode | Malformed,
    badge: Badge | None,
    registration: Registration | None,
    standing: CheckIn | None,
) -> Known:
    if badge is None:
        return Known(readable=not isinstance(parsed, Malformed))
    return Known(
        readable=True,
        found=True,
        this_fair=badge.fair_id == gate.fair_id,
        fair_state=gate.fair.state,
        badge=badge.state,
        registration=registration.state if registration is not None else None,
        checked_in=standing is not None,
        in_hall=standing is not None and standing.left_at is None,
    )


def _store(
    gate: Gate,
    asked: ScanRequest,
    badge: Badge | None,
    registration: Registration | None,
    outcome: ScanOutcome,
    by: Actor,
) -> Scan:
    scan = Scan(
        id=asked.id or uuid.uuid4(),
        fair_id=gate.fair_id,
        gate_id=gate.id,
        account_id=by.id if by.kind is ActorKind.ACCOUNT else None,
        badge_id=badge.id if badge is not None else None,
        registration_id=registration.id if registration is not None else None,
        direction=asked.direction,
        method=asked.method,
        outcome=outcome,
        code_hash=hashlib.sha256(asked.text.encode()).hexdigest(),
        scanned_at=asked.scanned_at or clock.now(),
        received_at=clock.now(),
        offline=asked.offline,
    )
    db.session.add(scan)
    db.session.flush()
    return scan


def _check_in(gate: Gate, registration: Registration, scan: Scan) -> bool:
    """Insert the standing check-in unless there is one; the unique index decides a race."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    inserted = db.session.execute(
        dialect.insert(CheckIn)
        .values(
            fair_id=gate.fair_id,
            registration_id=registration.id,
            gate_id=gate.id,
            scan_id=scan.id,
            at=scan.scanned_at,
            last_in_at=scan.scanned_at,
        )
        .on_conflict_do_nothing()
        .returning(CheckIn.id)
    )
    return inserted.scalar() is not None


def _leave(standing: CheckIn, scan: Scan) -> None:
    standing.left_at = scan.scanned_at


def _come_back(standing: CheckIn, scan: Scan) -> None:
    standing.left_at = None


MOVES: dict[ScanOutcome, Callable[[CheckIn, Scan], None]] = {
    ScanOutcome.LEFT: _leave,
    ScanOutcome.READMITTED: _come_back,
}
