"""Reads of badges that two devices let in: who it was, and which of the two stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.device_models import Device, ScanConflict
from festa.gates.models import CheckIn, Scan
from festa.registrations.models import Registration
from festa.seekers.identity import mask_name
from festa.seekers.models import Seeker

A_PAGE = 50


@dataclass(frozen=True)
class Passing:
    """One way in: when, at which gate, on which device (empty: a web page of staff)."""

    at: datetime
    gate: str
    device: str
    offline: bool


@dataclass(frozen=True)
class Disputed:
    """A conflict in full: whose badge, the scan that stands and the one that does not.

    `stands` is None once the check-in was taken back.
    """

    conflict: ScanConflict
    registration_id: int
    seeker_id: int
    name: str
    stands: Passing | None
    other: Passing


def page_of_conflicts(fair_id: int, closed: bool, page: int) -> Pagination:
    """The conflicts of a fair, fifty a page: open ones oldest first, closed ones newest first."""
    query = select(ScanConflict).where(ScanConflict.fair_id == fair_id)
    if closed:
        query = query.where(ScanConflict.closed_at.is_not(None)).order_by(
            ScanConflict.closed_at.desc(), ScanConflict.id
        )
    else:
        query = query.where(ScanConflict.closed_at.is_(None)).order_by(ScanConflict.id)
    return db.paginate(query, page=page, per_page=A_PAGE, error_out=False)


def count_conflicts(fair_id: int) -> tuple[int, int]:
    """How many conflicts of a fair are open, and how many were closed."""
    query = select(
        func.count(ScanConflict.id).filter(ScanConflict.closed_at.is_(None)),
        func.count(ScanConflict.closed_at),
    ).where(ScanConflict.fair_id == fair_id)
    still_open, closed = db.session.execute(query).one()
    return still_open, closed


def get_conflict(fair_id: int, conflict_id: int) -> Disputed:
    """A conflict of this fair; NotFound when it has none of that number."""
    conflict = db.session.get(ScanConflict, conflict_id)
    if conflict is None or conflict.fair_id != fair_id:
        raise NotFound
    return in_full([conflict])[0]


def in_full(conflicts: Sequence[ScanConflict]) -> list[Disputed]:
    """These conflicts with their people and both ways in, in one statement."""
    standing, gate_of_standing, device_of_standing = aliased(Scan), aliased(Gate), aliased(Device)
    query = (
        select(
            ScanConflict,
            Registration.seeker_id,
            Seeker.name,
            Scan.scanned_at,
            Gate.name,
            Device.name,
            Scan.offline,
            CheckIn.at,
            gate_of_standing.name,
            device_of_standing.name,
            standing.offline,
        )
        .join(Registration, Registration.id == ScanConflict.registration_id)
        .join(Seeker, Seeker.id == Registration.seeker_id)
        .join(Scan, Scan.id == ScanConflict.scan_id)
        .join(Gate, Gate.id == Scan.gate_id)
        .outerjoin(Device, Device.id == Scan.device_id)
        .outerjoin(
            CheckIn, (CheckIn.registration_id == Registration.id) & CheckIn.undone_at.is_(None)
        )
        .outerjoin(standing, standing.id == CheckIn.scan_id)
        .outerjoin(gate_of_standing, gate_of_standing.id == CheckIn.gate_id)
        .outerjoin(device_of_standing, device_of_standing.id == standing.device_id)
        .where(ScanConflict.id.in_([conflict.id for conflict in conflicts]))
        .options(joinedload(ScanConflict.closed_by))
    )
    found = {row[0].id: _disputed(*row) for row in db.session.execute(query)}
    return [found[conflict.id] for conflict in conflicts]


def _disputed(conflict: ScanConflict, seeker_id: int, name: str, *ways: Any) -> Disputed:
    other, stands = ways[:4], ways[4:]
    return Disputed(
        conflict=conflict,
        registration_id=conflict.registration_id,
        seeker_id=seeker_id,
        name=mask_name(name),
        stands=_passing(*stands) if stands[0] is not None else None,
        other=_passing(*other),
    )


def _passing(at: datetime, gate: str, device: str | None, offline: bool | None) -> Passing:
    return Passing(at, gate, device or "", bool(offline))
