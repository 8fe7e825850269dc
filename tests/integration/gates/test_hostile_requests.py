"""Whatever is sent to the API: a refusal in JSON, or an answer; never a trace, never half a row."""

import gzip
import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.factories import make_fair
from tests.integration.gates.handset import Phone, a_scan, make_phone, stored_scans


@pytest.fixture
def phone(app: Flask) -> Phone:
    """A phone at an open gate."""
    return make_phone(make_fair())


def send_raw(phone: Phone, body: bytes, **headers: str) -> TestResponse:
    """These bytes as the body of a request."""
    kept = {"Content-Type": "application/json"} | headers
    return phone.ask("POST", "scans", data=body, headers=kept)


def with_field(name: str, literal: str) -> bytes:
    """A request with one scan, one field of which is this JSON as it stands."""
    scan = a_scan("12345678") | {name: "HERE"}
    return json.dumps({"scans": [scan]}).replace('"HERE"', literal).encode()


def is_a_refusal(answer: TestResponse) -> bool:
    """Whether this is JSON that says no and tells nothing of what is inside."""
    told = answer.get_json()
    return told["code"] == answer.status_code and "Traceback" not in answer.text


DEEP = "[" * 20_000 + "]" * 20_000
BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "no UTF-8": (b'{"scans": ["\xff\xfe"]}', 400),
    "a bare NUL": (b'{"scans": ["\x00"]}', 400),
    "half a character outside of JSON": (b"\xed\xa0\x80", 400),
    "a number of ten thousand digits": (with_field("clock_offset_ms", "9" * 10_000), 400),
    "a number beyond every float": (with_field("clock_offset_ms", "1e999"), 422),
    "not a number": (with_field("clock_offset_ms", "NaN"), 422),
    "minus infinity": (with_field("clock_offset_ms", "-Infinity"), 422),
    "a number of 64 bits": (with_field("clock_offset_ms", str(2**63)), 422),
    "a deep member nobody asked for": (with_field("deep", DEEP), 400),
    "a NUL in the id": (with_field("id", '"\\u0000"'), 422),
    "a NUL after the id": (
        with_field("id", '"12345678-1234-4234-8234-123456789012\\u0000"'),
        422,
    ),
    "full-width digits in the id": (
        with_field("id", '"１２345678-1234-4234-8234-123456789012"'),
        422,
    ),
    "a day that no month has": (with_field("scanned_at", '"2026-02-30T10:00:00Z"'), 422),
    "an hour too many": (with_field("scanned_at", '"2026-02-03T24:00:00Z"'), 422),
    "a holder beyond every number": (with_field("holder", '"r' + "9" * 30 + '"'), 422),
    "an object as code": (with_field("code", '{"$gt": ""}'), 422),
    "a list as direction": (with_field("direction", '["in"]'), 422),
    "an object as scans": (b'{"scans": {"0": {}}}', 422),
    "null": (b"null", 422),
    "a text": (b'"scans"', 422),
    "scans of every wrong type": (b'{"scans": [null, 1, "x", [], true, 1.5]}', 422),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_no_request_is_refused_and_leaves_nothing(phone: Phone, name: str) -> None:
    body, status = BODIES[name]
    answer = send_raw(phone, body)
    assert answer.status_code == status
    assert is_a_refusal(answer)
    assert stored_scans() == 0


@pytest.mark.parametrize(
    "literal",
    [
        '"\\u0000"',
        '"\\ud800"',
        '"\\udc00\\ud800"',
        '"\\u202e12345678"',
        '"' + "\\u0300" * 500 + '"',
    ],
    ids=["NUL", "half a character", "two halves", "written backwards", "nothing but accents"],
)
def test_what_a_reader_can_read_by_mistake_is_answered_and_kept(phone: Phone, literal: str) -> None:
    answer = send_raw(phone, with_field("code", literal))
    assert answer.status_code == 200
    assert answer.get_json()["results"][0]["outcome"] in {"unreadable", "unknown"}
    assert stored_scans() == 1


@pytest.mark.parametrize("holder", ["r999999999", "b999999999"])
def test_the_greatest_holder_is_one_that_nobody_knows(phone: Phone, holder: str) -> None:
    assert phone.outcomes(a_scan(holder=holder)) == ["unknown"]


@pytest.mark.parametrize(
    "moment",
    ["2199-12-31T23:59:60+23:59", "1970-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"],
)
def test_a_moment_at_the_end_of_time_is_kept_as_now(phone: Phone, moment: str) -> None:
    scan = a_scan("12345678") | {"scanned_at": moment, "clock_offset_ms": -(2**53)}
    assert phone.send(scan, festa_device_clock=moment).status_code == 200


def test_what_is_compressed_is_not_unpacked(phone: Phone) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    answer = send_raw(phone, bomb, **{"Content-Encoding": "gzip"})
    assert (answer.status_code, is_a_refusal(answer)) == (400, True)


def test_thirteen_megabytes_are_not_read(phone: Phone) -> None:
    answer = send_raw(phone, b" " * 13_000_000)
    assert (answer.status_code, is_a_refusal(answer)) == (413, True)


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "\t;;=,"]
)
def test_another_kind_of_body_is_refused(phone: Phone, kind: str) -> None:
    answer = send_raw(phone, b'{"scans": []}', **{"Content-Type": kind})
    assert (answer.status_code, is_a_refusal(answer)) == (415, True)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "scans", 405),
        ("PUT", "scans", 405),
        ("POST", "scans/", 404),
        ("GET", "%00", 404),
        ("GET", "../../etc/passwd", 404),
        ("GET", "roster?since=%00", 200),
        ("GET", "roster?since=-1", 200),
        ("GET", "roster?since=" + "9" * 400, 200),
        ("GET", "roster?since=%ED%A0%80", 200),
    ],
)
def test_an_odd_address_is_answered_in_json(
    phone: Phone, method: str, path: str, status: int
) -> None:
    answer = phone.ask(method, path)
    assert answer.status_code == status
    assert answer.is_json


@pytest.mark.parametrize("name", ["\x00", "\ud800", "<script>", "', NULL); --", "\u202e"])
def test_a_phone_may_be_called_anything(app: Flask, phone: Phone, name: str) -> None:
    body: dict[str, Any] = {"code": "00000000", "name": name}
    answer = app.test_client().post("/api/v1/devices", json=body)
    assert (answer.status_code, is_a_refusal(answer)) == (403, True)
