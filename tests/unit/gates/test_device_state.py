"""What is said of a device: the last thing that befell it, else when it was heard."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from festa.gates.device_state import SILENT_AFTER, DeviceState, state_of

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


@dataclass
class Phone:
    """The moments of a device."""

    ends_at: datetime = NOW + DAY
    revoked_at: datetime | None = None
    wiped_at: datetime | None = None
    last_contact_at: datetime = NOW


@pytest.mark.parametrize(
    ("phone", "state"),
    [
        (Phone(), DeviceState.CONNECTED),
        (Phone(last_contact_at=NOW - SILENT_AFTER), DeviceState.CONNECTED),
        (Phone(last_contact_at=NOW - SILENT_AFTER - SECOND), DeviceState.SILENT),
        (Phone(ends_at=NOW), DeviceState.ENDED),
        (Phone(ends_at=NOW, revoked_at=NOW), DeviceState.REVOKED),
        (Phone(revoked_at=NOW, wiped_at=NOW), DeviceState.WIPED),
    ],
)
def test_where_a_device_stands(phone: Phone, state: DeviceState) -> None:
    assert state_of(phone, NOW) is state
