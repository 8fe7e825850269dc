"""A hall on the day: an employer's table, its recruiter, people who may take a number."""

import re
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.interviews.booking import book
from festa.interviews.models import Booking
from festa.queues.models import Ticket
from festa.queues.service import check_in, walk_in
from festa.registrations.models import Registration
from tests.integration.interviews.floor import Floor, make_applicant


@dataclass
class Table:
    """One table's screen as its recruiter uses it."""

    floor: Floor
    client: FlaskClient

    @property
    def address(self) -> str:
        """The screen of the table."""
        return f"/employer/{self.floor.participation.id}/console/{self.floor.table.id}"

    def ticket(self, ticket: Ticket, what: str) -> str:
        """Where a button beside a number leads."""
        return f"/employer/{self.floor.participation.id}/tickets/{ticket.id}/{what}"

    def see(self) -> str:
        """The screen as it stands."""
        answer = self.client.get(self.address)
        assert answer.status_code == 200
        return str(answer.text)

    def press(self, where: str, **fields: Any) -> str:
        """Press a button; the screen that follows."""
        answer = self.client.post(where, data=fields)
        assert answer.status_code == 303, answer.text
        return str(self.client.get(answer.location).text)


def booked(floor: Floor, slot: int = 0, **seeker: Any) -> Booking:
    """Somebody with a time at this table."""
    person = make_applicant(floor.participation, **seeker)
    booking = book(floor.slots[slot], person, SYSTEM).booking
    assert booking is not None
    db.session.commit()
    return booking


def with_number(floor: Floor, slot: int = 0, **seeker: Any) -> Ticket:
    """Somebody with a time who has come: B-n."""
    ticket = check_in(booked(floor, slot, **seeker), SYSTEM)
    db.session.commit()
    return ticket


def walked_in(floor: Floor, person: Registration | None = None, **seeker: Any) -> Ticket:
    """Somebody without a time: W-n."""
    ticket = walk_in(floor.table, person or make_applicant(floor.participation, **seeker), SYSTEM)
    db.session.commit()
    return ticket


def word_in(page: str) -> str:
    """What a screen says that it has shown."""
    found = re.search(r'data-seen="([^"]+)"', page)
    assert found is not None
    return found[1]


def renewed(client: FlaskClient, address: str, page: str) -> str:
    """The line as js/watch.js asks for it from this page."""
    return client.get(f"{address}/now?seen={word_in(page)}").text
