"""Clocks of borrowed phones are wrong by minutes: what to add to them, and which time counts.

Offsets are milliseconds to add to the device's clock to get ours.
"""

from datetime import UTC, date, datetime, time, timedelta

from festa import clock

# A device's own estimate leaves out the time on the road; what we measure holds it in.
LONGEST_ROAD_MS = 60_000
# A clock that lost its battery says 1970; one that says 2200 is no better. Neither is a time.
FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
REHEARSED_WITHIN = timedelta(hours=12)
GREATEST_MS = int((LAST - FIRST) / timedelta(milliseconds=1))


def measured_offset(
    now: datetime, device_clock: datetime | None, estimate: int | None
) -> int | None:
    """The offset of a device that sent its clock with a request; None when it sent none.

    Its own estimate is taken when the road could explain the difference.
    """
    if device_clock is None:
        return None
    measured = round((now - device_clock) / timedelta(milliseconds=1))
    if estimate is not None and abs(measured - estimate) <= LONGEST_ROAD_MS:
        return estimate
    return measured


def earliest_at(fair_day: date, now: datetime) -> datetime:
    """From when on a scan can have been made at a fair: its day; before that, a rehearsal's."""
    begins = clock.at(fair_day, time.min)
    return begins if begins <= now else now - REHEARSED_WITHIN


def time_that_counts(
    device_clock: datetime, offset_ms: int, now: datetime, earliest: datetime = FIRST
) -> datetime:
    """When a scan was made by our clock: never later than now, and now if it cannot be told.

    A time before `earliest` tells nothing: believed, it would take the standing check-in away
    from whoever let the person in, and make their certificate say a day without a fair.
    """
    if abs(offset_ms) > GREATEST_MS:
        return now
    corrected = device_clock + timedelta(milliseconds=offset_ms)
    return min(corrected, now) if corrected >= earliest else now
