"""The scanner opens without a network, from what its service worker kept, and minds its own path."""

from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.bare_engine import Door, make_door
from tests.browser.conftest import Server
from tests.browser.rough_network import RoughNetwork, rough_network

# One engine is enough: no row is asked for.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

CACHED = """async () => {
  const names = await caches.keys();
  const caches_ = await Promise.all(names.map((name) => caches.open(name)));
  const requests = await Promise.all(caches_.map((cache) => cache.keys()));
  return [names, requests.flat().map(({ url }) => new URL(url).pathname)];
}"""


@pytest.fixture(scope="module")
def door(server: Server) -> Door:
    """A door with people."""
    return make_door(server, 20)


@pytest.fixture
def network(server: Server) -> Iterator[RoughNetwork]:
    """The hall's network."""
    with rough_network(server.port) as network:
        yield network


@pytest.fixture
def page(phone: BrowserContext, door: Door, network: RoughNetwork) -> Page:
    """The scanner, paired and kept for the time without a network."""
    page = phone.new_page()
    page.goto(f"{network.address}/gate/app")
    page.wait_for_function("() => window.festaGate")
    page.evaluate("(digits) => festaGate.pair(digits, 'x')", door.digits())
    page.wait_for_function("() => festaGate.state.phase === 'ready'")
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    return page


def opened(page: Page, address: str) -> float:
    """Seconds until the scanner is ready to scan."""
    start = monotonic()
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.festaGate?.state.phase === 'ready'", polling=20)
    return monotonic() - start


def test_it_opens_without_a_network_and_knows_everybody(
    page: Page, door: Door, network: RoughNetwork
) -> None:
    network.down = True
    opened(page, f"{network.address}/gate/app?pair=12345678")
    answer = page.evaluate(
        "(code) => festaGate.scan(code, { method: 'typed' })", door.visitors[0].code
    )
    assert answer["outcome"] == "admitted"
    assert page.evaluate("document.styleSheets.length") >= 4
    assert page.evaluate("document.fonts.size") > 0
    network.down = False


def test_a_network_that_hangs_holds_it_up_for_two_seconds(
    page: Page, network: RoughNetwork
) -> None:
    network.delay = 60
    # The best of three: what else runs on the machine only adds to it.
    assert min(opened(page, f"{network.address}/gate/app") for _ in range(3)) < 5


def test_it_keeps_its_own_files_and_nothing_of_the_api(page: Page, network: RoughNetwork) -> None:
    names, paths = page.evaluate(CACHED)
    assert len(names) == 1
    assert "/gate/app" in paths
    assert "/static/js/gate/engine.js" in paths
    assert "/static/vendor/idb/index.js" in paths
    assert any(path.endswith("zxing_reader.wasm") for path in paths)
    assert any(path.endswith(".woff2") for path in paths)
    assert not any(path.startswith("/api") for path in paths)
    page.goto(f"{network.address}/healthz")
    assert page.evaluate("navigator.serviceWorker.controller") is None


def test_caches_of_older_versions_go(page: Page, network: RoughNetwork) -> None:
    page.evaluate(
        "async () => { await caches.open('festa-gate-of-before'); await caches.open('x'); }"
    )
    text = '"version": "'
    network.tamper = lambda path, body: (
        body.replace(text.encode(), (text + "n").encode()) if path == "/gate/app/sw.js" else body
    )
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update(); }")
    page.wait_for_function(
        """async () => {
          const names = await caches.keys();
          return names.length === 2 && names.includes("x") && names.some((n) => n.startsWith("festa-gate-n"));
        }"""
    )


def test_the_files_of_its_version_are_not_asked_for_again(
    page: Page, network: RoughNetwork
) -> None:
    seen = len(network.seen)
    network.tamper = lambda path, text: (
        text.replace(b"export function parse", b"globalThis.newer = true;\nexport function parse")
        if path == "/static/js/gate/code.js"
        else text
    )
    opened(page, f"{network.address}/gate/app")
    assert page.evaluate("globalThis.newer") is None  # the same version: from the cache
    assert not [one for one in network.seen[seen:] if one.path.startswith("/static/js/gate/")]


def test_codes_can_be_read_without_a_network(page: Page, network: RoughNetwork) -> None:
    network.down = True
    started = page.evaluate(
        """async () => {
          const worker = new Worker("/gate/app/reader.js", { type: "module" });
          return new Promise((done) => {
            worker.onerror = () => done("failed");
            worker.onmessage = ({ data }) => done(data);
            setTimeout(() => done("nothing wrong"), 1500);
          });
        }"""
    )
    network.down = False
    assert started != "failed"
