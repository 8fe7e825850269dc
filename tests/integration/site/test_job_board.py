"""The board of jobs: what is found, what is not, page by page."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from festa.employers.models import (
    EmploymentType,
    ImpactFamily,
    JobState,
    Mode,
    ParticipationState,
    PayUnit,
)
from festa.fairs.lifecycle import FairState
from tests.factories import make_employer, make_fair, make_job, make_participation, make_tour
from tests.statements import asked_by

TITLE = re.compile(r'<strong class="what">([^<]+)</strong>')


def found(client: FlaskClient, **asked: object) -> list[str]:
    """The titles on the board for these filters."""
    answer = client.get("/jobs", query_string=asked)
    assert answer.status_code == 200
    return TITLE.findall(unescape(answer.text))


def test_posted_jobs_of_employers_that_take_part_are_found(client: FlaskClient) -> None:
    part = make_participation(make_fair())
    make_job(part, title="창고 관리")
    make_job(part, title="쓰는 중", state=JobState.DRAFT)
    make_job(part, title="다 뽑았음", state=JobState.FILLED)
    waiting = make_participation(make_fair(), state=ParticipationState.UNDER_REVIEW)
    make_job(waiting, title="심사 중")
    assert found(client) == ["창고 관리"]


@pytest.mark.parametrize("state", [FairState.CLOSED, FairState.CANCELLED, FairState.DRAFT])
def test_jobs_of_fairs_that_do_not_lie_ahead_are_left_out(
    client: FlaskClient, state: FairState
) -> None:
    make_job(make_participation(make_fair(state)))
    assert found(client) == []


def test_a_finished_fair_can_still_be_looked_through(client: FlaskClient) -> None:
    fair = make_fair(FairState.CLOSED)
    make_job(make_participation(fair), title="지난 일자리")
    assert found(client, fair=fair.slug) == ["지난 일자리"]


def test_every_filter_narrows(client: FlaskClient) -> None:
    tour = make_tour()
    here, there = make_fair(tour=tour), make_fair(tour=tour, city="부산")
    make_job(
        make_participation(here, make_employer(name="한빛물류")),
        title="입출고",
        duty="물류",
        workplace="대전광역시 유성구",
        employment_type=EmploymentType.PERMANENT,
        impact_family=ImpactFamily.SOCIAL,
    )
    make_job(
        make_participation(there),
        title="상담",
        duty="고객상담",
        workplace="부산광역시 해운대구",
        employment_type=EmploymentType.PART_TIME,
    )
    assert len(found(client)) == 2
    for asked in (
        {"fair": here.slug},
        {"words": "물류"},
        {"words": "한빛 입출고"},
        {"region": "대전광역시"},
        {"kind": "permanent"},
        {"family": "social"},
    ):
        assert found(client, **asked) == ["입출고"], asked


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "abc"},
        {"page": "-3"},
        {"page": "9" * 40},
        {"kind": "slave"},
        {"fair": "no-such-fair"},
        {"region": "%"},
        {"family": "'; drop table job; --"},
    ],
)
def test_odd_questions_get_an_ordinary_answer(client: FlaskClient, asked: dict[str, str]) -> None:
    make_job(make_participation(make_fair()))
    assert client.get("/jobs", query_string=asked).status_code == 200


def test_signs_of_a_search_language_are_ordinary_signs(client: FlaskClient) -> None:
    make_job(make_participation(make_fair()), title="성과급 100%")
    make_job(make_participation(make_fair()), title="기본급만")
    assert found(client, words="100%") == ["성과급 100%"]
    assert found(client, words="_") == []


def test_the_board_has_pages_of_twenty_four(client: FlaskClient) -> None:
    part = make_participation(make_fair())
    for number in range(30):
        make_job(part, title=f"일자리 {number:02d}")
    first, second = found(client), found(client, page=2)
    assert (len(first), len(second)) == (24, 6)
    assert not set(first) & set(second)
    assert "이 쪽에는 일자리가 없어요" in client.get("/jobs?page=9").text


def test_nothing_found_says_what_to_do_next(client: FlaskClient) -> None:
    page = client.get("/jobs?words=우주비행사").text
    assert "조건에 맞는 일자리가 없어요" in page
    assert "모든 일자리 보기" in page


def test_what_was_searched_for_stays_in_the_form(client: FlaskClient) -> None:
    assert 'value="물류"' in client.get("/jobs?words=물류").text


def test_a_job_has_a_page_with_its_wage_and_the_way_to_an_interview(client: FlaskClient) -> None:
    part = make_participation(make_fair(), make_employer(name="한빛물류"))
    job = make_job(part, title="입출고", pay_amount=10_320, pay_unit=PayUnit.HOUR)
    page = client.get(f"/jobs/{job.id}").text
    assert "시급 10,320원" in page
    assert "한빛물류" in page
    assert f"/my/apply/{part.id}?job={job.id}" in page


def test_round_wages_are_written_in_manwon(client: FlaskClient) -> None:
    job = make_job(make_participation(make_fair()), pay_amount=2_600_000)
    assert "월급 260만 원" in client.get(f"/jobs/{job.id}").text


@pytest.mark.parametrize("state", [JobState.DRAFT, JobState.SCREENING, JobState.CLOSED])
def test_a_job_that_is_not_posted_has_no_page(client: FlaskClient, state: JobState) -> None:
    job = make_job(make_participation(make_fair()), state=state)
    assert client.get(f"/jobs/{job.id}").status_code == 404


def test_a_finished_fair_offers_no_interviews(client: FlaskClient) -> None:
    part = make_participation(make_fair(FairState.CLOSED))
    page = client.get(f"/fairs/{part.fair.slug}/employers/{part.id}").text
    assert "이 박람회의 신청은 끝났어요" in page
    assert "/my/apply/" not in page


def test_an_employer_on_the_board_says_that_it_will_not_be_there(client: FlaskClient) -> None:
    part = make_participation(make_fair(), mode=Mode.POSTING_ONLY)
    page = client.get(f"/fairs/{part.fair.slug}/employers/{part.id}").text
    assert "부스 없이 공고로만 만나요" in page


def test_the_board_asks_no_more_of_the_database_for_more_jobs(client: FlaskClient) -> None:
    tour = make_tour()
    make_job(make_participation(make_fair(tour=tour)))
    one = asked_by(client, "/jobs")
    for _more in range(8):
        make_job(make_participation(make_fair(tour=tour)))
    assert asked_by(client, "/jobs") == one
