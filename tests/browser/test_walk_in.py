"""From a stranger at the desk to their badge on the label printer within a minute."""

import time

import pytest
from playwright.sync_api import BrowserContext

from festa.extensions import db
from tests.browser.conftest import Server
from tests.factories import make_fair, make_registration, make_staff, sign_in

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

MOST_SECONDS = 60
KEY_MILLISECONDS = 200  # 300 strokes a minute, an unhurried typist
# What this test does not wait for: hearing each of four answers, reading five consents aloud.
TALKING_SECONDS = 4 * 2.0 + 5 * 4.0
TYPED = {"name": "나들이", "phone": "01020009999", "birth_year": "1967", "region": "대전 유성구"}


def test_a_walk_in_has_a_badge_within_a_minute(server: Server, laptop: BrowserContext) -> None:
    with server.app.app_context():
        fair = make_fair()
        client = sign_in(server.app.test_client(), make_staff(fair))
        slug = fair.slug
    cookie = client.get_cookie("festa")
    assert cookie is not None
    laptop.add_cookies([{"name": "festa", "value": cookie.value, "url": server.address}])
    page = laptop.new_page()
    page.goto(f"{server.address}/desk/{slug}")
    start = time.monotonic()
    page.get_by_role("link", name="현장등록").click()
    for field, text in TYPED.items():
        page.locator(f"#{field}").press_sequentially(text, delay=KEY_MILLISECONDS)
    page.locator("form input[type=checkbox]").first.check()
    page.select_option("#method", "phone")
    page.get_by_role("button", name="등록하고 명찰 만들기").click()
    page.wait_for_url("**/people/*")
    number = page.url.rpartition("/")[2]
    label = page.request.get(f"{server.address}/badges/{number}.pdf?layout=label_62")
    assert label.body().startswith(b"%PDF")
    assert time.monotonic() - start + TALKING_SECONDS <= MOST_SECONDS


def test_the_pages_of_the_desk_fit_a_narrow_phone_with_letters_twice_as_large(
    server: Server, laptop: BrowserContext
) -> None:
    with server.app.app_context():
        fair = make_fair()
        person = make_registration(fair)
        db.session.commit()
        client = sign_in(server.app.test_client(), make_staff(fair))
        desk = f"{server.address}/desk/{fair.slug}"
        addresses = (f"{desk}/walk-in", f"{desk}/slips", f"{desk}/people/{person.id}")
    cookie = client.get_cookie("festa")
    assert cookie is not None
    laptop.add_cookies([{"name": "festa", "value": cookie.value, "url": server.address}])
    page = laptop.new_page()
    page.set_viewport_size({"width": 360, "height": 800})
    for address in addresses:
        page.goto(address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px too wide"


def test_what_a_consent_says_is_opened_under_its_words(
    server: Server, laptop: BrowserContext
) -> None:
    with server.app.app_context():
        fair = make_fair()
        client = sign_in(server.app.test_client(), make_staff(fair))
        slug = fair.slug
    cookie = client.get_cookie("festa")
    assert cookie is not None
    laptop.add_cookies([{"name": "festa", "value": cookie.value, "url": server.address}])
    page = laptop.new_page()
    page.goto(f"{server.address}/desk/{slug}/walk-in")
    consent = page.locator(".consent").first
    words, more = (consent.locator(part).bounding_box() for part in (".what", ".more"))
    assert words is not None
    assert more is not None
    assert abs(words["x"] - more["x"]) < 1
