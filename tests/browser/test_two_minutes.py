"""A new seeker registers on a small phone on a slow line, by labels and roles alone."""

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, expect

from festa import clock
from festa.audit.actor import SYSTEM
from festa.consents.starting import publish_missing_texts
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from tests.browser.conftest import Server
from tests.factories import make_fair, make_tour

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

MOST_INTERACTIONS = 25
MOST_BYTES = 150_000  # on the wire for one screen with nothing kept, the web font left out
MOST_SECONDS = 120
# A slow 4G: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back.
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
# What a script does not wait for: reading seven screens, and finding the text message.
READING_SECONDS = 7 * 5.0 + 10.0
SECONDS_FOR_EACH = 2.0  # to reach for a control; typing is this long for a word


class Meter:
    """What each screen costs on the wire: bytes by the path of the page that asked."""

    def __init__(self, session: CDPSession, page: Page) -> None:
        self.page = page
        self.bytes: dict[str, int] = defaultdict(int)
        self._asked: dict[str, tuple[str, str]] = {}
        session.on("Network.requestWillBeSent", self._begin)
        session.on("Network.loadingFinished", self._end)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Network.emulateNetworkConditions", LINE)

    def _begin(self, event: dict[str, Any]) -> None:
        self._asked[event["requestId"]] = (event["documentURL"], event["request"]["url"])

    def _end(self, event: dict[str, Any]) -> None:
        document, address = self._asked.get(event["requestId"], ("", ""))
        if not address.endswith((".woff2", ".woff")):
            path = "/" + document.partition("://")[2].partition("/")[2].partition("?")[0]
            self.bytes[path] += int(event["encodedDataLength"])


class Hand:
    """One hand on a phone: every touch and every word typed is counted."""

    def __init__(self) -> None:
        self.interactions = 0

    def click(self, control: Locator) -> None:
        self.interactions += 1
        control.click()

    def fill(self, control: Locator, text: str) -> None:
        self.interactions += 1
        control.fill(text)

    def choose(self, control: Locator, label: str) -> None:
        self.interactions += 1
        control.select_option(label=label)


@pytest.fixture
def season(server: Server) -> Iterator[None]:
    """Three cities that take registrations, with the texts that fairs really have."""
    with server.app.app_context():
        tour = make_tour()
        for number, (city, english) in enumerate(
            (("광주", "Gwangju"), ("대전", "Daejeon"), ("부산", "Busan"))
        ):
            day = clock.today() + timedelta(days=7 + 9 * number)
            fair = make_fair(
                FairState.REGISTRATION_OPEN,
                tour=tour,
                day=day,
                city=city,
                city_en=english,
                texts=(),
                registration_opens_at=clock.now() - timedelta(days=9),
            )
            publish_missing_texts(fair, SYSTEM)
        db.session.commit()
    yield


def walk(page: Page, server: Server, hand: Hand) -> None:
    """From the tour to the badge, with some more told of one's own accord."""
    page.goto(server.address)
    hand.click(page.get_by_role("link", name="대전 신청하기"))
    hand.click(page.get_by_role("button", name="다음"))
    hand.click(page.get_by_role("checkbox").first)
    hand.click(page.get_by_role("button", name="다음"))
    hand.fill(page.get_by_label("이름"), "한가람")
    hand.fill(page.get_by_label("휴대전화"), "010-2345-6789")
    hand.fill(page.get_by_label("태어난 해"), "1968")
    hand.choose(page.get_by_label("시·도"), "대전광역시")
    hand.fill(page.get_by_label("시·군·구"), "유성구")
    hand.click(page.get_by_role("button", name="인증번호 받기"))
    expect(page.get_by_label("인증번호")).to_be_visible()
    hand.fill(page.get_by_label("인증번호"), server.newest_code())
    hand.click(page.get_by_role("button", name="확인"))
    hand.click(page.get_by_role("checkbox", name="물류·운송"))
    hand.click(page.get_by_role("button", name="저장하고 명찰 보기"))
    expect(page.get_by_role("heading", level=1)).to_have_text("참가가 확정됐어요")
    expect(page.get_by_role("img", name="대전 명찰 QR")).to_be_visible()


def test_in_25_interactions_two_minutes_and_150_kb_a_screen(
    server: Server, season: None, phone: BrowserContext
) -> None:
    page, hand = phone.new_page(), Hand()
    meter = Meter(phone.new_cdp_session(page), page)
    start = time.monotonic()
    walk(page, server, hand)
    seconds = time.monotonic() - start
    page.goto(f"{server.address}/my")
    page.goto(f"{server.address}/my/data")
    page.goto(f"{server.address}/my/consents")
    page.wait_for_load_state("networkidle")
    assert hand.interactions <= MOST_INTERACTIONS
    assert seconds + READING_SECONDS + SECONDS_FOR_EACH * hand.interactions <= MOST_SECONDS
    assert {"/", "/register", "/register/consents", "/register/you", "/register/code"} <= set(
        meter.bytes
    )
    heavy = {path: size for path, size in meter.bytes.items() if size > MOST_BYTES}
    assert not heavy, f"more than {MOST_BYTES} bytes: {heavy}"
