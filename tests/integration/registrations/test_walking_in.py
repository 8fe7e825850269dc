"""Whoever registers people at a desk sees for which fair, and never takes the wrong one unasked."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.permissions import Role
from festa.registrations.models import Registration
from tests.factories import make_account, make_fair, make_registration, sign_in

WALK_IN = {
    "name": "홍길동",
    "phone": "010-2000-7777",
    "birth_year": "1968",
    "region": "부산 동래구",
    "method": "paper",
}
NEXT_WEEK, LAST_WEEK = date(2026, 11, 30), date(2026, 11, 16)


@pytest.fixture
def staff(client: FlaskClient, app: Flask) -> FlaskClient:
    """Somebody who works at every fair, signed in."""
    return sign_in(client, make_account(Role.ORGANISER))


def busan(state: FairState, day: date = NEXT_WEEK) -> Fair:
    """The fair of another city."""
    return make_fair(state, day=day, city="부산", city_en="Busan")


def registered() -> int:
    """How many are registered."""
    return db.session.scalar(select(func.count(Registration.id))) or 0


def test_the_fair_of_today_is_named_and_asks_nothing_more(staff: FlaskClient) -> None:
    fair = make_fair()
    page = staff.get(f"/desk/{fair.slug}/walk-in").text
    assert "<h1>대전 현장등록</h1>" in page
    assert 'name="meant"' not in page
    assert staff.post(f"/desk/{fair.slug}/walk-in", data=WALK_IN).status_code == 303


def test_a_person_page_names_the_fair_and_its_day_when_that_is_not_today(
    staff: FlaskClient,
) -> None:
    for fair, named in (
        (make_fair(), "대전"),
        (busan(FairState.BOOKING_OPEN), "부산 · 11월 30일(월)"),
    ):
        person = make_registration(fair)
        page = staff.get(f"/desk/{fair.slug}/people/{person.id}").text
        assert f'<p class="lead">{named}</p>' in page


@pytest.mark.parametrize(
    ("state", "day", "said"),
    [
        (FairState.REGISTRATION_OPEN, NEXT_WEEK, "오늘은 부산 박람회 날이 아니에요."),
        (FairState.REGISTRATION_CLOSED, date(2026, 11, 23), "아직 문을 열지 않았어요."),
        (FairState.POSTPONED, NEXT_WEEK, "부산 박람회는 미뤄졌어요."),
        (FairState.CLOSED, LAST_WEEK, "부산 박람회는 끝났어요. 11월 16일(월)에 열렸어요."),
        (FairState.FOLLOW_UP, LAST_WEEK, "부산 박람회는 끝났어요."),
    ],
)
def test_a_fair_that_is_not_open_is_told_of_and_has_to_be_meant(
    staff: FlaskClient, state: FairState, day: date, said: str
) -> None:
    address = f"/desk/{busan(state, day).slug}/walk-in"
    page = staff.get(address).text
    assert said in page
    assert "<h1>부산 현장등록" in page
    assert page.index(said) < page.index(">이름<")
    answer = staff.post(address, data=WALK_IN)
    assert answer.status_code == 422
    assert 'value="홍길동"' in answer.text
    assert registered() == 0
    assert staff.post(address, data=WALK_IN | {"meant": "y"}).status_code == 303
    assert registered() == 1


@pytest.mark.parametrize("state", [FairState.DRAFT, FairState.CANCELLED, FairState.ARCHIVED])
def test_a_fair_to_which_nobody_comes_takes_nobody(staff: FlaskClient, state: FairState) -> None:
    address = f"/desk/{busan(state).slug}/walk-in"
    for answer in (staff.get(address), staff.post(address, data=WALK_IN | {"meant": "y"})):
        assert answer.status_code == 409
        assert "현장등록을 받지 않아요." in answer.text
    assert registered() == 0
