"""Take a picture of every page of every side, on a phone and on a desk, then the README's few.

A demo season in a temporary database is served on the loopback; the pages are those that the
browser tests find by following links. The result is screenshots/SIDE/PAGE-WIDTH.png, and what
readme_pictures.py says; with --readme only that.
"""

import logging
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from pathlib import Path

import time_machine
from flask_migrate import upgrade
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

import config
from festa import clock, create_app
from festa.demo.build import make_demo
from festa.extensions import db
from readme_pictures import take_readme_pictures
from tests.browser.conftest import Server
from tests.browser.test_every_page import SIDES, client_of, walk

PICTURES = config.ROOT / "screenshots"
HEIGHTS = {360: 780, 1280: 900}  # of the window, by its width
SEED = 2026
NOW = time(13, 20)  # whatever the hour: the middle of the fair of today


@contextmanager
def demo_season() -> Iterator[Server]:
    """A demo season in a database of its own, served on a free port of the loopback."""
    moment = clock.at(clock.today(), NOW)
    folder = tempfile.TemporaryDirectory(prefix="festa-pictures-")
    with folder as name, time_machine.travel(moment, tick=True):
        url = f"sqlite:///{name}/festa.sqlite3"
        app = create_app(config.Development, SQLALCHEMY_DATABASE_URI=url, RATELIMIT_ENABLED=False)
        with app.app_context():
            upgrade()
            make_demo("normal", SEED, lambda what, rows: None)
            db.session.commit()
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Server(f"http://127.0.0.1:{server.port}", app, Path(os.devnull))
        server.shutdown()


def take_pictures(season: Server, browser: Browser, side: str, width: int) -> int:
    """Every page of one side in one width; how many there are."""
    folder = PICTURES / side
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]},
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        reduced_motion="reduce",
        service_workers="block",
    )
    cookie = client_of(season, side).get_cookie("festa")
    if cookie is not None:
        context.add_cookies([{"name": "festa", "value": cookie.value, "url": season.address}])
    page = context.new_page()
    pages = {name: address for name, address in walk(season, side).items() if address}
    for name, address in pages.items():
        page.goto(season.address + address)
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    context.close()
    print(f"{side}, {width} px: {len(pages)} pages", flush=True)
    return len(pages)


def take_all(season: Server, browser: Browser) -> None:
    """Replace screenshots/ with pictures of the pages as they are now."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    count = sum(take_pictures(season, browser, side, width) for side in SIDES for width in HEIGHTS)
    print(f"{count} pictures in {PICTURES.relative_to(config.ROOT)}/", flush=True)


def main() -> None:
    """Take all of them, or with --readme the few of the README."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with demo_season() as season, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"),
            args=["--no-sandbox"] if os.geteuid() == 0 else [],
        )
        if "--readme" not in sys.argv[1:]:
            take_all(season, browser)
        take_readme_pictures(season, browser)
        browser.close()


if __name__ == "__main__":
    main()
