"""The scanner's engine in a page without a face: opened, paired and looked into."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Page

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.models import Badge
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.device_models import Device, DeviceRole
from festa.gates.pairing import open_pairing, revoke
from festa.registrations.models import Registration
from festa.seekers.models import Seeker
from tests.browser.conftest import Server
from tests.browser.devices import fair_of_today
from tests.crowd import Visitor, make_crowd

BARE = "/gate/app/manifest.webmanifest"  # of the same origin, with no script of its own
OPEN = """async () => {
  const { openEngine } = await import("/static/js/gate/engine.js");
  window.gate = await openEngine();
  window.said = [];
  gate.addEventListener("answer", (event) => said.push(event.detail));
}"""
# Whatever lies in IndexedDB, by store, with bytes as arrays of numbers and keys as "CryptoKey".
KEPT = """async () => {
  const asked = (request) => new Promise((yes, no) => {
    request.onsuccess = () => yes(request.result);
    request.onerror = () => no(request.error);
  });
  const plain = (value) => {
    if (value instanceof CryptoKey) return `CryptoKey, extractable: ${value.extractable}`;
    if (value instanceof ArrayBuffer) return new TextDecoder("latin1").decode(value);
    if (ArrayBuffer.isView(value)) return [...value];
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
  };
  const db = await asked(indexedDB.open("festa-gate"));
  const kept = {};
  for (const name of db.objectStoreNames) {
    kept[name] = (await asked(db.transaction(name).objectStore(name).getAll())).map(plain);
  }
  db.close();
  return kept;
}"""
ROSTER_KEPT = """async () => {
  const asked = (request) => new Promise((yes) => {
    request.onsuccess = () => yes(request.result);
  });
  const db = await asked(indexedDB.open("festa-gate"));
  const pieces = await asked(db.transaction("roster").objectStore("roster").count());
  db.close();
  return pieces > 0;
}"""
CHANGE_A_STORED_BYTE = """async () => {
  const asked = (request) => new Promise((yes) => {
    request.onsuccess = () => yes(request.result);
  });
  const db = await asked(indexedDB.open("festa-gate"));
  const store = db.transaction("roster", "readwrite").objectStore("roster");
  const [[place], [piece]] = [await asked(store.getAllKeys()), await asked(store.getAll())];
  new Uint8Array(piece.data)[1000] ^= 1;
  await asked(store.put(piece, place));
  db.close();
}"""


@dataclass
class Door:
    """A live fair of today with one gate, and people with badges."""

    server: Server
    gate_id: int
    visitors: list[Visitor]

    def digits(self, role: DeviceRole = DeviceRole.IN) -> str:
        """A fresh pairing code."""
        with self.server.app.app_context():
            _code, digits = open_pairing(db.session.get_one(Gate, self.gate_id), role, SYSTEM)
            db.session.commit()
            return digits

    def revoke_all(self) -> None:
        """Take every device out of service."""
        with self.server.app.app_context():
            for device in db.session.query(Device):
                revoke(device, SYSTEM)
            db.session.commit()

    def end_all(self) -> None:
        """Let the time of every device be over."""
        with self.server.app.app_context():
            db.session.query(Device).update({"ends_at": clock.now()})
            db.session.commit()


def make_door(server: Server, people: int) -> Door:
    """A door with so many people who may come in."""
    with server.app.app_context():
        fair = fair_of_today()
        door = Door(server, fair.gates[0].id, make_crowd(fair, people))
        # Registered long ago: what is new comes with every roster for a minute.
        long_ago = clock.now() - timedelta(hours=1)
        for kind in (Seeker, Registration, Badge):
            db.session.query(kind).update({"changed_at": long_ago})
        db.session.commit()
        return door


def open_engine(context: BrowserContext, address: str) -> Page:
    """A page with the engine as `gate`, and what it said unasked as `said`."""
    page = context.new_page()
    page.goto(address + BARE)
    page.evaluate(OPEN)
    return page


def pair(page: Page, door: Door) -> None:
    """Become a device and wait for the roster."""
    page.evaluate("(digits) => gate.pair(digits, '시험 폰')", door.digits())
    wait(page, "phase === 'ready'")
    page.wait_for_function(ROSTER_KEPT)  # said to be ready before it is on the disk


def wait(page: Page, truth: str) -> None:
    """Wait until this is true of the state."""
    page.wait_for_function(f"() => {{ const state = gate.state; return state.{truth}; }}")


def scan(page: Page, code: str, **how: Any) -> dict[str, Any]:
    """The answer to one code, with moments as texts."""
    given = {"method": "reader", "direction": "in"} | how
    ask = "([code, how]) => JSON.parse(JSON.stringify(gate.scan(code, how)))"
    answer = page.evaluate(ask, [code, given])
    assert isinstance(answer, dict)
    return answer


def kept(page: Page) -> dict[str, list[Any]]:
    """What lies in the browser's store."""
    found = page.evaluate(KEPT)
    assert isinstance(found, dict)
    return found
