"""A decision takes at most 150 ms on a phone four times slower than this machine, however many come."""

import base64
import hashlib
import json
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import BrowserContext, CDPSession, Page, Route

from config import ROOT
from festa import clock
from festa.badges.code import make_code, make_short_code
from festa.gates.roster import BADGE_COLUMNS, COLUMNS, FORMAT, hash_code, iso
from festa.seekers.identity import initial_consonants, mask_name
from tests.factories import made_up_name

ADDRESS = "http://gate.localhost"
CPU = 4  # times slower
LIMIT_MS = 150
# Scans one after the other, then a search, while the screen's turn comes in between.
SCAN_ALL = """async (codes) => {
  const taken = [];
  for (const code of codes) {
    const start = performance.now();
    gate.scan(code, { method: "camera", direction: "in" });
    taken.push(performance.now() - start);
    await new Promise((go) => setTimeout(go));
  }
  const start = performance.now();
  gate.search("ㄱㅁ", "");
  return [Math.max(...taken), taken.sort((a, b) => a - b)[taken.length >> 1], performance.now() - start];
}"""
# The longest time for which nothing else could happen, while something is done.
LONGEST_PAUSE = """async (work) => {
  let [longest, last, on] = [0, performance.now(), true];
  const tick = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (on) setTimeout(tick);
  };
  tick();
  await eval(work);
  tick();
  on = false;
  return longest;
}"""
ASK_FOR_CHANGES = """(async () => {
  dispatchEvent(new Event("online"));
  await new Promise((go) => setTimeout(go, 800));
})()"""


class Organiser:
    """What a server says, to so many people's device; signed, and without a server."""

    def __init__(self, people: int) -> None:
        self.dice = random.Random(people)
        self.changes_sent = 0
        self.key = Ed25519PrivateKey.generate()
        self.now = clock.now()
        self.codes = [make_code(1, self.dice.randrange) for _ in range(people)]
        self.whole = self._roster([self._person(n) for n in range(people)], True)
        self.change = self._roster([self._person(n) for n in range(200)], False)

    def _person(self, number: int) -> list[Any]:
        name = made_up_name(number)
        short = hash_code(make_short_code(self.dice.randrange))
        badge = [hash_code(self.codes[number]), short, "active"]
        phone = f"{number % 10_000:04d}"
        who = [f"r{number + 1}", mask_name(name), initial_consonants(name), phone]
        return [*who, "seeker", "confirmed", None, None, False, [badge]]

    @property
    def profile(self) -> dict[str, Any]:
        """The device, its fair and its gate."""
        ends = iso(self.now + timedelta(days=1))
        fair = {"id": 1, "slug": "s", "city": "대전", "day": "2026-11-23", "title": "t"}
        return {
            "device": {"id": 7, "name": "x", "role": "in", "ends_at": ends},
            "fair": fair | {"state": "live", "opens_at": ends, "closes_at": ends},
            "gate": {"id": 5, "name": "정문 1", "hall": None, "people_limit": None},
        }

    def paired(self) -> dict[str, Any]:
        """The answer to pairing."""
        public = _url_safe(self.key.public_key().public_bytes_raw())
        key = {"id": "k", "algorithm": "Ed25519", "public": public}
        return self.profile | {"token": "t", "key": key}

    def _roster(self, people: list[list[Any]], whole: bool) -> dict[str, str]:
        elsewhere = "".join(
            _url_safe(hashlib.sha256(str(n).encode()).digest()[:12]) for n in range(len(self.codes))
        )
        profile = self.profile
        payload = json.dumps(
            {
                "format": FORMAT,
                "device": 7,
                "whole": whole,
                "made_at": iso(self.now),
                "cursor": "1",
                "wipe_at": profile["device"]["ends_at"],
                "fair": profile["fair"],
                "gate": profile["gate"],
                "occupancy": {"inside": 0, "admitted": 0, "limit": None},
                "fairs": {},
                "columns": COLUMNS,
                "badge_columns": BADGE_COLUMNS,
                "people": people,
                "elsewhere": {"2": elsewhere} if whole else {},
            },
            ensure_ascii=False,
        )
        signature = _url_safe(self.key.sign(payload.encode()))
        return {"payload": payload, "signature": signature, "key_id": "k"}

    def answer(self, route: Route) -> None:
        """Answer the engine; scans never get through."""
        path = route.request.url.removeprefix(ADDRESS)
        if path.startswith("/static/"):
            route.fulfill(path=ROOT / path[1:])
        elif path.endswith("/devices"):
            route.fulfill(status=201, json=self.paired())
        elif path.endswith("/roster"):
            route.fulfill(json=self.whole)
        elif "/roster" in path:
            self.changes_sent += 1
            route.fulfill(json=self.change)
        elif path.startswith("/api/"):
            route.abort()
        else:
            route.fulfill(body="<title>speed</title>")


def _url_safe(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def slowed(page: Page) -> CDPSession:
    """Make the page's processor slower."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
    return session


def open_gate(context: BrowserContext) -> Page:
    """A page with the engine open."""
    page = context.new_page()
    page.goto(ADDRESS)
    page.evaluate(
        """async () => {
          const { openEngine } = await import("/static/js/gate/engine.js");
          const start = performance.now();
          window.gate = await openEngine();
          window.openedMs = performance.now() - start;
        }"""
    )
    return page


@pytest.mark.parametrize("people", [5_000, 37_000])
def test_a_decision_is_taken_at_once(
    phone: BrowserContext, people: int, record_property: Callable[[str, object], None]
) -> None:
    organiser = Organiser(people)
    phone.route(f"{ADDRESS}/**", organiser.answer)
    page = open_gate(phone)
    slowed(page)
    ready = "new Promise((go) => gate.addEventListener('change', () => gate.state.phase === 'ready' && go()))"
    loading = page.evaluate(LONGEST_PAUSE, f"Promise.all([gate.pair('12345678', 'x'), {ready}])")
    assert page.evaluate("gate.state.people") == people
    strangers = [make_code(1, organiser.dice.randrange) for _ in range(50)]
    codes = [*organiser.codes[:300], *strangers]
    # The best of three rounds: a busy machine stops any page for longer than a decision takes.
    worst, usual, search = min(page.evaluate(SCAN_ALL, codes) for _round in range(3))
    change = min(page.evaluate(LONGEST_PAUSE, ASK_FOR_CHANGES) for _round in range(3))
    assert organiser.changes_sent >= 3
    page.evaluate("gate.settled()")
    page.wait_for_timeout(200)
    page.close()
    again = open_gate(phone)
    assert again.evaluate("gate.state.people") == people
    figures = {
        "slowest decision": worst,
        "usual decision": usual,
        "search": search,
        "longest pause while the whole came": loading,
        "longest pause while a change came": change,
        "opening from the disk, full speed": again.evaluate("openedMs"),
    }
    for name, taken in figures.items():
        record_property(name, round(taken, 2))
        print(f"{people} people, {name}: {taken:.1f} ms")  # noqa: T201
    assert worst < LIMIT_MS
    assert search < LIMIT_MS
    assert change < 4 * LIMIT_MS
