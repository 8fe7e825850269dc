"""Many scans, one after the other: facts in, answers and the rows to write out. Pure.

Scans of one badge in one batch see each other: what the first did, the second knows. Whether the
rows still allow all that when they are written, the database says (see ledger.write_at_once).
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from festa.badges.models import BadgeState
from festa.gates.answer import Place, ScanRequest
from festa.gates.decision import (
    Direction,
    Known,
    ScanOutcome,
    as_shown,
    decide,
    let_in_twice,
    state_when_scanned,
    was_inside,
)
from festa.gates.facts import Facts
from festa.gates.models import ScanMethod
from festa.registrations.states import RegistrationState

BADGE_STATES = {one.value: one for one in BadgeState}
REGISTRATION_STATES = {one.value: one for one in RegistrationState}


@dataclass(slots=True)
class Standing:
    """The check-in of a registration while a batch is decided; `id` is None until it is stored.

    `read_scan_id` is the scan that stood when it was read: it must still stand when written.
    """

    registration_id: int
    scan_id: uuid.UUID
    device_id: int | None
    gate_name: str
    at: datetime
    last_in_at: datetime
    left_at: datetime | None = None
    id: int | None = None
    read_scan_id: uuid.UUID | None = None
    on_paper: bool = False
    last_in_here: bool = False  # whether the latest way in is now one of this batch
    changed: bool = False


@dataclass(slots=True)
class Decided:
    """One scan with its answer. `first_in` is when and where its holder came in first."""

    id: uuid.UUID
    asked: ScanRequest
    facts: Facts
    scanned_at: datetime
    outcome: ScanOutcome = ScanOutcome.UNREADABLE
    first_in: tuple[datetime, str] | None = None
    rests_on_check_in: bool = False


@dataclass(slots=True)
class Dispute:
    """That `scan_id` let in somebody for whom another scan stands; found out by `found_by`."""

    scan_id: uuid.UUID
    registration_id: int
    found_by: uuid.UUID


@dataclass(slots=True)
class Batch:
    """What came of many scans, and what has to be written for it."""

    place: Place
    received_at: datetime
    scans: list[Decided] = field(default_factory=list)
    standing: dict[int, Standing] = field(default_factory=dict)
    disputes: list[Dispute] = field(default_factory=list)

    def take(self, asked: ScanRequest, facts: Facts) -> None:
        """Decide one more scan, knowing what the ones before it did."""
        scanned_at = asked.scanned_at or self.received_at
        scan = Decided(asked.id, asked, facts, scanned_at)
        standing = self._standing(facts)
        known = self._known(asked, facts, standing, scanned_at)
        decided = decide(known, asked.direction, asked.reentry)
        scan.outcome = as_shown(decided, asked.offline, asked.shown)
        if standing is not None:
            scan.first_in = (standing.at, standing.gate_name)
        if facts.registration_id is not None:
            self._follow(scan, standing, facts.registration_id)
        self.scans.append(scan)

    def finish(self) -> "Batch":
        """Tie every scan to the check-in that it changed, if it did."""
        for scan in self.scans:
            standing = self.standing.get(scan.facts.registration_id or 0)
            scan.rests_on_check_in = standing is not None and standing.changed
        return self

    def _standing(self, facts: Facts) -> Standing | None:
        registration_id = facts.registration_id
        if registration_id is None:
            return None
        if registration_id not in self.standing and facts.check_in_id is not None:
            assert facts.check_in_scan_id is not None
            assert facts.at is not None
            assert facts.last_in_at is not None
            self.standing[registration_id] = Standing(
                registration_id=registration_id,
                scan_id=facts.check_in_scan_id,
                device_id=facts.check_in_device_id,
                gate_name=facts.gate_name or "",
                at=facts.at,
                last_in_at=facts.last_in_at,
                left_at=facts.left_at,
                id=facts.check_in_id,
                read_scan_id=facts.check_in_scan_id,
                on_paper=facts.check_in_method == ScanMethod.PAPER,
            )
        return self.standing.get(registration_id)

    def _known(
        self, asked: ScanRequest, facts: Facts, standing: Standing | None, scanned_at: datetime
    ) -> Known:
        if facts.badge_id is None and facts.registration_id is None:
            return Known(readable=facts.readable)
        place, state, holder = self.place, facts.badge_state, facts.registration_state
        return Known(
            readable=True,
            found=True,
            this_fair=facts.badge_fair_id in (None, place.fair_id),
            fair_state=state_when_scanned(
                place.fair_state,
                place.fair_day,
                scanned_at,
                asked.offline or asked.direction is Direction.OUT,
            ),
            badge=BADGE_STATES[state] if state else BadgeState.ACTIVE,
            registration=REGISTRATION_STATES[holder] if holder else None,
            checked_in=standing is not None,
            in_hall=standing is not None
            and was_inside(standing.left_at, scanned_at, asked.offline),
        )

    def _follow(self, scan: Decided, standing: Standing | None, registration_id: int) -> None:
        """Change the check-in as the answer demands."""
        if standing is None:
            if scan.outcome is ScanOutcome.ADMITTED:
                self._admit(scan, registration_id)
        elif let_in_twice(scan.outcome, scan.asked.offline, scan.asked.shown):
            self._settle(scan, standing)
        elif scan.outcome is ScanOutcome.LEFT:
            _leave(scan, standing)
        elif scan.outcome is ScanOutcome.READMITTED:
            _come_back(scan, standing)

    def _admit(self, scan: Decided, registration_id: int) -> None:
        self.standing[registration_id] = Standing(
            registration_id=registration_id,
            scan_id=scan.id,
            device_id=self.place.device_id,
            gate_name=self.place.gate_name,
            at=scan.scanned_at,
            last_in_at=scan.scanned_at,
            on_paper=scan.asked.method is ScanMethod.PAPER,
            changed=True,
        )

    def _settle(self, scan: Decided, standing: Standing) -> None:
        """The earliest stands, whichever came to us first; the other is for a person to look at.

        A device knows what it did itself: twice at one device is no dispute, only late. Nor is a
        tick on paper, which names a person and not a badge that two may show; what phones did
        while one stands is not held against each other.
        """
        earlier = scan.scanned_at < standing.at
        on_paper = scan.asked.method is ScanMethod.PAPER
        two_devices = standing.device_id != self.place.device_id
        one_is_paper = on_paper or standing.on_paper
        if two_devices and not one_is_paper and not self._is_disputed(standing):
            loser = standing.scan_id if earlier else scan.id
            self.disputes.append(Dispute(loser, standing.registration_id, scan.id))
        if earlier:
            scan.outcome = ScanOutcome.ADMITTED
            standing.scan_id, standing.at = scan.id, scan.scanned_at
            standing.device_id, standing.gate_name = self.place.device_id, self.place.gate_name
            standing.on_paper, standing.changed = on_paper, True

    def _is_disputed(self, standing: Standing) -> bool:
        return any(one.registration_id == standing.registration_id for one in self.disputes)


def _leave(scan: Decided, standing: Standing) -> None:
    if scan.asked.offline and scan.scanned_at < standing.last_in_at:
        return  # they have come back since
    standing.left_at = max(scan.scanned_at, standing.left_at or scan.scanned_at)
    standing.changed = True


def _come_back(scan: Decided, standing: Standing) -> None:
    if scan.asked.offline and standing.left_at is not None and scan.scanned_at < standing.left_at:
        return  # they have left since
    standing.left_at = None
    if scan.scanned_at >= standing.last_in_at:
        standing.last_in_at, standing.last_in_here = scan.scanned_at, True
    standing.changed = True


def decide_all(
    place: Place, asked: Sequence[ScanRequest], facts: Sequence[Facts], received_at: datetime
) -> Batch:
    """Decide scans in their order; those that were stored before are left out."""
    batch = Batch(place, received_at)
    for one, known in zip(asked, facts, strict=True):
        if known.stored is None:
            batch.take(one, known)
    return batch.finish()
