"""Take a picture of every kind of page, as each side sees it, on a phone and on a desk.

A demo season in a temporary database is served on the loopback; every side follows the links
that it is shown, one address for each route, and screenshots/SIDE/ROUTE-WIDTH.png is the result.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from flask import session
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.exceptions import HTTPException
from werkzeug.serving import make_server

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "screenshots"
WIDTHS = {360: 780, 1280: 900}
TRIES = 3  # addresses of one route, before it is taken as closed to this side
LINKS = "links => links.map(link => link.href)"


@contextmanager
def demo_season() -> Iterator[None]:
    """A demo season in a temporary database that the environment names."""
    with tempfile.TemporaryDirectory(prefix="festa-pictures-") as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/festa.sqlite3"
        for command in (["db", "upgrade"], ["demo", "--if-empty"]):
            subprocess.run([Path(sys.executable).with_name("festa"), *command], check=True)
        yield


class Site:
    """The application, served on a free port of the loopback."""

    def __init__(self) -> None:
        # Only now: the configuration reads the environment when it is imported.
        from festa import create_app  # noqa: PLC0415

        self.app = create_app()
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.address = f"http://127.0.0.1:{self.server.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def sessions(self) -> dict[str, str]:
        """A session cookie for each side; the visitor has none."""
        from festa.accounts.models import Account  # noqa: PLC0415
        from festa.permissions import Role  # noqa: PLC0415
        from festa.registrations.models import Registration  # noqa: PLC0415
        from festa.seekers.models import Seeker  # noqa: PLC0415
        from festa.sessions import begin_session  # noqa: PLC0415

        cookies = {"visitor": ""}
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        for role in Role:
            with self.app.test_request_context():
                if role is Role.SEEKER:
                    person = Seeker.query.join(Registration).first()
                else:
                    person = Account.query.filter_by(role=role).first()
                if person is None:
                    sys.exit(f"The demo season has nobody who is {role}.")
                begin_session(person)
                cookies[role.value] = serializer.dumps(dict(session))
        return cookies

    def route(self, address: str) -> str | None:
        """The name of the route behind an address of ours."""
        parts = urlsplit(address)
        if not address.startswith(self.address):
            return None
        try:
            return self.app.url_map.bind("127.0.0.1").match(parts.path)[0]
        except HTTPException:
            return None

    def plain_addresses(self) -> list[str]:
        """Every page that needs no number in its address."""
        return [
            self.address + rule.rule
            for rule in self.app.url_map.iter_rules()
            if "GET" in (rule.methods or ()) and not rule.arguments and rule.endpoint != "static"
        ]


def open_page(page: Page, address: str) -> bool:
    """Whether the address shows a page; a refusal or a file is none."""
    try:
        answer = page.goto(address, wait_until="load")
    except Exception as problem:  # a download ends the navigation
        if "Download" in str(problem) or "ERR_ABORTED" in str(problem):
            return False
        raise
    kind = answer.headers.get("content-type", "") if answer else ""
    return answer is not None and answer.ok and kind.startswith("text/html")


def walk(site: Site, page: Page) -> dict[str, str]:
    """One address for each route that this side is led to, links first."""
    found: dict[str, str] = {}
    tried: Counter[str] = Counter()
    waiting = deque([site.address + "/", *site.plain_addresses()])
    while waiting:
        address = waiting.popleft()
        route = site.route(address)
        if route is None or route == "static" or route in found or tried[route] == TRIES:
            continue
        tried[route] += 1
        if open_page(page, address) and site.route(page.url) == route:
            found[route] = address
            waiting.extendleft(page.locator("a[href]").evaluate_all(LINKS))
    return found


def sign_in(browser: Browser, site: Site, cookie: str, width: int) -> BrowserContext:
    """A browser window of this width with this session."""
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        service_workers="block",
    )
    if cookie:
        name = site.app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([{"name": name, "value": cookie, "url": site.address}])
    return context


def take_pictures(site: Site, browser: Browser, side: str, cookie: str) -> int:
    """Every page of one side in every width; how many pictures there are."""
    folder = PICTURES / side
    folder.mkdir(parents=True)
    pages = walk(site, sign_in(browser, site, cookie, max(WIDTHS)).new_page())
    for width in WIDTHS:
        page = sign_in(browser, site, cookie, width).new_page()
        for route, address in pages.items():
            if open_page(page, address):
                page.screenshot(path=folder / f"{route}-{width}.png", full_page=True)
    print(f"{side}: {len(pages)} pages")
    return len(pages) * len(WIDTHS)


def main() -> None:
    """Replace screenshots/ with pictures of the pages as they are now."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    with demo_season(), sync_playwright() as playwright:
        site = Site()
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=arguments
        )
        count = sum(take_pictures(site, browser, *side) for side in site.sessions().items())
        browser.close()
        site.server.shutdown()
    print(f"{count} pictures in {PICTURES.relative_to(ROOT)}/")


if __name__ == "__main__":
    main()
