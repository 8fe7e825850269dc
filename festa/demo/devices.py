"""The phones at the gates of a fair in full swing, and a badge that two of them let in."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from festa.demo.arriving import arrived
from festa.demo.stage import Play, Stage
from festa.gates.decision import ScanOutcome
from festa.gates.device_models import Device, DeviceRole, ScanConflict
from festa.gates.models import Scan, ScanMethod
from festa.gates.pairing import AFTER_THE_FAIR

# Name, gate, role, seconds since it was heard, scans it holds, milliseconds its clock is behind.
PHONES = (
    ("정문 1번 폰", 0, DeviceRole.IN, 6, 0, 400),
    ("정문 2번 폰", 0, DeviceRole.IN, 11, 0, 7 * 60_000),
    ("정문 퇴장 폰", 0, DeviceRole.OUT, 9, 0, -2_300),
    ("후문 폰", 2, DeviceRole.IN, 14 * 60, 5, 1_100),
    ("데스크 태블릿", 1, DeviceRole.DESK, 3, 0, 0),
)
DISPUTED = 2
LATE = timedelta(minutes=9)


@dataclass(frozen=True)
class Phones:
    """The devices of one fair while its doors are open."""

    play: Play
    stage: Stage

    def stand(self) -> None:
        """Pair the phones, and let two gates that were cut off let the same people in."""
        gates = [gate.id for gate in self.stage.fair.gates]
        numbers = [self._pair(gates, *phone) for phone in PHONES]
        for one in arrived(self.stage)[:DISPUTED]:
            at = (one.arrives or self.stage.until) + timedelta(minutes=4)
            scan = self.play.chance.uuid()
            self.play.rows.add(
                Scan,
                id=scan,
                fair_id=self.stage.fair.id,
                gate_id=gates[2 % len(gates)],
                device_id=numbers[3],
                badge_id=one.badge_id,
                registration_id=one.id,
                method=ScanMethod.CAMERA,
                outcome=ScanOutcome.ALREADY_IN,
                code_hash=hashlib.sha256(one.code.encode()).hexdigest(),
                scanned_at=at,
                received_at=at + LATE,
                device_clock=at,
                offline=True,
            )
            self.play.rows.add(
                ScanConflict,
                fair_id=self.stage.fair.id,
                registration_id=one.id,
                scan_id=scan,
                opened_at=at + LATE,
                note="",
            )

    def _pair(
        self,
        gates: list[int],
        name: str,
        gate: int,
        role: DeviceRole,
        silent: int,
        unsent: int,
        offset: int,
    ) -> int:
        fair, play = self.stage.fair, self.play
        heard = min(play.now, fair.closes_at) - timedelta(seconds=silent)
        return play.rows.add(
            Device,
            fair_id=fair.id,
            gate_id=gates[gate % len(gates)],
            role=role,
            name=name,
            # Nobody holds a token of these: they are there to be looked at.
            token_hash=hashlib.sha256(play.chance.uuid().bytes).hexdigest(),
            paired_at=fair.opens_at - timedelta(minutes=40),
            ends_at=fair.closes_at + AFTER_THE_FAIR,
            last_contact_at=heard,
            roster_at=heard,
            unsent=unsent,
            clock_offset_ms=offset,
        )
