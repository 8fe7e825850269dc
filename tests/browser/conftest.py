"""A real server, a real Chromium: nothing between a test and what people use."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright

import config
from config import ROOT
from tests.conftest import make_database, make_test_app, worker_name

CODE = re.compile(r"\b(\d{6})\b")
STARTS_WITHIN = 30  # seconds


@dataclass
class Server:
    """A running Festa: its address, its application for arranging rows, and what it prints."""

    address: str
    app: Flask
    log: Path

    def newest_code(self) -> str:
        """The one-time code that the console channel printed last."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            found = CODE.findall(self.log.read_text(encoding="utf-8"))
            if found:
                return str(found[-1])
            time.sleep(0.05)
        raise AssertionError("no code was sent")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Festa served as `make run` serves it, on an empty database of its own, on each engine."""
    name = f"festa_browser_{worker_name()}_{request.module.__name__.rpartition('.')[2]}"
    url = make_database(request.param, name)
    app = make_test_app(url)
    log = tmp_path_factory.mktemp("server") / "log.txt"
    port = free_port()
    environment = os.environ | {
        "FESTA_ENV": "development",
        "DATABASE_URL": url,
        "RATE_LIMIT": "0",
        "SECRET_KEY": config.Testing.SECRET_KEY,
        "PYTHONUNBUFFERED": "1",
    }
    command = [str(Path(sys.executable).with_name("festa")), "serve", "--port", str(port)]
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/healthz", process, log)
        yield Server(address, app, log)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
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
        browser = playwright.chromium.launch(executable_path=executable, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """A small phone in Korean hands."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
        locale="ko-KR",
        timezone_id="Asia/Seoul",
        accept_downloads=True,
    )
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
