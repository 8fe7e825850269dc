"""Reads of the organisers' chase: per employer what is open, how to reach it, when it was reminded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from festa.employers.models import Employer, Participation, Recruiter
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair
from festa.follow_ups.due_queries import Talk, talks_of
from festa.follow_ups.models import FollowUp
from festa.follow_ups.reminders import TEMPLATE, address_of
from festa.interviews.due import Question
from festa.interviews.models import Booking, Outcome, Slot
from festa.interviews.states import BookingState
from festa.messages.models import MessageState, OutboxMessage
from festa.registrations.models import Registration


@dataclass
class Owing:
    """One employer: how many talks it had, what is open by question, how long."""

    participation: Participation
    talks: int = 0
    open: dict[Question, int] = field(default_factory=dict)
    overdue: int = 0
    reminded_at: datetime | None = None

    @property
    def open_count(self) -> int:
        """Everything that is asked of it now."""
        return sum(self.open.values())

    @property
    def address(self) -> str:
        """Where it reads mail."""
        return address_of(self.participation)


def owing_at(fair: Fair) -> Sequence[Owing]:
    """Every employer that held talks at a fair, those who owe most for longest first."""
    parts = {one.id: Owing(one) for one in _participations(fair)}
    for talk in talks_of(parts):
        _count(parts[talk.booking.participation_id], talk)
    for participation_id, at in _reminded(parts).items():
        parts[participation_id].reminded_at = at
    held = [one for one in parts.values() if one.talks]
    return sorted(
        held, key=lambda one: (-one.overdue, -one.open_count, one.participation.employer.name)
    )


def _count(owing: Owing, talk: Talk) -> None:
    owing.talks += 1
    if talk.asked is not None:
        question = talk.asked.question
        owing.open[question] = owing.open.get(question, 0) + 1
        owing.overdue += talk.asked.overdue


def _participations(fair: Fair) -> Sequence[Participation]:
    """Those who held a talk, with whom to ring."""
    held = select(Booking.participation_id).where(
        Booking.fair_id == fair.id, Booking.state == BookingState.COMPLETED
    )
    query = (
        select(Participation)
        .where(Participation.id.in_(held))
        .options(
            joinedload(Participation.fair),
            joinedload(Participation.employer)
            .selectinload(Employer.recruiters)
            .joinedload(Recruiter.account),
        )
    )
    return db.session.scalars(query).all()


def _reminded(participation_ids: Collection[int]) -> dict[int, datetime]:
    """When each was reminded last, counting what has not left yet; mails that failed apart."""
    query = (
        select(OutboxMessage.about_id, func.max(OutboxMessage.written_at))
        .where(
            OutboxMessage.template == TEMPLATE,
            OutboxMessage.about_id.in_(participation_ids),
            OutboxMessage.state.not_in((MessageState.FAILED, MessageState.DROPPED)),
        )
        .group_by(OutboxMessage.about_id)
    )
    return {about_id: at for about_id, at in db.session.execute(query) if about_id is not None}


def disputed_at(fair: Fair) -> Sequence[Booking]:
    """The talks of which seeker and employer say contrary things."""
    query = _talks().where(Booking.fair_id == fair.id, Outcome.disputed)
    return db.session.scalars(query).unique().all()


def get_talk(booking_id: int) -> Booking:
    """A talk that was held; NotFound when there is none."""
    query = _talks(outer=True).where(
        Booking.id == booking_id, Booking.state == BookingState.COMPLETED
    )
    found = db.session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def _talks(outer: bool = False) -> Select[Booking]:
    return (
        select(Booking)
        .join(Booking.outcome, isouter=outer)
        .join(Booking.registration)
        .join(Booking.slot)
        .options(
            contains_eager(Booking.outcome),
            contains_eager(Booking.registration).options(
                joinedload(Registration.seeker), joinedload(Registration.fair)
            ),
            contains_eager(Booking.slot).joinedload(Slot.table),
            joinedload(Booking.participation).joinedload(Participation.employer),
        )
        .order_by(Slot.start_unit, Booking.id)
    )


@dataclass(frozen=True)
class Asked:
    """How many seekers were asked about a fair, and how many answered."""

    asked: int
    answered: int


def asked_at(fair: Fair) -> Asked:
    """The questions to seekers about a fair: people, each once."""
    query = select(
        func.count(func.distinct(FollowUp.registration_id)),
        func.count(func.distinct(FollowUp.registration_id)).filter(FollowUp.answer.is_not(None)),
    ).where(FollowUp.fair_id == fair.id)
    return Asked(*db.session.execute(query).one())
