"""The hall's bad days: whatever the network, the clock and the battery do, no scan is lost."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median

from playwright.sync_api import expect
from sqlalchemy import func, select

from festa.extensions import db
from festa.gates.device_models import ScanConflict
from festa.gates.models import CheckIn, Scan
from tests.browser.conftest import Launch, Server
from tests.browser.devices import Hall, Phone, open_hall, pairing_digits
from tests.browser.rough_network import Exchange, RoughNetwork, rough_network

SHARED, EACH = 20, 250
PEOPLE = 2 * EACH - SHARED
SEVEN_MINUTES = 7 * 60 * 1000


class Door:
    """Two phones at two gates of one fair, and the codes that each of them will read."""

    def __init__(
        self, server: Server, launch: Launch, folder: Path, network: RoughNetwork, off: int = 0
    ) -> None:
        self.server, self.network = server, network
        self.hall: Hall = open_hall(server, PEOPLE)
        codes = [visitor.code for visitor in self.hall.visitors]
        self.first_codes, self.second_codes = codes[:EACH], codes[:SHARED] + codes[EACH:]
        self.first = Phone(launch, folder / "first", network.address, clock_off_ms=off).open()
        self.second = Phone(launch, folder / "second", network.address).open()
        for phone, gate_id in zip(self.phones, self.hall.gate_ids, strict=True):
            phone.pair(pairing_digits(server, gate_id), f"휴대폰 {gate_id}")
            phone.kept_for_offline()

    @property
    def phones(self) -> tuple[Phone, Phone]:
        """Both."""
        return self.first, self.second

    def read_while_cut_off(self) -> None:
        """Both phones read all their codes without a network, and know that they have none."""
        self.network.down = True
        for phone, codes in ((self.first, self.first_codes), (self.second, self.second_codes)):
            phone.read(codes[:1])
            expect(phone.page.locator("[data-strip]")).to_have_attribute("data-online", "no")
            phone.read(codes[1:])

    def nothing_is_lost(self, shown_again: int = 0) -> None:
        """500 rows with their numbers, one check-in each, 20 conflicts; a retry changes nothing."""
        for phone in self.phones:
            phone.all_sent()
        self._check_rows(shown_again)
        for exchange in self.network.to("/api/v1/scans"):
            assert self._again(exchange) == exchange.answer
        self._check_rows(shown_again)

    def _check_rows(self, shown_again: int) -> None:
        with self.server.app.app_context():
            mine = Scan.fair_id == self.hall.fair_id
            stored = {str(number) for number in db.session.scalars(select(Scan.id).where(mine))}
            assert stored == {scan for phone in self.phones for scan, _outcome in phone.shown}
            assert len(stored) == 2 * EACH + shown_again
            standing = db.session.execute(
                select(CheckIn.registration_id, func.count())
                .where(CheckIn.fair_id == self.hall.fair_id, CheckIn.undone_at.is_(None))
                .group_by(CheckIn.registration_id)
            ).all()
            assert len(standing) == PEOPLE
            assert {count for _person, count in standing} == {1}
            conflicts = select(func.count()).where(ScanConflict.fair_id == self.hall.fair_id)
            assert db.session.scalar(conflicts) == SHARED

    def _again(self, exchange: Exchange) -> bytes:
        request = urllib.request.Request(  # noqa: S310
            self.server.address + exchange.path,
            exchange.body,
            {k: v for k, v in exchange.headers.items() if k in {"Authorization", "Content-Type"}},
        )
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return bytes(answer.read())


@contextmanager
def a_door(server: Server, launch: Launch, folder: Path, off: int = 0) -> Iterator[Door]:
    """Two paired phones on a network that can be spoiled."""
    with rough_network(server.port) as network:
        door = Door(server, launch, folder, network, off)
        try:
            yield door
        finally:
            for phone in door.phones:
                phone.close()


def test_the_server_stops_a_phone_dies_and_nothing_is_lost(
    server: Server, launch: Launch, tmp_path: Path
) -> None:
    with a_door(server, launch, tmp_path) as door:
        server.stop()
        try:
            half = EACH // 2
            assert set(door.first.read(door.first_codes[:half])) == {"admitted"}
            door.first.all_kept()
            door.first.kill()
            door.first.open().ready()
            expect(door.first.page.locator("[data-unsent]").first).to_have_text(str(half))
            assert set(door.first.read(door.first_codes[:2])) == {"already_in"}
            assert set(door.first.read(door.first_codes[half:])) == {"admitted"}
            assert set(door.second.read(door.second_codes)) == {"admitted"}
            expect(door.second.page.locator("[data-strip]")).to_have_attribute("data-online", "no")
        finally:
            server.start()
        for phone in door.phones:
            phone.reload()
            phone.ready()
        door.nothing_is_lost(shown_again=2)


def test_a_slow_network_slows_nobody_down(server: Server, launch: Launch, tmp_path: Path) -> None:
    with a_door(server, launch, tmp_path) as door:
        door.network.delay = 3
        # What both read comes first: a roster that knows of the other's scans is still on its way.
        door.first.read(door.first_codes[:SHARED])
        door.second.read(door.second_codes[:SHARED])
        door.first.read(door.first_codes[SHARED:])
        door.second.read(door.second_codes[SHARED:])
        for phone in door.phones:
            assert {outcome for _scan, outcome in phone.shown} == {"admitted"}
            assert median(answering_times(phone)) < 150
        door.nothing_is_lost()


def test_answers_lost_after_the_server_stored_the_scans(
    server: Server, launch: Launch, tmp_path: Path
) -> None:
    with a_door(server, launch, tmp_path) as door:
        lost: list[str] = []

        def lose(method: str, path: str) -> bool:
            losing = method == "POST" and path == "/api/v1/scans" and len(lost) < 6
            if losing:
                lost.append(path)
            return losing

        door.read_while_cut_off()
        door.network.lose_answers = lose
        door.network.down = False
        door.nothing_is_lost()
        assert len(lost) == 6


def test_a_clock_seven_minutes_fast_does_not_change_who_was_first(
    server: Server, launch: Launch, tmp_path: Path
) -> None:
    with a_door(server, launch, tmp_path, off=SEVEN_MINUTES) as door:
        door.read_while_cut_off()
        door.network.down = False
        door.nothing_is_lost()
        first_ones = {scan for scan, _outcome in door.first.shown[:SHARED]}
        with server.app.app_context():
            losers = db.session.scalars(
                select(ScanConflict.scan_id).where(ScanConflict.fair_id == door.hall.fair_id)
            )
            assert first_ones.isdisjoint(map(str, losers))
            rows = db.session.scalars(select(Scan).where(Scan.fair_id == door.hall.fair_id)).all()
            for scan in rows:
                late = timedelta(seconds=-2) <= scan.received_at - scan.scanned_at
                assert late, "no scan is stored as made later than it came"
            wrong = [scan for scan in rows if str(scan.id) in first_ones]
            for scan in wrong:
                assert scan.device_clock is not None
                off = scan.device_clock - scan.scanned_at
                assert abs(off - timedelta(minutes=7)) < timedelta(seconds=2)


def answering_times(phone: Phone) -> list[float]:
    """Milliseconds from each decoded code to its answer on the screen."""
    return list(
        phone.page.evaluate(
            "performance.getEntriesByName('festa:decode-to-answer').map((one) => one.duration)"
        )
    )
