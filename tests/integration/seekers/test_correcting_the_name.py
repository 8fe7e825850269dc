"""A misspelt name or a wrong year of birth is corrected by staff, and never in silence."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.queries import active_badge
from festa.badges.service import mark_printed
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.permissions import Role
from festa.registrations.models import Registration
from festa.retention.erasing import erase
from festa.seekers.models import Seeker
from festa.seekers.naming import correct_name
from tests.factories import (
    make_account,
    make_fair,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)
from tests.threads import Together

PHONE = "+821020009876"


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def registration(fair: Fair) -> Registration:
    """Somebody whose name was misheard."""
    return make_registration(fair, make_seeker(name="김정슥", phone=PHONE, birth_year=1986))


@pytest.fixture
def staff(client: FlaskClient, fair: Fair) -> FlaskClient:
    """A volunteer of this fair, signed in."""
    return sign_in(client, make_staff(fair))


def address(registration: Registration) -> str:
    """The page on which a name is corrected."""
    return f"/desk/{registration.fair.slug}/people/{registration.id}/name"


def test_the_page_of_a_person_shows_what_may_be_wrong_and_leads_to_where_it_is_corrected(
    client: FlaskClient, staff: FlaskClient, registration: Registration
) -> None:
    page = staff.get(address(registration).removesuffix("/name")).text
    assert "1986" in page
    assert address(registration) in page
    sign_in(client, make_account(Role.ORGANISER))
    assert address(registration) in client.get(f"/console/registrations/{registration.id}").text


def test_name_and_year_are_corrected_and_the_log_says_so_without_them(
    staff: FlaskClient, registration: Registration
) -> None:
    page = staff.get(address(registration)).text
    assert 'value="김정슥"' in page
    assert 'value="1986"' in page
    answer = staff.post(address(registration), data={"name": "김 정숙", "birth_year": "1968년생"})
    assert answer.location == address(registration).removesuffix("/name")
    assert (registration.seeker.name, registration.seeker.birth_year) == ("김정숙", 1968)
    assert registration.seeker.phone == PHONE
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "seeker.corrected")
    ).one()
    assert entry.detail == {"columns": ["name", "birth_year"]}
    assert entry.seeker_id == registration.seeker_id


def test_an_organiser_comes_back_to_the_console(
    client: FlaskClient, registration: Registration
) -> None:
    sign_in(client, make_account(Role.ORGANISER))
    answer = client.post(address(registration), data={"name": "김정숙", "birth_year": "1986"})
    assert answer.location == f"/console/registrations/{registration.id}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "birth_year": "1968"}, "이름을 적어 주세요."),
        ({"name": "김정숙2", "birth_year": "1968"}, "이름만 글자로"),
        ({"name": "김정숙", "birth_year": "1800"}, "네 자리로 적어 주세요."),
        ({"name": "김정슥", "birth_year": "1986"}, "지금과 같아요."),
    ],
)
def test_what_cannot_be_read_changes_nothing_and_stays_on_the_form(
    staff: FlaskClient, registration: Registration, typed: dict[str, str], said: str
) -> None:
    answer = staff.post(address(registration), data=typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values())
    assert (registration.seeker.name, registration.seeker.birth_year) == ("김정슥", 1986)


@pytest.mark.parametrize("field", ["name", "birth_year"])
def test_a_resident_number_is_not_shown_again(
    staff: FlaskClient, registration: Registration, field: str
) -> None:
    typed = {"name": "김정숙", "birth_year": "1968"} | {field: "680301-1234567"}
    answer = staff.post(address(registration), data=typed)
    assert answer.status_code == 422
    assert "1234567" not in answer.text


def test_a_badge_on_paper_is_printed_again_with_the_same_code_because_of_the_name(
    staff: FlaskClient, registration: Registration
) -> None:
    badge = active_badge(registration.id)
    assert badge is not None
    mark_printed([badge], SYSTEM)
    year = {"name": "김정슥", "birth_year": "1968"}
    assert (
        "다시 인쇄해 드려 주세요"
        not in staff.get(staff.post(address(registration), data=year).location).text
    ), "the year of birth is on no badge"
    back = staff.post(address(registration), data=year | {"name": "김정숙"}).location
    assert "인쇄한 명찰은 예전 이름이니" in staff.get(back).text
    staff.post(f"{back}/printed", data={"print-reason": "name_changed"})
    again = active_badge(registration.id)
    assert again is not None
    assert (again.id, again.times_printed) == (badge.id, 2)


def test_a_badge_that_is_not_on_paper_needs_no_printing(
    staff: FlaskClient, registration: Registration
) -> None:
    typed = {"name": "김정숙", "birth_year": "1986"}
    page = staff.get(staff.post(address(registration), data=typed).location).text
    assert "고친 내용을 저장했어요." in page
    assert "예전 이름이니" not in page


def test_a_name_that_stands_beside_the_same_number_leads_to_merging(
    staff: FlaskClient, fair: Fair, registration: Registration
) -> None:
    other = make_registration(fair, make_seeker(name="김정숙", phone=PHONE))
    typed = {"name": "김정숙", "birth_year": "1986"}
    answer = staff.post(address(registration), data=typed)
    assert answer.location == f"/desk/{fair.slug}/people/{registration.id}/same/{other.id}"
    assert registration.seeker.name == "김정슥"


def test_a_namesake_of_another_fair_is_told_of_on_the_form(
    staff: FlaskClient, registration: Registration
) -> None:
    make_seeker(name="김정숙", phone=PHONE)
    answer = staff.post(address(registration), data={"name": "김정숙", "birth_year": "1986"})
    assert answer.status_code == 422
    assert "같은 번호로 이 이름의 신청이 이미 있어요." in answer.text


def test_two_who_become_one_name_at_the_same_moment_do_not_both(
    app: Flask, registration: Registration, together: Together
) -> None:
    other = make_seeker(name="김정속", phone=PHONE)
    ids = registration.seeker_id, other.id
    db.session.commit()

    def act(number: int) -> str:
        try:
            correct_name(db.session.get_one(Seeker, ids[number]), "김정숙", None, SYSTEM)
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            return str(refused.reason)
        return "done"

    assert sorted(together(2, act)) == ["done", "taken"]


def test_whoever_was_erased_or_works_elsewhere_is_not_there(
    client: FlaskClient, staff: FlaskClient, registration: Registration, fair: Fair
) -> None:
    typed = {"name": "김정숙", "birth_year": "1986"}
    gone = make_registration(fair, make_seeker())
    erase(gone.seeker, SYSTEM)
    assert staff.post(address(gone), data=typed).status_code == 404
    assert address(gone) not in staff.get(address(gone).removesuffix("/name")).text
    sign_in(client, make_staff(make_fair(tour=fair.tour)))
    assert client.post(address(registration), data=typed).status_code == 404
    assert registration.seeker.name == "김정슥"
