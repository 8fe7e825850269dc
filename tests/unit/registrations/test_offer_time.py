"""How long a free place is kept for somebody."""

from datetime import date, datetime, time

import pytest

from festa import clock
from festa.fairs.grid import Grid
from festa.registrations.offer_time import offered_until

DAY = Grid(date(2026, 11, 23), time(10), time(16), 10)


def at(day: int, hour: int) -> datetime:
    return clock.at(date(2026, 11, day), time(hour))


@pytest.mark.parametrize(
    ("read_at", "until"),
    [
        (at(10, 14), at(11, 14)),
        (at(22, 7), at(23, 7)),
        (at(22, 14), at(23, 8)),
        (at(23, 5), at(23, 8)),
    ],
)
def test_a_place_is_kept_for_a_day_but_never_into_the_fair(
    read_at: datetime, until: datetime
) -> None:
    assert offered_until(read_at, DAY) == until


@pytest.mark.parametrize("read_at", [at(23, 7), at(23, 8), at(23, 11)])
def test_too_late_to_ask_is_confirmed_at_once(read_at: datetime) -> None:
    assert offered_until(read_at, DAY) is None
