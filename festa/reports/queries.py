"""The numbers of fairs and of the season, each counted in one place for every page and file.

What a number means is said in reports/definitions.py; every function here counts for all given
fairs at once, so that a page's statements do not grow with its cities.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from festa.employers.models import TAKING_PART, Participation
from festa.employers.participation import Mode
from festa.employers.states import TO_REVIEW
from festa.extensions import db
from festa.fairs.lifecycle import OVER, FairState
from festa.fairs.models import Fair
from festa.gates.device_models import ScanConflict
from festa.gates.models import CheckIn
from festa.interviews.models import Booking, Outcome
from festa.interviews.states import LIVE, BookingState, OutcomeResult
from festa.registrations.models import Registration
from festa.registrations.service import STANDING
from festa.registrations.states import RegistrationState
from festa.reports.definitions import Count
from festa.reports.hires import funnel, hired

REVIEWED_FOR = (
    frozenset(FairState) - OVER - {FairState.LIVE, FairState.CANCELLED}
)  # fairs that have not opened their doors

Numbers = dict[Count, int]


@dataclass(frozen=True)
class Counted:
    """The numbers of some fairs: `[fair.id][Count.X]`, and the season's own."""

    by_fair: dict[int, Numbers]
    funnel: Numbers

    @property
    def reemployed(self) -> int:
        """REEMPLOYED: people, once over all fairs."""
        return self.funnel[Count.PEOPLE_HIRED]

    def of(self, fair: Fair) -> Numbers:
        """The numbers of one fair."""
        return self.by_fair[fair.id]

    def total(self, count: Count) -> int:
        """The sum over the fairs; for people this counts someone once for each fair."""
        return sum(numbers[count] for numbers in self.by_fair.values())


def count_fairs(fairs: Sequence[Fair]) -> Counted:
    """All numbers of these fairs, a statement for each kind."""
    by_fair: dict[int, Numbers] = {fair.id: dict.fromkeys(Count, 0) for fair in fairs}
    parts = (registrations, attendance, employers, interviews, outcomes, hired, conflicts)
    for part in parts:
        for fair_id, numbers in part(fairs).items():
            by_fair[fair_id].update(numbers)
    return Counted(by_fair, funnel(fairs))


def registrations(fairs: Sequence[Fair]) -> dict[int, Numbers]:
    """REGISTERED, CONFIRMED, WAITING and CANCELLED of each fair."""
    query = (
        select(Registration.fair_id, Registration.state, func.count())
        .where(_here(Registration.fair_id, fairs))
        .group_by(Registration.fair_id, Registration.state)
    )
    return {
        fair_id: {
            Count.REGISTERED: sum(states[state] for state in STANDING),
            Count.CONFIRMED: states[RegistrationState.CONFIRMED],
            Count.WAITING: states[RegistrationState.WAITLISTED],
            Count.CANCELLED: states[RegistrationState.CANCELLED],
        }
        for fair_id, states in _by_state(query).items()
    }


def attendance(fairs: Sequence[Fair]) -> dict[int, Numbers]:
    """ATTENDED and IN_HALL of each fair: a registration has one standing check-in at most."""
    query = (
        select(
            CheckIn.fair_id, func.count(), func.sum(case((CheckIn.left_at.is_(None), 1), else_=0))
        )
        .where(_here(CheckIn.fair_id, fairs), CheckIn.undone_at.is_(None))
        .group_by(CheckIn.fair_id)
    )
    return {
        fair_id: {Count.ATTENDED: attended, Count.IN_HALL: int(in_hall or 0)}
        for fair_id, attended, in_hall in db.session.execute(query)
    }


def employers(fairs: Sequence[Fair]) -> dict[int, Numbers]:
    """EMPLOYERS, ONSITE and TO_REVIEW of each fair."""
    states = {fair.id: fair.state for fair in fairs}
    query = (
        select(Participation.fair_id, Participation.state, Participation.mode, func.count())
        .where(_here(Participation.fair_id, fairs))
        .group_by(Participation.fair_id, Participation.state, Participation.mode)
    )
    numbers: dict[int, Numbers] = {}
    for fair_id, state, mode, count in db.session.execute(query):
        here = numbers.setdefault(
            fair_id, {Count.EMPLOYERS: 0, Count.ONSITE: 0, Count.TO_REVIEW: 0}
        )
        here[Count.EMPLOYERS] += count if state in TAKING_PART else 0
        here[Count.ONSITE] += count if state in TAKING_PART and mode is Mode.ONSITE else 0
        waits = state in TO_REVIEW and states[fair_id] in REVIEWED_FOR
        here[Count.TO_REVIEW] += count if waits else 0
    return numbers


def interviews(fairs: Sequence[Fair]) -> dict[int, Numbers]:
    """BOOKED, INTERVIEWED and NO_SHOWS of each fair."""
    query = (
        select(Booking.fair_id, Booking.state, func.count())
        .where(_here(Booking.fair_id, fairs))
        .group_by(Booking.fair_id, Booking.state)
    )
    return {
        fair_id: {
            Count.BOOKED: sum(states[state] for state in LIVE),
            Count.INTERVIEWED: states[BookingState.COMPLETED],
            Count.NO_SHOWS: states[BookingState.NO_SHOW],
        }
        for fair_id, states in _by_state(query).items()
    }


def outcomes(fairs: Sequence[Fair]) -> dict[int, Numbers]:
    """OUTCOMES, OUTCOMES_MISSING and (at fairs that are over) EMPLOYERS_OWING of each fair."""
    over = {fair.id for fair in fairs if fair.state in OVER}
    given = case((and_(Outcome.id.is_not(None), Outcome.result != OutcomeResult.PENDING), 1))
    query = (
        select(Booking.fair_id, Booking.participation_id, func.count(), func.count(given))
        .outerjoin(Outcome, Outcome.booking_id == Booking.id)
        .where(_here(Booking.fair_id, fairs), Booking.state == BookingState.COMPLETED)
        .group_by(Booking.fair_id, Booking.participation_id)
    )
    numbers: dict[int, Numbers] = {}
    for fair_id, _employer, held, known in db.session.execute(query):
        here = numbers.setdefault(
            fair_id, {Count.OUTCOMES: 0, Count.OUTCOMES_MISSING: 0, Count.EMPLOYERS_OWING: 0}
        )
        here[Count.OUTCOMES] += known
        here[Count.OUTCOMES_MISSING] += held - known
        here[Count.EMPLOYERS_OWING] += int(held > known and fair_id in over)
    return numbers


def conflicts(fairs: Sequence[Fair]) -> dict[int, Numbers]:
    """CONFLICTS of each fair that has any."""
    query = (
        select(ScanConflict.fair_id, func.count())
        .where(_here(ScanConflict.fair_id, fairs), ScanConflict.closed_at.is_(None))
        .group_by(ScanConflict.fair_id)
    )
    return {fair_id: {Count.CONFLICTS: count} for fair_id, count in db.session.execute(query)}


def _here(column: Any, fairs: Sequence[Fair]) -> ColumnElement[bool]:
    here: ColumnElement[bool] = column.in_([fair.id for fair in fairs])
    return here


def _by_state(query: Any) -> dict[int, Counter[Any]]:
    states: dict[int, Counter[Any]] = {}
    for fair_id, state, count in db.session.execute(query):
        states.setdefault(fair_id, Counter())[state] = count
    return states
