"""Scans as devices send them: JSON in, requests or the names of what is wrong with it out.

Read by hand: it takes all that api_document allows, and says of each scan what is wrong with it.
Schemathesis holds the two together. What good devices send is read faster in `usual`.
"""

import re
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from festa.errors import Stopped
from festa.gates.answer import ScanRequest, Taken
from festa.gates.decision import Direction, ScanOutcome
from festa.gates.models import AT_THE_DOOR, ScanMethod
from festa.seekers.identity import mask_name
from festa.text import clean

MOST_SCANS = 500
LONGEST_CODE = 500
LONGEST_NAME = 40
LONGEST_PAIRING = 40
GREATEST_OFFSET_MS = 2**53
UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
PAIRING = re.compile(r"[ -]*([0-9][ -]*){8}")
HOLDER = re.compile(r"[rb][1-9][0-9]{0,8}")
MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?"
    r"([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)
DIRECTIONS = {member.value: member for member in Direction}
METHODS = {member.value: member for member in AT_THE_DOOR}
OUTCOMES = {member.value: member for member in ScanOutcome}


class Malformed(Stopped):
    """A request that is not what the document says; `errors` names what and where."""

    status = 422

    def __init__(self, errors: dict[str, Any]) -> None:
        super().__init__()
        self.errors = errors


class _Wrong(Exception):
    """One member of one scan is not as it should be."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(name)
        self.name, self.why = name, why


def read_scans(body: Any) -> list[ScanRequest]:
    """The scans of a request in their order; Malformed when one of them cannot be read."""
    scans = body.get("scans") if isinstance(body, dict) else None
    if not isinstance(scans, list) or not 1 <= len(scans) <= MOST_SCANS:
        raise Malformed({"scans": [f"A list of 1 to {MOST_SCANS} scans."]})
    asked, wrong = [], {}
    for place, scan in enumerate(scans):
        try:
            asked.append(_scan(scan))
        except _Wrong as error:
            wrong[str(place)] = {error.name: [error.why]}
    if wrong:
        raise Malformed({"scans": wrong})
    return asked


def read_pairing(body: Any) -> tuple[str, str]:
    """The eight digits and the device's name; Malformed when there are none."""
    code, name = (body.get("code"), body.get("name")) if isinstance(body, dict) else (None, None)
    if not isinstance(code, str) or len(code) > LONGEST_PAIRING or PAIRING.fullmatch(code) is None:
        raise Malformed({"code": ["Eight digits."]})
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise Malformed({"name": [f"A text of at most {LONGEST_NAME} characters."]})
    return "".join(digit for digit in code if digit.isdigit()), clean(name)


def read_moment(text: Any) -> datetime | None:
    """A moment of RFC 3339, to the microsecond; ValueError when it is none.

    None for what no clock means: a year before 1970 or after 2199.
    """
    found = MOMENT.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("A moment such as 2026-11-23T01:02:03.456Z.")
    year, month, day, hour, minute, second, part, zone = found.groups()
    # A leap second is the second before it; the year 0 is none of Python's.
    second = "59" if second == "60" else second
    sane = 1970 <= int(year) < 2200
    day_text = f"{year if sane else '2000'}-{month}-{day}"
    zone = "+00:00" if zone in "Zz" else zone
    part = f".{part:0<6}" if part else ""
    moment = datetime.fromisoformat(f"{day_text}T{hour}:{minute}:{second}{part}{zone}")
    return moment.astimezone(UTC) if sane else None


def as_result(asked: ScanRequest, taken: Taken) -> dict[str, Any]:
    """One answer as it goes out."""
    holder = taken.holder
    person = None
    if holder is not None:
        key = f"r{holder.registration_id}" if holder.registration_id else f"b{holder.badge_id}"
        person = {
            "name": mask_name(holder.name),
            "class": holder.kind,
            "holder": key,
            "badge": holder.badge_id,
            "fair": holder.fair_slug,
        }
    return {"id": asked.spelled, "outcome": taken.outcome, "message": taken.said, "person": person}


def _scan(scan: Any) -> ScanRequest:
    if not isinstance(scan, dict):
        raise _Wrong("_", "An object.")
    device_clock = _moment(scan, "scanned_at")
    registration_id, badge_id = _holder(scan)
    return ScanRequest(
        text=_code(scan),
        direction=_member(scan, "direction", DIRECTIONS),
        method=_member(scan, "method", METHODS, ScanMethod.CAMERA),
        reentry=_flag(scan, "reentry", False),
        id=_uuid(scan, "id"),
        device_clock=device_clock,
        offline=_flag(scan, "offline"),
        registration_id=registration_id,
        badge_id=badge_id,
        shown=_member(scan, "shown", OUTCOMES, None),
        undoes=_uuid(scan, "undoes") if scan.get("undoes") is not None else None,
        offset_ms=_offset(scan),
        spelled=scan["id"],
    )


def _code(scan: Mapping[str, Any]) -> str:
    code = scan.get("code")
    if not isinstance(code, str) or len(code) > LONGEST_CODE:
        raise _Wrong("code", f"A text of at most {LONGEST_CODE} characters.")
    return code


def _uuid(scan: Mapping[str, Any], name: str) -> uuid.UUID:
    value = scan.get(name)
    if not isinstance(value, str) or UUID.fullmatch(value) is None:
        raise _Wrong(name, "A UUID in its usual form.")
    return uuid.UUID(value)


def _moment(scan: Mapping[str, Any], name: str) -> datetime | None:
    try:
        return read_moment(scan.get(name))
    except ValueError as error:
        raise _Wrong(name, str(error)) from None


_NEEDED: Any = object()


def _member(
    scan: Mapping[str, Any], name: str, members: Mapping[str, Any], usual: Any = _NEEDED
) -> Any:
    value = scan.get(name)
    if value is None and usual is not _NEEDED:
        return usual
    if not isinstance(value, str) or value not in members:
        raise _Wrong(name, f"One of {', '.join(members)}.")
    return members[value]


def _flag(scan: Mapping[str, Any], name: str, usual: bool | None = None) -> bool:
    value = scan.get(name)
    if value is None and usual is not None:
        return usual
    if not isinstance(value, bool):
        raise _Wrong(name, "true or false.")
    return value


def _offset(scan: Mapping[str, Any]) -> int | None:
    value = scan.get("clock_offset_ms")
    if value is None:
        return None
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if isinstance(value, bool) or not whole or abs(value) > GREATEST_OFFSET_MS:
        raise _Wrong("clock_offset_ms", "Whole milliseconds.")
    return int(value)


def _holder(scan: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """The registration or the badge of somebody who was found by name."""
    value = scan.get("holder")
    if value is None:
        return None, None
    if not isinstance(value, str) or HOLDER.fullmatch(value) is None:
        raise _Wrong("holder", "A holder of the roster, such as r812 or b47.")
    number = int(value[1:])
    return (number, None) if value[0] == "r" else (None, number)
