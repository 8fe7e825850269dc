"""People of a fair as organisers find them, see them whole and act for them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.models import Badge, BadgeState
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.interviews.booking import book
from festa.interviews.states import BookingState
from festa.permissions import Role
from festa.registrations.models import Registration, Via
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker
from tests.factories import (
    give_consent,
    make_account,
    make_application,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_table,
    sign_in,
)
from tests.statements import asked_by

LIST = "/console/registrations"


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account())


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


def home(registration: Registration) -> str:
    """The console's page of a registration."""
    return f"{LIST}/{registration.id}"


def named(fair: Fair, name: str, **fields: str) -> Registration:
    """Somebody of this name at a fair."""
    return make_registration(fair, make_seeker(name=name, **fields))


def looks() -> set[int | None]:
    """Whose data was seen, by the log."""
    query = select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    return set(db.session.scalars(query))


def typed(**fields: str) -> dict[str, str]:
    """What an organiser types for somebody who called."""
    base = {
        "name": "남궁순옥",
        "phone": "010-2000-1234",
        "birth_year": "1968",
        "region": "대전 유성구",
        "method": "phone",
        "via": "proxy",
        "outcome_tracking": "y",
    }
    return base | fields


def test_the_list_shows_people_by_state_with_the_number_of_each(
    organiser: FlaskClient, fair: Fair
) -> None:
    fair.capacity = 1
    named(fair, "강확정")
    named(fair, "윤대기")
    page = organiser.get(f"{LIST}?fair={fair.slug}").text
    assert "참가 확정 1" in page
    assert "대기 1" in page
    waiting = organiser.get(f"{LIST}?fair={fair.slug}&state=waitlisted").text
    assert "윤대기" in waiting
    assert "강확정" not in waiting


def test_people_are_found_by_name_last_digits_and_badge_number(
    organiser: FlaskClient, fair: Fair
) -> None:
    wanted = named(fair, "황보민수", phone="+821055551234")
    named(fair, "제갈영희", phone="+821055559999")
    badge = active_badge(wanted.id)
    assert badge is not None
    short = f"{badge.short_code[:4]} {badge.short_code[4:]}"
    for words in ("황보", "보민", "1234", "010-5555-1234", badge.code, short):
        page = organiser.post(f"{LIST}?fair={fair.slug}", data={"words": words}).text
        assert "황보민수" in page, words
        assert "제갈영희" not in page, words


def test_nobody_is_found_by_signs_that_mean_everything_to_a_database(
    organiser: FlaskClient, fair: Fair
) -> None:
    named(fair, "황보민수")
    for words in ("%", "_", "'", "%%%%", "..."):
        page = organiser.post(f"{LIST}?fair={fair.slug}", data={"words": words}).text
        assert "황보민수" not in page, words


def test_an_empty_search_asks_for_a_name(organiser: FlaskClient, fair: Fair) -> None:
    answer = organiser.post(f"{LIST}?fair={fair.slug}", data={"words": " "})
    assert answer.status_code == 422
    assert "찾을 이름이나 번호" in answer.text


def test_a_long_list_of_found_people_is_turned_without_a_name_in_the_address(
    organiser: FlaskClient, fair: Fair
) -> None:
    for number in range(51):
        make_registration(fair, make_seeker(name=f"김가나{chr(0xAC00 + number)}"))
    first = organiser.post(f"{LIST}?fair={fair.slug}", data={"words": "김가나"}).text
    assert 'name="page" value="2"' in first
    second = organiser.post(f"{LIST}?fair={fair.slug}", data={"words": "김가나", "page": "2"}).text
    assert len(re.findall("김가나.</a>", second)) == 1


def test_only_people_of_the_chosen_fair_are_found(organiser: FlaskClient, fair: Fair) -> None:
    other = make_fair(FairState.REGISTRATION_OPEN, tour=fair.tour, city="부산")
    named(other, "황보민수")
    page = organiser.post(f"{LIST}?fair={fair.slug}", data={"words": "황보"}).text
    assert "찾는 분이 없어요" in page


def test_everybody_who_was_shown_stands_in_the_log(organiser: FlaskClient, fair: Fair) -> None:
    one, other = make_registration(fair), make_registration(fair)
    organiser.get(f"{LIST}?fair={fair.slug}")
    assert looks() == {one.seeker_id, other.seeker_id}
    third = named(make_fair(tour=fair.tour), "황보민수")
    organiser.get(home(third))
    assert third.seeker_id in looks()


def test_one_page_tells_all_of_a_person(organiser: FlaskClient, fair: Fair) -> None:
    registration = named(fair, "황보민수")
    participation = make_participation(fair)
    make_application(registration, participation)
    booking = book(make_table(participation).slots[0], registration, SYSTEM).booking
    assert booking is not None
    badge = active_badge(registration.id)
    assert badge is not None
    page = organiser.get(home(registration)).text
    for words in (
        "황보민수",
        registration.seeker.shown_phone,
        participation.employer.name,
        f"{badge.short_code[:4]} {badge.short_code[4:]}",
        "동의함",
        "예약 확정",
        "참가 신청 · 확정",
    ):
        assert words in page, words


def test_cancelling_ends_interviews_and_badge_and_lets_the_next_in(
    organiser: FlaskClient, fair: Fair
) -> None:
    fair.capacity = 1
    registration, waiting = make_registration(fair), make_registration(fair)
    participation = make_participation(fair)
    give_consent(registration.seeker, participation)
    booking = book(make_table(participation).slots[0], registration, SYSTEM).booking
    assert booking is not None
    answer = organiser.post(f"{home(registration)}/cancel", follow_redirects=True)
    assert "대기하던 한 분이 참가 확정으로" in answer.text
    assert registration.state is RegistrationState.CANCELLED
    assert waiting.state is RegistrationState.CONFIRMED
    assert booking.state is BookingState.CANCELLED_BY_ORGANISER
    assert active_badge(registration.id) is None


def test_cancelling_twice_or_after_the_fair_is_told_not_done(
    organiser: FlaskClient, fair: Fair
) -> None:
    registration = make_registration(fair)
    organiser.post(f"{home(registration)}/cancel")
    again = organiser.post(f"{home(registration)}/cancel", follow_redirects=True)
    assert "이미 취소되었거나" in again.text
    late = make_registration(fair)
    fair.state = FairState.CLOSED
    told = organiser.post(f"{home(late)}/cancel", follow_redirects=True)
    assert "이미 끝난 박람회" in told.text
    assert late.state is RegistrationState.CONFIRMED


def test_a_badge_is_made_anew_for_a_reason_and_both_stand_in_its_history(
    organiser: FlaskClient, fair: Fair
) -> None:
    registration = make_registration(fair)
    shown = active_badge(registration.id)
    assert shown is not None
    assert (
        f'name="badge" type="hidden" value="{shown.id}"' in organiser.get(home(registration)).text
    )
    typed = {"reason": "lost", "badge": shown.id}
    organiser.post(f"{home(registration)}/reissue", data=typed)
    again = organiser.post(f"{home(registration)}/reissue", data=typed, follow_redirects=True)
    assert "이미 끝난 명찰이에요." in again.text
    badges = db.session.scalars(select(Badge).order_by(Badge.version)).all()
    assert [badge.state for badge in badges] == [BadgeState.SUPERSEDED, BadgeState.ACTIVE]
    page = organiser.get(home(registration)).text
    assert "재발급으로 무효" in page
    assert "잃어버렸어요" in page


def test_a_badge_is_not_made_anew_without_a_known_reason_or_without_a_badge(
    organiser: FlaskClient, fair: Fair
) -> None:
    registration = make_registration(fair)
    wrong = organiser.post(f"{home(registration)}/reissue", data={"reason": "because"})
    assert wrong.status_code == 422
    organiser.post(f"{home(registration)}/cancel")
    none = organiser.post(
        f"{home(registration)}/reissue", data={"reason": "lost", "badge": 1}, follow_redirects=True
    )
    assert "다시 만들 명찰이 없어요" in none.text


def test_somebody_who_called_is_registered_by_hand_with_what_they_agreed_to(
    organiser: FlaskClient, fair: Fair
) -> None:
    answer = organiser.post(f"{LIST}/new?fair={fair.slug}", data=typed())
    registration = db.session.scalars(select(Registration)).one()
    assert answer.location.endswith(home(registration))
    assert (registration.via, registration.state) == (Via.PROXY, RegistrationState.CONFIRMED)
    assert registration.seeker.phone == "+821020001234"
    page = organiser.get(home(registration)).text
    assert "동의함" in page
    assert "동의하지 않음" in page
    assert "전화" in page


def test_by_hand_the_full_fair_makes_callers_wait_and_walk_ins_enter(
    organiser: FlaskClient, fair: Fair
) -> None:
    fair.capacity = 1
    make_registration(fair)
    organiser.post(f"{LIST}/new?fair={fair.slug}", data=typed(phone="010-2000-0001"))
    organiser.post(f"{LIST}/new?fair={fair.slug}", data=typed(phone="010-2000-0002", via="walk_in"))
    query = select(Registration.state).join(Registration.seeker).order_by(Seeker.phone)
    states = db.session.scalars(query.where(Seeker.name == "남궁순옥")).all()
    assert states == [RegistrationState.WAITLISTED, RegistrationState.CONFIRMED]


def test_registering_the_same_person_again_leads_to_their_page(
    organiser: FlaskClient, fair: Fair
) -> None:
    addresses = {
        organiser.post(f"{LIST}/new?fair={fair.slug}", data=typed()).location for _ in range(2)
    }
    assert len(addresses) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "이름을 적어 주세요"),
        ({"phone": "02-123-4567"}, "휴대전화 번호가 아니에요"),
        ({"birth_year": "2024"}, "만 15세에서 100세"),
        ({"via": "web"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_typed_is_lost(
    organiser: FlaskClient, fair: Fair, wrong: dict[str, str], sentence: str
) -> None:
    answer = organiser.post(f"{LIST}/new?fair={fair.slug}", data=typed(**wrong))
    assert answer.status_code == 422
    if "via" not in wrong:
        assert sentence in answer.text
    assert 'value="대전 유성구"' in answer.text
    assert db.session.scalars(select(Registration)).all() == []


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECRUITER])
def test_others_do_not_see_the_people(client: FlaskClient, fair: Fair, role: Role) -> None:
    sign_in(client, make_account(role))
    for address in (LIST, home(make_registration(fair)), f"{LIST}/new"):
        assert client.get(address).status_code == 403


def test_an_unknown_number_gets_a_page(organiser: FlaskClient) -> None:
    assert organiser.get(f"{LIST}/999999").status_code == 404


def test_the_pages_ask_as_often_for_many_as_for_few(organiser: FlaskClient, fair: Fair) -> None:
    registration = make_registration(fair)
    make_application(registration, make_participation(fair))
    addresses = (f"{LIST}?fair={fair.slug}", home(registration))
    for address in addresses:
        organiser.get(address)
    few = [asked_by(organiser, address) for address in addresses]
    for _number in range(4):
        make_application(registration, make_participation(fair))
    for _number in range(12):
        make_registration(fair)
    assert [asked_by(organiser, address) for address in addresses] == few
