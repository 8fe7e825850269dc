"""Reminding people of their fair: a week before, the day before, and on its morning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import String, cast, exists, literal, select
from sqlalchemy.orm import contains_eager

from festa import clock
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.messages.models import OutboxMessage
from festa.messages.service import add_many
from festa.registrations.models import Registration
from festa.registrations.notices import reminder_row
from festa.registrations.states import RegistrationState

COMING = (
    FairState.PUBLISHED,
    FairState.REGISTRATION_OPEN,
    FairState.BOOKING_OPEN,
    FairState.REGISTRATION_CLOSED,
    FairState.LIVE,
)
AT_ONCE = 500  # rows in one statement


@dataclass(frozen=True)
class Reminder:
    """A reminder `days` before a fair, at `hour`; one that is `late` days late is not sent."""

    name: str
    days: int
    hour: time
    late: int

    def begins(self, fair_day: date) -> datetime:
        """When it is due."""
        return clock.at(fair_day - timedelta(days=self.days), self.hour)

    def ends(self, fair: Fair) -> datetime:
        """From when on it would be no use."""
        if not self.days:
            return max(fair.opens_at, self.begins(fair.day) + timedelta(hours=1))
        return clock.at(fair.day - timedelta(days=self.days - self.late), time(21))


REMINDERS = (
    Reminder("week", 7, time(10), late=3),
    Reminder("eve", 1, time(10), late=0),
    Reminder("morning", 0, time(8), late=0),
)


def plan_reminders() -> int:
    """Write the reminders that are due into the outbox; returns how many. Safe to repeat.

    Whoever was confirmed after the hour of a reminder knows already. The occasion is a
    unique key: person, fair, day and kind.
    """
    now = clock.now()
    planned = 0
    for fair in _fairs_near():
        for reminder in REMINDERS:
            begins = reminder.begins(fair.day)
            if begins <= now < reminder.ends(fair):
                for chunk in _chunks(fair, reminder, begins):
                    planned += add_many([_row(one, reminder) for one in chunk])
    return planned


def _row(registration: Registration, reminder: Reminder) -> dict[str, Any]:
    fair = registration.fair
    once = f"{reminder.name}:{fair.day.isoformat()}:{registration.id}"
    return reminder_row(registration, f"fair_reminder_{reminder.name}", once, reminder.ends(fair))


def _fairs_near() -> list[Fair]:
    today = clock.today()
    query = select(Fair).where(
        Fair.state.in_(COMING), Fair.day.between(today, today + timedelta(days=7))
    )
    return list(db.session.scalars(query))


def _chunks(fair: Fair, reminder: Reminder, before: datetime) -> Iterator[list[Registration]]:
    """Confirmed people who were not reminded yet, some hundreds at a time."""
    key = literal(f"{reminder.name}:{fair.day.isoformat()}:") + cast(Registration.id, String)
    told = exists().where(OutboxMessage.once == key)
    query = (
        select(Registration)
        .join(Registration.seeker)
        .where(
            Registration.fair_id == fair.id,
            Registration.state == RegistrationState.CONFIRMED,
            Registration.confirmed_at < before,
            ~told,
        )
        .options(contains_eager(Registration.seeker))
        .order_by(Registration.id)
        .limit(AT_ONCE)
    )
    last = 0
    while chunk := list(db.session.scalars(query.where(Registration.id > last))):
        last = chunk[-1].id
        yield chunk
