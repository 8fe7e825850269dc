"""What happened at the gates: who was let in, who left and came back, and who was refused."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from festa.audit.actor import Actor
from festa.badges.code import make_code
from festa.badges.models import BadgeState
from festa.demo.arriving import arrived
from festa.demo.stage import Play, Registered, Stage
from festa.gates.decision import Direction, ScanOutcome
from festa.gates.models import CheckIn, Scan, ScanMethod

O = ScanOutcome  # noqa: E741
METHODS = {
    ScanMethod.CAMERA: 0.8,
    ScanMethod.READER: 0.12,
    ScanMethod.TYPED: 0.05,
    ScanMethod.LOOKED_UP: 0.03,
}
GATE_SHARES = (0.5, 0.34, 0.16)
TWICE, BACK, UNDONE, OFFLINE = 0.045, 0.05, 0.008, 0.03
STRANGE_CODE, FOREIGN_QR = 0.01, 0.016
LEAST_STAY = timedelta(minutes=35)


@dataclass(frozen=True)
class Seen:
    """One scan before it is stored."""

    outcome: ScanOutcome
    at: datetime
    code: str
    badge_id: int | None = None
    registration_id: int | None = None
    seeker_id: int | None = None
    undoes: UUID | None = None
    direction: Direction = Direction.IN


class Door:
    """The gates of one fair on its day."""

    def __init__(self, play: Play, stage: Stage) -> None:
        self.play = play
        self.stage = stage
        self.gates = [gate.id for gate in stage.fair.gates]

    def open(
        self, ended: Sequence[tuple[Registered, BadgeState]], elsewhere: Sequence[Registered]
    ) -> None:
        """Let everybody in who came; then those who were refused, each with the true reason."""
        come = arrived(self.stage)
        leavers = self._leavers(come)
        for one in come:
            self._let_in(one, one.id in leavers)
        for one, state in ended:
            self._scan(self._of(one, O(state.value), self._sometime()), self._gate())
        for one in elsewhere:
            self._scan(self._of(one, O.OTHER_FAIR, self._sometime()), self._gate())
        self._strangers(len(come))

    def _leavers(self, come: Sequence[Registered]) -> set[int]:
        """Those who went home: long enough after they came, and with no interview ahead."""
        until = self.stage.until
        may = [
            one.id
            for one in come
            if (one.arrives or until) + LEAST_STAY < until and (one.busy_until or until) <= until
        ]
        return set(self.play.chance.sample(may, min(self.stage.size.crowd.left, len(may))))

    def _let_in(self, one: Registered, leaves: bool) -> None:
        chance, until = self.play.chance, self.stage.until
        at = one.arrives or until
        gate = self._gate()
        if chance.random() < UNDONE:  # the wrong person's badge: taken back, and scanned again
            at = self._take_back(one, at, gate)
        scan = self._scan(self._of(one, O.ADMITTED, at), gate)
        if chance.random() < TWICE:
            self._scan(self._of(one, O.ALREADY_IN, min(chance.later(at, 3, 900), until)), gate)
        if chance.random() < BACK and at + LEAST_STAY < until:
            out = chance.moment(at, until - LEAST_STAY / 2)
            self._scan(self._of(one, O.LEFT, out), gate)
            at = min(chance.later(out, 300, 1_500), until)
            self._scan(self._of(one, O.READMITTED, at), gate)
        left = None
        if leaves:
            stayed = max(at + LEAST_STAY / 3, one.busy_until or at)
            left = chance.moment(min(stayed, until), until)
            self._scan(self._of(one, O.LEFT, left), gate)
        self._check_in(one, scan, gate, one.arrives or at, left)

    def _take_back(self, one: Registered, at: datetime, gate: int) -> datetime:
        scan = self._scan(self._of(one, O.ADMITTED, at), gate)
        undone = min(self.play.chance.later(at, 4, 20), self.stage.until)
        seen = self._of(one, O.UNDONE, undone)
        self._scan(Seen(**(vars(seen) | {"undoes": scan})), gate)
        self._check_in(one, scan, gate, at, None, undone)
        return min(self.play.chance.later(undone, 5, 60), self.stage.until)

    def _check_in(
        self,
        one: Registered,
        scan: UUID,
        gate: int,
        at: datetime,
        left: datetime | None,
        undone: datetime | None = None,
    ) -> None:
        self.play.rows.add(
            CheckIn,
            fair_id=self.stage.fair.id,
            registration_id=one.id,
            gate_id=gate,
            scan_id=scan,
            at=at,
            left_at=left,
            undone_at=undone,
        )

    def _of(self, one: Registered, outcome: ScanOutcome, at: datetime) -> Seen:
        outwards = outcome in (O.LEFT, O.NOT_IN)
        return Seen(
            outcome,
            at,
            one.code,
            one.badge_id,
            one.id,
            one.person.id,
            direction=Direction.OUT if outwards else Direction.IN,
        )

    def _strangers(self, come: int) -> None:
        """Codes that were never issued, and QRs of other things."""
        play = self.play
        for _each in range(round(come * STRANGE_CODE)):
            code = make_code(self.stage.fair.id, play.code_chance)
            self._scan(Seen(O.UNKNOWN, self._sometime(), code), self._gate())
        for _each in range(round(come * FOREIGN_QR)):
            text = f"https://example.com/{play.chance.getrandbits(40):x}"
            self._scan(Seen(O.UNREADABLE, self._sometime(), text), self._gate())

    def _sometime(self) -> datetime:
        return self.play.chance.moment(self.stage.fair.opens_at, self.stage.until, early=2)

    def _gate(self) -> int:
        return self.play.chance.choices(self.gates, GATE_SHARES)[0]

    def _scan(self, seen: Seen, gate: int) -> UUID:
        play, fair = self.play, self.stage.fair
        by: Actor = play.staff[1 + self.gates.index(gate) % (len(play.staff) - 1)]
        offline = seen.at < play.now - timedelta(minutes=20) and play.chance.random() < OFFLINE
        number = play.chance.uuid()
        play.rows.add(
            Scan,
            id=number,
            fair_id=fair.id,
            gate_id=gate,
            account_id=by.id,
            badge_id=seen.badge_id,
            registration_id=seen.registration_id,
            direction=seen.direction,
            method=play.chance.roll(METHODS),
            outcome=seen.outcome,
            code_hash="" if seen.undoes else hashlib.sha256(seen.code.encode()).hexdigest(),
            scanned_at=seen.at,
            received_at=seen.at + timedelta(minutes=9) if offline else seen.at,
            offline=offline,
            undoes_id=seen.undoes,
        )
        play.rows.log(
            f"scan.{seen.outcome}",
            Scan,
            None,
            by,
            seen.at,
            seeker_id=seen.seeker_id,
            fair_id=fair.id,
            id=str(number),
        )
        return number
