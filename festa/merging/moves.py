"""Moving everything that points at a registration or a person to another one.

The tables are read from the schema: one that is added later moves as well, without a word here.
"""

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from festa.extensions import db
from festa.follow_ups.models import FollowUp
from festa.interviews.models import Application
from festa.interviews.note_models import InterviewNote
from festa.interviews.recommendation_models import Recommendation
from festa.merging.steps import Steps
from festa.registrations.models import Registration
from festa.seekers.merge_models import Merge
from festa.seekers.models import Seeker

# What tells of a moment in the past, sealed or signed, keeps naming what it named then.
STAYS = frozenset({"slip_entry", Merge.__tablename__})


def move_registration(
    mine: Registration, theirs: Registration, stay: Collection[int], steps: Steps
) -> None:
    """Move what belongs to a registration, but for the applications to `stay`'s employers.

    A recruiter who noted something about both keeps the note about the one who stays.
    """
    for column in pointing_at(Registration.__tablename__):
        where: list[ColumnElement[bool]] = []
        if column.table.name == Application.__tablename__ and stay:
            where = [Application.participation_id.not_in(stay)]
        if column.table.name == InterviewNote.__tablename__:
            where = [~_noted(mine)]
        if column.table.name == FollowUp.__tablename__:
            # Whoever was asked twice as two was asked: each occasion stays one question.
            asked = select(FollowUp.occasion).where(FollowUp.registration_id == mine.id)
            where = [column.table.c.occasion.not_in(asked)]
        if column.table.name == Recommendation.__tablename__:
            where = [~_recommended(mine)]
        steps.change(column, theirs.id, mine.id, *where)


def move_person(kept: Seeker, gone: Seeker, steps: Steps) -> None:
    """Move what belongs to a person; their registrations are decided one by one before."""
    for column in pointing_at(Seeker.__tablename__):
        if column.table.name != Registration.__tablename__:
            steps.change(column, gone.id, kept.id)


def pointing_at(table: str) -> Iterator[Any]:
    """Every column of another table that names a row of this one, apart from what stays."""
    for other in db.metadata.sorted_tables:
        if other.name in STAYS:
            continue
        for column in other.columns:
            if any(key.column.table.name == table for key in column.foreign_keys):
                yield column


def _noted(mine: Registration) -> ColumnElement[bool]:
    other = aliased(InterviewNote)
    return exists().where(
        other.registration_id == mine.id,
        other.participation_id == InterviewNote.participation_id,
        other.account_id == InterviewNote.account_id,
    )


def _recommended(mine: Registration) -> ColumnElement[bool]:
    other = aliased(Recommendation)
    return exists().where(other.registration_id == mine.id, other.job_id == Recommendation.job_id)
