"""The fairs as a list with their counts, for the command line and for programs."""

from typing import Any

from sqlalchemy import func, select

from festa.employers.board import turnouts
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Booking, Slot
from festa.interviews.states import SlotState
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from festa.reports.definitions import Count
from festa.reports.queries import count_fairs

COUNTS = (
    "registrations",
    "confirmed",
    "checked_in",
    "employers",
    "jobs",
    "slots",
    "bookings",
)


def list_fairs() -> list[dict[str, Any]]:
    """Every fair by date: slug, city, day, state, and COUNTS.

    `registrations` (merged ones apart) and `bookings` are rows in every state, `slots` all that a table offers or
    offered but those taken away; the others are counted as reports/definitions.py says.
    """
    fairs = db.session.scalars(select(Fair).order_by(Fair.day, Fair.id)).all()
    counted = count_fairs(fairs)
    posted = turnouts(fair.id for fair in fairs)
    rows = {
        "registrations": _by_fair(
            Registration.fair_id, Registration.state != RegistrationState.MERGED
        ),
        "bookings": _by_fair(Booking.fair_id),
        "slots": _by_fair(Slot.fair_id, Slot.state != SlotState.CANCELLED),
    }
    return [
        {
            "slug": fair.slug,
            "city": fair.city,
            "day": fair.day.isoformat(),
            "state": fair.state.value,
            "registrations": rows["registrations"].get(fair.id, 0),
            "confirmed": counted.of(fair)[Count.CONFIRMED],
            "checked_in": counted.of(fair)[Count.ATTENDED],
            "employers": counted.of(fair)[Count.EMPLOYERS],
            "jobs": posted[fair.id].jobs if fair.id in posted else 0,
            "slots": rows["slots"].get(fair.id, 0),
            "bookings": rows["bookings"].get(fair.id, 0),
        }
        for fair in fairs
    ]


def _by_fair(column: Any, *conditions: Any) -> dict[int, int]:
    query = select(column, func.count()).where(*conditions).group_by(column)
    return {fair_id: count for fair_id, count in db.session.execute(query)}  # noqa: C416
