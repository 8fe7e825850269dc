"""Each number against rows that were counted by hand."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.employers.models import Participation, ParticipationState
from festa.employers.participation import Mode
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.gates.decision import Direction
from festa.gates.service import ScanRequest, admit
from festa.gates.undoing import undo
from festa.interviews.booking import book, change
from festa.interviews.models import Booking, Outcome
from festa.interviews.outcomes import record_outcome
from festa.interviews.states import BookingState, EvidenceGrade, HireStage, OutcomeResult
from festa.registrations.models import Registration, Via
from festa.registrations.service import cancel
from festa.reports.definitions import MEANINGS, Count
from festa.reports.hires import reemployed
from festa.reports.queries import Numbers, count_fairs
from festa.seekers.models import Seeker
from tests.factories import (
    FAIR_DAY,
    give_consent,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_table,
    make_tour,
)
from tests.statements import statements


def numbers(fair: Fair) -> Numbers:
    """All numbers of one fair."""
    db.session.flush()
    return count_fairs([fair]).of(fair)


def interview(
    fair: Fair, seeker: Seeker | None = None, participation: Participation | None = None
) -> Booking:
    """An interview that has ended."""
    participation = participation or make_participation(fair)
    registration = make_registration(fair, seeker or make_seeker(), Via.WALK_IN)
    give_consent(registration.seeker, participation)
    answer = book(make_table(participation).slots[0], registration, SYSTEM)
    assert answer.booking is not None
    change(answer.booking, BookingState.IN_PROGRESS, SYSTEM)
    change(answer.booking, BookingState.COMPLETED, SYSTEM)
    return answer.booking


def hire(
    booking: Booking,
    on: date,
    evidence: EvidenceGrade = EvidenceGrade.E1,
    stage: HireStage = HireStage.HIRED,
) -> None:
    """Somebody was hired after this interview."""
    record_outcome(booking, OutcomeResult.OFFERED, SYSTEM)
    outcome = db.session.query(Outcome).filter_by(booking_id=booking.id).one()
    outcome.stage, outcome.hired_on, outcome.evidence = stage, on, evidence
    db.session.flush()


@pytest.mark.usefixtures("app")
class TestRegistrations:
    """REGISTERED, CONFIRMED, WAITING, CANCELLED."""

    def test_each_state_is_counted_where_it_belongs(self) -> None:
        fair = make_fair(capacity=2)
        first, _second, _third = [make_registration(fair) for _ in range(3)]
        make_registration(fair, via=Via.WALK_IN)
        counted = numbers(fair)
        assert counted[Count.REGISTERED] == 4
        assert counted[Count.CONFIRMED] == 3
        assert counted[Count.WAITING] == 1
        cancel(first, SYSTEM, tell=False)
        counted = numbers(fair)
        assert (counted[Count.WAITING], counted[Count.CANCELLED]) == (0, 1)
        assert counted[Count.REGISTERED] == 3

    def test_other_fairs_are_not_mixed_in(self) -> None:
        fair, other = make_fair(), make_fair()
        make_registration(other)
        assert numbers(fair)[Count.REGISTERED] == 0


@pytest.mark.usefixtures("app")
class TestAttendance:
    """ATTENDED and IN_HALL."""

    @staticmethod
    def scan(registration: Registration, way: Direction = Direction.IN) -> object:
        badge = active_badge(registration.id)
        assert badge is not None
        return admit(registration.fair.gates[0], ScanRequest(badge.code, way), SYSTEM).scan

    def test_somebody_who_comes_twice_is_one_visitor(self) -> None:
        fair = make_fair()
        person, other = make_registration(fair), make_registration(fair)
        self.scan(person)
        self.scan(person)
        self.scan(other)
        self.scan(other, Direction.OUT)
        counted = numbers(fair)
        assert (counted[Count.ATTENDED], counted[Count.IN_HALL]) == (2, 1)

    def test_an_entry_that_was_undone_was_none(self) -> None:
        fair = make_fair()
        scan = self.scan(make_registration(fair))
        undo(scan, SYSTEM)  # type: ignore[arg-type]
        counted = numbers(fair)
        assert (counted[Count.ATTENDED], counted[Count.IN_HALL]) == (0, 0)


@pytest.mark.usefixtures("app")
class TestEmployers:
    """EMPLOYERS, ONSITE, TO_REVIEW."""

    def test_only_those_who_take_part_count_as_employers(self) -> None:
        fair = make_fair()
        make_participation(fair)
        make_participation(fair, mode=Mode.POSTING_ONLY)
        for state in (ParticipationState.APPLIED, ParticipationState.ABSENT):
            make_participation(fair, state=state)
        counted = numbers(fair)
        assert (counted[Count.EMPLOYERS], counted[Count.ONSITE]) == (2, 1)

    @pytest.mark.parametrize(
        ("state", "waiting"),
        [
            (FairState.REGISTRATION_OPEN, 2),
            (FairState.DRAFT, 2),
            (FairState.LIVE, 0),
            (FairState.FOLLOW_UP, 0),
            (FairState.CANCELLED, 0),
        ],
    )
    def test_whoever_applied_waits_until_the_doors_open(
        self, state: FairState, waiting: int
    ) -> None:
        fair = make_fair(state)
        for one in (
            ParticipationState.APPLIED,
            ParticipationState.UNDER_REVIEW,
            ParticipationState.NEEDS_FIX,
            ParticipationState.APPROVED,
        ):
            make_participation(fair, state=one)
        assert numbers(fair)[Count.TO_REVIEW] == waiting


@pytest.mark.usefixtures("app")
class TestInterviews:
    """BOOKED, INTERVIEWED, NO_SHOWS, OUTCOMES and those that are missing."""

    def test_bookings_count_until_they_are_called_off(self) -> None:
        fair = make_fair()
        participation = make_participation(fair)
        slots = make_table(participation).slots
        bookings = []
        for slot in slots[:4]:
            registration = make_registration(fair)
            give_consent(registration.seeker, participation)
            booking = book(slot, registration, SYSTEM).booking
            assert booking is not None
            bookings.append(booking)
        change(bookings[0], BookingState.NO_SHOW, SYSTEM)
        change(bookings[1], BookingState.CANCELLED_BY_SEEKER, SYSTEM)
        change(bookings[2], BookingState.IN_PROGRESS, SYSTEM)
        change(bookings[2], BookingState.COMPLETED, SYSTEM)
        counted = numbers(fair)
        assert counted[Count.BOOKED] == 2
        assert counted[Count.INTERVIEWED] == 1
        assert counted[Count.NO_SHOWS] == 1

    def test_an_outcome_that_is_pending_is_none_yet(self) -> None:
        fair = make_fair()
        employer = make_participation(fair)
        decided, pending, _none = [interview(fair, participation=employer) for _ in range(3)]
        record_outcome(decided, OutcomeResult.REJECTED, SYSTEM)
        record_outcome(pending, OutcomeResult.PENDING, SYSTEM)
        counted = numbers(fair)
        assert (counted[Count.OUTCOMES], counted[Count.OUTCOMES_MISSING]) == (1, 2)

    def test_employers_owe_outcomes_once_the_fair_is_over(self) -> None:
        fair = make_fair()
        owing, done = make_participation(fair), make_participation(fair)
        interview(fair, participation=owing)
        interview(fair, participation=owing)
        record_outcome(interview(fair, participation=done), OutcomeResult.OFFERED, SYSTEM)
        assert numbers(fair)[Count.EMPLOYERS_OWING] == 0
        fair.state = FairState.CLOSED
        assert numbers(fair)[Count.EMPLOYERS_OWING] == 1


@pytest.mark.usefixtures("app")
class TestReemployment:
    """HIRED and REEMPLOYED: people, once, proven, within 180 days."""

    def season(self) -> Sequence[Fair]:
        tour = make_tour()
        return [make_fair(tour=tour, city="광주"), make_fair(tour=tour, city="대전")]

    def test_one_person_hired_twice_in_two_cities_is_one_person(self) -> None:
        gwangju, daejeon = self.season()
        seeker = make_seeker()
        hire(interview(gwangju, seeker), FAIR_DAY + timedelta(days=10))
        hire(interview(daejeon, seeker), FAIR_DAY + timedelta(days=40))
        hire(interview(daejeon), FAIR_DAY + timedelta(days=3))
        assert numbers(gwangju)[Count.HIRED] == 1
        assert numbers(daejeon)[Count.HIRED] == 2
        assert reemployed([gwangju, daejeon]) == 2

    @pytest.mark.parametrize(
        ("days", "grade", "stage", "counts"),
        [
            (0, EvidenceGrade.E1, HireStage.HIRED, True),
            (180, EvidenceGrade.E2, HireStage.STARTED, True),
            (181, EvidenceGrade.E3, HireStage.HIRED, False),
            (-1, EvidenceGrade.E3, HireStage.HIRED, False),
            (10, EvidenceGrade.E0, HireStage.HIRED, False),
            (10, EvidenceGrade.E1, HireStage.ACCEPTED, False),
            (10, EvidenceGrade.E1, HireStage.DECLINED, False),
            (10, EvidenceGrade.E1, HireStage.LEFT, True),
        ],
        ids=[
            "on the day",
            "on the last day",
            "a day too late",
            "before the fair",
            "said by the seeker alone",
            "accepted but not yet hired",
            "declined",
            "hired and left again",
        ],
    )
    def test_a_hire_counts_when_it_is_proven_and_in_time(
        self, days: int, grade: EvidenceGrade, stage: HireStage, counts: bool
    ) -> None:
        gwangju, _daejeon = self.season()
        hire(interview(gwangju), FAIR_DAY + timedelta(days=days), grade, stage)
        assert reemployed([gwangju]) == int(counts)

    def test_an_empty_season_has_no_numbers(self) -> None:
        assert reemployed([]) == 0
        assert count_fairs([]).total(Count.ATTENDED) == 0


@pytest.mark.usefixtures("app")
def test_every_number_has_its_definition() -> None:
    assert set(MEANINGS) == set(Count)
    assert all(
        str(meaning.definition).endswith(".") or meaning.unit for meaning in MEANINGS.values()
    )


@pytest.mark.usefixtures("app")
def test_six_fairs_take_as_many_statements_as_one() -> None:
    tour = make_tour()
    fairs = [make_fair(tour=tour) for _ in range(6)]
    for fair in fairs:
        make_registration(fair)
    db.session.commit()
    [fair.id for fair in fairs]
    with statements() as one:
        count_fairs(fairs[:1])
    with statements() as six:
        count_fairs(fairs)
    assert len(one) == len(six) == 8
