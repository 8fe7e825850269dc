"""A phone whose store fails under an open page: it goes on, loses nothing, and says what to do."""

import uuid

import pytest
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import func, select

from festa.extensions import db
from festa.gates.device_models import Device
from festa.gates.models import Scan
from tests.browser.bare_engine import Door, kept, make_door, open_engine, pair, scan, wait
from tests.browser.conftest import Server
from tests.browser.rough_network import RoughNetwork

# One engine is enough: both databases speak the same API.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

NO_STORE = """() => {
  const real = IDBDatabase.prototype.transaction;
  window.mend = () => { IDBDatabase.prototype.transaction = real; };
  IDBDatabase.prototype.transaction = () => {
    throw new DOMException("The database connection is closing.", "InvalidStateError");
  };
}"""
NO_ROOM_TO = """(name) => {
  const real = IDBObjectStore.prototype[name];
  window.makeRoom = () => { IDBObjectStore.prototype[name] = real; };
  IDBObjectStore.prototype[name] = () => { throw new DOMException("no room", "QuotaExceededError"); };
}"""
NO_ROOM_FROM_NOW_ON = """() => {
  const real = fetch;
  window.fetch = async (...asked) => {
    const answer = await real(...asked);
    if (asked[0].endsWith("/devices")) {
      IDBObjectStore.prototype.put = () => { throw new DOMException("x", "QuotaExceededError"); };
    }
    return answer;
  };
}"""


@pytest.fixture(scope="module")
def door(server: Server) -> Door:
    """A door with people; each test takes some of its own."""
    return make_door(server, 60)


@pytest.fixture
def codes(door: Door) -> list[str]:
    """Codes that no other test has used."""
    return [door.visitors.pop().code for _ in range(3)]


@pytest.fixture
def page(phone: BrowserContext, door: Door, network: RoughNetwork) -> Page:
    """A paired device."""
    page = open_engine(phone, network.address)
    pair(page, door)
    return page


def are_stored(door: Door, answers: list[dict[str, str]]) -> bool:
    """Whether the server has all of these scans."""
    with door.server.app.app_context():
        ids = [uuid.UUID(answer["id"]) for answer in answers]
        query = select(func.count()).select_from(Scan).where(Scan.id.in_(ids))
        return db.session.scalar(query) == len(ids)


def clear_the_store(phone: BrowserContext, page: Page, network: RoughNetwork) -> None:
    """Delete the site's data under the open page, as a user or a full phone does."""
    what = {"origin": network.address, "storageTypes": "indexeddb"}
    phone.new_cdp_session(page).send("Storage.clearDataForOrigin", what)


def test_without_a_store_scans_are_sent_from_memory_and_the_screen_says_so(
    page: Page, door: Door, network: RoughNetwork, codes: list[str]
) -> None:
    page.evaluate(NO_STORE)
    network.down = True
    mine = [scan(page, code) for code in codes]
    assert {one["outcome"] for one in mine} == {"admitted"}
    wait(page, "trouble === 'unkept'")
    assert page.evaluate("gate.state.unsent") == 3
    network.down = False
    page.evaluate("() => dispatchEvent(new Event('online'))")
    wait(page, "unsent === 0")
    assert are_stored(door, mine)
    page.evaluate("mend()")
    wait(page, "trouble === null")


def test_a_cleared_store_loses_no_scan_of_the_open_page_and_is_written_anew(
    page: Page, phone: BrowserContext, door: Door, network: RoughNetwork, codes: list[str]
) -> None:
    network.down = True
    first, second, third = codes
    mine = [scan(page, first), scan(page, second)]
    page.evaluate("gate.settled()")
    clear_the_store(phone, page, network)
    mine.append(scan(page, third))
    wait(page, "trouble === null")
    assert page.evaluate("gate.state.unsent") == 3
    for _ in range(200):
        if len(kept(page)["outbox"]) == 3:
            break
        page.wait_for_timeout(50)
    page.close()
    network.down = False
    again = open_engine(phone, network.address)
    wait(again, "phase === 'ready'")
    wait(again, "unsent === 0")
    assert are_stored(door, mine)


def test_a_connection_that_was_lost_and_came_back_counts_no_scan_twice(
    page: Page, door: Door, network: RoughNetwork, codes: list[str]
) -> None:
    network.down = True
    mine = [scan(page, code) for code in codes[:2]]
    page.evaluate("gate.settled()")
    page.evaluate(NO_STORE)
    mine.append(scan(page, codes[2]))
    wait(page, "trouble === 'unkept'")
    page.evaluate("mend()")
    wait(page, "trouble === null")
    assert page.evaluate("gate.state.unsent") == 3
    assert len(kept(page)["outbox"]) == 3
    network.down = False
    page.evaluate("() => dispatchEvent(new Event('online'))")
    wait(page, "unsent === 0")
    assert are_stored(door, mine)


def test_the_news_of_another_tab_leaves_what_is_in_memory_only(
    page: Page, phone: BrowserContext, network: RoughNetwork, codes: list[str]
) -> None:
    mine, theirs, _none = codes
    other = open_engine(phone, network.address)
    network.down = True
    page.evaluate(NO_ROOM_TO, "add")
    assert scan(page, mine)["outcome"] == "admitted"
    scan(other, theirs)
    other.evaluate("gate.settled()")
    page.wait_for_function("(code) => gate.scan(code, {}).outcome === 'already_in'", arg=theirs)
    assert scan(page, mine)["outcome"] == "already_in"


def test_a_full_phone_is_not_paired_and_the_code_stays_good(
    phone: BrowserContext, door: Door, network: RoughNetwork
) -> None:
    page, digits = open_engine(phone, network.address), door.digits()
    page.evaluate(NO_ROOM_TO, "put")
    ask = "(digits) => gate.pair(digits, 'x').then(() => 'paired', (error) => error.reason)"
    assert page.evaluate(ask, digits) == "no_room"
    assert network.to("/api/v1/devices") == []
    page.evaluate("makeRoom()")
    assert page.evaluate(ask, digits) == "paired"


def test_a_phone_that_fills_up_while_it_is_paired_leaves_nobody_in_the_list(
    phone: BrowserContext, door: Door, network: RoughNetwork
) -> None:
    page = phone.new_page()
    page.goto(network.address + "/gate/app/manifest.webmanifest")
    page.evaluate(NO_ROOM_FROM_NOW_ON)
    page.evaluate(
        "async () => { window.gate = await (await import('/static/js/gate/engine.js')).openEngine() }"
    )
    ask = "(digits) => gate.pair(digits, 'x').then(() => 'paired', (error) => error.reason)"
    assert page.evaluate(ask, door.digits()) == "no_room"
    assert page.evaluate("gate.state.phase") == "unpaired"
    for _ in range(100):
        if network.to("/api/v1/me", "DELETE"):
            break
        page.wait_for_timeout(50)
    with door.server.app.app_context():
        newest = db.session.scalars(select(Device).order_by(Device.id.desc())).first()
        assert newest is not None
        assert newest.wiped_at is not None
