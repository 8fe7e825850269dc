"""Reads of the devices of a fair."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.device_models import Device
from festa.gates.models import Scan


def devices_of(fair_id: int) -> Sequence[Device]:
    """The devices of a fair with their gates: those in service first, by gate and name."""
    out_of_service = case((Device.revoked_at.is_(None), 0), else_=1)
    query = (
        select(Device)
        .join(Device.gate)
        .where(Device.fair_id == fair_id)
        .options(joinedload(Device.gate).joinedload(Gate.hall))
        .order_by(out_of_service, Gate.id, Device.name, Device.id)
    )
    return db.session.scalars(query).all()


def get_device(fair_id: int, device_id: int) -> Device:
    """A device of this fair; NotFound when it has none of that number."""
    device = db.session.get(Device, device_id, options=[joinedload(Device.gate)])
    if device is None or device.fair_id != fair_id:
        raise NotFound
    return device


def scans_of(device: Device) -> tuple[int, datetime | None]:
    """How many scans came from a device, and when the last of them was made."""
    query = select(func.count(Scan.id), func.max(Scan.scanned_at)).where(
        Scan.fair_id == device.fair_id, Scan.device_id == device.id
    )
    sent, last = db.session.execute(query).one()
    return sent, last
