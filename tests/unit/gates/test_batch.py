"""What many scans of one badge make of its check-in, in whatever order they arrive."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from festa.badges.models import BadgeKind, BadgeState
from festa.fairs.lifecycle import FairState
from festa.gates.answer import Place, ScanRequest
from festa.gates.batch import Standing, decide_all
from festa.gates.decision import Direction, ScanOutcome
from festa.gates.facts import Facts
from festa.gates.models import ScanMethod
from festa.registrations.states import RegistrationState

OPENING = datetime(2026, 11, 23, 1, tzinfo=UTC)
REGISTRATION = 812


def at(minute: int) -> datetime:
    """A moment of the morning."""
    return OPENING + timedelta(minutes=minute)


def scan(minute: int, direction: Direction = Direction.IN, **fields: object) -> ScanRequest:
    """What a device that was cut off kept."""
    return ScanRequest(  # type: ignore[misc]
        "1", direction, scanned_at=at(minute), **({"offline": True} | fields)
    )


@dataclass
class Door:
    """What is stored about one badge while batches of scans arrive."""

    standing: Standing | None = None
    disputed: list[uuid.UUID] = field(default_factory=list)
    outcomes: list[ScanOutcome] = field(default_factory=list)

    def arrive(self, device_id: int | None, scans: Sequence[ScanRequest]) -> None:
        """One request of one device."""
        place = Place(
            3, "2026-daejeon", FairState.LIVE, date(2026, 11, 23), device_id or 9, "정문", device_id
        )
        facts = [self._facts(number) for number in range(len(scans))]
        batch = decide_all(place, scans, facts, at(600))
        self.standing = batch.standing.get(REGISTRATION, self.standing)
        if self.standing is not None:
            self.standing.id = 1
        self.disputed += [one.scan_id for one in batch.disputes]
        self.outcomes += [one.outcome for one in batch.scans]

    def _facts(self, number: int) -> Facts:
        facts = Facts(**dict.fromkeys(Facts._fields))._replace(  # type: ignore[arg-type]
            readable=True,
            number=number,
            badge_id=4711,
            badge_fair_id=3,
            badge_state=BadgeState.ACTIVE,
            badge_kind=BadgeKind.SEEKER,
            registration_id=REGISTRATION,
            registration_state=RegistrationState.CONFIRMED,
            seeker_id=1,
        )
        standing = self.standing
        if standing is None:
            return facts
        return facts._replace(
            check_in_id=standing.id,
            check_in_scan_id=standing.scan_id,
            check_in_device_id=standing.device_id,
            check_in_method=ScanMethod.PAPER if standing.on_paper else ScanMethod.CAMERA,
            at=standing.at,
            last_in_at=standing.last_in_at,
            left_at=standing.left_at,
            gate_name=standing.gate_name,
        )

    @property
    def inside(self) -> bool:
        """Whether the holder is in the hall."""
        return self.standing is not None and self.standing.left_at is None


def after(arrivals: Iterable[tuple[int | None, Sequence[ScanRequest]]]) -> Door:
    """The door when all these have arrived, in this order."""
    door = Door()
    for device_id, scans in arrivals:
        door.arrive(device_id, scans)
    return door


MINUTES = st.lists(st.integers(0, 500), min_size=1, max_size=8, unique=True)


@given(minutes=MINUTES, devices=st.data(), size=st.integers(1, 8))
def test_the_earliest_stands_in_whatever_order_and_batches_they_arrive(
    minutes: list[int], devices: st.DataObject, size: int
) -> None:
    batches = [minutes[start : start + size] for start in range(0, len(minutes), size)]
    door = after(
        (devices.draw(st.integers(1, 3)), [scan(minute) for minute in batch]) for batch in batches
    )
    assert door.standing is not None
    assert door.standing.at == at(min(minutes))
    assert door.standing.scan_id not in door.disputed
    assert len(door.outcomes) == len(minutes)


@given(minutes=MINUTES)
def test_of_many_devices_all_but_the_earliest_are_in_dispute_once(minutes: list[int]) -> None:
    scans = [scan(minute) for minute in minutes]
    door = after((device_id, [one]) for device_id, one in enumerate(scans, start=1))
    losers = sorted(scans, key=lambda one: one.scanned_at or OPENING)[1:]
    assert sorted(door.disputed) == sorted(one.id for one in losers)


@given(paper=MINUTES, phone=st.integers(0, 500))
def test_paper_and_a_phone_are_never_in_dispute_and_the_earliest_stands(
    paper: list[int], phone: int
) -> None:
    ticks = [(None, [scan(minute, method=ScanMethod.PAPER)]) for minute in paper]
    at_first, at_last = after([(1, [scan(phone)]), *ticks]), after([*ticks, (1, [scan(phone)])])
    for door in (at_first, at_last):
        assert door.disputed == []
        assert door.standing is not None
        assert door.standing.at == at(min(*paper, phone))


@given(minutes=MINUTES)
def test_one_device_alone_is_never_in_dispute(minutes: list[int]) -> None:
    assert after((1, [scan(minute)]) for minute in minutes).disputed == []


@given(minutes=MINUTES)
def test_scans_that_came_online_are_never_in_dispute(minutes: list[int]) -> None:
    door = after(
        (device_id, [scan(minute, offline=False)]) for device_id, minute in enumerate(minutes)
    )
    assert door.disputed == []
    assert door.outcomes.count(ScanOutcome.ADMITTED) == 1


@given(ways=st.lists(st.sampled_from(Direction), min_size=1, max_size=10), size=st.integers(1, 10))
def test_going_in_and_out_is_followed_alike_in_one_batch_and_in_many(
    ways: list[Direction], size: int
) -> None:
    scans = [scan(minute, way) for minute, way in enumerate(ways)]
    door = after((1, scans[start : start + size]) for start in range(0, len(scans), size))
    assert door.outcomes == after([(1, scans)]).outcomes
    assert door.inside == (Direction.IN in ways and ways[-1] is Direction.IN)


def test_an_exit_that_arrives_after_a_later_re_entry_does_not_take_anybody_out() -> None:
    door = after([(1, [scan(0)]), (2, [scan(20, reentry=True)]), (3, [scan(10, Direction.OUT)])])
    assert door.inside
    assert door.disputed == []


def test_a_re_entry_that_arrives_after_a_later_exit_brings_nobody_back() -> None:
    door = after([(1, [scan(0), scan(20, Direction.OUT)]), (2, [scan(10, reentry=True)])])
    assert not door.inside
