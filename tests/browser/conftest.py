"""A real server, a real Chromium: nothing between a test and what people use."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright
from sqlalchemy import select

import config
from config import ROOT
from festa.extensions import db
from festa.messages.delivery import AHEAD
from festa.messages.models import OutboxMessage
from tests.browser.rough_network import RoughNetwork, rough_network
from tests.conftest import make_database, make_test_app, worker_name
from tests.ports import free_port

CODE = re.compile(r"\b(\d{6})\b")
STARTS_WITHIN = 90  # seconds
expect.set_options(timeout=20_000)  # a busy machine is no reason to fail
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "has_touch": True,
    "is_mobile": True,
    "locale": "ko-KR",
    "timezone_id": "Asia/Seoul",
}


@dataclass
class Server:
    """A running Festa: its address, its application for arranging rows, and what it prints."""

    address: str
    app: Flask
    log: Path
    url: str = ""
    process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    def start(self) -> None:
        """Serve as `make run` does, and wait until it answers."""
        environment = os.environ | {
            "FESTA_ENV": "development",
            "DATABASE_URL": self.url,
            "RATE_LIMIT": "0",
            "SECRET_KEY": config.Testing.SECRET_KEY,
            "PYTHONUNBUFFERED": "1",
        }
        festa = str(Path(sys.executable).with_name("festa"))
        with self.log.open("a", encoding="utf-8") as out:
            self.process = subprocess.Popen(
                [festa, "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=environment,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        wait_for(f"{self.address}/healthz", self.process, self.log)

    def stop(self) -> None:
        """Stop serving; the database stays."""
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)
            self.process = None

    def mail(self) -> str:
        """What the console channel printed, then what has not left: at night most of it waits.

        What leaves between the two looks stands in both, and nothing in neither.
        """
        with self.app.app_context():
            ahead = select(OutboxMessage.body).where(OutboxMessage.state.in_(AHEAD))
            waiting = db.session.scalars(ahead.order_by(OutboxMessage.id)).all()
        return "\n".join([self.log.read_text(encoding="utf-8"), *waiting])

    def newest_code(self) -> str:
        """The one-time code that the console channel printed last."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            found = CODE.findall(self.log.read_text(encoding="utf-8"))
            if found:
                return str(found[-1])
            time.sleep(0.05)
        raise AssertionError("no code was sent")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Festa served as `make run` serves it, on an empty database of its own, on each engine."""
    name = f"festa_browser_{worker_name()}_{request.module.__name__.rpartition('.')[2]}"
    url = make_database(request.param, name)
    app = make_test_app(url)
    log = tmp_path_factory.mktemp("server") / "log.txt"
    server = Server(f"http://127.0.0.1:{free_port()}", app, log, url)
    try:
        server.start()
        yield server
    finally:
        server.stop()


def wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server answers; say what it printed when it does not."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")


@dataclass(frozen=True)
class Launch:
    """How to start another Chromium: one with a camera, or one with a memory of its own."""

    playwright: Playwright
    executable: str
    arguments: tuple[str, ...]

    def browser(self, *more: str) -> Browser:
        """A Chromium that forgets."""
        return self.playwright.chromium.launch(
            executable_path=self.executable, args=[*self.arguments, *more]
        )

    def with_memory(self, folder: Path, *more: str) -> BrowserContext:
        """A phone whose storage outlives its browser."""
        context = self.playwright.chromium.launch_persistent_context(
            folder, executable_path=self.executable, args=[*self.arguments, *more], **PHONE
        )
        context.set_default_timeout(15_000)
        return context


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Chromium as `make test` found or installed it."""
    executable = os.environ.get("CHROMIUM")
    if not executable:
        found = subprocess.run(
            [sys.executable, str(ROOT / "scripts" / "chromium.py")],
            capture_output=True,
            text=True,
            check=True,
        )
        executable = found.stdout.strip().splitlines()[-1]
    arguments = ["--disable-quic", "--no-first-run", "--disable-background-networking"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        yield Launch(playwright, executable, tuple(arguments))


@pytest.fixture(scope="session")
def chromium(launch: Launch) -> Iterator[Browser]:
    """One browser for all tests that need no other."""
    browser = launch.browser()
    yield browser
    browser.close()


@pytest.fixture
def network(server: Server) -> Iterator[RoughNetwork]:
    """The hall's network, good until it is spoiled."""
    with rough_network(server.port) as network:
        yield network


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A small phone in Korean hands."""
    context = chromium.new_context(accept_downloads=True, **PHONE)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def laptop(chromium: Browser) -> Iterator[BrowserContext]:
    """A desk with a wide screen."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 860}, locale="ko-KR", timezone_id="Asia/Seoul"
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()
