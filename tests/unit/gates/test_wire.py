"""Moments, pairings and scans as they come over the wire."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.gates.wire import (
    Malformed,
    read_moment,
    read_pairing,
    read_scans,
)

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
ZONES = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda m: timezone(timedelta(minutes=m)))
YEARS = {"min_value": datetime(1970, 1, 2), "max_value": datetime(2199, 12, 30)}


@given(moment=st.datetimes(**YEARS, timezones=ZONES))
def test_every_moment_is_read_as_it_was_written(moment: datetime) -> None:
    read = read_moment(moment.isoformat())
    assert read == moment
    assert read is not None
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-23T01:02:03Z", datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)),
        ("2026-11-23t01:02:03z", datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)),
        ("2026-11-23 10:02:03+09:00", datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)),
        ("2026-11-23T01:02:03.4Z", datetime(2026, 11, 23, 1, 2, 3, 400_000, tzinfo=UTC)),
        ("2026-11-23T01:02:03.1234567Z", datetime(2026, 11, 23, 1, 2, 3, 123_456, tzinfo=UTC)),
        ("2026-12-31T23:59:60Z", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_ways_of_rfc_3339_are_read(text: str, moment: datetime) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize("year", ["0000", "0001", "1969", "2200", "9999"])
def test_a_year_that_no_clock_means_is_no_time(year: str) -> None:
    assert read_moment(f"{year}-02-28T00:00:00Z") is None


@pytest.mark.parametrize(
    "text",
    [
        None,
        1795395600,
        "",
        "2026-11-23",
        "2026-11-23T01:02:03",
        "2026-11-23T01:02Z",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T01:02:03+24:00",
        "2026-11-23T01:02:03+0900",
        "２０２６-11-23T01:02:03Z",
        "2026-11-23T01:02:03Z\n",
    ],
)
def test_what_is_no_moment_is_refused(text: object) -> None:
    with pytest.raises(ValueError):
        read_moment(text)


@given(text=st.text(max_size=40))
def test_no_text_breaks_the_reading_of_moments(text: str) -> None:
    try:
        read = read_moment(text)
    except ValueError:
        return
    assert read is None or read.tzinfo is UTC


@pytest.mark.parametrize("typed", ["12345678", "1234 5678", "1234-5678", " 1 2-3 4 5 6 7 8 "])
def test_a_pairing_code_is_eight_digits_however_they_are_set(typed: str) -> None:
    assert read_pairing({"code": typed, "name": " 정문  1 "})[0] == "12345678"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = ("id", "code", "direction", "scanned_at", "offline", "holder", "undoes", "clock_offset_ms")
GOOD = {
    "id": "7b0c9a58-2c3c-4e57-9d2e-3f0f4a9d8f10",
    "code": "1",
    "direction": "in",
    "scanned_at": "2026-11-23T01:00:00Z",
    "offline": True,
}


@given(body=JSON)
def test_no_json_breaks_the_reading_of_scans(body: object) -> None:
    with pytest.raises(Malformed):
        read_scans({"scans": [GOOD, body]})


@given(name=st.sampled_from(NAMES), value=JSON)
def test_a_scan_with_one_odd_member_is_read_or_named(name: str, value: object) -> None:
    try:
        scans = read_scans({"scans": [GOOD, GOOD | {name: value}]})
    except Malformed as error:
        assert set(error.errors["scans"]["1"]) == {name}
        return
    assert len(scans) == 2
    assert all(scan.device_clock is None or scan.device_clock.tzinfo is UTC for scan in scans)
