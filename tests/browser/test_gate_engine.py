"""The engine of the scanner in a real browser: decides alone, loses nothing, is put right."""

import json
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import func, select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.answer import ScanRequest
from festa.gates.decision import ScanOutcome
from festa.gates.device_models import ScanConflict
from festa.gates.models import CheckIn, Scan
from festa.gates.service import admit
from festa.registrations.models import Registration
from festa.seekers.identity import initial_consonants
from tests.browser.bare_engine import Door, make_door, open_engine, pair, scan, wait
from tests.browser.conftest import Server
from tests.browser.rough_network import RoughNetwork

# One engine is enough: both databases speak the same API.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

TIME_TAKEN = """(codes) => codes.map((code) => {
  const start = performance.now();
  gate.scan(code, { method: "camera", direction: "in" });
  return performance.now() - start;
})"""


@pytest.fixture(scope="module")
def door(server: Server) -> Door:
    """A door with people; each test takes some of its own."""
    return make_door(server, 120)


@pytest.fixture
def codes(door: Door) -> Iterator[str]:
    """Codes that no other test has used."""
    return iter([door.visitors.pop().code for _ in range(6)])


@pytest.fixture
def page(phone: BrowserContext, door: Door, network: RoughNetwork) -> Page:
    """A paired device."""
    page = open_engine(phone, network.address)
    pair(page, door)
    return page


def stored(door: Door, scan_id: str) -> list[ScanOutcome]:
    """What the server keeps of a scan."""
    with door.server.app.app_context():
        return list(db.session.scalars(select(Scan.outcome).where(Scan.id == uuid.UUID(scan_id))))


def scan_elsewhere(door: Door, code: str) -> None:
    """Somebody else lets the person in."""
    with door.server.app.app_context():
        gate = db.session.get_one(Gate, door.gate_id)
        admit(gate, ScanRequest(code), SYSTEM)
        db.session.commit()


def test_a_device_knows_everybody_and_lets_them_in_once(
    page: Page, door: Door, codes: Iterator[str]
) -> None:
    code = next(codes)
    first, again = scan(page, code), scan(page, code)
    assert (first["outcome"], again["outcome"]) == ("admitted", "already_in")
    assert again["inGate"] == "정문 1"
    wait(page, "unsent === 0")
    assert stored(door, first["id"]) == [ScanOutcome.ADMITTED]
    assert stored(door, again["id"]) == [ScanOutcome.ALREADY_IN]
    assert page.evaluate("gate.recent[0].sent")


def test_out_and_in_again(page: Page, codes: Iterator[str]) -> None:
    code = next(codes)
    said = [
        scan(page, code)["outcome"],
        scan(page, code, direction="out")["outcome"],
        scan(page, code, direction="out")["outcome"],
        scan(page, code)["outcome"],
        scan(page, code, reentry=True)["outcome"],
    ]
    assert said == ["admitted", "left", "not_in", "readmitted", "readmitted"]


def test_a_slow_network_slows_nobody(
    page: Page, network: RoughNetwork, codes: Iterator[str]
) -> None:
    network.delay = 3
    mine = list(codes)
    # The best of three: a busy machine stops any page for longer than a decision takes.
    assert min(max(page.evaluate(TIME_TAKEN, mine)) for _round in range(3)) < 150


def test_scans_wait_for_the_network_and_outlive_a_reload(
    page: Page, phone: BrowserContext, door: Door, network: RoughNetwork, codes: Iterator[str]
) -> None:
    network.down = True
    mine = [scan(page, code) for code in codes]
    page.evaluate("gate.settled()")
    page.close()  # nothing is said to the page beforehand
    network.down = False
    again = open_engine(phone, network.address)
    assert len(again.evaluate("gate.recent")) == 5
    assert scan(again, door.visitors[0].code)["outcome"] == "admitted"
    wait(again, "unsent === 0")
    for one in mine:
        assert stored(door, one["id"]) == [ScanOutcome.ADMITTED]


def test_what_was_done_here_stays_on_top_of_an_older_roster(
    page: Page, phone: BrowserContext, network: RoughNetwork, codes: Iterator[str]
) -> None:
    code = next(codes)
    scan(page, code)
    wait(page, "unsent === 0")
    page.close()
    network.tamper = lambda path, text: b"{}" if path.startswith("/api/v1/roster") else text
    again = open_engine(phone, network.address)
    assert scan(again, code)["outcome"] == "already_in"


def test_a_lost_answer_makes_no_second_scan(
    page: Page, door: Door, network: RoughNetwork, codes: Iterator[str]
) -> None:
    lost = iter([True])
    network.lose_answers = lambda _method, path: path.endswith("/scans") and next(lost, False)
    mine = scan(page, next(codes))
    wait(page, "unsent === 0")
    assert len(network.to("/api/v1/scans")) == 2
    assert stored(door, mine["id"]) == [ScanOutcome.ADMITTED]


def test_the_server_puts_the_device_right(page: Page, door: Door, codes: Iterator[str]) -> None:
    code = next(codes)
    scan_elsewhere(door, code)
    mine = scan(page, code)
    assert mine["outcome"] == "admitted"  # the device cannot know yet
    page.wait_for_function("() => said.length === 1")
    told = page.evaluate("said[0]")
    assert (told["id"], told["outcome"], told["by"]) == (mine["id"], "already_in", "server")
    assert told["message"]
    assert scan(page, code)["outcome"] == "already_in"


def test_what_was_put_right_too_late_to_stop_anybody_is_disputed(
    page: Page, door: Door, network: RoughNetwork, codes: Iterator[str]
) -> None:
    code = next(codes)
    scan_elsewhere(door, code)
    network.delay = 3
    mine = scan(page, code)
    assert mine["outcome"] == "admitted"
    page.wait_for_function("() => said.length === 1")
    wait(page, "unsent === 0")
    told = page.evaluate("said.map(({ id, outcome, conflict }) => [id, outcome, conflict])")
    assert told == [[mine["id"], "already_in", True]], "told once"
    assert page.evaluate("gate.recent[0].conflict")
    sent = [json.loads(one.body)["scans"] for one in network.to("/api/v1/scans")]
    assert [[one["offline"] for one in scans] for scans in sent] == [[False], [True]]
    with door.server.app.app_context():
        mine_in_dispute = ScanConflict.scan_id == uuid.UUID(mine["id"])
        assert db.session.query(ScanConflict).where(mine_in_dispute).count() == 1


def test_an_undone_way_back_in_leaves_them_outside(
    page: Page, door: Door, codes: Iterator[str]
) -> None:
    code = next(codes)
    scan(page, code)
    scan(page, code, direction="out")
    back = scan(page, code)
    assert back["outcome"] == "readmitted"
    undone = page.evaluate("(id) => gate.undo(id)", back["id"])
    wait(page, "unsent === 0")
    assert stored(door, undone["id"]) == [ScanOutcome.UNDONE]
    assert scan(page, code)["outcome"] == "readmitted", "not found inside"


def test_an_undone_scan_lets_in_anew(page: Page, door: Door, codes: Iterator[str]) -> None:
    code = next(codes)
    mine = scan(page, code)
    undone = page.evaluate("(id) => gate.undo(id)", mine["id"])
    assert undone["outcome"] == "undone"
    assert page.evaluate("gate.recent[0].undone")
    assert page.evaluate("(id) => gate.undo(id).id", mine["id"]) == undone["id"]
    assert scan(page, code)["outcome"] == "admitted"
    wait(page, "unsent === 0")
    assert stored(door, undone["id"]) == [ScanOutcome.UNDONE]
    with door.server.app.app_context():
        standing = select(func.count()).select_from(CheckIn).where(CheckIn.undone_at.is_(None))
        assert db.session.scalar(standing.where(CheckIn.scan_id == uuid.UUID(mine["id"]))) == 0


def test_one_scan_that_the_server_will_not_have_holds_up_no_other(
    page: Page, door: Door, network: RoughNetwork, codes: Iterator[str]
) -> None:
    network.down = True
    good = [scan(page, code) for code in codes]
    page.evaluate(
        """async () => {
          const real = crypto.randomUUID;
          crypto.randomUUID = () => "no-uuid";
          gate.scan("00", { method: "typed", direction: "in" });
          crypto.randomUUID = real;
          await gate.settled();
        }"""
    )
    after = scan(page, door.visitors[0].code, direction="out")
    network.down = False
    wait(page, "unsent === 1")
    assert page.evaluate("gate.state.trouble") == "server_refused"
    for one in good:
        assert stored(door, one["id"]) == [ScanOutcome.ADMITTED]
    assert stored(door, after["id"])


def test_of_two_tabs_one_talks_and_both_know(
    page: Page, phone: BrowserContext, network: RoughNetwork, codes: Iterator[str]
) -> None:
    other = open_engine(phone, network.address)
    code = next(codes)
    mine = scan(other, code)
    wait(other, "unsent === 0")
    wait(page, "unsent === 0")
    assert len(network.to("/api/v1/scans")) == 1
    assert other.evaluate("gate.recent[0].sent")
    assert scan(page, code)["outcome"] == "already_in"
    assert mine["outcome"] == "admitted"


def test_each_scan_says_what_the_clock_was_off_by(
    phone: BrowserContext, door: Door, network: RoughNetwork, codes: Iterator[str]
) -> None:
    page = phone.new_page()
    page.goto(network.address + "/gate/app/manifest.webmanifest")
    page.evaluate(
        """async () => {
          const { openEngine } = await import("/static/js/gate/engine.js");
          window.gate = await openEngine({ now: () => Date.now() - 7 * 60_000 });
        }"""
    )
    pair(page, door)
    scan(page, next(codes))
    wait(page, "unsent === 0")
    sent = json.loads(network.to("/api/v1/scans")[-1].body)["scans"][0]
    assert abs(sent["clock_offset_ms"] - 7 * 60_000) < 1_000
    with door.server.app.app_context():
        row = db.session.get_one(Scan, uuid.UUID(sent["id"]))
        assert abs((row.scanned_at - clock.now()).total_seconds()) < 30


def test_people_are_found_by_their_initial_consonants(page: Page, door: Door) -> None:
    assert page.evaluate("gate.search('', '')") == []
    somebody = door.visitors[1]
    with door.server.app.app_context():
        phone = db.session.get_one(Registration, somebody.registration_id).seeker.phone
    asked = "([name, four]) => gate.search(name, four)"
    found = page.evaluate(asked, [somebody.name, phone[-4:]])
    assert [one["holder"] for one in found] == [f"r{somebody.registration_id}"]
    by_consonants = page.evaluate(asked, [initial_consonants(somebody.name)[:2], phone[-4:]])
    assert by_consonants == found
    holder = found[0]["holder"]
    answer = page.evaluate("(holder) => gate.scanHolder(holder, {direction: 'in'})", holder)
    assert (answer["outcome"], answer["method"]) == ("admitted", "looked_up")
    assert page.evaluate(asked, [somebody.name, phone[-4:]])[0]["inside"]


def test_a_locked_device_scans_nothing_and_finds_nobody(page: Page, codes: Iterator[str]) -> None:
    code = next(codes)
    scan(page, next(codes))
    page.evaluate("gate.setPin('2580')")
    page.evaluate("gate.lock()")
    assert page.evaluate("gate.search('ㄱ', '')") == []
    assert page.evaluate("gate.recent") == []
    other_pin = "gate.setPin(null).catch((error) => error.reason)"
    assert page.evaluate(other_pin) == "locked"
    tried = "(code) => { try { gate.scan(code); } catch (error) { return error.reason; } }"
    assert page.evaluate(tried, code) == "locked"
    assert page.evaluate("gate.unlock('0000')") is False
    assert page.evaluate("gate.unlock('2580')") is True
    assert page.evaluate("gate.recent.length") == 1
    for _ in range(5):
        page.evaluate("gate.unlock('0000')")
    assert page.evaluate("gate.unlock('2580')") is False  # it has to be waited for now


def test_what_the_server_says_of_somebody_waits_until_the_device_is_unlocked(
    page: Page, door: Door, network: RoughNetwork, codes: Iterator[str]
) -> None:
    code = next(codes)
    scan_elsewhere(door, code)
    network.down = True
    assert scan(page, code)["outcome"] == "admitted"
    page.evaluate("gate.setPin('2580')")
    page.evaluate("gate.lock()")
    network.down = False
    wait(page, "unsent === 0")
    assert page.evaluate("said") == []
    page.evaluate("gate.unlock('2580')")
    page.wait_for_function("() => said.length === 1")


def test_a_wrong_pairing_code_is_named(phone: BrowserContext, network: RoughNetwork) -> None:
    page = open_engine(phone, network.address)
    asked = "gate.pair('00000000', 'x').catch((error) => [error.reason, error.message])"
    reason, message = page.evaluate(asked)
    assert reason == "pairing_refused"
    assert message
    network.down = True
    assert page.evaluate(asked)[0] == "offline"


def test_a_device_leaves_only_with_nothing_unsent(
    page: Page, network: RoughNetwork, codes: Iterator[str]
) -> None:
    network.down = True
    scan(page, next(codes))
    leave = "gate.unpair().catch((error) => error.reason)"
    assert page.evaluate(leave) == "unsent"
    network.down = False
    wait(page, "unsent === 0")
    assert page.evaluate(leave) is None
    assert page.evaluate("[gate.state.phase, gate.state.ended]") == ["ended", "unpaired"]
