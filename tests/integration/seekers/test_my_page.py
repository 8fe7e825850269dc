"""A seeker's page: what comes next, the badge, the day, and stepping back."""

import re
from collections.abc import Callable
from datetime import time, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.badges.models import BadgeState, ReissueReason
from festa.badges.queries import active_badge
from festa.badges.service import reissue_badge
from festa.employers.models import Booth
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.booking import book, change
from festa.interviews.models import Application, Booking
from festa.interviews.states import ApplicationState, BookingState
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker
from tests.factories import (
    FAIR_DAY,
    make_application,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_table,
    save,
    sign_in,
)
from tests.statements import asked_by

See = Callable[[str], str]


@pytest.fixture
def seeker(client: FlaskClient) -> Seeker:
    """Somebody who is signed in."""
    person = make_seeker(name="한가람")
    sign_in(client, person)
    return person


def booked(registration: Registration, first: int = 12) -> Booking:
    """An interview at noon unless said, with a booth to find."""
    part = make_participation(registration.fair)
    save(Booth(fair_id=registration.fair_id, number=f"A-{part.id}", participation=part))
    make_application(registration, part)
    answer = book(make_table(part, first=first).slots[0], registration, SYSTEM)
    assert answer.booking is not None
    return answer.booking


def test_the_next_fair_comes_first_with_its_badge(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    later = make_fair(FairState.BOOKING_OPEN, city="부산", day=FAIR_DAY + timedelta(9))
    make_registration(later, seeker)
    registration = make_registration(make_fair(), seeker)
    page = see("/my")
    assert page.index("대전") < page.index("부산")
    badge = active_badge(registration.id)
    assert badge is not None
    assert f"{badge.short_code[:4]} {badge.short_code[4:]}" in page
    assert f"/my/badge/{registration.id}/qr.svg" in page
    assert f"/badges/{registration.id}.pdf" in page


def test_without_a_fair_the_page_leads_to_the_tour(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    assert "신청한 박람회가 없어요" in see("/my")


def test_a_finished_fair_is_no_longer_next(client: FlaskClient, seeker: Seeker, see: See) -> None:
    fair = make_fair()
    make_registration(fair, seeker)
    fair.state = FairState.CLOSED
    page = see("/my")
    assert "신청한 박람회가 없어요" in page
    assert "마침" in page


def test_interviews_say_where_and_how_long_until(
    client: FlaskClient, seeker: Seeker, see: See, clock_stands: time_machine.Traveller
) -> None:
    booking = booked(make_registration(make_fair(), seeker))
    page = see("/my")
    assert "오후 12:00" in page
    assert f"부스 A-{booking.participation_id}" in page
    assert booking.slot.table.label in page
    assert re.search(r"1시간 59분 뒤|2시간 뒤", page)
    clock_stands.shift(95 * 60)
    assert re.search(r"2[45]분 뒤", see("/my"))


def test_applications_are_shown_with_their_answers(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    registration = make_registration(make_fair(), seeker)
    one = make_application(registration, make_participation(registration.fair))
    assert "답을 기다려요" in see("/my")
    one.state = ApplicationState.SHORTLISTED
    assert "서류 통과" in see("/my")


def test_a_time_is_chosen_while_the_fair_has_not_closed(
    client: FlaskClient, seeker: Seeker, see: See, clock_stands: time_machine.Traveller
) -> None:
    registration = make_registration(make_fair(), seeker)
    one = make_application(registration, make_participation(registration.fair))
    one.state = ApplicationState.SHORTLISTED
    assert "면접 시간 고르기" in see("/my")
    clock_stands.move_to(registration.fair.closes_at)
    page = see("/my")
    assert "서류 통과" in page
    assert "면접 시간 고르기" not in page


def test_whoever_has_a_time_with_an_employer_changes_it_and_chooses_no_second(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    booking = booked(make_registration(make_fair(), seeker))
    db.session.scalars(select(Application)).one().state = ApplicationState.SHORTLISTED
    applications = see("/my").split('id="applications"')[1]
    assert "면접 시간 고르기" not in applications
    assert f"/my/interviews/{booking.id}/move" in applications
    change(booking, BookingState.IN_PROGRESS, SYSTEM)
    applications = see("/my").split('id="applications"')[1]
    assert "면접 시간 고르기" not in applications
    assert "시간 바꾸기" not in applications
    change(booking, BookingState.COMPLETED, SYSTEM)
    assert "면접 시간 고르기" not in see("/my")


def test_whoever_called_the_interview_off_chooses_again(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    booking = booked(make_registration(make_fair(), seeker))
    db.session.scalars(select(Application)).one().state = ApplicationState.SHORTLISTED
    change(booking, BookingState.CANCELLED_BY_SEEKER, SYSTEM)
    assert "면접 시간 고르기" in see("/my")


def days_of(page: str) -> list[str]:
    """The headings of the days over the interviews, as they are read."""
    found = re.findall(r'<h3 class="fair-day">(.*?)</h3>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", one).split()) for one in found]


def test_interviews_stand_in_the_order_of_their_moments_under_their_days(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    later = make_fair(
        FairState.BOOKING_OPEN, city="부산", city_en="Busan", day=FAIR_DAY + timedelta(8)
    )
    far = booked(make_registration(later, seeker), first=0)
    registration = make_registration(make_fair(city_en="Daejeon"), seeker)
    second, first = booked(registration, first=20), booked(registration, first=12)
    interviews = see("/my").split('id="interviews"')[1]
    places = [interviews.index(f"/my/interviews/{one.id}/move") for one in (first, second, far)]
    assert places == sorted(places)
    assert days_of(interviews) == ["11월 23일(월) · 대전 오늘", "12월 1일(화) · 부산"]
    client.post("/language/en")
    assert [one.split(" · ")[1] for one in days_of(see("/my"))] == ["Daejeon Today", "Busan"]


def test_the_city_is_not_said_to_whoever_goes_to_one_fair(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    booked(make_registration(make_fair(day=FAIR_DAY + timedelta(1)), seeker))
    assert days_of(see("/my")) == ["11월 24일(화)"]


def test_at_two_fairs_of_one_day_the_clock_says_who_comes_first(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    early = make_fair(city="대전", opens=time(9))
    late = make_fair(city="부산", opens=time(13))
    booked(make_registration(late, seeker), first=1)
    booked(make_registration(early, seeker), first=12)
    assert [one.split(" · ")[1] for one in days_of(see("/my"))] == ["대전 오늘", "부산 오늘"]


def test_whoever_waits_sees_the_number_and_how_many_are_before(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    fair = make_fair(FairState.BOOKING_OPEN, capacity=1, day=FAIR_DAY + timedelta(9))
    for _before in range(3):
        make_registration(fair)
    make_registration(fair, seeker)
    page = see("/my")
    assert "대기 3번" in page
    assert "앞에 2분이 기다려요" in page
    assert "명찰 크게 보기" not in page


def test_the_badge_fills_the_screen_with_qr_and_digits(
    client: FlaskClient, seeker: Seeker, see: See
) -> None:
    registration = make_registration(make_fair(), seeker)
    badge = active_badge(registration.id)
    assert badge is not None
    page = see(f"/my/badge/{registration.id}")
    assert f"{badge.short_code[:4]} {badge.short_code[4:]}" in page
    picture = client.get(f"/my/badge/{registration.id}/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.headers["Cache-Control"] == "no-store"


def test_a_new_badge_shows_a_new_code(client: FlaskClient, seeker: Seeker) -> None:
    registration = make_registration(make_fair(), seeker)
    address = f"/my/badge/{registration.id}/qr.svg"
    first = client.get(address).data
    badge = active_badge(registration.id)
    assert badge is not None
    reissue_badge(badge, ReissueReason.LOST, SYSTEM)
    assert client.get(address).data != first


def test_what_belongs_to_somebody_else_does_not_exist(client: FlaskClient, seeker: Seeker) -> None:
    registration = make_registration(make_fair())
    booking = booked(registration)
    application = make_application(registration, make_participation(registration.fair))
    for answer in (
        client.get(f"/my/badge/{registration.id}"),
        client.get(f"/my/badge/{registration.id}/qr.svg"),
        client.post(f"/my/registrations/{registration.id}/cancel"),
        client.post(f"/my/interviews/{booking.id}/cancel"),
        client.post(f"/my/applications/{application.id}/withdraw"),
        client.get("/my/badge/999999"),
        client.post("/my/interviews/999999/cancel"),
        client.post("/my/applications/999999/withdraw"),
    ):
        assert answer.status_code == 404
    assert registration.state is RegistrationState.CONFIRMED


def test_leaving_a_fair_ends_everything_planned_there(client: FlaskClient, seeker: Seeker) -> None:
    registration = make_registration(make_fair(), seeker)
    booking = booked(registration)
    badge = active_badge(registration.id)
    assert badge is not None
    answer = client.post(f"/my/registrations/{registration.id}/cancel", follow_redirects=True)
    assert "참가 신청을 취소했어요" in answer.text
    assert registration.state is RegistrationState.CANCELLED
    assert booking.state is BookingState.CANCELLED_BY_SEEKER
    assert badge.state is BadgeState.REVOKED
    assert client.get(f"/my/badge/{registration.id}/qr.svg").status_code == 404
    assert "쓸 수 있는 명찰이 없어요" in client.get(f"/my/badge/{registration.id}").text


def test_a_finished_fair_cannot_be_left_any_more(client: FlaskClient, seeker: Seeker) -> None:
    fair = make_fair()
    registration = make_registration(fair, seeker)
    fair.state = FairState.CLOSED
    answer = client.post(f"/my/registrations/{registration.id}/cancel")
    assert answer.status_code == 409
    assert "이미 끝난 박람회" in answer.text
    assert registration.state is RegistrationState.CONFIRMED


def test_an_interview_can_be_called_off_until_the_talk(client: FlaskClient, seeker: Seeker) -> None:
    booking = booked(make_registration(make_fair(), seeker))
    client.post(f"/my/interviews/{booking.id}/cancel")
    assert booking.state is BookingState.CANCELLED_BY_SEEKER


def test_a_talk_that_has_begun_is_not_called_off(client: FlaskClient, seeker: Seeker) -> None:
    booking = booked(make_registration(make_fair(), seeker))
    change(booking, BookingState.IN_PROGRESS, SYSTEM)
    answer = client.post(f"/my/interviews/{booking.id}/cancel")
    assert answer.status_code == 409
    assert "안내 데스크로 와 주세요" in answer.text
    assert booking.state is BookingState.IN_PROGRESS


def test_taking_an_application_back_closes_the_employers_view(
    client: FlaskClient, seeker: Seeker
) -> None:
    booking = booked(make_registration(make_fair(), seeker))
    application = db.session.scalars(select(Application)).one()
    client.post(f"/my/applications/{application.id}/withdraw")
    assert application.state is ApplicationState.WITHDRAWN
    assert booking.state is BookingState.CANCELLED_BY_SEEKER


def test_the_page_asks_no_more_of_the_database_for_more_rows(
    client: FlaskClient, seeker: Seeker
) -> None:
    registration = make_registration(make_fair(), seeker)
    booked(registration)
    one = asked_by(client, "/my")
    for turn in range(2):
        booked(registration, first=16 + 4 * turn)
        make_registration(make_fair(FairState.BOOKING_OPEN, day=FAIR_DAY + timedelta(turn)), seeker)
    assert asked_by(client, "/my") == one
