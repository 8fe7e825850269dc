"""The line of a table: made when first needed, locked by whoever moves it, with its own terms."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.dialects import postgresql, sqlite

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import Participation
from festa.extensions import db
from festa.interviews.locks import lock
from festa.interviews.models import InterviewTable
from festa.queues.models import QueueLine, QueueTerms
from festa.queues.notices import tell_late
from festa.queues.policy import USUAL, Rules
from festa.queues.refusals import QueueRefusal, refuse

LONGEST_DELAY = 240  # minutes

# What each term is called in the policy, in which unit, and between which bounds.
TERMS: dict[str, tuple[str, str, int, int]] = {
    "early_minutes": ("early", "minutes", 0, 60),
    "late_window_minutes": ("late_window", "minutes", 0, 60),
    "grace_seconds": ("grace", "seconds", 0, 600),
    "recall_after": ("recall_after", "", 1, 10),
    "most_booked_in_row": ("most_booked_in_row", "", 1, 10),
    "long_wait_minutes": ("long_wait", "minutes", 5, 240),
    "walk_in_every": ("walk_in_every", "", 2, 20),
}


def open_line(table: InterviewTable) -> QueueLine:
    """The line of this table, locked: made now when it is the first time that anybody asks."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    query = select(QueueLine).where(QueueLine.table_id == table.id)
    line = db.session.scalar(query)
    if line is None:
        row = {"table_id": table.id, "fair_id": table.fair_id}
        db.session.execute(
            dialect.insert(QueueLine)
            .values(row)
            .on_conflict_do_nothing(index_elements=["table_id"])
        )
        line = db.session.scalars(query).one()
    lock(QueueLine, line)
    return line


def rules_of(tables: Collection[InterviewTable]) -> dict[int, Rules]:
    """The policy's numbers for each table: its own, else its employer's, else the usual."""
    query = select(QueueTerms).where(
        QueueTerms.participation_id.in_({table.participation_id for table in tables}),
        or_(QueueTerms.table_id.is_(None), QueueTerms.table_id.in_([table.id for table in tables])),
    )
    found = {(row.participation_id, row.table_id): row for row in db.session.scalars(query)}
    return {
        table.id: _rules(
            found.get((table.participation_id, table.id)),
            found.get((table.participation_id, None)),
        )
        for table in tables
    }


def _rules(*rows: QueueTerms | None) -> Rules:
    said: dict[str, Any] = {}
    for column, (name, unit, _least, _most) in TERMS.items():
        values = [getattr(row, column) for row in rows if row is not None]
        value = next((value for value in values if value is not None), None)
        if value is not None:
            said[name] = timedelta(**{unit: value}) if unit else value
    return Rules(**said) if said else USUAL


def set_terms(
    participation: Participation,
    table: InterviewTable | None,
    terms: dict[str, int | None],
    by: Actor,
) -> QueueTerms:
    """Give an employer, or one of its tables, other numbers; None goes back to the usual one."""
    for name, value in terms.items():
        _unit, _word, least, most = TERMS[name]
        if value is not None and not least <= value <= most:
            raise refuse(QueueRefusal.OUT_OF_BOUNDS)
    lock(Participation, participation)
    table_id = table.id if table is not None else None
    where = QueueTerms.table_id == table_id if table_id else QueueTerms.table_id.is_(None)
    query = select(QueueTerms).where(QueueTerms.participation_id == participation.id, where)
    row = db.session.scalar(query) or QueueTerms(participation=participation, table_id=table_id)
    for name, value in terms.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.flush()
    record(
        "queue.terms_set",
        row,
        by,
        fair_id=participation.fair_id,
        employer_id=participation.employer_id,
        **terms,
    )
    return row


def run_late(table: InterviewTable, minutes: int, by: Actor) -> int:
    """Declare a table's whole delay in minutes, 0 when it has caught up; returns how many are told.

    Booked times and waiting times of this table move by as much. Told is whoever the delay
    concerns and only of more of it: nobody is sent running because a table caught up.
    """
    if not 0 <= minutes <= LONGEST_DELAY:
        raise refuse(QueueRefusal.OUT_OF_BOUNDS)
    line = open_line(table)
    before, line.late_minutes = line.late_minutes, minutes
    _note("queue.late", line, table, by, minutes=minutes)
    return tell_late(table, minutes) if minutes > before else 0


def pause(table: InterviewTable, reason: str, by: Actor) -> None:
    """Call nobody at this table for a while; who is called or in a talk goes on."""
    line = open_line(table)
    line.paused_at, line.pause_reason = line.paused_at or clock.now(), reason[:80]
    _note("queue.paused", line, table, by)


def resume(table: InterviewTable, by: Actor) -> None:
    """Call people at this table again."""
    line = open_line(table)
    line.paused_at, line.pause_reason = None, ""
    _note("queue.resumed", line, table, by)


def _note(action: str, line: QueueLine, table: InterviewTable, by: Actor, **detail: Any) -> None:
    db.session.flush()
    employer_id = table.participation.employer_id
    record(action, line, by, employer_id=employer_id, **detail)
