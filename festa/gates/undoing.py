"""Taking back what a scan did, and who stands where then; the rows themselves stay."""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from sqlalchemy import select, true, update
from sqlalchemy.orm import aliased

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.extensions import db
from festa.gates.answer import Place, ScanRequest
from festa.gates.decision import LETS_IN, ScanOutcome
from festa.gates.device_models import ConflictReason, ScanConflict
from festa.gates.disputes import close_conflict, close_own_conflict
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.gates.queries import find_check_in
from festa.gates.said import said
from festa.registrations.models import Registration

# What moved somebody: the door offers to take it back.
MOVEMENTS = LETS_IN | {ScanOutcome.LEFT}
# Whoever went out before it was known that they had come in is out all the same.
WAYS_OUT = frozenset({ScanOutcome.LEFT, ScanOutcome.NOT_IN})
WAYS_IN = LETS_IN | {ScanOutcome.ALREADY_IN}


def is_undoable(scan: Scan) -> bool:
    """Whether a scan says that somebody came or went, and nobody has taken it back yet.

    One that found them in already moved nobody, but may count once the first way in is gone.
    """
    undone = select(Scan.id).where(Scan.undoes_id == scan.id).limit(1)
    return scan.outcome in MOVEMENTS | WAYS_IN and db.session.scalar(undone) is None


def undo_once(scan: Scan, by: Actor) -> Scan | None:
    """Take back what a scan did; None when it is not to be taken back, or was already."""
    if scan.registration_id is not None:
        lock_people([scan.registration_id])
    db.session.refresh(scan, with_for_update=True)  # the same one, pressed twice, waits its turn
    return undo(scan, by) if is_undoable(scan) else None


def undo(
    scan: Scan, by: Actor, asked: ScanRequest | None = None, place: Place | None = None
) -> Scan:
    """Take back what a scan did; the scan stays, and a second row tells of the undoing.

    `asked` is the undoing as a device sent it, from its `place`.
    """
    asked = asked or ScanRequest("", method=scan.method)
    if scan.registration_id is not None:
        lock_people([scan.registration_id])
        db.session.refresh(scan)
    ended = _end_check_in(scan)
    undoing = Scan(
        id=asked.id,
        fair_id=scan.fair_id,
        gate_id=scan.gate_id,
        account_id=by.id if by.kind is ActorKind.ACCOUNT else None,
        device_id=place.device_id if place is not None else None,
        badge_id=scan.badge_id,
        registration_id=scan.registration_id,
        direction=scan.direction,
        method=scan.method,
        outcome=ScanOutcome.UNDONE,
        scanned_at=asked.scanned_at or clock.now(),
        received_at=clock.now(),
        device_clock=asked.device_clock,
        offline=asked.offline,
        said=said(ScanOutcome.UNDONE),
        undoes_id=scan.id,
    )
    db.session.add(undoing)
    db.session.flush()
    close_own_conflict(scan, by)
    if ended and scan.registration_id is not None:
        _let_the_next_stand(scan, by)
    if scan.outcome in LETS_IN | WAYS_OUT and scan.registration is not None:
        _stand_where_last_seen(scan.registration)
    seeker_id = scan.registration.seeker_id if scan.registration is not None else None
    record("scan.undone", undoing, by, seeker_id=seeker_id)
    return undoing


def lock_people(registration_ids: Iterable[int]) -> None:
    """Let nobody else take back or enter from paper what these people did, until the transaction
    ends; phones at the door are not held up."""
    query = select(Registration.id).where(Registration.id.in_(set(registration_ids)))
    db.session.execute(query.order_by(Registration.id).with_for_update(key_share=True)).all()


def _end_check_in(scan: Scan) -> bool:
    """End the check-in that rests on a scan; False when none does any more."""
    ended = db.session.scalar(
        update(CheckIn)
        .where(CheckIn.scan_id == scan.id, CheckIn.undone_at.is_(None))
        .values(undone_at=clock.now())
        .returning(CheckIn.id)
    )
    return ended is not None


def _stand_where_last_seen(registration: Registration) -> None:
    """Follow an undone way out or back in: the last one that was not taken back says where
    somebody is. An older one taken back, or the same one twice, moves nobody.
    """
    standing = find_check_in(registration)
    if standing is None:
        return
    undoing = aliased(Scan)
    ways = db.session.execute(
        select(Scan.outcome, Scan.scanned_at, Scan.gate_id)
        .where(
            Scan.registration_id == registration.id,
            Scan.scanned_at >= standing.at,
            Scan.outcome.in_(LETS_IN | WAYS_OUT),
            ~select(undoing.id).where(undoing.undoes_id == Scan.id).exists(),
        )
        .order_by(Scan.scanned_at, Scan.received_at)
    ).all()
    out = bool(ways) and ways[-1].outcome in WAYS_OUT
    standing.left_at = ways[-1].scanned_at if out else None
    inwards = [(way.scanned_at, way.gate_id) for way in ways if way.outcome in LETS_IN]
    standing.last_in_at, standing.last_gate_id = max(
        [(standing.at, standing.gate_id), *inwards], key=itemgetter(0)
    )


def _let_the_next_stand(undone: Scan, by: Actor) -> None:
    found = _next_way_in(undone)
    if found is None:
        return
    scan, conflict = found
    db.session.add(
        CheckIn(
            fair_id=scan.fair_id,
            registration_id=scan.registration_id,
            gate_id=scan.gate_id,
            scan_id=scan.id,
            at=scan.scanned_at,
        )
    )
    if conflict is not None:
        close_conflict(conflict, ConflictReason.MISTAKE, by)


def _next_way_in(undone: Scan) -> Any:
    """The earliest other way in that nobody took back, with its dispute if it has one; or None.

    It let somebody in, as one in dispute and one on paper did. Where paper was wrong, a gate may
    have found somebody in already because of it: then each way in counts.
    """
    undoing = aliased(Scan)
    paper_was_wrong = undone.method is ScanMethod.PAPER
    counts = (
        Scan.outcome.in_(LETS_IN) | ScanConflict.id.is_not(None) | (Scan.method == ScanMethod.PAPER)
    )
    query = (
        select(Scan, ScanConflict)
        .outerjoin(
            ScanConflict, (ScanConflict.scan_id == Scan.id) & ScanConflict.closed_at.is_(None)
        )
        .where(
            Scan.registration_id == undone.registration_id,
            Scan.id != undone.id,
            Scan.outcome.in_(WAYS_IN),
            ~select(undoing.id).where(undoing.undoes_id == Scan.id).exists(),
            true() if paper_was_wrong else counts,
        )
        .order_by(Scan.scanned_at, Scan.id)
        .limit(1)
    )
    return db.session.execute(query).first()
