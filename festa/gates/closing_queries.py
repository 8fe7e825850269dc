"""How the day of a fair stands: what is not settled yet, and what is only to be known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from festa.badges.models import Badge, BadgeKind, BadgeState
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.closing_models import DayClosing
from festa.gates.conflict_queries import count_conflicts
from festa.gates.device_models import Device
from festa.gates.device_queries import devices_of
from festa.gates.device_state import SILENT_AFTER
from festa.gates.models import Scan, ScanMethod
from festa.gates.queries import occupancy
from festa.registrations.slips import unkeyed


@dataclass(frozen=True)
class DayEnd:
    """What a day's end looks like.

    `holding` are devices whose scans we lack, `silent` those that were not heard since the doors
    closed and may hold some, taken out of service or not. `never_scanned` and `inside` settle
    nothing: nobody can tell who kept a printed badge at home, or left without showing theirs.
    """

    holding: Sequence[Device] = field(default=())
    silent: Sequence[Device] = field(default=())
    conflicts: int = 0
    slips: int = 0
    never_scanned: int = 0
    inside: int = 0

    @property
    def unsent(self) -> int:
        """How many scans devices still hold."""
        return sum(device.unsent for device in self.holding)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done."""
        return not (self.holding or self.silent or self.conflicts or self.slips)


def day_end(fair: Fair, now: datetime) -> DayEnd:
    """How the fair's day stands at this moment, in as many statements for any size."""
    devices = [device for device in devices_of(fair.id) if device.wiped_at is None]
    since = min(now - SILENT_AFTER, fair.closes_at)
    return DayEnd(
        holding=[device for device in devices if device.unsent],
        silent=[
            device for device in devices if not device.unsent and device.last_contact_at < since
        ],
        conflicts=count_conflicts(fair.id)[0],
        slips=len(unkeyed(fair.id)),
        never_scanned=count_never_scanned(fair.id),
        inside=occupancy(fair.id, None).inside,
    )


def count_never_scanned(fair_id: int) -> int:
    """How many seekers' badges were printed, are good still, and were never read at this fair."""
    read = (
        select(Scan.id).where(Scan.badge_id == Badge.id, Scan.method != ScanMethod.PAPER).exists()
    )
    query = select(func.count(Badge.id)).where(
        Badge.fair_id == fair_id,
        Badge.kind == BadgeKind.SEEKER,
        Badge.state == BadgeState.ACTIVE,
        Badge.printed_at.is_not(None),
        ~read,
    )
    return db.session.scalar(query) or 0


def find_closing(fair_id: int) -> DayClosing | None:
    """The closing that stands, with who did it."""
    query = (
        select(DayClosing)
        .where(DayClosing.fair_id == fair_id)
        .options(joinedload(DayClosing.closed_by))
    )
    return db.session.scalar(query)
