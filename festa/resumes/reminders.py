"""Once a night: deadlines that follow a fair which was put off, and reminders of those that near."""

from datetime import date, time

from flask import current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager

from festa import clock
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.messages.models import OutboxMessage
from festa.resumes.announcing import TEMPLATES, announce
from festa.resumes.deadlines import due, kept_until, nudge_on
from festa.resumes.models import Delivery, LinkPurpose
from festa.resumes.relaying import may_collect
from festa.resumes.states import OPEN


def mind_deadlines() -> dict[str, int]:
    """Move deadlines with their fairs, then remind; what was done. Nothing is committed."""
    return {"moved": follow_fairs(), "reminded": remind()}


def follow_fairs() -> int:
    """Give the open deliveries of a fair that got a new day their new deadline; how many."""
    days = int(current_app.config["RESUME_DUE_DAYS"])
    kept = int(current_app.config["RESUME_KEPT_DAYS"])
    query = (
        select(Delivery, Fair.day)
        .join(Delivery.participation)
        .join(Participation.fair)
        .where(Delivery.state.in_(OPEN), Delivery.due_at.is_not(None))
    )
    moved = 0
    for delivery, day in db.session.execute(query):
        wanted = due(day, delivery.delivered_at, days)
        if (
            delivery.due_at and wanted > delivery.due_at
        ):  # a fair that comes earlier takes no time away
            delivery.due_at, delivery.kept_until = wanted, kept_until(wanted, kept)
            moved += 1
    db.session.flush()
    return moved


def remind() -> int:
    """Write to the employers whose deadline is three days or one day ahead, or was yesterday or a
    week ago; returns to how many. Safe to repeat on the same day."""
    today = clock.today()
    told = 0
    for participation, days in _open_deadlines().items():
        nudged = any(nudge_on(today, day) for day in days)
        if nudged and may_collect(participation.state):
            told += bool(announce(participation, LinkPurpose.REMINDER))
    return told


def _open_deadlines() -> dict[Participation, set[date]]:
    """The last days of what each employer has still to answer, but for those told today."""
    told_today = exists().where(
        OutboxMessage.template == TEMPLATES[LinkPurpose.REMINDER],
        OutboxMessage.about_id == Participation.id,
        OutboxMessage.written_at >= clock.at(clock.today(), time(0)),
    )
    query = (
        select(Participation, Delivery.due_at)
        .join(Delivery, Delivery.participation_id == Participation.id)
        .join(Participation.fair)
        .where(Delivery.state.in_(OPEN), Delivery.due_at.is_not(None), ~told_today)
        .options(contains_eager(Participation.fair))
        .order_by(Participation.id)
    )
    days: dict[Participation, set[date]] = {}
    for participation, due_at in db.session.execute(query):
        if due_at is not None:
            days.setdefault(participation, set()).add(clock.local(due_at).date())
    return days
