"""Free times of other employers for somebody whose own employer does not come."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from festa.employers.models import TAKING_PART, Job, JobState, Mode, Participation
from festa.extensions import db
from festa.interviews.models import Application, Booking, InterviewTable, Slot, TableMode
from festa.interviews.queries import seeker_taken, table_taken, unit_now
from festa.interviews.similar import Likeness, Work, likeness
from festa.interviews.states import LIVE, ApplicationState, SlotState

MOST_OFFERS = 6
MOST_TIMES = 3


@dataclass(frozen=True)
class Offer:
    """An employer with the job that comes nearest to the lost one, and its nearest free times."""

    participation: Participation
    job: Job
    likeness: Likeness
    slots: Sequence[Slot]


def offers_instead(lost: Booking) -> list[Offer]:
    """Employers with free time that fits this seeker's day: the likest work first, then by time.

    None that said no to the seeker before, and none whom they meet already.
    """
    registration, fair = lost.registration, lost.registration.fair
    jobs = _jobs(lost)
    had = [one for one in jobs if one.participation_id == lost.participation_id]
    asked = _asked_job(lost)
    wanted = [Work(one.duty, one.impact_family) for one in ([asked] if asked else had)]
    best: dict[int, tuple[Likeness, Job]] = {}
    for job in jobs:
        if job.participation_id == lost.participation_id:
            continue
        offered = Work(job.duty, job.impact_family)
        found = likeness(wanted, registration.seeker.wished_work or (), offered)
        if job.participation_id not in best or found > best[job.participation_id][0]:
            best[job.participation_id] = (found, job)
    times: dict[int, list[Slot]] = {}
    for slot in _free(lost, fair.walking_gap_units, unit_now(fair)):
        times.setdefault(slot.table.participation_id, []).append(slot)
    start = lost.slot.start_unit
    offers = [
        Offer(found[1].participation, found[1], found[0], _nearest(times[part], start))
        for part, found in best.items()
        if part in times
    ]
    offers.sort(key=lambda one: (-one.likeness, abs(one.slots[0].start_unit - start)))
    return offers[:MOST_OFFERS]


def _nearest(slots: Sequence[Slot], start: int) -> list[Slot]:
    """The times nearest to the lost one, each once however many tables are free then."""
    times = {slot.start_unit: slot for slot in reversed(slots)}.values()
    near = sorted(times, key=lambda slot: (abs(slot.start_unit - start), slot.start_unit))
    return near[:MOST_TIMES]


def _asked_job(lost: Booking) -> Job | None:
    query = (
        select(Job)
        .join(Application, Application.job_id == Job.id)
        .where(
            Application.registration_id == lost.registration_id,
            Application.participation_id == lost.participation_id,
        )
    )
    return db.session.scalar(query)


def _jobs(lost: Booking) -> Sequence[Job]:
    """The postings of all who sit in the hall, and of whoever left."""
    here = (Participation.mode == Mode.ONSITE) & Participation.state.in_(TAKING_PART)
    query = (
        select(Job)
        .join(Job.participation)
        .where(
            Participation.fair_id == lost.fair_id,
            Job.state == JobState.POSTED,
            here | (Participation.id == lost.participation_id),
        )
        .options(
            contains_eager(Job.participation).joinedload(Participation.employer),
            contains_eager(Job.participation).joinedload(Participation.booth),
        )
        .order_by(Job.id)
    )
    return db.session.scalars(query).all()


def _free(lost: Booking, gap: int, now: int) -> Sequence[Slot]:
    met = select(Booking.participation_id).where(
        Booking.registration_id == lost.registration_id, Booking.state.in_(LIVE)
    )
    said_no = select(Application.participation_id).where(
        Application.registration_id == lost.registration_id,
        Application.state == ApplicationState.DECLINED,
    )
    query = (
        select(Slot)
        .join(Slot.table)
        .join(InterviewTable.participation)
        .where(
            InterviewTable.fair_id == lost.fair_id,
            InterviewTable.mode != TableMode.WALK_IN,
            Participation.state.in_(TAKING_PART),
            Participation.mode == Mode.ONSITE,
            Participation.id != lost.participation_id,
            Participation.id.not_in(met),
            Participation.id.not_in(said_no),
            Slot.state == SlotState.OPEN,
            Slot.start_unit > now,
            ~table_taken(),
            ~seeker_taken(lost.registration_id, gap),
        )
        .options(contains_eager(Slot.table))
        .order_by(Slot.start_unit, Slot.id)
    )
    return db.session.scalars(query).all()


def get_lost(booking_id: int) -> Booking | None:
    """A booking with all that the page about it says."""
    query = (
        select(Booking)
        .where(Booking.id == booking_id)
        .options(
            joinedload(Booking.participation).joinedload(Participation.employer),
            joinedload(Booking.registration),
            joinedload(Booking.slot),
        )
    )
    return db.session.scalar(query)
