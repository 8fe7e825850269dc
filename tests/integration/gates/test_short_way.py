"""Good scans are answered before Flask; whatever else comes goes the long way, untouched."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from festa.extensions import db
from festa.gates import sent
from festa.gates.statement import lines
from tests.factories import make_fair, make_registration
from tests.integration.gates.handset import (
    Fields,
    Phone,
    a_scan,
    badge_of,
    make_phone,
    named,
    stored_scans,
)

TIME = "Festa-Server-Time"


def send_the_long_way(phone: Phone, *scans: Fields, **headers: str) -> TestResponse:
    """As `send`, with a type that only Flask reads."""
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return phone.ask("POST", "scans", json={"scans": scans}, headers=kind | named(headers))


def test_a_good_scan_never_meets_flask(phone: Phone, code: str, long_way: list[str]) -> None:
    assert phone.outcomes(a_scan(code)) == ["admitted"]
    assert phone.outcomes(a_scan(code), a_scan("nonsense")) == ["already_in", "unreadable"]
    assert long_way == []
    phone.me()
    assert long_way == ["/api/v1/me"]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_both_ways_answer_alike_to_the_last_header(
    phone: Phone, code: str, long_way: list[str], language: str
) -> None:
    came, again, strange = a_scan(code), a_scan(code), a_scan("12345678901234567890")
    for scans in ([came], [again], [strange], [came, again, strange]):
        short = phone.send(*scans, accept_language=language)
        assert long_way == []
        long = send_the_long_way(phone, *scans, accept_language=language)
        assert long_way.pop() == "/api/v1/scans"
        assert (short.status, short.data) == (long.status, long.data)
        kept = [dict(one.headers) for one in (short, long)]
        assert all(one.pop(TIME) for one in kept)
        assert kept[0] == kept[1]


@pytest.mark.parametrize("language", ["ko", "en"])
def test_both_ways_say_alike_that_a_scan_is_another_fairs(
    phone: Phone, long_way: list[str], language: str
) -> None:
    other = make_fair()
    theirs = a_scan(badge_of(make_registration(other)).code)
    make_phone(other).send(theirs)
    short = phone.send(theirs, accept_language=language)
    assert long_way == []
    assert short.data == send_the_long_way(phone, theirs, accept_language=language).data


def test_the_sentence_is_in_the_devices_language(phone: Phone, code: str) -> None:
    phone.send(a_scan(code))
    korean, english = (
        phone.results(a_scan(code), accept_language=language)[0]["message"]
        for language in ("ko-KR,ko;q=0.9", "en-GB,en;q=0.9")
    )
    assert "입장하셨어요" in korean
    assert english.isascii() or "정문" in english
    assert korean != english


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"scans": [', 400),
        (b"[]", 422),
        (b'{"scans": []}', 422),
        (b"\xff", 400),
        (b"[" * 100_000, 400),
    ],
)
def test_what_means_nothing_is_refused_on_the_long_way(
    phone: Phone, long_way: list[str], body: bytes, status: int
) -> None:
    answer = phone.ask("POST", "scans", data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, long_way) == (status, ["/api/v1/scans"])
    assert stored_scans() == 0


def test_strangers_are_turned_away_on_the_long_way(
    phone: Phone, code: str, long_way: list[str]
) -> None:
    stranger = Phone(phone.client, "nobody's token", 0)
    answer = stranger.send(a_scan(code))
    assert (answer.status_code, answer.json["reason"]) == (401, "device_unknown")  # type: ignore[index]
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert len(long_way) == 1
    assert stored_scans() == 0


def test_undoing_goes_the_long_way_and_is_done_once(
    phone: Phone, code: str, long_way: list[str]
) -> None:
    scan = a_scan(code)
    phone.send(scan)
    assert phone.outcomes(a_scan(undoes=scan["id"])) == ["undone"]
    assert (len(long_way), stored_scans()) == (1, 2)


def test_a_token_sent_in_the_open_is_sent_to_https(
    app: Flask, phone: Phone, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    monkeypatch.setitem(app.config, "TESTING", False)
    assert phone.send(a_scan(code)).status_code == 302
    assert stored_scans() == 0
    proxied = phone.send(a_scan(code), x_forwarded_proto="https")
    assert proxied.status_code == 200
    assert "max-age" in proxied.headers["Strict-Transport-Security"]


def test_a_scan_whose_answer_was_lost_is_answered_once_more_and_stored_once(
    phone: Phone, code: str, long_way: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL it is taken together with others first, then by itself, then the long way."""
    note, failed = sent.note_contact, list[str]()
    short_ways = 1 if db.engine.dialect.name == "sqlite" else 2

    def fail(*args: Any) -> None:
        note(*args)
        if len(failed) < short_ways:
            failed.append("the answer")
            raise OperationalError("the connection went away", {}, Exception())

    monkeypatch.setattr(sent, "note_contact", fail)
    assert phone.outcomes(a_scan(code)) == ["admitted"]
    assert (len(failed), len(long_way), stored_scans()) == (short_ways, 1, 1)


def test_a_line_that_was_cut_is_opened_anew(
    app: Flask, phone: Phone, code: str, long_way: list[str]
) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no lines to cut")
    lines().close()
    phone.send(a_scan(code))
    line = lines().take()
    number = line.connection.pgconn.backend_pid
    lines().give_back(line)
    db.session.execute(text("SELECT pg_terminate_backend(:number, 10000)"), {"number": number})
    db.session.commit()
    assert phone.outcomes(a_scan(code)) == ["already_in"]
    assert phone.outcomes(a_scan(code), a_scan(code)) == ["already_in"] * 2
    assert long_way == []
