"""Phones at the door: paired, scanning as a reader types, killed and opened again."""

import signal
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, Page, expect

from festa import clock
from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair, Gate
from festa.gates.device_models import DeviceRole
from festa.gates.pairing import open_pairing
from tests.browser.conftest import PHONE, Launch, Server
from tests.crowd import Visitor, make_crowd
from tests.factories import make_fair

# What a reader does: keys a few milliseconds apart and Enter, here as fast as the page takes them.
# Returns the number that the page gave each scan, and the answer that it showed.
TYPE_LIKE_A_READER = """async (codes) => {
  const shown = [];
  const press = (key, code) => document.body.dispatchEvent(
    new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }));
  press("Shift", "ShiftLeft"); // the first key of all wakes the sound up, which takes its time
  await new Promise(requestAnimationFrame);
  const answer = document.querySelector("[data-answer]");
  for (const code of codes) {
    const before = answer.dataset.scan;
    for (const key of code) press(key, /[0-9]/.test(key) ? `Digit${key}` : "");
    press("Enter", "Enter");
    const until = performance.now() + 5000;
    while (answer.dataset.scan === before && performance.now() < until) {
      await new Promise((done) => setTimeout(done));
    }
    shown.push([answer.dataset.scan, answer.dataset.outcome]);
  }
  return shown;
}"""
CLOCK_OFF_BY = """(() => {
  const real = Date, off = %d;
  const now = () => real.now() + off;
  globalThis.Date = class extends real {
    constructor(...given) { given.length ? super(...given) : super(now()); }
    static now() { return now(); }
  };
})()"""


@dataclass
class Hall:
    """A live fair of today with people and two gates."""

    fair_id: int
    slug: str
    gate_ids: list[int]
    visitors: list[Visitor]


def open_hall(server: Server, people: int) -> Hall:
    """A fair that is live all day, and so many people with badges."""
    with server.app.app_context():
        fair = fair_of_today()
        fair.gates.append(Gate(name="후문 2"))
        db.session.flush()
        hall = Hall(fair.id, fair.slug, [gate.id for gate in fair.gates], make_crowd(fair, people))
        db.session.commit()
        return hall


def fair_of_today(**fields: Any) -> Fair:
    """A live fair that is open around the clock."""
    fair = make_fair(
        FairState.LIVE, day=clock.today(), opens=time(0), closes=time(23, 50), **fields
    )
    fair.registration_opens_at = clock.now() - timedelta(days=20)
    return fair


def pairing_digits(server: Server, gate_id: int) -> str:
    """A fresh pairing code for a gate, as the console opens one."""
    with server.app.app_context():
        gate = db.session.get_one(Gate, gate_id)
        _code, digits = open_pairing(gate, DeviceRole.IN, SYSTEM)
        db.session.commit()
        return digits


@dataclass
class Phone:
    """A browser with a memory of its own, which stands at a gate."""

    launch: Launch
    folder: Path
    address: str
    clock_off_ms: int = 0
    arguments: tuple[str, ...] = ()
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)
    shown: list[tuple[str, str]] = field(default_factory=list)

    def open(self) -> "Phone":
        """Start the browser and go to the scanner."""
        self.context = self.launch.with_memory(self.folder, *self.arguments)
        if self.clock_off_ms:
            self.context.add_init_script(CLOCK_OFF_BY % self.clock_off_ms)
        self.page = self.context.pages[0]
        self.page.goto(f"{self.address}/gate/app")
        self.page.wait_for_function("window.festaGate")
        return self

    def reload(self) -> None:
        """Load the page again, as somebody does who does not trust it."""
        self.page.reload()
        self.page.wait_for_function("window.festaGate")

    def pair(self, digits: str, name: str) -> None:
        """Become a device, by typing the digits."""
        form = self.page.locator("form[data-pair]")
        form.locator("[name=code]").fill(digits)
        form.locator("[name=device_name]").fill(name)
        form.locator("button[type=submit]").click()
        self.ready()

    def ready(self) -> None:
        """Wait until the roster is open."""
        expect(self.page.locator("[data-gate-app]")).to_have_attribute("data-phase", "ready")

    def kept_for_offline(self) -> None:
        """Wait until the page could be opened without a network."""
        self.page.evaluate("async () => { await navigator.serviceWorker.ready }")

    def read(self, codes: Sequence[str]) -> list[str]:
        """Scan as a reader does; the outcomes that were shown."""
        shown = self.page.evaluate(TYPE_LIKE_A_READER, list(codes))
        assert len({scan for scan, _outcome in shown}) == len(codes), "a scan was swallowed"
        self.shown += [(scan, outcome) for scan, outcome in shown]
        return [outcome for _scan, outcome in shown]

    def all_sent(self, timeout: float = 60_000) -> None:
        """Wait until the server has answered for every scan."""
        self.page.wait_for_function("festaGate.state.unsent === 0", timeout=timeout)

    def kill(self) -> None:
        """End the browser as a dead battery does."""
        for process in browser_processes(self.folder):
            process.send_signal(signal.SIGKILL)
        for process in browser_processes(self.folder):
            process.wait(10)
        try:
            self.context.close()
        except Exception:
            return

    def close(self) -> None:
        """Put the phone away."""
        self.context.close()


def browser_processes(folder: Path) -> list[psutil.Process]:
    """The processes of the browser that keeps its memory in this folder: ours alone."""
    mark = f"--user-data-dir={folder}"
    return [
        process
        for process in psutil.Process().children(recursive=True)
        if process.is_running() and mark in _command(process)
    ]


def _command(process: psutil.Process) -> Iterable[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


__all__ = ["PHONE", "Hall", "Phone", "fair_of_today", "open_hall", "pairing_digits"]
