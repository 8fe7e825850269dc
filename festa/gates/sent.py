"""What a device sends with its scans, and what comes of it: the same on either way in (see
short_way), from plain values to a plain answer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from babel import Locale

from festa import clock
from festa.gates.answer import ScanRequest
from festa.gates.bearer import Bearer
from festa.gates.device_clock import earliest_at, measured_offset, time_that_counts
from festa.gates.facts import Facts
from festa.gates.pairing import note_contact
from festa.gates.service import take_scans
from festa.gates.wire import as_result, read_moment

MOST_UNSENT = 1_000_000


class DeviceSays(NamedTuple):
    """What a device says of itself in the headers of any request."""

    clock: datetime | None
    estimate_ms: int | None
    unsent: int | None

    @classmethod
    def read(cls, header: Callable[[str], str | None]) -> "DeviceSays":
        """Read the headers; what means nothing counts as not said."""
        unsent = _whole(header("Festa-Unsent"))
        return cls(
            _moment(header("Festa-Device-Clock")),
            _whole(header("Festa-Clock-Offset")),
            None if unsent is None else max(0, min(unsent, MOST_UNSENT)),
        )

    def offset_ms(self, now: datetime) -> int | None:
        """What its clock is off by, measured with this request if it sent its clock."""
        return measured_offset(now, self.clock, self.estimate_ms)


def take_sent(
    bearer: Bearer,
    asked: Sequence[ScanRequest],
    says: DeviceSays,
    *,
    address: str | None,
    language: Locale | None = None,
    known: Sequence[Facts] | None = None,
) -> list[dict[str, Any]]:
    """Store the scans of a device, note that it was heard, and give the results as they go out.

    `known` are the facts about these scans where they have been looked up just now.
    """
    now = clock.now()
    offset = says.offset_ms(now)
    usual = bearer.clock_offset_ms if offset is None else offset
    earliest = earliest_at(bearer.fair_day, now)
    for one in asked:
        one.scanned_at = now
        if one.device_clock is not None:
            off_by = usual if one.offset_ms is None else one.offset_ms
            one.scanned_at = time_that_counts(one.device_clock, off_by, now, earliest)
    by = bearer.as_actor(address)
    taken = take_scans(bearer.place, asked, by, language=language, known=known)
    note_contact(bearer, offset, says.unsent)
    return [as_result(*one) for one in zip(asked, taken, strict=True)]


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        return read_moment(text)
    except ValueError:
        return None


def _whole(text: str | None) -> int | None:
    """A whole number out of a header; None when there is none, or one that means nothing."""
    if text is None:
        return None
    try:
        number = int(text[:20])
    except ValueError:
        return None
    return number if abs(number) < 2**53 else None
