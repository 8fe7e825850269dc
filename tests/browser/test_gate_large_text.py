"""Letters once and a half, and twice as large on a small phone: nothing runs over the edge or is cut."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.bare_engine import make_door
from tests.browser.conftest import PHONE, Server

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

CUT_OFF = """() => [...document.querySelectorAll("body *")]
  .filter((node) => node.checkVisibility() && node.getClientRects().length)
  .filter((node) => {
    const { left, right, width } = node.getBoundingClientRect();
    if (width <= 1) return false; // for screen readers alone
    const words = node.matches("button, p, h1, h2, input, span");
    const cut = words && node.clientWidth && node.scrollWidth > node.clientWidth + 1;
    return cut || right > innerWidth + 1 || left < -1;
  })
  .map((node) => `${node.tagName} ${node.className} ${node.textContent.trim().slice(0, 20)}`)"""


def grow(page: Page, percent: int) -> None:
    """Let letters be as large as somebody has set them."""
    page.evaluate("(size) => { document.documentElement.style.fontSize = `${size}%`; }", percent)


@pytest.mark.parametrize("percent", [150, 200])
def test_large_letters_are_neither_cut_nor_out_of_sight(
    server: Server, chromium: Browser, percent: int
) -> None:
    door = make_door(server, 1)
    small: dict[str, Any] = PHONE | {"viewport": {"width": 360, "height": 740}}
    context = chromium.new_context(**small, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{server.address}/gate/app#pair={door.digits()}")
    grow(page, percent)
    expect(page.locator("form[data-pair]")).to_be_visible()
    assert page.evaluate(CUT_OFF) == []
    page.locator("[data-pair-submit]").click()
    expect(page.locator("[data-gate-app]")).to_have_attribute("data-phase", "ready")
    page.locator("[data-pin-offer-no]").click()
    page.locator("[name=new_pin]").fill("2580")
    page.locator("[data-pin-submit]").click()
    expect(page.locator("[data-lock]")).to_be_visible()
    page.locator("button[data-direction=out]").click()
    expect(page.locator("[data-way-out]")).to_be_visible()
    assert page.evaluate(CUT_OFF) == []
    page.locator("button[data-direction=in]").click()
    page.locator("[name=typed]").fill(door.visitors[0].code)
    page.locator("form[data-type-code] button").click()
    expect(page.locator("[data-answer]")).to_have_attribute("data-outcome", "admitted")
    expect(page.locator("[data-recent] li")).to_have_count(1)
    assert page.evaluate(CUT_OFF) == []
    page.locator("[data-lock]").click()
    expect(page.locator("form[data-unlock]")).to_be_visible()
    assert page.evaluate(CUT_OFF) == []
    context.close()
