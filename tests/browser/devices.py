"""Phones at the door: paired, scanning as a reader types, killed and opened again."""

import signal
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path
from time import monotonic
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

# What a reader does: keys five milliseconds apart and Enter, one code in each frame. Keys carry the
# moment at which they were pressed, as real ones do, however busy the machine is.
# Returns the number that the page gave each scan, and the answer that it showed.
TYPE_LIKE_A_READER = """async (codes) => {
  const shown = [];
  const answer = document.querySelector("[data-answer]");
  const frame = () => new Promise(requestAnimationFrame);
  let now = 0;
  const press = (key, code) => {
    const event = new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true });
    Object.defineProperty(event, "timeStamp", { value: (now += 5) });
    document.body.dispatchEvent(event);
  };
  press("Shift", "ShiftLeft"); // the first key of all wakes the sound up, which takes its time
  await frame();
  for (const code of codes) {
    const before = answer.dataset.scan;
    now = Math.max(now + 200, performance.now());
    for (const key of code) press(key, /[0-9]/.test(key) ? `Digit${key}` : "");
    press("Enter", "Enter");
    const until = performance.now() + 5000;
    do await frame();
    while (answer.dataset.scan === before && performance.now() < until);
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
        self.until("!!window.festaGate")
        return self

    def reload(self) -> None:
        """Load the page again, as somebody does who does not trust it."""
        self.page.reload()
        self.until("!!window.festaGate")

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

    def until(self, expression: str, seconds: float = 30) -> None:
        """Wait until this is true in the page, asked from outside: its policy forbids eval."""
        deadline = monotonic() + seconds
        while not self.page.evaluate(expression):
            assert monotonic() < deadline, f"never came true: {expression}"
            self.page.wait_for_timeout(50)

    def all_kept(self) -> None:
        """Wait until every scan is on the disk."""
        self.page.evaluate("festaGate.settled()")

    def all_sent(self) -> None:
        """Wait until the server has answered for every scan."""
        self.until("festaGate.state.unsent === 0", 60)

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
