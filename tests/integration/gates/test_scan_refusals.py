"""Requests that are not what the document says: refused whole, with the place of the flaw."""

from typing import Any

import pytest

from festa.badges.code import make_code
from festa.fairs.models import Fair
from tests.integration.gates.handset import (
    Phone,
    a_scan,
    stored_scans,
)

MALFORMED: list[tuple[str, Any]] = [
    ("id", None),
    ("id", "1"),
    ("id", "{12345678-1234-4234-8234-123456789012}"),
    ("code", None),
    ("code", 12345678),
    ("code", "1" * 501),
    ("direction", "up"),
    ("scanned_at", None),
    ("scanned_at", "2026-11-23T10:00:00"),
    ("scanned_at", 1795395600),
    ("offline", None),
    ("offline", "true"),
    ("reentry", 1),
    ("method", "telepathy"),
    ("holder", "x1"),
    ("holder", 12),
    ("shown", "hello"),
    ("clock_offset_ms", 1.5),
    ("clock_offset_ms", True),
    ("undoes", "the last one"),
]


@pytest.mark.parametrize(("name", "value"), MALFORMED)
def test_one_malformed_scan_refuses_the_request_and_names_its_place(
    phone: Phone, code: str, name: str, value: object
) -> None:
    answer = phone.send(a_scan(code), a_scan(code) | {name: value})
    assert answer.status_code == 422
    assert set(answer.json["errors"]["json"]["scans"]) == {"1"}  # type: ignore[index]
    assert set(answer.json["errors"]["json"]["scans"]["1"]) == {name}  # type: ignore[index]
    assert stored_scans() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{}", 422),
        ("[]", 422),
        ('{"scans": []}', 422),
        ('{"scans": {}}', 422),
        ('{"scans": [1]}', 422),
        ("{", 400),
        ("[" * 100_000, 400),
    ],
)
def test_what_is_no_list_of_scans_is_refused(phone: Phone, body: str, status: int) -> None:
    answer = phone.ask("POST", "scans", data=body, content_type="application/json")
    assert answer.status_code == status
    assert phone.ask("POST", "scans", data=body).status_code == 415


def test_five_hundred_scans_are_taken_and_one_more_is_refused(phone: Phone, fair: Fair) -> None:
    scans = [a_scan(make_code(fair.id)) for _n in range(501)]
    assert phone.send(*scans).status_code == 422
    assert stored_scans() == 0
    assert phone.outcomes(*scans[:500]) == ["unknown"] * 500
    assert stored_scans() == 500
