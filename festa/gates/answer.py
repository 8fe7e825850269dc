"""What is asked at the door, and what the door answers."""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from festa.badges.models import Badge, BadgeKind
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair, Gate
from festa.gates.decision import Direction, ScanOutcome
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.registrations.models import Registration


@dataclass(slots=True)
class ScanRequest:
    """One attempt at the door, as the person or device with the scanner sends it.

    `scanned_at` is the moment that counts, settled once it is known who asks; `device_clock` what
    the device's clock said, and `offset_ms` what it knew to add then. `spelled` is the scan's
    number as the device spells it.
    `registration_id` or `badge_id` stand for a code when somebody was found by name. `shown`
    is what an offline device answered by itself. `undoes` names a scan to take back.
    """

    text: str
    direction: Direction = Direction.IN
    method: ScanMethod = ScanMethod.TYPED
    reentry: bool = False
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    scanned_at: datetime | None = None
    device_clock: datetime | None = None
    offline: bool = False
    registration_id: int | None = None
    badge_id: int | None = None
    shown: ScanOutcome | None = None
    undoes: uuid.UUID | None = None
    offset_ms: int | None = None
    spelled: str = ""


class Place(NamedTuple):
    """Where a scan is made: the gate of a fair, and the device that stands there, if one does."""

    fair_id: int
    fair_slug: str
    fair_state: FairState
    fair_day: date
    gate_id: int
    gate_name: str
    device_id: int | None = None

    @classmethod
    def at(cls, gate: Gate) -> "Place":
        """A gate as staff stand at it, without a device."""
        fair = gate.fair
        return cls(fair.id, fair.slug, fair.state, fair.day, gate.id, gate.name)


class Holder(NamedTuple):
    """Whose badge was read: the name is whole here and masked wherever it is shown."""

    name: str
    kind: BadgeKind
    registration_id: int | None
    badge_id: int | None
    fair_slug: str


class Taken(NamedTuple):
    """One scan as it was stored: its answer, the sentence that was said, and whose badge it was."""

    id: uuid.UUID
    outcome: ScanOutcome
    said: str
    holder: Holder | None


@dataclass(frozen=True)
class Answer:
    """What a page says: the stored scan, whose badge it was, and the check-in that stands."""

    scan: Scan
    badge: Badge | None
    registration: Registration | None
    check_in: CheckIn | None
    other_fair: Fair | None
