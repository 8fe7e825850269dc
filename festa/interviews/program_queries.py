"""Reads for employers' programs: free times and those who applied, as they go out in JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from festa import clock
from festa.consents.queries import seekers_open_to
from festa.employers.models import TAKING_PART, Participation
from festa.extensions import db
from festa.fairs.grid import Grid
from festa.fairs.lifecycle import AT_WORK
from festa.fairs.models import Fair
from festa.interviews.models import Application, InterviewTable, Slot, TableMode
from festa.interviews.people import OpenPerson, open_people
from festa.interviews.queries import table_taken, unit_now
from festa.interviews.states import ApplicationState, SlotState
from festa.registrations.models import Registration

MOST_SLOTS = 5000
PAGE = 200


def parts_of(employer_id: int, slug: str | None) -> Sequence[Participation]:
    """Where this employer takes part in fairs that are not over; in one of them if named."""
    query = (
        select(Participation)
        .join(Participation.fair)
        .where(
            Participation.employer_id == employer_id,
            Participation.state.in_(TAKING_PART),
            Fair.state.in_(AT_WORK),
        )
        .options(contains_eager(Participation.fair), joinedload(Participation.employer))
        .order_by(Fair.day, Participation.id)
    )
    return db.session.scalars(query.where(Fair.slug == slug) if slug else query).all()


def free_slots_of(parts: Sequence[Participation]) -> list[dict[str, Any]]:
    """Every time that could still be booked, by fair and hour."""
    fairs = {part.id: part.fair for part in parts}
    now = {part.id: unit_now(part.fair) for part in parts}
    query = (
        select(Slot)
        .join(Slot.table)
        .where(
            InterviewTable.participation_id.in_(fairs),
            InterviewTable.mode != TableMode.WALK_IN,
            Slot.state == SlotState.OPEN,
            ~table_taken(),
        )
        .options(contains_eager(Slot.table))
        .order_by(Slot.fair_id, Slot.start_unit, Slot.id)
        .limit(MOST_SLOTS)
    )
    return [
        slot_facts(fairs[slot.table.participation_id], slot, slot.table.label)
        for slot in db.session.scalars(query)
        if slot.start_unit > now[slot.table.participation_id]
    ]


def slot_facts(fair: Fair, slot: Any, table: str) -> dict[str, Any]:
    """One slot as it goes out."""
    return times(fair.slug, fair.grid, slot, table)


def times(slug: str, grid: Grid, slot: Any, table: str) -> dict[str, Any]:
    """The same for a bare row."""
    return {
        "id": slot.id,
        "fair": slug,
        "table": table,
        "starts_at": iso(grid.moment_of(slot.start_unit)),
        "ends_at": iso(grid.moment_of(slot.start_unit + slot.units)),
    }


def applications_to(
    parts: Sequence[Participation], after: int
) -> tuple[list[tuple[Application, OpenPerson]], int | None]:
    """Those who applied and stand open to this employer, and where the next page begins."""
    found: list[tuple[Application, OpenPerson]] = []
    for part in parts:
        query = (
            select(Application)
            .join(Application.registration)
            .where(
                Application.participation_id == part.id,
                Application.state != ApplicationState.WITHDRAWN,
                Application.id > after,
                Registration.seeker_id.in_(seekers_open_to(part.employer_id, part.fair_id)),
            )
            .options(contains_eager(Application.registration), joinedload(Application.job))
            .order_by(Application.id)
            .limit(PAGE + 1)
        )
        rows = db.session.scalars(query).all()
        people = open_people(part, [row.registration.seeker_id for row in rows])
        found += [
            (row, people[row.registration.seeker_id])
            for row in rows
            if row.registration.seeker_id in people
        ]
    found.sort(key=lambda pair: pair[0].id)
    page = found[:PAGE]
    return page, page[-1][0].id if len(found) > PAGE else None


def application_facts(application: Application, person: OpenPerson, slug: str) -> dict[str, Any]:
    """One application as it goes out."""
    return {
        "id": application.id,
        "registration": application.registration_id,
        "fair": slug,
        "job": application.job.title if application.job else None,
        "state": application.state,
        "applied_at": iso(application.applied_at),
        "person": {
            "name": person.name,
            "wished_work": list(person.wished_work),
            "experience_years": person.experience_years,
            "courses": list(person.courses),
        },
    }


def iso(moment: datetime) -> str:
    """A moment with the hour of Korea, where the fair is."""
    return clock.local(moment).isoformat()
