"""A hall to stand in: an employer's table at noon, people who are open to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.employers.models import Participation
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.booking import book
from festa.interviews.models import Booking, InterviewTable
from festa.queues.models import Ticket
from festa.queues.refusals import QueueRefusal
from festa.queues.service import walk_in
from festa.registrations.models import Registration, Via
from tests.factories import (
    give_consent,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_table,
)


@dataclass
class Hall:
    """A fair with one employer and its table of six slots from noon, twenty minutes each."""

    fair: Fair
    participation: Participation
    table: InterviewTable

    def person(self, *more: Participation) -> Registration:
        """Somebody who is open to this employer, and to more."""
        person = make_registration(self.fair, make_seeker(), via=Via.WALK_IN)
        for employer in (self.participation, *more):
            give_consent(person.seeker, employer)
        return person

    def walk_ins(self, how_many: int) -> list[Ticket]:
        """So many people with numbers of the walk-in line."""
        return [walk_in(self.table, self.person(), SYSTEM) for _one in range(how_many)]

    def booked(self, slot: int, person: Registration | None = None) -> Booking:
        """Somebody with a time at this table."""
        answer = book(self.table.slots[slot], person or self.person(), SYSTEM)
        assert answer.booking is not None, answer.refusal
        return answer.booking

    def another(self, **table: Any) -> "Hall":
        """Another employer at the same fair."""
        participation = make_participation(self.fair)
        return Hall(self.fair, participation, make_table(participation, **table))


def make_hall(**table: Any) -> Hall:
    """A whole hall."""
    fair = make_fair()
    participation = make_participation(fair)
    hall = Hall(fair, participation, make_table(participation, **table))
    db.session.commit()
    return hall


def refused(reason: QueueRefusal) -> Any:
    """Expect a refusal of this name."""
    return pytest.raises(Refused, match=reason)


def all_tickets() -> Sequence[Ticket]:
    """Every number there is, in the order in which they were given."""
    return db.session.scalars(select(Ticket).order_by(Ticket.id)).all()
