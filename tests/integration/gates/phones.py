"""Phones at the door, for tests: paired by the verbs, and scanning while they are cut off."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.answer import Place, ScanRequest
from festa.gates.device_models import Device, DeviceRole
from festa.gates.models import Scan
from festa.gates.pairing import open_pairing, pair
from festa.gates.service import take_scans
from festa.registrations.models import Registration


def make_device(gate: Gate, name: str = "정문 폰", **fields: Any) -> Device:
    """A device of this gate, heard just now unless said."""
    _code, digits = open_pairing(gate, DeviceRole.IN, SYSTEM)
    device, _token = pair(digits, name, clock.now(), SYSTEM)
    for field, value in fields.items():
        setattr(device, field, value)
    db.session.flush()
    return device


def scan_offline(device: Device, person: Registration, at: datetime | None = None) -> Scan:
    """A scan that a device made while it was cut off, arriving now."""
    badge = active_badge(person.id)
    assert badge is not None
    fair, gate = person.fair, device.gate
    place = Place(fair.id, fair.slug, fair.state, fair.day, gate.id, gate.name, device.id)
    at = at or clock.now() - timedelta(minutes=10)
    asked = ScanRequest(badge.code, id=uuid4(), scanned_at=at, device_clock=at, offline=True)
    taken = take_scans(place, [asked], SYSTEM)[0]
    return db.session.get_one(Scan, taken.id)
