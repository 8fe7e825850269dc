"""Whoever opens the demo can do what the road of a fair day asks for."""

import pytest
from sqlalchemy import select

from festa import clock
from festa.accounts.models import Account
from festa.accounts.queries import find_account
from festa.accounts.service import check_sign_in
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.demo.hosts import ORGANISER, PASSWORD, RECRUITER, STAFF
from festa.demo.people import SEEKER_NAME, SEEKER_PHONE
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.gates.decision import ScanOutcome
from festa.gates.service import ScanRequest, admit
from festa.interviews.applications import book_applicant
from festa.interviews.models import Application, Booking, InterviewTable, Slot
from festa.interviews.queries import free_slots
from festa.interviews.states import ApplicationState, BookingState
from festa.registrations.models import Registration, Via
from festa.registrations.service import register
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker
from festa.seekers.service import SeekerDetails, find_seeker, keep_seeker

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def live() -> Fair:
    """The fair of today."""
    return get_fair("2026-daejeon")


@pytest.fixture
def seeker() -> Seeker:
    """The seeker whose name and number are printed."""
    found = find_seeker(SEEKER_NAME, SEEKER_PHONE)
    assert found is not None
    return found


def at(fair: Fair, seeker: Seeker) -> Registration:
    """The registration of a seeker at a fair."""
    query = select(Registration).where(
        Registration.fair_id == fair.id, Registration.seeker_id == seeker.id
    )
    return db.session.scalars(query).one()


def recruiters_part(fair: Fair) -> Participation:
    """The part of the recruiter's employer in a fair."""
    account = find_account(RECRUITER)
    assert account is not None
    (employer_id,) = account.employer_ids
    query = select(Participation).where(
        Participation.fair_id == fair.id, Participation.employer_id == employer_id
    )
    return db.session.scalars(query).one()


def test_the_tour_stands_as_promised() -> None:
    fairs = db.session.scalars(select(Fair).order_by(Fair.day)).all()
    assert [(fair.slug, fair.state) for fair in fairs] == [
        ("2026-gwangju", FairState.FOLLOW_UP),
        ("2026-daejeon", FairState.LIVE),
        ("2026-busan", FairState.BOOKING_OPEN),
        ("2026-seoul", FairState.REGISTRATION_OPEN),
        ("2026-suwon", FairState.PUBLISHED),
        ("2026-incheon", FairState.PUBLISHED),
    ]
    assert fairs[1].day == clock.today()


@pytest.mark.parametrize("email", [ORGANISER, STAFF, RECRUITER])
def test_the_printed_accounts_sign_in(email: str) -> None:
    assert isinstance(check_sign_in(email, PASSWORD, SYSTEM), Account)


def test_staff_work_at_the_live_fair_and_at_those_to_come() -> None:
    staff = find_account(STAFF)
    assert staff is not None
    coming = select(Fair.id).where(Fair.day >= clock.today())
    assert set(db.session.scalars(coming)) <= staff.fair_ids


def test_the_seeker_has_an_interview_later_today_and_goes_to_the_next_fair(
    live: Fair, seeker: Seeker
) -> None:
    booking = db.session.scalars(
        select(Booking).where(Booking.registration_id == at(live, seeker).id)
    ).one()
    assert booking.state is BookingState.SCHEDULED
    assert live.grid.moment_of(booking.slot.start_unit) > clock.now()
    assert at(get_fair("2026-busan"), seeker).state is RegistrationState.CONFIRMED


def test_the_seekers_badge_opens_the_gate(live: Fair, seeker: Seeker) -> None:
    badge = active_badge(at(live, seeker).id)
    assert badge is not None
    answer = admit(live.gates[0], ScanRequest(badge.short_code), SYSTEM)
    assert answer.scan.outcome is ScanOutcome.ADMITTED


def test_the_recruiter_has_an_applicant_and_a_free_slot_for_them(live: Fair) -> None:
    part = recruiters_part(live)
    waiting = db.session.scalars(
        select(Application)
        .where(
            Application.participation_id == part.id,
            Application.state == ApplicationState.APPLIED,
        )
        .order_by(Application.id)
    ).all()
    any_slot = db.session.scalars(
        select(Slot).join(InterviewTable).where(InterviewTable.participation_id == part.id)
    ).first()
    assert waiting
    assert any_slot is not None
    free = free_slots(any_slot, waiting[0].registration)
    assert len(free) >= 2
    assert book_applicant(waiting[0], free[0], SYSTEM).booking is not None


def test_the_recruiters_employer_comes_to_every_fair() -> None:
    for fair in db.session.scalars(select(Fair)):
        assert recruiters_part(fair).takes_part


def test_somebody_new_registers_at_the_live_fair_and_gets_a_badge(live: Fair) -> None:
    newcomer = keep_seeker(SeekerDetails("김하늘", "+821000009999", 1970, "대전광역시 서구"))
    registered = register(live, newcomer, Via.WEB, SYSTEM, tell=False).registration
    assert registered.state is RegistrationState.CONFIRMED
    assert active_badge(registered.id) is not None
