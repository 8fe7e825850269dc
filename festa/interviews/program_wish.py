"""What becomes of a program's wish for a booking: refused out of memory or by a look, or booked.

The edge takes the turns, and commits while it still has them: whoever is next must see it.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from festa import clock
from festa.audit.actor import Actor
from festa.consents.models import Purpose
from festa.consents.service import find_standing
from festa.extensions import db
from festa.fairs.grid import Grid
from festa.interviews.models import Booking
from festa.interviews.program_booking import book_for_program
from festa.interviews.program_crowd import CROWDS
from festa.interviews.program_door import Asked, Look, first_look, free_nearby, only_looking
from festa.interviews.program_queries import times
from festa.interviews.program_wire import Facts, as_refusal
from festa.interviews.refusals import BookingRefusal


class Reply(NamedTuple):
    """What a program hears, and under which HTTP status."""

    status: int
    facts: Facts


def late_in_a_crowd(key: str, asked: Asked) -> Reply | None:
    """A refusal out of what this process remembers; None for whoever may still win."""
    crowd = CROWDS.find(key, asked.slot_id, clock.now())
    late = crowd.refused(asked) if crowd is not None else None
    if crowd is None or late is None:
        return None
    return _too_late(crowd.slug, crowd.grid, late)


def look_first(key: str, asked: Asked) -> tuple[Look, Reply | None]:
    """How things stand, without a lock; with a refusal for whoever comes too late."""
    now = clock.now()
    with only_looking():
        look = first_look(key, asked, now)
        near = free_nearby(look, asked, now) if look.comes_too_late(now) else None
        if near is not None:
            CROWDS.note(key, look, asked, now)
    return look, _too_late(look.slug, look.grid, near) if near is not None else None


def book_in_line(key: str, look: Look, asked: Asked, by: Actor) -> Reply:
    """Book by the verbs, unless somebody was quicker while one stood in line."""
    now = clock.now()
    if not look.comes_too_late(now):
        return _book(look, asked, by)
    near = free_nearby(look, asked, now)
    db.session.rollback()
    CROWDS.note(key, look, asked, now)
    return _too_late(look.slug, look.grid, near)


def not_booked(reason: BookingRefusal, alternatives: Sequence[Facts] = ()) -> Reply:
    """Why nothing was booked, and what is free instead."""
    told = as_refusal(reason)
    status = int(told["code"])
    return Reply(status, told | ({"alternatives": list(alternatives)} if status == 409 else {}))


def _book(look: Look, asked: Asked, by: Actor) -> Reply:
    said = book_for_program(look, asked, by)
    booking, refusal = said.answer.booking, said.answer.refusal
    if said.again and booking is not None and not _still_agreed(booking):
        db.session.rollback()
        return not_booked(BookingRefusal.NO_CONSENT)
    if booking is not None:
        return Reply(200 if said.again else 201, {"booking": _booking_facts(booking, look)})
    assert refusal is not None
    slots = [times(look.slug, look.grid, one, one.table.label) for one in said.answer.nearest]
    return not_booked(refusal, slots)


def _still_agreed(booking: Booking) -> bool:
    """Whether the seeker has not taken back since that this employer sees them."""
    registration, employer_id = booking.registration, booking.participation.employer_id
    consent = find_standing(
        registration.seeker_id, registration.fair_id, Purpose.THIRD_PARTY, employer_id
    )
    return consent is not None


def _booking_facts(booking: Booking, look: Look) -> Facts:
    slot = booking.slot
    return {
        "id": booking.id,
        "request": str(booking.request_id),
        "registration": booking.registration_id,
        "state": booking.shown_state,
        "slot": times(look.slug, look.grid, slot, slot.table.label),
    }


def _too_late(slug: str, grid: Grid, near: Sequence[Any]) -> Reply:
    slots = [times(slug, grid, one, one.table) for one in near]
    return not_booked(BookingRefusal.SLOT_TAKEN, slots)
