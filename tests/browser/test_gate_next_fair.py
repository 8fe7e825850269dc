"""A phone that is paired with the next fair, or disconnected: every scan goes to the fair it was made at."""

import uuid

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import select

from festa.extensions import db
from festa.gates.device_models import Device
from festa.gates.models import Scan
from tests.browser.bare_engine import (
    BARE,
    OPEN,
    Door,
    kept,
    make_door,
    open_engine,
    pair,
    scan,
    wait,
)
from tests.browser.conftest import Server
from tests.browser.devices import fair_of_today
from tests.browser.rough_network import RoughNetwork

# One engine is enough: both databases speak the same API.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def door(server: Server) -> Door:
    """A door with people; each test takes some of its own."""
    return make_door(server, 60)


@pytest.fixture(scope="module")
def next_door(door: Door) -> Door:
    """The door of another fair."""
    with door.server.app.app_context():
        fair = fair_of_today(city="부산", slug="2026-busan")
        db.session.commit()
        return Door(door.server, fair.gates[0].id, [])


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


def fair_and_outcome(door: Door, answer: dict[str, str]) -> tuple[str, str] | None:
    """Where the server has a scan, and as what."""
    with door.server.app.app_context():
        kept = db.session.get(Scan, uuid.UUID(answer["id"]))
        return kept and (db.session.get_one(Device, kept.device_id).fair.slug, kept.outcome.value)


def first_of_two_newest(door: Door) -> Device:
    """The device that the phone was before."""
    found = db.session.scalars(select(Device).order_by(Device.id.desc()).limit(2)).all()
    return found[1]


def scan_unsent(page: Page, network: RoughNetwork, code: str) -> dict[str, str]:
    """A scan that the network does not take."""
    network.down = True
    mine = scan(page, code)
    page.evaluate("gate.settled()")
    return mine


@pytest.mark.parametrize("ending", ["end_all", "revoke_all"])
def test_what_was_scanned_at_one_fair_never_goes_to_the_next(
    page: Page, door: Door, next_door: Door, network: RoughNetwork, code: str, ending: str
) -> None:
    mine = scan_unsent(page, network, code)
    page.wait_for_timeout(2_200)  # longer than two clocks may differ
    getattr(door, ending)()
    network.lose_answers = lambda _method, path: path == "/api/v1/last-scans"
    network.down = False
    wait(page, "phase === 'ended'")
    pair(page, next_door)
    assert page.evaluate("gate.state.unsent") == 0
    [left] = page.evaluate("gate.state.others")
    assert (left["num"], left["goes"]) == (1, True)
    assert left["city"] not in {None, "부산"}
    assert network.to("/api/v1/me", "DELETE") == []
    taken = [one.body for one in network.to("/api/v1/scans") if one.status == 200]
    assert mine["id"].encode() not in b"".join(taken)
    network.lose_answers = lambda _method, _path: False
    page.evaluate("() => dispatchEvent(new Event('online'))")
    wait(page, "others.length === 0")
    found = fair_and_outcome(door, mine)
    assert found is not None
    assert found[0] != "2026-busan"
    assert found[1] == "admitted"
    for _ in range(100):
        if network.to("/api/v1/me", "DELETE"):
            break
        page.wait_for_timeout(50)
    with door.server.app.app_context():
        old = first_of_two_newest(door)
        assert old.wiped_at is not None
        assert (old.unsent, old.lost) == (0, 0)
    assert page.evaluate("gate.state.phase") == "ready"


def test_what_the_old_token_cannot_hand_over_stays_until_its_fair_is_back(
    page: Page, door: Door, next_door: Door, network: RoughNetwork, code: str
) -> None:
    mine = scan_unsent(page, network, code)
    door.end_all()
    network.down = False
    wait(page, "phase === 'ended'")
    with door.server.app.app_context():
        db.session.query(Device).update({"token_hash": Device.token_hash + "x"})
        db.session.commit()
    pair(page, next_door)
    page.wait_for_function("() => gate.state.others[0]?.goes === false")
    assert page.evaluate("gate.unpair().then(() => gate.state.unsent)") == 1
    pair(page, door)
    wait(page, "unsent === 0")
    found = fair_and_outcome(door, mine)
    assert found is not None
    assert found[0] != "2026-busan"


OF_A_VERSION_BEFORE = """async () => {
  const { open, seal } = await import("/static/js/gate/crypto.js");
  const asked = (request) => new Promise((yes) => {
    request.onsuccess = () => yes(request.result);
  });
  const db = await asked(indexedDB.open("festa-gate"));
  const key = await asked(db.transaction("keys").objectStore("keys").get("scans"));
  const store = () => db.transaction("outbox", "readwrite").objectStore("outbox");
  const [[place], [kept]] = [await asked(store().getAllKeys()), await asked(store().getAll())];
  const { fair, ...entry } = await open(key, kept);
  await asked(store().put(await seal(key, entry), place));
  db.close();
}"""


def test_a_scan_of_a_version_before_is_of_the_fair_that_the_phone_was_paired_with(
    page: Page, phone: BrowserContext, door: Door, next_door: Door, network: RoughNetwork, code: str
) -> None:
    mine = scan_unsent(page, network, code)
    page.evaluate(OF_A_VERSION_BEFORE)
    page.close()
    network.down = False
    page = phone.new_page()
    page.route("**/api/v1/*scans", lambda route: route.abort())
    page.goto(network.address + BARE)
    page.evaluate(OPEN)
    assert page.evaluate("gate.state.unsent") == 1
    door.end_all()
    page.evaluate("() => dispatchEvent(new Event('online'))")
    wait(page, "phase === 'ended'")
    pair(page, next_door)
    assert [one["num"] for one in page.evaluate("gate.state.others")] == [1]
    page.unroute_all()
    page.evaluate("() => dispatchEvent(new Event('online'))")
    wait(page, "others.length === 0")
    found = fair_and_outcome(door, mine)
    assert found is not None
    assert found[0] != "2026-busan"


def test_nobody_is_let_in_while_the_phone_is_disconnected(
    page: Page, network: RoughNetwork, code: str
) -> None:
    network.delay = 1
    page.evaluate("() => { window.gone = gate.unpair().then(() => 'gone'); }")
    ask = "(code) => { try { gate.scan(code); } catch (error) { return error.reason; } }"
    assert page.evaluate(ask, code) == "leaving"
    assert page.evaluate("gate.state.leaving")
    assert page.evaluate("gone") == "gone"
    assert not any(kept(page).values())


def test_what_another_tab_scans_while_the_phone_is_disconnected_is_kept(
    page: Page, phone: BrowserContext, network: RoughNetwork, code: str
) -> None:
    other = open_engine(phone, network.address)
    wait(other, "phase === 'ready'")
    page.route("**/api/v1/scans", lambda route: route.abort())
    network.delay = 1
    page.evaluate("() => { window.gone = gate.unpair().then(() => 'gone'); }")
    page.wait_for_timeout(200)
    scan(other, code)
    other.evaluate("gate.settled()")
    assert page.evaluate("gone") == "gone"
    assert page.evaluate("gate.state.unsent") == 1
    assert len(kept(page)["outbox"]) == 1


def test_without_a_network_the_phone_is_not_disconnected_and_scans_on(
    page: Page, network: RoughNetwork, code: str
) -> None:
    network.down = True
    assert page.evaluate("gate.unpair().catch((error) => error.reason)") == "offline"
    assert scan(page, code)["outcome"] == "admitted"
    assert page.evaluate("gate.unpair().catch((error) => error.reason)") == "unsent"
