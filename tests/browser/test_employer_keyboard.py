"""An employer's floor with the keyboard alone: open a table, block, book, call, decide."""

from datetime import time, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from festa import clock
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from tests.browser.conftest import Server
from tests.factories import (
    PASSWORD,
    make_application,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_recruiter,
    make_registration,
    make_seeker,
)

FARTHEST = 250  # steps of the tab key, before a thing counts as out of reach
FOCUSED = "document.activeElement"


@pytest.fixture(scope="module")
def employer(server: Server) -> tuple[str, int]:
    """A recruiter's e-mail and the part of their employer in a live fair."""
    with server.app.app_context():
        # Opened by hand a day early, so that all its hours lie ahead whatever the time is now.
        day = clock.today() + timedelta(days=1)
        fair = make_fair(FairState.LIVE, day=day, opens=time(10), closes=time(16))
        participation = make_participation(fair, make_employer(name="가온물산"))
        make_job(participation)
        make_application(make_registration(fair, make_seeker(name="나지원")), participation)
        email = make_recruiter(participation.employer).email
        db.session.commit()
        return email, participation.id


def reach(page: Page, script: str) -> None:
    """Go on with the tab key until the focused thing is the one meant; every stop is visible."""
    for _step in range(FARTHEST):
        page.keyboard.press("Tab")
        if page.evaluate(f"(() => {{ const here = {FOCUSED}; return {script}; }})()"):
            return
    raise AssertionError(f"the keyboard does not reach {script}")


def press(page: Page, words: str, key: str = "Enter") -> None:
    """Reach the link or button that says this, and press a key on it."""
    reach(page, f"here.textContent.trim() === '{words}'")
    outline = page.evaluate(f"getComputedStyle({FOCUSED}).outlineStyle")
    assert outline != "none", f"nobody sees that {words} has the focus"
    page.keyboard.press(key)


def fill(page: Page, name: str, text: str) -> None:
    """Reach a field by its name and type."""
    reach(page, f"here.name === '{name}'")
    page.keyboard.type(text)


# The engine makes no difference to a keyboard.
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_the_keyboard_alone_runs_an_employers_day(
    server: Server, employer: tuple[str, int], laptop: BrowserContext
) -> None:
    email, participation_id = employer
    page = laptop.new_page()
    page.goto(f"{server.address}/account/sign-in")
    fill(page, "email", email)
    fill(page, "password", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="우리 기업의 박람회")).to_be_visible()

    page.goto(f"{server.address}/employer/{participation_id}/tables/new")
    fill(page, "label", "1번 테이블")
    press(page, "테이블 열기")
    expect(page.get_by_text("칸을 열었어요.")).to_be_visible()

    for _slot in range(2):
        reach(page, "here.name === 'slot' && !here.checked")
        page.keyboard.press("Space")
    fill(page, "reason", "면접관 교대")
    press(page, "차단하기")
    expect(page.get_by_text("2칸을 차단했어요.")).to_be_visible()

    page.goto(f"{server.address}/employer/{participation_id}/candidates")
    press(page, "면접 시간 잡기")
    expect(page.get_by_role("heading", name="나지원 님")).to_be_visible()
    reach(page, "here.name === 'slot' && here.tagName === 'BUTTON'")
    page.keyboard.press("Enter")
    expect(page.get_by_text("예약하고 지원자에게 알렸어요")).to_be_visible()

    page.goto(f"{server.address}/employer/{participation_id}/day")
    for words, said in (
        ("호출", "호출함"),
        ("면접 시작", "면접 중"),
        ("면접 완료", "면접 완료"),
        ("2차 면접", "2차 면접"),
    ):
        press(page, words)
        expect(page.get_by_role("status").get_by_text(said)).to_be_visible()
    press(page, "되돌리기")
    expect(page.get_by_text("결과를 되돌렸어요.")).to_be_visible()
