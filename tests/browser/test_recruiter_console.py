"""A talk from call to result on a real tablet, while the board and the seeker's phone follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from festa import clock
from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.queues.service import walk_in
from tests.browser.conftest import PHONE, Server
from tests.browser.eyes import look
from tests.factories import (
    make_employer,
    make_fair,
    make_participation,
    make_recruiter,
    make_table,
    sign_in,
)
from tests.integration.interviews.floor import make_applicant

# The engine makes no difference to a screen.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")
TABLET: dict[str, Any] = {
    "viewport": {"width": 820, "height": 1180},
    "has_touch": True,
    "locale": "ko-KR",
    "timezone_id": "Asia/Seoul",
}


@dataclass
class Day:
    """Where the screens of one table are, and who may open which."""

    console: str
    board: str
    recruiter: Any
    seeker: Any


@pytest.fixture
def day(server: Server) -> Day:
    """A table with two people in its walk-in line."""
    with server.app.app_context():
        # Opened by hand a day early, so that all its hours lie ahead whatever the time is now.
        tomorrow = clock.today() + timedelta(days=1)
        fair = make_fair(FairState.LIVE, day=tomorrow, opens=time(10), closes=time(16))
        part = make_participation(fair, make_employer(name="가온물산"))
        table = make_table(part)
        people = [make_applicant(part, name=name) for name in ("홍길동", "남궁민수")]
        for one in people:
            walk_in(table, one, SYSTEM)
        recruiter = make_recruiter(part.employer)
        db.session.commit()
        clients = [sign_in(server.app.test_client(), who) for who in (recruiter, people[0].seeker)]
        cookies = [client.get_cookie("festa").value for client in clients]
        return Day(
            f"{server.address}/employer/{part.id}/console/{table.id}",
            f"{server.address}/board/{fair.slug}",
            *cookies,
        )


def signed_in(chromium: Browser, server: Server, cookie: str, **how: Any) -> BrowserContext:
    context = chromium.new_context(**how)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "festa", "value": cookie, "url": server.address}])
    return context


@pytest.fixture
def tablet(chromium: Browser, server: Server, day: Day) -> Iterator[BrowserContext]:
    """The recruiter's tablet."""
    context = signed_in(chromium, server, day.recruiter, **TABLET)
    yield context
    context.close()


@pytest.fixture
def hand(chromium: Browser, server: Server, day: Day) -> Iterator[BrowserContext]:
    """The phone of whoever is first in the line."""
    context = signed_in(chromium, server, day.seeker, **PHONE)
    yield context
    context.close()


def press(page: Page, words: str) -> None:
    """Tap the button that says this."""
    page.get_by_role("button", name=words, exact=True).click()


def said(page: Page, words: str) -> None:
    """What the screen answers."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def test_call_talk_result_and_the_next_with_board_and_phone_beside(
    server: Server, day: Day, tablet: BrowserContext, hand: BrowserContext, laptop: BrowserContext
) -> None:
    table, board, phone = tablet.new_page(), laptop.new_page(), hand.new_page()
    table.goto(day.console)
    board.goto(day.board)
    phone.goto(f"{server.address}/my/numbers")
    expect(table.get_by_text("먼저 온 현장 순서예요")).to_be_visible()
    expect(phone.get_by_text("다음 차례")).to_be_visible()
    expect(board.get_by_text("지금은 부르는 번호가 없어요.")).to_be_visible()

    press(table, "다음 분 부르기")
    said(table, "W-1번을 불렀어요")
    calls = board.locator(".calls")
    expect(calls.get_by_text("W-1")).to_be_visible()
    expect(calls.get_by_text("홍*동")).to_be_visible()
    expect(phone.get_by_text("차례예요!")).to_be_visible()
    for page in (table, board, phone):
        look(page)

    laptop.set_offline(True)
    expect(board.get_by_text("연결이 끊겨 조금 전 화면이에요")).to_be_visible()
    press(table, "면접 시작")
    said(table, "면접을 시작했어요")
    expect(calls.get_by_text("W-1")).to_be_visible()
    laptop.set_offline(False)
    expect(board.get_by_text("연결이 끊겨 조금 전 화면이에요")).to_be_hidden()
    expect(calls.get_by_text("W-1")).to_be_hidden()
    expect(board.locator(".tables").get_by_text("W-1")).to_be_visible()

    table.get_by_label("메모", exact=False).first.fill("재고 관리 경험이 많음")
    table.locator("label.star").nth(4).click()
    press(table, "메모 저장")
    said(table, "메모를 저장했어요")
    look(table)
    press(table, "면접 완료")
    said(table, "결과를 남겨 주세요")
    expect(table.locator("textarea")).to_have_value("재고 관리 경험이 많음")
    look(table)
    press(table, "2차 면접")
    said(table, "2차 면접")
    press(table, "다음 분 부르기")
    said(table, "W-2번을 불렀어요")
    expect(calls.get_by_text("남**수")).to_be_visible()
    expect(phone.get_by_text("지금 가진 번호가 없어요")).to_be_visible()


def test_the_timer_warns_two_minutes_before_the_end_and_once_it_is_over(
    day: Day, tablet: BrowserContext
) -> None:
    table = tablet.new_page()
    table.goto(day.console)
    press(table, "다음 분 부르기")
    press(table, "면접 시작")
    watched = tablet.new_page()
    watched.clock.install()
    watched.goto(day.console)
    timer = watched.locator(".timer")
    watched.clock.fast_forward(60_000)
    expect(timer.locator("[data-clock]")).to_contain_text("01:")
    expect(timer.locator("[data-said]")).to_be_empty()
    watched.clock.fast_forward(17 * 60_000)
    expect(timer.get_by_text("2분 안에 끝날 시간이에요")).to_be_visible()
    watched.clock.fast_forward(2 * 60_000)
    expect(timer.get_by_text("예정한 시간이 지났어요")).to_be_visible()


def test_another_screen_of_the_table_follows_and_a_note_being_typed_stays(
    day: Day, tablet: BrowserContext
) -> None:
    one, other = tablet.new_page(), tablet.new_page()
    one.goto(day.console)
    other.goto(day.console)
    press(one, "다음 분 부르기")
    expect(other.get_by_role("heading", name="부르고 있어요")).to_be_visible()
    other.locator("textarea").fill("적는 중")
    press(one, "면접 시작")
    expect(other.get_by_text("다른 화면에서 이 테이블이 바뀌었어요")).to_be_visible()
    expect(other.locator("textarea")).to_have_value("적는 중")


def test_a_board_that_is_held_stays_as_it_is(
    day: Day, tablet: BrowserContext, laptop: BrowserContext
) -> None:
    board, table = laptop.new_page(), tablet.new_page()
    board.goto(day.board)
    press(board, "화면 멈춤")
    table.goto(day.console)
    press(table, "다음 분 부르기")
    said(table, "W-1번을 불렀어요")
    board.wait_for_timeout(4_000)
    expect(board.get_by_text("지금은 부르는 번호가 없어요.")).to_be_visible()
    press(board, "다시 시작")
    expect(board.locator(".calls").get_by_text("W-1")).to_be_visible()


def test_a_button_pressed_without_a_network_waits_for_it_and_loses_nothing(
    server: Server, day: Day, tablet: BrowserContext
) -> None:
    table = tablet.new_page()
    table.goto(day.console)
    press(table, "다음 분 부르기")
    press(table, "면접 시작")
    memo = table.locator("form[data-keeps] textarea").first
    memo.fill("현장 경험이 많으세요.")
    tablet.set_offline(True)
    press(table, "면접 완료")
    expect(table.get_by_text("그때까지는 눌러도 보내지 않고")).to_be_in_viewport()
    expect(memo).to_have_value("현장 경험이 많으세요.")
    expect(table.get_by_role("button", name="면접 완료", exact=True)).to_be_visible()
    tablet.set_offline(False)
    press(table, "면접 완료")
    expect(table.get_by_role("button", name="면접 완료", exact=True)).to_have_count(0)
