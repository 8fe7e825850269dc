"""Whether a message about a registration is still true, and what goes with it; asked while sending."""

from functools import partial
from pathlib import Path

from flask import current_app
from flask_babel import force_locale

from festa import clock
from festa.badges import fonts
from festa.badges.face import BadgeFace, Layout
from festa.badges.pdf import draw_one
from festa.badges.queries import active_badge
from festa.fairs.calendar import calendar_entry
from festa.fairs.lifecycle import FairState
from festa.links import site_link
from festa.messages.letters import Enclosure
from festa.messages.models import OutboxMessage
from festa.messages.occasions import Draw, find_about, goes_with, still_true
from festa.registrations.faces import badge_face
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState

STANDING = frozenset({RegistrationState.CONFIRMED, RegistrationState.WAITLISTED})
OFF = frozenset({FairState.CANCELLED, FairState.POSTPONED})


@still_true("registration_confirmed", "registration_moved_up")
def still_confirmed(message: OutboxMessage) -> bool:
    """Confirmed, for a fair that is still to be."""
    one = find_about(Registration, message)
    if one is None:
        return message.about_id is None
    return one.state is RegistrationState.CONFIRMED and one.fair.state not in OFF


@still_true("fair_reminder_week", "fair_reminder_eve", "fair_reminder_morning")
def still_coming(message: OutboxMessage) -> bool:
    """Confirmed, and the fair is still on the day that the reminder speaks of."""
    one = find_about(Registration, message)
    return one is not None and one.fair.day == message.about_day and still_confirmed(message)


@still_true("registration_waitlisted")
def still_waiting(message: OutboxMessage) -> bool:
    """On the waiting list."""
    one = find_about(Registration, message)
    if one is None:
        return message.about_id is None
    return one.state is RegistrationState.WAITLISTED


@still_true("registration_offered")
def still_offered(message: OutboxMessage) -> bool:
    """The place is still kept for them."""
    one = find_about(Registration, message)
    return one is not None and one.offered_until is not None and one.fair.state not in OFF


@still_true("registration_cancelled", "registration_offer_lapsed")
def still_cancelled(message: OutboxMessage) -> bool:
    """Not registered again meanwhile, and not erased."""
    one = find_about(Registration, message)
    if one is None:
        return message.about_id is None
    return one.state is RegistrationState.CANCELLED


@still_true("fair_cancelled")
def still_somebody(message: OutboxMessage) -> bool:
    """Not erased meanwhile."""
    one = find_about(Registration, message)
    return one is not None and one.state is not RegistrationState.ERASED


@still_true("fair_postponed")
def still_postponed(message: OutboxMessage) -> bool:
    """Still registered, and no new day yet."""
    one = find_about(Registration, message)
    return one is not None and one.state in STANDING and one.fair.state is FairState.POSTPONED


@still_true("fair_resumed", "fair_changed")
def still_this_day(message: OutboxMessage) -> bool:
    """Still registered for a fair that is to be on the day that the message names."""
    one = find_about(Registration, message)
    if one is None or one.state not in STANDING:
        return False
    return one.fair.day == message.about_day and one.fair.state not in OFF


@goes_with("registration_confirmed", "registration_moved_up")
def badge_and_day(message: OutboxMessage) -> list[Draw]:
    """The badge as PDF and the day for the calendar."""
    one = find_about(Registration, message)
    badge = None if one is None else active_badge(one.id)
    if one is None or badge is None:
        return []
    with force_locale(one.seeker.locale):
        face = badge_face(one, badge)
        page = site_link("fairs.show", slug=one.fair.slug)
        entry = calendar_entry(one.fair, page, clock.now())
    name = f"badge-{one.fair.slug}-{badge.short_code}.pdf"
    day = Enclosure(f"{one.fair.slug}.ics", "text/calendar", entry)
    return [partial(_draw_badge, face, name, current_app.config["PDF_FONTS"]), lambda: day]


def _draw_badge(face: BadgeFace, name: str, folder: Path) -> Enclosure:
    fonts.register(folder)
    return Enclosure(name, "application/pdf", draw_one(face, Layout.A6))
