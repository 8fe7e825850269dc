"""Reads of the door: recent scans, how many are inside, whom a name may be."""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from festa.badges.models import Badge, BadgeKind
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.lifecycle import AT_WORK, FairState
from festa.fairs.models import Fair, Gate
from festa.gates.decision import ScanOutcome
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.registrations.desk_queries import by_sound
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from festa.seekers.identity import only_by_sound
from festa.seekers.models import Seeker

RECENT = 5
MOST_FOUND = 10


@dataclass(frozen=True)
class Occupancy:
    """How many are in a hall now, and how many were admitted to the whole fair."""

    inside: int
    admitted: int


def occupancy(fair_id: int, hall_id: int | None) -> Occupancy:
    """Who is in a hall, by the gate of their latest way in; in the whole fair when none is named."""
    inside: ColumnElement[bool] = CheckIn.left_at.is_(None)
    if hall_id is not None:
        inside &= CheckIn.last_gate_id.in_(select(Gate.id).where(Gate.hall_id == hall_id))
    query = select(func.count(CheckIn.id).filter(inside), func.count(CheckIn.id)).where(
        CheckIn.fair_id == fair_id, CheckIn.undone_at.is_(None)
    )
    now_inside, admitted = db.session.execute(query).one()
    return Occupancy(now_inside, admitted)


def get_gate(gate_id: int) -> Gate:
    """The gate with its fair; NotFound when there is none."""
    query = (
        select(Gate)
        .where(Gate.id == gate_id)
        .options(joinedload(Gate.fair).joinedload(Fair.tour), joinedload(Gate.hall))
    )
    gate = db.session.scalar(query)
    if gate is None:
        raise NotFound
    return gate


def gates_at_work(fair_ids: set[int] | None) -> Sequence[Gate]:
    """The gates of fairs that are live, then of those still to come, soonest first; all for None."""
    query = (
        select(Gate)
        .join(Gate.fair)
        .options(contains_eager(Gate.fair), joinedload(Gate.hall))
        .where(Fair.state.in_(AT_WORK))
        .order_by((Fair.state == FairState.LIVE).desc(), Fair.day, Gate.id)
    )
    if fair_ids is not None:
        query = query.where(Fair.id.in_(fair_ids))
    return db.session.scalars(query).all()


def recent_scans(gate: Gate) -> Sequence[Scan]:
    """The last scans at this gate that were not undone, newest first."""
    undone = select(Scan.undoes_id).where(Scan.gate_id == gate.id, Scan.undoes_id.is_not(None))
    query = (
        select(Scan)
        .where(
            Scan.gate_id == gate.id,
            Scan.outcome != ScanOutcome.UNDONE,
            Scan.method != ScanMethod.PAPER,
            Scan.id.not_in(undone),
        )
        .options(joinedload(Scan.registration).joinedload(Registration.seeker))
        .order_by(Scan.received_at.desc())
        .limit(RECENT)
    )
    return db.session.scalars(query).all()


def kinds_unregistered(scans: Iterable[Scan]) -> dict[int, BadgeKind]:
    """What those are whose badges were read and who are registered for nothing, by badge."""
    read = {scan.badge_id for scan in scans if scan.registration_id is None}
    query = select(Badge.id, Badge.kind).where(Badge.id.in_(read - {None}))
    kinds: dict[int, BadgeKind] = dict(db.session.execute(query).all())
    return kinds


def find_people(fair_id: int, name: str, last_four: str) -> Sequence[Registration]:
    """Standing registrations whose name begins or sounds so, and whose phone ends so."""
    named: ColumnElement[bool] = (
        Registration.id.in_(by_sound(fair_id, name, last_four))
        if only_by_sound(name)
        else Seeker.name.startswith(name, autoescape=True)
    )
    query = (
        select(Registration)
        .join(Registration.seeker)
        .options(contains_eager(Registration.seeker))
        .where(
            Registration.fair_id == fair_id,
            Registration.state.in_([RegistrationState.CONFIRMED, RegistrationState.WAITLISTED]),
            named,
            Seeker.phone.endswith(last_four, autoescape=True),
        )
        .order_by(Seeker.name, Registration.id)
        .limit(MOST_FOUND)
    )
    return db.session.scalars(query).all()


def get_scan(scan_id: object) -> Scan:
    """The scan with this number; NotFound when there is none."""
    scan = db.session.get(Scan, scan_id)
    if scan is None:
        raise NotFound
    return scan


def own_scans(device_id: int, scan_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these scans the device itself has made."""
    if not scan_ids:
        return set()
    query = select(Scan.id).where(Scan.id.in_(scan_ids), Scan.device_id == device_id)
    return set(db.session.scalars(query))


def find_check_in(registration: Registration) -> CheckIn | None:
    """The check-in that stands for a registration."""
    query = select(CheckIn).where(
        CheckIn.registration_id == registration.id, CheckIn.undone_at.is_(None)
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def find_check_ins(registration_ids: Sequence[int]) -> dict[int, CheckIn]:
    """The standing check-ins of these registrations, by registration."""
    query = select(CheckIn).where(
        CheckIn.registration_id.in_(registration_ids), CheckIn.undone_at.is_(None)
    )
    return {check_in.registration_id: check_in for check_in in db.session.scalars(query)}


def was_shown(badge_id: int, fair_id: int) -> bool:
    """Whether the badge was read at a gate of the fair."""
    query = select(Scan.id).where(Scan.badge_id == badge_id, Scan.fair_id == fair_id).limit(1)
    return db.session.scalar(query) is not None
