"""The rows of the demo obey the rules that the verbs would have held them to."""

from collections import Counter
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import func, select

from festa import clock
from festa.accounts.queries import staff_by_fair
from festa.audit.models import AuditEntry
from festa.badges.code import FullCode, ShortCode, parse
from festa.badges.models import Badge, BadgeState
from festa.consents.models import Consent, ConsentState, Purpose
from festa.employers.business_number import NumberProblem, parse_business_number
from festa.employers.models import Employer, Job, JobState, Participation
from festa.employers.screening import open_findings
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import check_tour, find_tour
from festa.follow_ups.due_queries import tracked
from festa.follow_ups.models import FollowUp
from festa.gates.decision import ScanOutcome
from festa.gates.models import CheckIn, Scan
from festa.interviews.applications import MOST_EMPLOYERS
from festa.interviews.evidence import Weighed, weigh
from festa.interviews.models import Application, Booking, BookingChange, BookingUnit, Outcome
from festa.interviews.statement_models import OutcomeStatement
from festa.interviews.states import (
    LIVE,
    ApplicationState,
    BookingState,
    OutcomeResult,
    move_booking,
)
from festa.queues.models import Ticket
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from festa.seekers.identity import IdentityProblem, parse_mobile, parse_name
from festa.seekers.models import Seeker

pytestmark = pytest.mark.usefixtures("inside")
CAME = frozenset({BookingState.ARRIVED, BookingState.IN_PROGRESS, BookingState.COMPLETED})


def test_places_taken_are_the_registrations_that_hold_one() -> None:
    for fair in db.session.scalars(select(Fair)):
        holding = select(func.count()).where(
            Registration.fair_id == fair.id, Registration.holds_place
        )
        assert fair.places_taken == db.session.scalar(holding) <= fair.capacity


def test_every_confirmed_registration_has_one_active_badge_and_nobody_else_has_one() -> None:
    active = Counter(
        db.session.scalars(
            select(Badge.registration_id).where(
                Badge.state == BadgeState.ACTIVE, Badge.registration_id.is_not(None)
            )
        )
    )
    confirmed = db.session.scalars(
        select(Registration.id).where(Registration.state == RegistrationState.CONFIRMED)
    )
    assert active == Counter(confirmed)


def test_badge_codes_read_as_codes_of_their_fair() -> None:
    for badge in db.session.scalars(select(Badge)):
        assert parse(badge.code) == FullCode(badge.fair_id, badge.code)
        assert isinstance(parse(badge.short_code), ShortCode)


def test_the_waiting_list_is_numbered_without_gaps() -> None:
    for fair in db.session.scalars(select(Fair)):
        numbers = db.session.scalars(
            select(Registration.waiting_number)
            .where(Registration.fair_id == fair.id, Registration.waiting_number.is_not(None))
            .order_by(Registration.waiting_number)
        ).all()
        assert list(numbers) == list(range(1, fair.last_waiting_number + 1))


def test_every_live_booking_has_its_units_and_no_other_has_any() -> None:
    units: dict[int, list[tuple[int | None, int]]] = {}
    for unit in db.session.scalars(select(BookingUnit).order_by(BookingUnit.unit)):
        units.setdefault(unit.booking_id, []).append((unit.table_id, unit.unit))
    for booking in db.session.scalars(select(Booking)):
        slot, gap = booking.slot, booking.registration.fair.walking_gap_units
        last = slot.start_unit + slot.units
        wanted = [(slot.table_id, unit) for unit in range(slot.start_unit, last)]
        wanted += [(None, unit) for unit in range(last, last + gap)]
        assert units.get(booking.id, []) == (wanted if booking.state in LIVE else [])


def test_every_interview_has_an_application_and_the_consent_that_names_its_employer() -> None:
    for booking in db.session.scalars(select(Booking)):
        application = db.session.scalars(
            select(Application).where(
                Application.registration_id == booking.registration_id,
                Application.participation_id == booking.participation_id,
            )
        ).one()
        assert application.state is ApplicationState.SHORTLISTED
        assert application.applied_at <= booking.booked_at
        assert _third_party(application) is ConsentState.GRANTED


def test_whoever_stepped_back_has_withdrawn_the_consent() -> None:
    withdrawn = db.session.scalars(
        select(Application).where(Application.state == ApplicationState.WITHDRAWN)
    ).all()
    assert withdrawn
    assert {_third_party(one) for one in withdrawn} == {ConsentState.WITHDRAWN}


def _third_party(application: Application) -> ConsentState | None:
    return db.session.scalar(
        select(Consent.state).where(
            Consent.seeker_id == application.registration.seeker_id,
            Consent.fair_id == application.registration.fair_id,
            Consent.employer_id == application.participation.employer_id,
            Consent.purpose == Purpose.THIRD_PARTY,
        )
    )


def test_nobody_asks_more_employers_than_a_fair_allows() -> None:
    asked = (
        select(Application.registration_id, func.count())
        .where(Application.state != ApplicationState.WITHDRAWN)
        .group_by(Application.registration_id)
    )
    assert all(count <= MOST_EMPLOYERS for _registration, count in db.session.execute(asked))


def test_every_interview_went_from_state_to_state_by_legal_steps() -> None:
    changes: dict[int, list[BookingChange]] = {}
    for change in db.session.scalars(select(BookingChange).order_by(BookingChange.id)):
        changes.setdefault(change.booking_id, []).append(change)
    for booking in db.session.scalars(select(Booking)):
        steps = changes[booking.id]
        assert (steps[0].before, steps[0].after) == (None, BookingState.SCHEDULED)
        for one, following in pairwise(steps):
            assert one.after == following.before
            assert one.at <= following.at
            assert move_booking(one.after, following.after) is following.after
        assert steps[-1].after == booking.state


def test_whoever_came_to_an_interview_was_let_in_before() -> None:
    came = db.session.scalars(select(Booking).where(Booking.state.in_(CAME))).all()
    assert came
    for booking in came:
        check_in = db.session.scalars(
            select(CheckIn).where(
                CheckIn.registration_id == booking.registration_id, CheckIn.undone_at.is_(None)
            )
        ).one()
        starts = booking.registration.fair.grid.moment_of(booking.slot.start_unit)
        assert check_in.at <= max(starts, booking.registration.fair.opens_at)


def test_only_interviews_that_were_held_have_outcomes_and_pools_have_consents() -> None:
    for outcome in db.session.scalars(select(Outcome)):
        assert outcome.booking.state is BookingState.COMPLETED
        assert (outcome.hired_on is None) == (outcome.evidence is None)
        if outcome.result is OutcomeResult.POOLED:
            pools = select(Consent.id).where(
                Consent.seeker_id == outcome.booking.registration.seeker_id,
                Consent.purpose == Purpose.TALENT_POOL,
                Consent.employer_id == outcome.booking.participation.employer_id,
                Consent.state == ConsentState.GRANTED,
            )
            assert db.session.scalar(pools) is not None


def test_what_counts_of_an_outcome_is_what_was_said_of_it() -> None:
    said: dict[int, list[OutcomeStatement]] = {}
    for one in db.session.scalars(select(OutcomeStatement)):
        said.setdefault(one.outcome_id, []).append(one)
    outcomes = db.session.scalars(select(Outcome)).all()
    assert any(outcome.stage for outcome in outcomes)
    for outcome in outcomes:
        kept = (outcome.result, outcome.stage, outcome.hired_on, outcome.evidence)
        assert weigh(said[outcome.id]) == Weighed(*kept, outcome.disputed)


def test_only_those_who_agreed_are_followed() -> None:
    hired = select(Booking.registration_id).join(Outcome).where(Outcome.stage.is_not(None))
    followed = {*db.session.scalars(hired), *db.session.scalars(select(FollowUp.registration_id))}
    agreed = select(Registration.id).where(tracked())
    assert followed
    assert followed <= set(db.session.scalars(agreed))


def test_one_posting_waits_for_its_words_and_no_other_has_any_to_change() -> None:
    jobs = db.session.scalars(select(Job)).all()
    (waits,) = (job for job in jobs if job.state is JobState.SCREENING)
    assert [job for job in jobs if open_findings(job)] == [waits]


def test_numbers_of_a_line_are_given_in_the_order_of_coming() -> None:
    tickets = db.session.scalars(select(Ticket).order_by(Ticket.number)).all()
    assert tickets
    for before, after in pairwise(
        sorted(tickets, key=lambda one: (one.table_id, one.kind, one.number))
    ):
        if (before.table_id, before.kind) == (after.table_id, after.kind):
            assert before.arrived_at <= after.arrived_at


def test_every_check_in_was_a_scan_that_admitted() -> None:
    outcomes = select(Scan.outcome).join(CheckIn, CheckIn.scan_id == Scan.id)
    assert set(db.session.scalars(outcomes)) == {ScanOutcome.ADMITTED}


def test_nothing_has_happened_in_the_future() -> None:
    now = clock.now()
    for moment in (Registration.registered_at, Booking.booked_at, Scan.received_at, CheckIn.at):
        assert db.session.scalar(select(func.max(moment))) <= now
    assert db.session.scalar(select(func.max(AuditEntry.at))) <= now


def test_the_season_has_nothing_wrong_with_it() -> None:
    tour = find_tour()
    assert tour is not None
    assert check_tour(tour, staff_by_fair(tour)) == []


def test_people_have_names_and_numbers_that_nobody_has() -> None:
    erased = select(Registration.seeker_id).where(Registration.state == RegistrationState.ERASED)
    for seeker in db.session.scalars(select(Seeker).where(Seeker.id.not_in(erased))):
        assert not isinstance(parse_name(seeker.name), IdentityProblem)
        assert parse_mobile(seeker.phone) == seeker.phone
        assert seeker.phone.startswith("+82100")


def test_companies_have_valid_numbers_of_a_range_that_is_not_given_out() -> None:
    for employer in db.session.scalars(select(Employer)):
        assert not isinstance(parse_business_number(employer.business_number), NumberProblem)
        assert employer.business_number.startswith("999")
    assert db.session.scalar(select(func.count(Participation.id)))


def test_what_happened_is_in_the_log(inside: Flask) -> None:
    logged = Counter(db.session.scalars(select(AuditEntry.action)))

    def rows(column: object, *conditions: object) -> int:
        return db.session.scalar(select(func.count(column)).where(*conditions)) or 0  # type: ignore[arg-type]

    assert logged["badge.issued"] == rows(Badge.id)
    assert logged["booking.made"] == rows(Booking.id)
    assert logged["application.made"] == rows(Application.id)
    assert logged["registration.submitted"] == rows(
        Registration.id, Registration.state != RegistrationState.DRAFT
    )
    assert logged["scan.admitted"] == rows(Scan.id, Scan.outcome == ScanOutcome.ADMITTED)
