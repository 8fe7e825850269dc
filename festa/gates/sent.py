"""What a device sends with its scans, and what comes of it: the same on either way in (see
short_way), from plain values to a plain answer."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from babel import Locale

from festa import clock
from festa.gates.answer import ScanRequest
from festa.gates.bearer import Bearer, hash_token, refusal_of
from festa.gates.device_clock import earliest_at, measured_offset, time_that_counts
from festa.gates.facts import Sight, looks_at
from festa.gates.pairing import note_contact, note_handed_over
from festa.gates.queries import own_scans
from festa.gates.service import Attempt, take_attempts, take_scans
from festa.gates.wire import as_result, read_moment

MOST_UNSENT = 1_000_000
CLOCKS_DIFFER = timedelta(seconds=2)  # at the most, once they are measured on a slow line
LONGEST_REQUEST = timedelta(seconds=60)  # from what a device says to when it is heard (api.js)


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
) -> list[dict[str, Any]]:
    """Store the scans of a device, note that it was heard, and give the results as they go out."""
    offset = _settle_times(bearer, asked, says)
    by = bearer.as_actor(address)
    taken = take_scans(bearer.place, asked, by, language=language)
    note_contact(bearer, offset, says.unsent)
    return [as_result(*one) for one in zip(asked, taken, strict=True)]


def take_last(
    bearer: Bearer, asked: Sequence[ScanRequest], says: DeviceSays, *, address: str | None
) -> int:
    """Store what a device still held when its time was over; how many of these scans that is.

    Nobody had been told an answer in time, so all of them count as made by the device alone.
    """
    _settle_times(bearer, asked, says)
    by = bearer.as_actor(address)
    named = [one.id for one in asked] + [one.undoes for one in asked if one.undoes is not None]
    own = own_scans(bearer.device_id, named)
    held = [one for one in asked if one.id in own or _was_held(bearer, one)]
    own |= {one.id for one in held}
    held = [one for one in held if one.undoes is None or one.undoes in own]
    for one in held:
        one.offline = True
    take_scans(bearer.place, held, by)
    note_handed_over(bearer, len(held), len(asked) - len(held), by)
    return len(held)


def _was_held(bearer: Bearer, scan: ScanRequest) -> bool:
    """Whether the device can have held it: made before its time was over, and if it had said then
    that it held none, after it was heard last. Whoever finds a phone invents no morning with it."""
    at, ended_at = scan.scanned_at, bearer.ended_at
    if at is None or ended_at is None or at > ended_at + CLOCKS_DIFFER:
        return False
    return bearer.unsent > 0 or at >= bearer.last_contact_at - LONGEST_REQUEST


class Sent(NamedTuple):
    """A request with one scan, whose code was read whole."""

    token: str
    scan: ScanRequest
    code: str
    says: DeviceSays
    address: str | None
    language: Locale


def take_at_once(requests: Sequence[Sent]) -> list[dict[str, Any] | None]:
    """Do what `take_sent` does for several devices at once, over a direct line: their results.

    None for a request that has to be answered by itself: its device is turned away, or its scan
    cannot be taken with the others (see `take_attempts`).
    """
    looks = looks_at([Sight(hash_token(one.token), one.scan.id, one.code) for one in requests])
    offsets: dict[int, int | None] = {}
    attempts: list[Attempt] = []
    for place, look in sorted(looks.items()):
        if refusal_of(look.bearer) is not None:
            continue
        one = requests[place]
        offsets[place] = _settle_times(look.bearer, [one.scan], one.says)
        by = look.bearer.as_actor(one.address)
        attempts.append(Attempt(look.bearer.place, one.scan, look.facts, by, one.language))
    results: list[dict[str, Any] | None] = [None] * len(requests)
    for place, taken in zip(offsets, take_attempts(attempts), strict=True):
        if taken is not None:
            note_contact(looks[place].bearer, offsets[place], requests[place].says.unsent)
            results[place] = as_result(requests[place].scan, taken)
    return results


def _settle_times(bearer: Bearer, asked: Sequence[ScanRequest], says: DeviceSays) -> int | None:
    """Settle which moments count for these scans; what the device's clock is off by, in ms."""
    now = clock.now()
    offset = says.offset_ms(now)
    usual = bearer.clock_offset_ms if offset is None else offset
    earliest = earliest_at(bearer.fair_day, now)
    for one in asked:
        one.scanned_at = now
        if one.device_clock is not None:
            off_by = usual if one.offset_ms is None else one.offset_ms
            one.scanned_at = time_that_counts(one.device_clock, off_by, now, earliest)
    return offset


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
