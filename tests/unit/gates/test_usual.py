"""Scans as good devices send them: read in one go, and never otherwise than by hand."""

import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.gates.decision import Direction, ScanOutcome
from festa.gates.models import ScanMethod
from festa.gates.usual import Unusual, read_usual
from festa.gates.wire import MOST_SCANS, Malformed, read_scans

A_SCAN = {
    "id": "0b5f2f53-3a3b-4c8e-9d3e-6f4a1b2c3d4e",
    "code": "100001234567890123",
    "direction": "in",
    "scanned_at": "2026-11-23T01:02:03.456Z",
    "offline": False,
}
FULL = {
    **A_SCAN,
    "id": A_SCAN["id"].upper(),
    "direction": "out",
    "scanned_at": "2026-11-23T01:02:03.456789+00:00",
    "offline": True,
    "method": "looked_up",
    "reentry": True,
    "holder": "r812",
    "shown": "admitted",
    "clock_offset_ms": -420_000,
}
MOMENTS = st.sampled_from(
    [
        "2026-11-23T01:02:03.456Z",
        "2026-11-23T01:02:03Z",
        "2026-11-23T01:02:03.456789+00:00",
        "2026-11-23T10:02:03+09:00",
        "2026-11-23T01:02:03+0000",
        "2026-11-23t01:02:03z",
        "2026-11-23T01:02:60Z",
        "2026-11-23T24:02:03Z",
        "2026-02-30T01:02:03Z",
        "1969-12-31T23:59:59Z",
        "2200-01-01T00:00:00Z",
        "２０２６-11-23T01:02:03Z",
        "2026-11-23T01:02:03Z\n",
        "2026-11-23",
    ]
)
JUNK = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
SCANS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.uuids().map(str)
        | st.uuids().map(lambda one: str(one).upper())
        | st.uuids().map(lambda one: one.hex)
        | JUNK,
        "code": st.text(max_size=12) | st.just("1" * 500) | st.just("1" * 501) | JUNK,
        "direction": st.sampled_from(Direction) | JUNK,
        "scanned_at": MOMENTS | JUNK,
        "offline": st.booleans() | JUNK,
        "method": st.sampled_from(ScanMethod) | JUNK,
        "reentry": st.booleans() | JUNK,
        "holder": st.sampled_from(["r1", "b999999999", "r0", "x1", "r1\n", "r1234567890"]) | JUNK,
        "shown": st.sampled_from(ScanOutcome) | JUNK,
        "clock_offset_ms": st.integers(-(2**54), 2**54) | JUNK,
        "undoes": st.uuids().map(str) | JUNK,
        "more": JUNK,
    },
)
# Mostly whole scans, with now and then something else in one place.
NEARLY = st.builds(lambda whole, other: whole | other, st.sampled_from([A_SCAN, FULL]), SCANS)
ONE_WRONG = st.builds(
    lambda whole, other, name: whole | ({name: other[name]} if name in other else {}),
    st.sampled_from([A_SCAN, FULL]),
    SCANS,
    st.sampled_from([*FULL, "undoes", "more"]),
)


def body_of(*scans: Any) -> bytes:
    return json.dumps({"scans": scans}).encode()


@pytest.mark.parametrize("scan", [A_SCAN, FULL, {**FULL, "holder": "b47"}])
def test_what_good_devices_send_is_read_in_one_go(scan: dict[str, Any]) -> None:
    assert read_usual(body_of(scan, scan)) == read_scans({"scans": [scan, scan]})


def test_nobody_who_scans_tells_of_paper() -> None:
    with pytest.raises(Unusual):
        read_usual(body_of(A_SCAN | {"method": "paper"}))
    with pytest.raises(Malformed):
        read_scans({"scans": [A_SCAN | {"method": "paper"}]})


@given(scan=NEARLY | ONE_WRONG | SCANS | JUNK)
def test_whatever_is_read_in_one_go_would_have_been_read_alike_by_hand(scan: Any) -> None:
    body = body_of(A_SCAN, scan)
    try:
        read = read_usual(body)
    except Unusual:
        return
    assert read == read_scans(json.loads(body))


@given(
    body=st.binary(max_size=60) | st.recursive(JUNK, st.lists).map(lambda j: json.dumps(j).encode())
)
def test_what_is_no_request_is_left_to_the_hand(body: bytes) -> None:
    with pytest.raises(Unusual):
        read_usual(body)


@pytest.mark.parametrize(
    "scan",
    [
        {**A_SCAN, "undoes": str(uuid.uuid4())},
        {**A_SCAN, "scanned_at": "2026-11-23T10:02:03+09:00"},
        {**A_SCAN, "clock_offset_ms": 12.0},
    ],
)
def test_what_is_right_but_unusual_is_left_to_the_hand(scan: dict[str, Any]) -> None:
    assert read_scans({"scans": [scan]})
    with pytest.raises(Unusual):
        read_usual(body_of(scan))


@pytest.mark.parametrize("count", [0, MOST_SCANS + 1])
def test_as_many_scans_are_taken_as_by_hand(count: int) -> None:
    scans = [A_SCAN] * count
    with pytest.raises(Malformed):
        read_scans({"scans": scans})
    with pytest.raises(Unusual):
        read_usual(body_of(*scans))
    assert len(read_usual(body_of(*[A_SCAN] * MOST_SCANS))) == MOST_SCANS
