"""Every bad badge has its own answer, with a network and without, and never blocks the next one."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.code import make_code
from festa.badges.models import BadgeState, ReissueReason
from festa.badges.queries import active_badge
from festa.badges.service import end_badge, reissue_badge
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.device_models import Device
from festa.gates.models import Scan
from festa.gates.pairing import revoke
from tests.browser.conftest import Launch, Server
from tests.browser.devices import Hall, Phone, fair_of_today, open_hall, pairing_digits
from tests.browser.rough_network import RoughNetwork
from tests.crowd import make_crowd

GARBAGE = "홍길동 명함 https://example.com/?a=1"


@pytest.fixture(scope="module")
def hall(server: Server) -> Hall:
    """People of today's fair."""
    return open_hall(server, 40)


@pytest.fixture
def phone(
    server: Server, launch: Launch, hall: Hall, network: RoughNetwork, tmp_path: Path
) -> Iterator[Phone]:
    """A phone that is not paired yet."""
    phone = Phone(launch, tmp_path / "phone", network.address).open()
    yield phone
    phone.close()


def bad_badges(server: Server, hall: Hall, people: slice) -> tuple[dict[str, str], list[str]]:
    """One code for each thing that can be wrong, by the answer it must get; and good codes."""
    visitors = hall.visitors[people]
    with server.app.app_context():
        revoked, old, city = visitors[0], visitors[1], db.session.get_one(Fair, hall.fair_id)
        badge = active_badge(revoked.registration_id)
        assert badge is not None
        end_badge(badge, BadgeState.REVOKED, SYSTEM)
        lost = active_badge(old.registration_id)
        assert lost is not None
        reissue_badge(lost, ReissueReason.LOST, SYSTEM)
        elsewhere = make_crowd(fair_of_today(tour=city.tour), 1)[0]
        bad = {
            "revoked": revoked.code,
            "superseded": old.code,
            "other_fair": elsewhere.code,
            "unknown": make_code(hall.fair_id),
            "unreadable": GARBAGE,
        }
        db.session.commit()
    return bad, [visitor.code for visitor in visitors[2:]]


@pytest.mark.parametrize("cut_off", [False, True], ids=["online", "offline"])
def test_each_bad_badge_has_its_own_answer_and_the_next_good_one_is_let_in(
    server: Server, hall: Hall, phone: Phone, network: RoughNetwork, cut_off: bool
) -> None:
    bad, good = bad_badges(server, hall, slice(20, 40) if cut_off else slice(0, 20))
    phone.pair(pairing_digits(server, hall.gate_ids[0]), "정문")
    network.down = cut_off
    for outcome, code in bad.items():
        assert phone.read([code, good.pop()]) == [outcome, "admitted"]
    screenshot = good.pop()
    assert phone.read([screenshot, screenshot, good.pop()]) == [
        "admitted",
        "already_in",
        "admitted",
    ]
    network.down = False
    phone.all_kept()  # what was shown is written a few milliseconds later
    phone.reload()
    phone.ready()
    phone.all_sent()
    with server.app.app_context():
        rows = db.session.scalars(select(Scan).where(Scan.fair_id == hall.fair_id)).all()
        stored = {str(scan.id): str(scan.outcome) for scan in rows}
        assert [stored[scan] for scan, _outcome in phone.shown] == [
            outcome for _scan, outcome in phone.shown
        ]


def test_a_roster_with_one_byte_changed_is_refused(
    server: Server, hall: Hall, phone: Phone, network: RoughNetwork
) -> None:
    def one_byte(path: str, answer: bytes) -> bytes:
        if not path.startswith("/api/v1/roster"):
            return answer
        body = json.loads(answer)
        # Somebody's badge made good again, or whatever this byte means.
        place = len(body["payload"]) // 2
        other = "1" if body["payload"][place] != "1" else "2"
        body["payload"] = body["payload"][:place] + other + body["payload"][place + 1 :]
        return json.dumps(body, ensure_ascii=False).encode()

    network.tamper = one_byte
    form = phone.page.locator("form[data-pair]")
    form.locator("[name=code]").fill(pairing_digits(server, hall.gate_ids[0]))
    form.locator("[name=device_name]").fill("정문")
    form.locator("button[type=submit]").click()
    phone.until("festaGate.state.trouble === 'roster_refused'")
    assert phone.page.evaluate("festaGate.state.people") == 0
    assert phone.page.evaluate("festaGate.search('김', '')") == []
    network.tamper = lambda _path, answer: answer
    phone.reload()
    phone.ready()
    assert phone.page.evaluate("festaGate.state.people") >= len(hall.visitors)
    assert phone.page.evaluate("festaGate.state.trouble") is None


def test_a_revoked_device_reads_nothing_and_keeps_nothing(
    server: Server, hall: Hall, phone: Phone, network: RoughNetwork
) -> None:
    phone.pair(pairing_digits(server, hall.gate_ids[0]), "잃어버린 폰")
    phone.kept_for_offline()
    token = network.to("/api/v1/roster", "GET")[-1].headers["Authorization"]
    with server.app.app_context():
        device = db.session.scalars(select(Device).where(Device.name == "잃어버린 폰")).one()
        revoke(device, SYSTEM)
        device_id = device.id
        db.session.commit()
    network.seen.clear()
    phone.reload()
    expect(phone.page.locator("[data-gate-app]")).to_have_attribute("data-phase", "ended")
    for method in ("/api/v1/roster", "/api/v1/me"):
        answers = phone.page.evaluate(
            "async ([path, token]) => (await fetch(path, {headers: {Authorization: token}})).status",
            [method, token],
        )
        assert answers == 401
    phone.until(f"({LEFT})().then((left) => left === 'revoked')")
    deadline = monotonic() + 30
    while (wiped := wiped_at(server, device_id)) is None:  # said once everything is gone
        assert monotonic() < deadline, "the phone never said that it is empty"
        phone.page.wait_for_timeout(50)
    assert wiped <= clock.now()
    network.down = True
    phone.reload()
    assert phone.page.evaluate("festaGate.state.people") == 0


def wiped_at(server: Server, device_id: int) -> datetime | None:
    """When a device said that it keeps nothing any more."""
    with server.app.app_context():
        return db.session.get_one(Device, device_id).wiped_at


# Whatever the databases are called: no row in any of them, but for a fresh key that locks nothing,
# and no word but the one that says why it ended.
LEFT = """async () => {
  const asked = (request) => new Promise((done) => {
    request.onsuccess = () => done(request.result);
  });
  const left = [];
  for (const { name } of await indexedDB.databases()) {
    const base = await asked(indexedDB.open(name));
    for (const store of base.objectStoreNames) {
      const rows = await asked(base.transaction(store).objectStore(store).getAllKeys());
      left.push(...rows.map((row) => `${store}: ${row}`));
    }
    base.close();
  }
  const words = [...Object.values(localStorage), ...Object.values(sessionStorage)];
  return [...left.filter((one) => one !== "keys: scans"), ...words].join();
}"""
