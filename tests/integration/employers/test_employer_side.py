"""An employer's own pages: fairs and what is left to do, postings written, put up, taken down."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.employers.models import (
    Employer,
    EmploymentType,
    ImpactFamily,
    Job,
    JobState,
    Participation,
    PayUnit,
)
from festa.employers.participation import Mode
from festa.employers.service import make_recruiter
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from tests.factories import (
    FAIR_DAY,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    sign_in,
)
from tests.factories import (
    make_recruiter as recruiter_of,
)

TYPED = {
    "title": "재고관리 담당  모집",
    "duty": "재고관리",
    "employment_type": "permanent",
    "impact_family": "ai",
    "workplace": "대전광역시 유성구",
    "pay_unit": "month",
    "pay": "260만",
    "hours": "월~금 09:00~18:00",
    "openings": "3",
    "preferred": "지게차 면허",
    "about": "입고와 출고를 맡아요.\n주 40시간",
}


@pytest.fixture
def employer(app: Any) -> Employer:
    return make_employer(name="한빛물류")


@pytest.fixture
def part(employer: Employer) -> Participation:
    return make_participation(make_fair(), employer)


@pytest.fixture
def recruiter(employer: Employer, client: FlaskClient) -> FlaskClient:
    return sign_in(client, recruiter_of(employer))


def the_job() -> Job:
    return db.session.scalars(select(Job).order_by(Job.id.desc())).first()


def jobs(part: Participation, rest: str = "") -> str:
    return f"/employer/{part.id}/jobs{rest}"


def test_the_home_shows_the_coming_fairs_by_date_and_the_past_below(
    employer: Employer, recruiter: FlaskClient
) -> None:
    for city, days, state in (
        ("부산", 9, FairState.BOOKING_OPEN),
        ("광주", -14, FairState.FOLLOW_UP),
        ("대전", 0, FairState.LIVE),
    ):
        day = FAIR_DAY + timedelta(days=days)
        make_participation(make_fair(state, day=day, city=city), employer)
    page = recruiter.get("/employer").text
    places = [page.index(f"{city} · 1") for city in ("대전", "부산", "광주")]
    assert places == sorted(places)
    assert page.index("지난 박람회") < places[2]


def test_the_home_says_what_is_missing(part: Participation, recruiter: FlaskClient) -> None:
    page = recruiter.get("/employer").text
    assert "채용공고를 올려 주세요." in page
    assert "면접 테이블을 열고 시간을 정해 주세요." in page
    make_job(part)
    assert "채용공고를 올려 주세요." not in recruiter.get("/employer").text


def test_a_recruiter_of_two_employers_sees_both_and_no_third(
    part: Participation, client: FlaskClient
) -> None:
    second, third = make_employer(name="새길돌봄"), make_employer(name="남의회사")
    for one in (second, third):
        make_participation(part.fair, one)
    account = recruiter_of(part.employer)
    make_recruiter(second, account.email, account.name, None, SYSTEM)
    page = sign_in(client, account).get("/employer").text
    assert "한빛물류" in page
    assert "새길돌봄" in page
    assert "남의회사" not in page


def test_an_employer_on_the_board_is_not_asked_for_tables(
    employer: Employer, recruiter: FlaskClient
) -> None:
    board = make_participation(make_fair(), employer, mode=Mode.POSTING_ONLY)
    page = recruiter.get(f"/employer/{board.id}").text
    assert "면접 테이블" not in page
    assert f"/employer/{board.id}/tables" not in page


def test_a_posting_is_written_and_put_up(part: Participation, recruiter: FlaskClient) -> None:
    answer = recruiter.post(jobs(part, "/new"), data=TYPED)
    assert answer.status_code == 303
    job = the_job()
    assert (job.title, job.state) == ("재고관리 담당 모집", JobState.DRAFT)
    assert (job.pay_amount, job.pay_unit, job.openings) == (2_600_000, PayUnit.MONTH, 3)
    assert job.employment_type is EmploymentType.PERMANENT
    assert job.impact_family is ImpactFamily.AI
    recruiter.post(jobs(part, f"/{job.id}/state"), data={"state": "posted"})
    assert job.state is JobState.POSTED
    page = recruiter.get(jobs(part)).text
    assert "이제 구직자가 볼 수 있어요." in page
    assert "월급 260만 원" in page
    assert recruiter.get(f"/jobs/{job.id}").status_code == 200


def test_a_posting_is_changed_filled_and_taken_down(
    part: Participation, recruiter: FlaskClient
) -> None:
    job = make_job(part)
    here = jobs(part, f"/{job.id}")
    assert 'value="2,600,000"' in recruiter.get(here).text
    recruiter.post(here, data=TYPED | {"pay": "", "impact_family": "", "openings": "1"})
    assert (job.pay_amount, job.impact_family, job.openings) == (None, None, 1)
    assert job.state is JobState.POSTED
    recruiter.post(f"{here}/state", data={"state": "filled"})
    recruiter.post(f"{here}/state", data={"state": "closed"})
    assert job.state is JobState.CLOSED


def test_a_wrong_posting_keeps_what_was_typed_and_says_what_to_do(
    part: Participation, recruiter: FlaskClient
) -> None:
    wrong = {"title": "", "employment_type": "", "pay": "260", "openings": "0", "duty": "x" * 61}
    answer = recruiter.post(jobs(part, "/new"), data=TYPED | wrong)
    assert answer.status_code == 422
    for sentence in (
        "공고 제목을 적어 주세요.",
        "고용 형태를 골라 주세요.",
        "급여가 너무 적어요.",
        "1명부터 999명까지 적을 수 있어요.",
        "60자 안으로 적어 주세요.",
    ):
        assert sentence in answer.text
    assert "입고와 출고를 맡아요." in answer.text
    assert the_job() is None


def test_a_resident_number_is_taken_in_no_posting(
    part: Participation, recruiter: FlaskClient
) -> None:
    answer = recruiter.post(jobs(part, "/new"), data=TYPED | {"about": "문의 900101-1234567"})
    assert answer.status_code == 422
    assert "900101-1234567" not in answer.text


def test_before_approval_a_posting_is_kept_and_not_put_up(
    employer: Employer, recruiter: FlaskClient
) -> None:
    waiting = make_participation(make_fair(), employer, state="under_review")
    recruiter.post(jobs(waiting, "/new"), data=TYPED)
    answer = recruiter.post(jobs(waiting, f"/{the_job().id}/state"), data={"state": "posted"})
    assert "참가가 확정되면 게시할 수 있어요." in recruiter.get(answer.location).text
    assert the_job().state is JobState.DRAFT


def test_a_step_that_does_not_exist_is_a_sentence(
    part: Participation, recruiter: FlaskClient
) -> None:
    draft = make_job(part, state=JobState.DRAFT)
    answer = recruiter.post(jobs(part, f"/{draft.id}/state"), data={"state": "filled"})
    assert "그사이 공고 상태가 바뀌었어요." in recruiter.get(answer.location).text
