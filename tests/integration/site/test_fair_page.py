"""A fair's page: when, where, how to get there, and whom one meets."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from festa.employers.models import Booth, Mode, ParticipationState
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair, FairHost, HostRole
from tests.factories import (
    FAIR_DAY,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_tour,
    make_venue,
    save,
)
from tests.statements import asked_by


def see(client: FlaskClient, fair: Fair) -> str:
    answer = client.get(f"/fairs/{fair.slug}")
    assert answer.status_code == 200
    return unescape(answer.text)


def test_the_page_says_how_to_get_there(client: FlaskClient) -> None:
    venue = make_venue(name="시험센터", directions="정부청사역 3번 출구에서 5분")
    page = see(client, make_fair(venue=venue))
    assert "대전광역시 유성구 엑스포로 107" in page
    assert "34125" in page
    assert "정부청사역 3번 출구에서 5분" in page
    assert "https://map.kakao.com/link/map/" in page


def test_no_map_is_fetched_before_somebody_asks_for_it(client: FlaskClient) -> None:
    page = see(client, make_fair())
    for tag in ("<iframe", "<script src=", 'src="https:', 'href="https://map.kakao.com/js'):
        assert tag not in page


def test_a_fair_without_a_venue_says_so(client: FlaskClient) -> None:
    assert "장소를 정하고 있어요" in see(client, make_fair(venue=None))


def test_the_hosts_are_named_with_their_roles(client: FlaskClient) -> None:
    fair = make_fair()
    save(FairHost(fair=fair, name="하나이음재단", role=HostRole.HOST))
    save(FairHost(fair=fair, name="대전광역시", role=HostRole.COHOST))
    page = see(client, fair)
    assert page.index("공동 주최") < page.index("대전광역시", page.index("공동 주최"))
    assert "하나이음재단" in page


def test_employers_in_the_hall_come_before_those_on_the_board(client: FlaskClient) -> None:
    fair = make_fair()
    on_the_board = make_participation(fair, make_employer(name="가나게시"), Mode.POSTING_ONLY)
    in_the_hall = make_participation(fair, make_employer(name="하하현장"))
    save(Booth(fair_id=fair.id, number="A-07", participation=in_the_hall))
    make_job(on_the_board)
    page = see(client, fair)
    assert page.index("하하현장") < page.index("가나게시")
    assert "부스 A-07" in page


@pytest.mark.parametrize(
    "state", [ParticipationState.APPLIED, ParticipationState.REJECTED, ParticipationState.CANCELLED]
)
def test_an_employer_that_does_not_take_part_is_not_shown(
    client: FlaskClient, state: ParticipationState
) -> None:
    fair = make_fair()
    part = make_participation(fair, make_employer(name="아직이에요"), state=state)
    assert "아직이에요" not in see(client, fair)
    assert client.get(f"/fairs/{fair.slug}/employers/{part.id}").status_code == 404


def test_an_employer_is_found_only_at_its_own_fair(client: FlaskClient) -> None:
    part = make_participation(make_fair())
    other = make_fair()
    assert client.get(f"/fairs/{other.slug}/employers/{part.id}").status_code == 404


@pytest.mark.parametrize("state", [FairState.DRAFT, FairState.ARCHIVED])
def test_a_fair_that_is_not_public_is_not_there(client: FlaskClient, state: FairState) -> None:
    fair = make_fair(state)
    for address in (f"/fairs/{fair.slug}", f"/fairs/{fair.slug}/calendar.ics"):
        assert client.get(address).status_code == 404


def test_the_line_marks_the_fair_that_the_page_is_about(client: FlaskClient) -> None:
    tour = make_tour()
    make_fair(tour=tour, city="광주", day=FAIR_DAY - timedelta(7))
    page = see(client, make_fair(tour=tour, city="대전"))
    here = page[page.index('aria-current="true"') :]
    assert "대전" in here[: here.index("</li>")]


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (FairState.CANCELLED, "이 박람회는 취소되었어요"),
        (FairState.POSTPONED, "이 박람회는 날짜가 미뤄졌어요"),
        (FairState.REGISTRATION_CLOSED, "온라인 신청은 마감했어요"),
    ],
)
def test_a_fair_that_takes_nobody_says_why(
    client: FlaskClient, state: FairState, says: str
) -> None:
    page = see(client, make_fair(state))
    assert says in page
    assert "/register?fair=" not in page


def test_a_phones_calendar_reads_the_entry(client: FlaskClient) -> None:
    fair = make_fair()
    answer = client.get(f"/fairs/{fair.slug}/calendar.ics")
    assert answer.mimetype == "text/calendar"
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event.decoded("dtstart") == datetime(2026, 11, 23, 1, tzinfo=UTC)
    assert event.decoded("dtend") == datetime(2026, 11, 23, 7, tzinfo=UTC)
    assert str(event["summary"]) == "2026 대전 JOB 매칭 페스타"
    assert "엑스포로 107" in str(event["location"])
    assert str(event["url"]).endswith(f"/fairs/{fair.slug}")


def test_a_cancelled_fair_is_struck_out_in_the_calendar(client: FlaskClient) -> None:
    fair = make_fair(FairState.CANCELLED)
    body = client.get(f"/fairs/{fair.slug}/calendar.ics").text
    assert "STATUS:CANCELLED" in body


def test_the_tours_colour_is_one_variable(client: FlaskClient) -> None:
    make_tour(brand_colour="#1a5276")
    answer = client.get("/brand.css")
    assert answer.mimetype == "text/css"
    assert "--brand:#1a5276" in answer.text
    assert "max-age=" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("colour", ["red", "#12", "}body{"])
def test_a_colour_that_is_none_is_never_written_into_the_stylesheet(
    client: FlaskClient, colour: str
) -> None:
    make_tour(brand_colour=colour)
    assert client.get("/brand.css").text.strip() == ":root{--brand:#008485}"


def test_the_page_asks_no_more_of_the_database_for_more_employers(client: FlaskClient) -> None:
    fair = make_fair()
    make_job(make_participation(fair))
    one = asked_by(client, f"/fairs/{fair.slug}")
    for number in range(5):
        part = make_participation(fair)
        save(Booth(fair_id=fair.id, number=f"B-{number}", participation=part))
        make_job(part)
    assert asked_by(client, f"/fairs/{fair.slug}") == one
