"""Where a device stands, pure: at work, silent, at its end, taken out of service, wiped."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

# A device asks for the roster every fifteen seconds; eight times missed is no hiccup.
SILENT_AFTER = timedelta(minutes=2)


class DeviceState(StrEnum):
    """What an organiser is told of a device."""

    CONNECTED = "connected"
    SILENT = "silent"
    ENDED = "ended"
    REVOKED = "revoked"
    WIPED = "wiped"


AT_WORK = frozenset({DeviceState.CONNECTED, DeviceState.SILENT})


class Known(Protocol):
    """The moments of a device that decide."""

    ends_at: datetime
    revoked_at: datetime | None
    wiped_at: datetime | None
    last_contact_at: datetime


def state_of(device: Known, now: datetime) -> DeviceState:
    """What is said of a device: the last thing that befell it, else when it was heard."""
    if device.wiped_at is not None:
        return DeviceState.WIPED
    if device.revoked_at is not None:
        return DeviceState.REVOKED
    if device.ends_at <= now:
        return DeviceState.ENDED
    if now - device.last_contact_at > SILENT_AFTER:
        return DeviceState.SILENT
    return DeviceState.CONNECTED
