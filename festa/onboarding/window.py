"""When employers may apply for a fair: the fair's own dates, within what its state allows."""

from datetime import datetime, timedelta

from festa.fairs.lifecycle import FairState

OPEN_STATES = frozenset(
    {
        FairState.PUBLISHED,
        FairState.REGISTRATION_OPEN,
        FairState.BOOKING_OPEN,
        FairState.REGISTRATION_CLOSED,
    }
)
# Where no date was set: time enough to look at the papers, to seat and to invite.
BEFORE_THE_DOORS = timedelta(days=3)


def closing_time(closes: datetime | None, doors: datetime) -> datetime:
    """Until when employers may apply; three days before the doors open unless the fair says."""
    return closes or doors - BEFORE_THE_DOORS


def takes_applications(
    state: FairState,
    opens: datetime | None,
    closes: datetime | None,
    doors: datetime,
    now: datetime,
) -> bool:
    """Whether an employer may apply now; `doors` is when the fair begins."""
    if state not in OPEN_STATES:
        return False
    return (opens is None or opens <= now) and now < closing_time(closes, doors)
