"""The tax office's service over real HTTP: what it says, and what follows when it fails."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from festa.onboarding import tax_office
from festa.onboarding.evidence import Match, TaxStatus
from festa.onboarding.tax_office import (
    Business,
    NationalTaxService,
    Offline,
    TaxAnswer,
    tax_office_of,
)

KEY = "a+key/that=nobody%logs"
BUSINESS = Business("9999900010", "홍 길동", date(2011, 3, 2))
Reply = Callable[[str, dict[str, Any]], tuple[int, bytes]]


class Office:
    """A server on the loopback that answers as it is told and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, list[str]], dict[str, Any]]] = []
        self.reply: Reply = lambda path, body: (200, b"{}")
        office = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                parts = urlsplit(self.path)
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                office.asked.append((parts.path, parse_qs(parts.query), body))
                status, content = office.reply(parts.path, body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(BrokenPipeError):  # the client did not wait
                    self.wfile.write(content)

            def log_message(self, *_args: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def service(self) -> NationalTaxService:
        """A client of this server."""
        return NationalTaxService(f"http://127.0.0.1:{self.server.server_port}/v1/", KEY)


@pytest.fixture
def office() -> Iterator[Office]:
    """One server for one test."""
    made = Office()
    yield made
    made.server.shutdown()
    made.server.server_close()


def says(status: dict[str, Any], valid: str = "01") -> Reply:
    """What the real service answers to both questions."""

    def reply(path: str, body: dict[str, Any]) -> tuple[int, bytes]:
        entry = {"b_no": "9999900010"}
        entry |= status if path.endswith("/status") else {"valid": valid}
        return 200, json.dumps({"status_code": "OK", "data": [entry]}).encode()

    return reply


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        ({"b_stt": "계속사업자", "b_stt_cd": "01"}, TaxStatus.ACTIVE),
        ({"b_stt": "휴업자", "b_stt_cd": "02"}, TaxStatus.SUSPENDED),
        ({"b_stt": "폐업자", "b_stt_cd": "03", "end_dt": "20240101"}, TaxStatus.CLOSED),
        (
            {"b_stt_cd": "", "tax_type": "국세청에 등록되지 않은 사업자등록번호입니다."},
            TaxStatus.UNREGISTERED,
        ),
        ({"b_stt_cd": "77"}, TaxStatus.UNKNOWN),
    ],
)
def test_each_code_has_its_meaning(
    office: Office, entry: dict[str, Any], status: TaxStatus
) -> None:
    office.reply = says(entry)
    assert office.service.ask(BUSINESS).status is status


def test_what_is_asked_is_what_the_service_wants(office: Office) -> None:
    office.reply = says({"b_stt_cd": "01"})
    assert office.service.ask(BUSINESS) == TaxAnswer(TaxStatus.ACTIVE, Match.MATCHED)
    (one, query, status), (other, _query, validate) = office.asked
    assert (one, other) == ("/v1/status", "/v1/validate")
    assert query["serviceKey"] == [KEY]
    assert status == {"b_no": ["9999900010"]}
    asked = {"b_no": "9999900010", "start_dt": "20110302", "p_nm": "홍길동"}
    assert validate == {"businesses": [asked]}


def test_another_chief_is_a_difference(office: Office) -> None:
    office.reply = says({"b_stt_cd": "01"}, valid="02")
    assert office.service.ask(BUSINESS).match is Match.DIFFERENT


def test_without_a_chief_only_the_status_is_asked(office: Office) -> None:
    office.reply = says({"b_stt_cd": "01"})
    answer = office.service.ask(Business("9999900010", "", None))
    assert answer == TaxAnswer(TaxStatus.ACTIVE, Match.UNKNOWN)
    assert len(office.asked) == 1


@pytest.mark.parametrize(
    "reply",
    [
        (500, b"oops"),
        (401, b'{"code": -401}'),
        (429, b"{}"),
        (302, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b'{"data": null}'),
        (200, b'{"data": ["x", 7]}'),
        (200, b'{"data": [{"b_no": "1111111111", "b_stt_cd": "01"}]}'),
        (200, b'{"data": [' + b" " * 70_000 + b"]}"),
    ],
)
def test_an_answer_that_is_none_leaves_everything_unknown(
    office: Office, reply: tuple[int, bytes], caplog: pytest.LogCaptureFixture
) -> None:
    office.reply = lambda path, body: reply
    with caplog.at_level(logging.INFO, logger="festa"):
        assert office.service.ask(BUSINESS) == TaxAnswer()
    assert KEY not in caplog.text
    assert "길동" not in caplog.text


def test_a_service_that_is_silent_is_not_waited_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tax_office, "TIMEOUT", httpx.Timeout(0.2))

    asked_no_more = threading.Event()

    def sleepy(path: str, body: dict[str, Any]) -> tuple[int, bytes]:
        asked_no_more.wait(60)
        return 200, b"{}"

    office.reply = sleepy
    begun = time.monotonic()
    try:
        assert office.service.ask(BUSINESS) == TaxAnswer()
        assert time.monotonic() - begun < 30
    finally:
        asked_no_more.set()


def test_a_service_that_is_away_is_unknown() -> None:
    assert NationalTaxService("http://127.0.0.1:9", KEY).ask(BUSINESS) == TaxAnswer()


def test_without_a_key_nobody_is_asked() -> None:
    settings = {"TAX_OFFICE_KEY": "", "TAX_OFFICE_URL": "http://127.0.0.1:9"}
    assert isinstance(tax_office_of(settings), Offline)
    assert tax_office_of(settings).ask(BUSINESS) == TaxAnswer()
