"""Reads for the pages on which two rows are made one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from festa.badges.models import Badge
from festa.badges.queries import active_badges
from festa.employers.models import Participation
from festa.errors import NotFound
from festa.extensions import db
from festa.gates.models import CheckIn
from festa.gates.queries import find_check_ins
from festa.interviews.models import Booking, Slot
from festa.interviews.states import LIVE
from festa.merging.likeness import Known, Pair, alike, pairs
from festa.registrations.models import Registration
from festa.registrations.states import GONE
from festa.seekers.identity import ERASED
from festa.seekers.merge_models import Merge
from festa.seekers.models import Seeker

MOST_PAIRS = 100


@dataclass(frozen=True)
class Side:
    """One of two registrations, with what would move."""

    registration: Registration
    badge: Badge | None
    check_in: CheckIn | None
    bookings: Sequence[Booking]


def pairs_at(fair_id: int) -> list[Pair]:
    """The registrations of a fair that look like one person, the surest first."""
    return pairs(_known(Registration.fair_id == fair_id))[:MOST_PAIRS]


def look_alikes(registration: Registration) -> list[Pair]:
    """The registrations of the same fair that look like this person."""
    seeker = registration.seeker
    near = _known(
        Registration.fair_id == registration.fair_id,
        or_(Seeker.name == seeker.name, Seeker.phone == seeker.phone),
    )
    return [
        pair
        for pair in alike(near)
        if registration.id in (pair.first.registration_id, pair.second.registration_id)
    ]


def _known(*where: Any) -> list[Known]:
    query = (
        select(Registration.id, Seeker.id, Seeker.name, Seeker.phone, Seeker.birth_year)
        .join(Seeker, Seeker.id == Registration.seeker_id)
        .where(Registration.state.not_in(GONE), ~Seeker.phone.startswith(ERASED), *where)
        .order_by(Registration.id)
    )
    return [Known(*row) for row in db.session.execute(query)]


def registrations_in(ids: Sequence[int]) -> dict[int, Registration]:
    """These registrations with their people, by number."""
    query = (
        select(Registration)
        .where(Registration.id.in_(ids))
        .options(joinedload(Registration.seeker))
    )
    return {one.id: one for one in db.session.scalars(query)}


def sides(one: Registration, other: Registration) -> list[Side]:
    """Both registrations with badge, check-in and interviews, in three statements."""
    ids = [one.id, other.id]
    badges, check_ins = active_badges(ids), find_check_ins(ids)
    query = (
        select(Booking)
        .join(Booking.slot)
        .where(Booking.registration_id.in_(ids), Booking.state.in_(LIVE))
        .options(
            joinedload(Booking.slot),
            joinedload(Booking.participation).joinedload(Participation.employer),
        )
        .order_by(Slot.start_unit, Booking.id)
    )
    bookings = db.session.scalars(query).all()
    return [
        Side(
            registration,
            badges.get(registration.id),
            check_ins.get(registration.id),
            [booking for booking in bookings if booking.registration_id == registration.id],
        )
        for registration in (one, other)
    ]


def merges_into(seeker_id: int) -> Sequence[Merge]:
    """The merges that made this person what they are, newest first."""
    query = (
        select(Merge)
        .where(Merge.kept_id == seeker_id, Merge.undone_at.is_(None))
        .options(joinedload(Merge.gone), joinedload(Merge.made_by))
        .order_by(Merge.id.desc())
    )
    return db.session.scalars(query).all()


def get_merge(merge_id: int) -> Merge:
    """The merge with both people; NotFound when there is none."""
    query = (
        select(Merge)
        .where(Merge.id == merge_id)
        .options(joinedload(Merge.kept), joinedload(Merge.gone), joinedload(Merge.fair))
    )
    merge = db.session.scalar(query)
    if merge is None:
        raise NotFound
    return merge


def standing_for(registration: Registration) -> Registration | None:
    """The registration that stands for one that was merged; itself when it was not."""
    for _step in range(10):
        if registration.state not in GONE:
            return registration
        query = (
            select(Registration)
            .join(Merge, Merge.kept_id == Registration.seeker_id)
            .where(
                Merge.gone_id == registration.seeker_id,
                Merge.undone_at.is_(None),
                Registration.fair_id == registration.fair_id,
            )
        )
        found = db.session.scalar(query)
        if found is None:
            return None
        registration = found
    return None
