"""A fair as an entry for the calendar of a phone (RFC 5545)."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from icalendar import Alarm, Calendar, Event

from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.formats import in_language

EVE = timedelta(days=-1)


def calendar_entry(fair: Fair, address: str, now: datetime) -> bytes:
    """The calendar file of a fair; `address` is its page. Times are UTC, which every phone reads."""
    calendar = Calendar()
    calendar.add("prodid", "-//Festa//Job fair tour//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(fair, address, now))
    written: bytes = calendar.to_ical()
    return written


def _event(fair: Fair, address: str, now: datetime) -> Event:
    event = Event()
    title = in_language(fair.title, fair.title_en)
    event.add("uid", f"{fair.slug}@festa")
    event.add("dtstamp", now)
    event.add("dtstart", fair.opens_at)
    event.add("dtend", fair.closes_at)
    event.add("summary", title)
    event.add("url", address)
    event.add("status", "CANCELLED" if fair.state is FairState.CANCELLED else "CONFIRMED")
    event.add("description", _("명찰과 오시는 길: %(address)s", address=address))
    if fair.venue is not None:
        name = in_language(fair.venue.name, fair.venue.name_en)
        event.add("location", f"{name}, {fair.venue.road_address}")
        event.add("geo", (fair.venue.latitude, fair.venue.longitude))
    event.add_component(_reminder(title))
    return event


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", EVE)
    return alarm
