"""The tour's home: one line of cities, each with what can be done about it now."""

import re
from datetime import timedelta
from html import unescape

from flask.testing import FlaskClient

from festa.employers.models import Mode
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair, Tour
from tests.factories import (
    FAIR_DAY,
    make_fair,
    make_job,
    make_participation,
    make_registration,
    make_tour,
    sign_in,
)
from tests.statements import asked_by

CITY = re.compile(r'class="city"><a [^>]*>([^<]+)</a>')
CITIES = ("광주", "대전", "부산", "서울", "수원", "인천")


def fair_of(tour: Tour, city: str, days: int, state: FairState, **fields: object) -> Fair:
    return make_fair(state, tour=tour, city=city, day=FAIR_DAY + timedelta(days), **fields)


def see(client: FlaskClient, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_all_six_cities_stand_on_the_line(client: FlaskClient) -> None:
    tour = make_tour()
    for number, city in enumerate(CITIES):
        fair_of(tour, city, number * 7, FairState.REGISTRATION_OPEN)
    assert tuple(CITY.findall(see(client))) == CITIES


def test_without_a_season_the_home_says_that_one_is_being_prepared(client: FlaskClient) -> None:
    assert "다음 순회를 준비하고 있어요" in see(client)


def test_a_draft_is_nobodys_business(client: FlaskClient) -> None:
    fair_of(make_tour(), "광주", 30, FairState.DRAFT)
    assert "광주" not in see(client)


def test_the_live_fair_can_be_joined_now(client: FlaskClient) -> None:
    fair = fair_of(make_tour(), "대전", 0, FairState.LIVE)
    page = see(client)
    assert "지금 참가하기" in page
    assert f"/register?fair={fair.slug}" in page
    assert "현장등록 가능" in page


def test_an_open_fair_says_how_many_days_and_places_are_left(client: FlaskClient) -> None:
    fair_of(make_tour(), "부산", 9, FairState.BOOKING_OPEN, capacity=800, places_taken=586)
    page = see(client)
    assert "D-9 신청 중" in page
    assert "남은 자리 <strong>214</strong> / 800" in page
    assert "부산 신청하기" in page


def test_a_full_fair_offers_its_waiting_list(client: FlaskClient) -> None:
    fair_of(make_tour(), "서울", 9, FairState.REGISTRATION_OPEN, capacity=5, places_taken=5)
    page = see(client)
    assert "서울 대기 신청" in page
    assert "서울 신청하기" not in page


def test_a_full_live_fair_sends_people_to_the_desk(client: FlaskClient) -> None:
    fair_of(make_tour(), "대전", 0, FairState.LIVE, capacity=5, places_taken=5)
    page = see(client)
    assert "현장 안내 데스크에서 바로 등록할 수 있어요" in page
    assert "/register?fair=" not in page


def test_a_fair_whose_window_has_not_opened_says_when_it_will(client: FlaskClient) -> None:
    fair_of(make_tour(), "수원", 40, FairState.REGISTRATION_OPEN)
    page = see(client)
    assert "12월 3일(목) 신청 시작" in page
    assert "수원 신청하기" not in page


def test_a_postponed_fair_keeps_its_place_on_the_line(client: FlaskClient) -> None:
    fair_of(make_tour(), "인천", 9, FairState.POSTPONED)
    page = see(client)
    assert "연기" in page
    assert "새 날짜가 정해지면" in page


def test_only_one_action_of_the_home_is_loud(client: FlaskClient) -> None:
    tour = make_tour()
    fair_of(tour, "대전", 0, FairState.LIVE)
    fair_of(tour, "부산", 9, FairState.BOOKING_OPEN)
    assert see(client).count("btn primary") == 1


def test_employers_and_jobs_are_counted_by_one_definition(client: FlaskClient) -> None:
    fair = fair_of(make_tour(), "대전", 0, FairState.LIVE)
    make_job(make_participation(fair))
    make_participation(fair, mode=Mode.POSTING_ONLY)
    assert "기업 2곳 · 일자리 1개" in see(client)
    assert "현장 면접 1곳, 채용게시대 1곳이 일자리 1개를" in see(client, f"/fairs/{fair.slug}")


def test_whoever_is_registered_is_led_to_their_badge(client: FlaskClient) -> None:
    fair = fair_of(make_tour(), "대전", 0, FairState.LIVE)
    sign_in(client, make_registration(fair).seeker)
    for page in (see(client), see(client, f"/fairs/{fair.slug}")):
        assert "내 신청 보기" in page
        assert "/register?fair=" not in page


def test_names_are_given_in_english_to_those_who_read_it(client: FlaskClient) -> None:
    fair_of(make_tour(name_en="2026 tour"), "대전", 0, FairState.LIVE)
    client.post("/language/en")
    page = see(client)
    assert "Daejeon" in page
    assert "Trial Convention Centre" in page
    assert '<html lang="en"' in page


def test_the_home_asks_no_more_of_the_database_for_more_fairs(client: FlaskClient) -> None:
    tour = make_tour()
    fair_of(tour, "대전", 0, FairState.LIVE)
    one = asked_by(client, "/")
    for number, city in enumerate(CITIES):
        make_job(make_participation(fair_of(tour, city, number, FairState.BOOKING_OPEN)))
    assert asked_by(client, "/") == one
