"""What a device keeps: only what the organiser signed, only encrypted, and nothing once it must go."""

import json
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import func, select

from festa import clock
from festa.extensions import db
from festa.gates.device_models import Device
from festa.gates.models import Scan
from festa.gates.sent import CLOCKS_DIFFER
from tests.browser.bare_engine import (
    BARE,
    CHANGE_A_STORED_BYTE,
    Door,
    kept,
    make_door,
    open_engine,
    pair,
    scan,
    wait,
)
from tests.browser.conftest import Server
from tests.browser.rough_network import RoughNetwork

# One engine is enough: both databases speak the same API.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

NOTHING_BUT_SCANS = ("device", "roster", "facts", "recent", "pin")


@pytest.fixture(scope="module")
def door(server: Server) -> Door:
    """A door with people; each test takes one of its own."""
    return make_door(server, 40)


@pytest.fixture
def code(door: Door) -> str:
    """A code that no other test has used."""
    return door.visitors.pop().code


@pytest.fixture
def page(phone: BrowserContext, door: Door, network: RoughNetwork) -> Page:
    """A paired device."""
    page = open_engine(phone, network.address)
    pair(page, door)
    return page


def spoilt(change: Callable[[dict[str, str]], None]) -> Callable[[str, bytes], bytes]:
    """What a network does that changes every roster on its way."""

    def tamper(path: str, text: bytes) -> bytes:
        if not path.startswith("/api/v1/roster"):
            return text
        body = json.loads(text)
        change(body)
        return json.dumps(body, ensure_ascii=False).encode()

    return tamper


def ask_for_changes(page: Page) -> None:
    """Let the device ask for a roster now, and wait for it."""
    then = page.evaluate("+gate.state.rosterAt")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.wait_for_function("(then) => +gate.state.rosterAt > then", arg=then)


def one_letter(body: dict[str, str]) -> None:
    """Let somebody in who was turned away, or the other way round: one character suffices."""
    body["payload"] = body["payload"].replace("confirmed", "cancelled", 1) or body["payload"]
    body["payload"] = body["payload"].replace('"format":1', '"format": 1', 1)


def a_signature_of_nobody(body: dict[str, str]) -> None:
    """Sign with nothing."""
    body["signature"] = "A" * 86


def another_key(body: dict[str, str]) -> None:
    """Name a key that the device was not given when it was paired."""
    body["key_id"] = "00000000"


@pytest.mark.parametrize("change", [one_letter, a_signature_of_nobody, another_key])
def test_a_roster_that_was_changed_on_its_way_is_refused(
    phone: BrowserContext,
    door: Door,
    network: RoughNetwork,
    change: Callable[[dict[str, str]], None],
) -> None:
    network.tamper = spoilt(change)
    page = open_engine(phone, network.address)
    page.evaluate("(digits) => gate.pair(digits, 'x')", door.digits())
    wait(page, "trouble === 'roster_refused'")
    assert page.evaluate("[gate.state.phase, gate.state.people]") == ["loading", 0]


def test_the_last_good_roster_goes_on(page: Page, network: RoughNetwork, code: str) -> None:
    network.tamper = spoilt(one_letter)
    page.evaluate("() => dispatchEvent(new Event('online'))")  # asks for what changed at once
    wait(page, "trouble === 'roster_refused'")
    assert scan(page, code)["outcome"] == "admitted"
    network.tamper = lambda _path, text: text
    page.evaluate("() => dispatchEvent(new Event('online'))")
    wait(page, "trouble === null")


def test_the_roster_of_another_device_is_refused(
    page: Page, phone: BrowserContext, door: Door, network: RoughNetwork
) -> None:
    mine = network.to("/api/v1/roster", "GET")[0].answer
    network.tamper = lambda path, text: mine if path.startswith("/api/v1/roster") else text
    page.close()
    phone.clear_cookies()
    other = open_engine(phone, network.address)
    other.evaluate("(digits) => gate.pair(digits, 'x')", door.digits())
    wait(other, "trouble === 'roster_refused'")
    assert other.evaluate("gate.state.troubleDetail") == "device"


def test_an_older_roster_is_refused(page: Page, network: RoughNetwork) -> None:
    first = network.to("/api/v1/roster", "GET")[0].answer
    ask_for_changes(page)
    network.tamper = lambda path, text: first if path.startswith("/api/v1/roster") else text
    page.evaluate("() => dispatchEvent(new Event('online'))")
    wait(page, "troubleDetail === 'older'")


def test_one_changed_byte_on_the_disk_is_noticed_and_the_roster_fetched_anew(
    page: Page, phone: BrowserContext, network: RoughNetwork, code: str
) -> None:
    page.evaluate(CHANGE_A_STORED_BYTE)
    page.close()
    before = len(network.seen)
    again = open_engine(phone, network.address)
    wait(again, "phase === 'ready'")
    asked = [one.path for one in network.seen[before:] if one.path.startswith("/api/v1/roster")]
    assert asked[0] == "/api/v1/roster"  # the whole
    assert again.evaluate("gate.state.trouble") is None
    assert scan(again, code)["outcome"] == "admitted"


def test_a_browser_that_cannot_verify_says_so_and_believes_nothing(
    phone: BrowserContext, door: Door, network: RoughNetwork
) -> None:
    page = phone.new_page()
    page.goto(network.address + BARE)
    page.evaluate(
        """async () => {
          const real = crypto.subtle.importKey.bind(crypto.subtle);
          crypto.subtle.importKey = (format, bytes, how, ...rest) => how.name === "Ed25519"
            ? Promise.reject(new DOMException("no such", "NotSupportedError"))
            : real(format, bytes, how, ...rest);
          const { openEngine } = await import("/static/js/gate/engine.js");
          window.gate = await openEngine();
        }"""
    )
    page.evaluate("(digits) => gate.pair(digits, 'x')", door.digits())
    wait(page, "trouble === 'roster_refused'")
    assert page.evaluate("[gate.state.troubleDetail, gate.state.people]") == ["no_ed25519", 0]


def test_nothing_of_anybody_lies_plainly_on_the_disk(
    page: Page, network: RoughNetwork, code: str
) -> None:
    token = page.evaluate("gate.state.device.name")
    network.down = True
    scan(page, code)
    page.evaluate("gate.settled()")
    found = kept(page)
    assert all(found[store] for store in ("device", "roster", "outbox", "recent"))
    assert set(found["keys"]) == {"CryptoKey, extractable: false"}
    plain = json.dumps(found, ensure_ascii=False)
    for secret in (code, token, "김", "confirmed", "admitted"):
        assert secret not in plain
    vectors = [tuple(one["iv"].values() if isinstance(one["iv"], dict) else one["iv"])
               for store in ("device", "roster", "outbox", "recent") for one in found[store]]  # fmt: skip
    assert len(vectors) == len(set(vectors))
    assert {len(vector) for vector in vectors} == {12}


def test_a_change_of_one_does_not_write_everybody_again(
    page: Page, network: RoughNetwork, code: str
) -> None:
    whole = len(kept(page)["roster"][0]["data"])
    scan(page, code)
    wait(page, "unsent === 0")
    for _ in range(5):
        ask_for_changes(page)
    pieces = kept(page)["roster"]
    assert len(pieces[0]["data"]) == whole
    assert all(len(piece["data"]) < whole / 2 for piece in pieces[1:])
    assert 2 <= len(pieces) <= 4  # what says nothing new takes no room of its own


def test_a_revoked_device_keeps_nothing_and_tells_that_it_does(
    page: Page, phone: BrowserContext, door: Door, network: RoughNetwork, code: str
) -> None:
    door.revoke_all()
    page.evaluate("() => dispatchEvent(new Event('online'))")  # asks at once
    wait(page, "phase === 'ended'")
    state = page.evaluate("gate.state")
    assert (state["ended"], state["people"]) == ("revoked", 0)
    assert state["device"] is None
    assert page.evaluate("gate.recent") == []
    assert said_goodbye(page, network) == "0"
    assert holds_nothing(page)
    with door.server.app.app_context():
        newest = db.session.scalars(select(Device).order_by(Device.id.desc())).first()
        assert newest is not None
        assert newest.wiped_at is not None
    page.close()
    again = open_engine(phone, network.address)
    assert again.evaluate("[gate.state.phase, gate.state.people]") == ["unpaired", 0]
    assert not any(kept(again).values())


def said_goodbye(page: Page, network: RoughNetwork) -> str:
    """How many scans the phone says are lost with it, once it has said that it is empty."""
    for _ in range(200):
        if said := network.to("/api/v1/me", "DELETE"):
            return said[-1].headers["Festa-Unsent"]
        page.wait_for_timeout(50)
    raise AssertionError("the phone never said that it is empty")


def holds_nothing(page: Page) -> bool:
    """Whether the store is empty, a moment after the phone has said so at the latest."""
    for _ in range(100):
        if not any(kept(page).values()):
            return True
        page.wait_for_timeout(50)
    return False


def scan_well_before(page: Page, code: str) -> dict[str, str]:
    """Scan, and let more time pass than two clocks may differ by."""
    answer: dict[str, str] = scan(page, code)
    page.evaluate("gate.settled()")
    page.wait_for_timeout(CLOCKS_DIFFER / timedelta(milliseconds=1) + 200)
    return answer


def is_stored(door: Door, answer: dict[str, str]) -> bool:
    """Whether the server has a scan."""
    with door.server.app.app_context():
        return db.session.get(Scan, uuid.UUID(answer["id"])) is not None


def test_a_revoked_device_hands_over_what_it_scanned_before_and_nothing_of_after(
    page: Page, door: Door, network: RoughNetwork, code: str
) -> None:
    network.down = True
    before = scan_well_before(page, code)
    door.revoke_all()
    page.wait_for_timeout(CLOCKS_DIFFER / timedelta(milliseconds=1) + 200)
    after = scan(page, door.visitors.pop().code)
    page.evaluate("gate.settled()")
    network.down = False
    wait(page, "phase === 'ended'")
    assert said_goodbye(page, network) == "1"  # so many are not taken, and the organisers see it
    assert page.evaluate("gate.state.handed") == {"kept": 1, "lost": 1}
    assert holds_nothing(page)
    assert is_stored(door, before)
    assert not is_stored(door, after)
    with door.server.app.app_context():
        assert db.session.query(func.max(Device.lost)).scalar() == 1


def somebody_elses_page(path: str, text: bytes) -> bytes:
    """What a hotel's network puts in the place of our answer."""
    return b'{"hello": "wifi"}' if path == "/api/v1/last-scans" else text


def test_an_answer_of_somebody_else_ends_no_handing_over(
    page: Page, door: Door, network: RoughNetwork, code: str
) -> None:
    network.down = True
    mine = scan_well_before(page, code)
    door.revoke_all()
    network.tamper = somebody_elses_page
    network.down = False
    wait(page, "phase === 'ended'")
    page.wait_for_timeout(500)
    assert page.evaluate("gate.state.unsent") == 1
    network.tamper = lambda _path, text: text
    page.evaluate("() => dispatchEvent(new Event('online'))")  # wakes it
    assert said_goodbye(page, network) == "0"
    assert is_stored(door, mine)


def test_a_phone_that_is_paired_anew_meanwhile_sends_all_as_the_new_device(
    page: Page, door: Door, network: RoughNetwork, code: str
) -> None:
    network.down = True
    old = scan_well_before(page, code)
    door.revoke_all()
    network.tamper = somebody_elses_page
    network.down = False
    wait(page, "phase === 'ended'")
    pair(page, door)
    new = scan(page, door.visitors.pop().code)
    wait(page, "unsent === 0")
    assert is_stored(door, old)
    assert is_stored(door, new)
    assert said_goodbye(page, network) == "0"  # of the device that it was
    assert page.evaluate("gate.state.phase") == "ready"
    handed_over = b"".join(one.body for one in network.to("/api/v1/last-scans"))
    assert old["id"].encode() in handed_over
    assert new["id"].encode() not in handed_over


def test_a_revoked_device_that_is_closed_goes_on_handing_over_when_it_is_opened(
    page: Page, phone: BrowserContext, door: Door, network: RoughNetwork, code: str
) -> None:
    network.down = True
    mine = scan_well_before(page, code)
    door.revoke_all()
    network.lose_answers = lambda _method, path: path == "/api/v1/last-scans"
    network.down = False
    wait(page, "phase === 'ended'")
    assert page.evaluate("[gate.state.people, gate.state.unsent]") == [0, 1]
    assert page.evaluate("gate.recent") == []
    found = kept(page)
    assert not any(found[store] for store in NOTHING_BUT_SCANS if store != "device")
    page.close()
    network.lose_answers = lambda _method, _path: False
    again = open_engine(phone, network.address)
    assert again.evaluate("[gate.state.phase, gate.state.ended]") == ["ended", "revoked"]
    assert said_goodbye(again, network) == "0"
    assert holds_nothing(again)
    assert is_stored(door, mine)


def test_an_expired_device_keeps_only_its_unsent_scans_and_sends_them_when_paired_anew(
    page: Page, door: Door, network: RoughNetwork, code: str
) -> None:
    network.down = True
    mine = scan(page, code)
    page.evaluate("gate.settled()")
    door.end_all()
    network.down = False
    wait(page, "phase === 'ended'")
    assert page.evaluate("[gate.state.ended, gate.state.unsent]") == ["expired", 1]
    found = kept(page)
    assert not any(found[store] for store in NOTHING_BUT_SCANS if store != "device")
    assert len(found["outbox"]) == len(found["device"]) == 1  # with the token that goes with it
    pair(page, door)
    wait(page, "unsent === 0")
    assert said_goodbye(page, network) == "0"  # the closing page waits for the old one no more
    with door.server.app.app_context():
        assert db.session.get(Scan, uuid.UUID(mine["id"])) is not None


def test_a_device_that_nobody_knows_keeps_its_unsent_scans(
    page: Page, door: Door, network: RoughNetwork, code: str
) -> None:
    network.down = True
    scan(page, code)
    page.evaluate("gate.settled()")
    with door.server.app.app_context():
        db.session.query(Device).update({"token_hash": Device.token_hash + "x"})
        db.session.commit()
    network.down = False
    wait(page, "phase === 'unpaired'")
    assert page.evaluate("[gate.state.ended, gate.state.unsent]") == [None, 1]
    assert not any(kept(page)[store] for store in NOTHING_BUT_SCANS)


def test_when_the_fair_is_over_the_roster_goes_without_a_network(
    page: Page, phone: BrowserContext, network: RoughNetwork, code: str
) -> None:
    network.down = True
    scan(page, code)
    page.evaluate("gate.settled()")
    page.close()
    later = int((clock.now() + timedelta(days=3)).timestamp() * 1000)
    network.down = False
    again = phone.new_page()
    again.goto(network.address + BARE)
    again.evaluate("() => import('/static/js/gate/engine.js').then((it) => { window.it = it; })")
    network.down = True
    again.evaluate(
        "async (now) => { window.gate = await it.openEngine({ now: () => now }); }", later
    )
    assert again.evaluate("[gate.state.phase, gate.state.ended, gate.state.unsent]") == [
        "ended", "over", 1,
    ]  # fmt: skip
    found = kept(again)
    assert not any(found[store] for store in NOTHING_BUT_SCANS if store != "device")


SPOIL_A_SCAN = """async () => {
  const asked = (request) => new Promise((yes) => {
    request.onsuccess = () => yes(request.result);
  });
  const db = await asked(indexedDB.open("festa-gate"));
  const store = db.transaction("outbox", "readwrite").objectStore("outbox");
  const [[place], [scan]] = [await asked(store.getAllKeys()), await asked(store.getAll())];
  new Uint8Array(scan.data)[3] ^= 1;
  await asked(store.put(scan, place));
  db.close();
}"""


def test_a_scan_that_cannot_be_read_any_more_is_told_of(
    page: Page, door: Door, network: RoughNetwork, code: str
) -> None:
    network.down = True
    scan(page, code)
    page.evaluate("gate.settled()")
    page.evaluate(SPOIL_A_SCAN)
    door.revoke_all()
    network.down = False
    wait(page, "phase === 'ended'")
    assert said_goodbye(page, network) == "1"
    assert holds_nothing(page)


def test_a_wrong_pairing_code_ends_no_handing_over(
    page: Page, door: Door, network: RoughNetwork, code: str
) -> None:
    network.down = True
    mine = scan_well_before(page, code)
    door.revoke_all()
    network.tamper = somebody_elses_page
    network.down = False
    wait(page, "phase === 'ended'")
    refused = page.evaluate("() => gate.pair('00000000', 'x').catch((error) => error.reason)")
    assert refused == "pairing_refused"
    assert network.to("/api/v1/me", "DELETE") == []
    network.tamper = lambda _path, text: text
    page.evaluate("() => dispatchEvent(new Event('online'))")
    assert said_goodbye(page, network) == "0"
    assert is_stored(door, mine)


def test_what_was_taken_back_is_taken_back_after_a_reload_without_a_network_too(
    page: Page, phone: BrowserContext, door: Door, network: RoughNetwork
) -> None:
    codes = [door.visitors.pop().code for _ in range(6)]  # the order of their numbers is chance
    for code in codes:
        page.evaluate("(id) => gate.undo(id)", scan(page, code)["id"])
    wait(page, "unsent === 0")
    page.close()
    again = phone.new_page()
    again.goto(network.address + BARE)
    again.evaluate("() => import('/static/js/gate/engine.js').then((it) => { window.it = it; })")
    network.down = True
    again.evaluate("async () => { window.gate = await it.openEngine(); }")
    assert {scan(again, code)["outcome"] for code in codes} == {"admitted"}


FULL_DISK = """() => {
  const real = IDBObjectStore.prototype.add;
  window.makeRoom = () => { IDBObjectStore.prototype.add = real; };
  IDBObjectStore.prototype.add = () => {
    throw new DOMException("no room", "QuotaExceededError");
  };
}"""


def test_a_device_without_room_says_so_and_sends_from_memory(
    page: Page, door: Door, network: RoughNetwork, code: str
) -> None:
    page.evaluate(FULL_DISK)
    network.down = True
    mine = scan(page, code)
    assert mine["outcome"] == "admitted"
    wait(page, "trouble === 'storage_full'")
    network.down = False
    page.evaluate("() => dispatchEvent(new Event('online'))")
    wait(page, "unsent === 0")
    with door.server.app.app_context():
        assert db.session.get(Scan, uuid.UUID(mine["id"])) is not None
