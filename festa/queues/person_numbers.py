"""The numbers that one person holds, at whatever fair is on today."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa.extensions import db
from festa.queues.models import Ticket
from festa.queues.queries import MyTicket, my_tickets
from festa.queues.states import LIVE
from festa.registrations.models import Registration


def numbers_of(seeker_id: int) -> Sequence[MyTicket]:
    """Every standing number of a seeker; one registration has them, those of one day."""
    query = (
        select(Registration)
        .where(
            Registration.seeker_id == seeker_id,
            Registration.id.in_(select(Ticket.registration_id).where(Ticket.state.in_(LIVE))),
        )
        .options(joinedload(Registration.fair))
        .order_by(Registration.id)
    )
    return [one for person in db.session.scalars(query).all() for one in my_tickets(person)]
