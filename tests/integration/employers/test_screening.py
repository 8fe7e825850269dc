"""No posting with a forbidden wording reaches the board, by whatever road."""

import ast
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.models import AuditEntry
from festa.demo.companies import TRADES
from festa.employers.lint import Posting, lint_posting
from festa.employers.models import Job, JobState, Participation
from festa.employers.screening import open_findings, seal
from festa.employers.wording_models import WordingPass
from festa.extensions import db
from festa.permissions import Role
from tests.factories import (
    make_account,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_recruiter,
    sign_in,
)
from tests.statements import asked_by

ROOT = Path(__file__).resolve().parents[3]
TYPED = {
    "title": "재고관리 담당 모집",
    "duty": "재고관리",
    "employment_type": "permanent",
    "impact_family": "",
    "workplace": "대전광역시 유성구",
    "pay_unit": "month",
    "pay": "260만",
    "hours": "주 40시간",
    "openings": "3",
    "preferred": "지게차 면허",
    "about": "입고와 출고를 맡아요.",
}
UNLAWFUL = "만 35세 이하, 여성 우대"


@pytest.fixture
def part(app: Any) -> Participation:
    return make_participation(make_fair(), make_employer(name="한빛물류"))


@pytest.fixture
def recruiter(part: Participation, client: FlaskClient) -> FlaskClient:
    return sign_in(client, make_recruiter(part.employer))


@pytest.fixture
def organiser(app: Any) -> FlaskClient:
    return sign_in(app.test_client(), make_account())


def draft(part: Participation, **fields: Any) -> Job:
    return make_job(part, **({"state": JobState.DRAFT, "preferred": UNLAWFUL} | fields))


def at(job: Job, rest: str = "") -> str:
    return f"/employer/{job.participation_id}/jobs/{job.id}{rest}"


def put_up(client: FlaskClient, job: Job) -> Any:
    return client.post(at(job, "/state"), data={"state": "posted"}, follow_redirects=True)


def take(client: FlaskClient, job: Job, number: int = 0, seen: str | None = None) -> Any:
    offered = {"number": number, "seen": seen or seal(open_findings(job))}
    return client.post(at(job, "/wording"), data=offered, follow_redirects=True)


def actions() -> set[str]:
    return set(db.session.scalars(select(AuditEntry.action)))


def test_a_posting_with_a_forbidden_wording_waits_and_is_told_why(
    part: Participation, recruiter: FlaskClient
) -> None:
    job = draft(part)
    page = put_up(recruiter, job).text
    assert job.state is JobState.SCREENING
    assert "<mark>만 35세 이하</mark>" in page
    assert "고령자고용법 제4조의4" in page
    assert "‘나이 무관’ 쓰기" in page
    assert recruiter.get(f"/jobs/{job.id}").status_code == 404
    assert "문구 점검에 걸린 공고를 고쳐 주세요." in recruiter.get("/employer").text


def test_a_suggestion_is_taken_with_one_tap_and_the_last_one_puts_the_posting_up(
    part: Participation, recruiter: FlaskClient
) -> None:
    job = draft(part, about="성실하게 일하실 분")
    put_up(recruiter, job)
    take(recruiter, job)
    assert (job.preferred, job.state) == ("나이 무관, 여성 우대", JobState.SCREENING)
    assert "이제 구직자가 볼 수 있어요." in take(recruiter, job).text
    assert (job.preferred, job.state) == ("나이 무관", JobState.POSTED)
    assert {"job.screening", "job.changed", "job.posted"} <= actions()


def test_pay_below_the_minimum_is_raised_with_one_tap(
    part: Participation, recruiter: FlaskClient
) -> None:
    job = draft(part, preferred="", pay_amount=1_900_000)
    page = put_up(recruiter, job).text
    assert "2026년 최저임금은 시간당 10,320원이에요." in page
    take(recruiter, job)
    assert (job.pay_amount, job.state) == (10_320 * 209, JobState.POSTED)


def test_a_changed_posting_goes_up_as_soon_as_it_is_lawful(
    part: Participation, recruiter: FlaskClient
) -> None:
    job = draft(part)
    put_up(recruiter, job)
    recruiter.post(at(job), data=TYPED | {"preferred": "여성 우대"})
    assert job.state is JobState.SCREENING
    recruiter.post(at(job), data=TYPED)
    assert job.state is JobState.POSTED


@pytest.mark.parametrize("state", [JobState.POSTED, JobState.FILLED])
def test_what_people_see_leaves_the_board_when_it_is_changed_for_the_worse(
    part: Participation, recruiter: FlaskClient, state: JobState
) -> None:
    job = make_job(part, state=state)
    recruiter.post(at(job), data=TYPED | {"about": "남자사원만 모집"})
    assert job.state is JobState.SCREENING
    assert recruiter.get(f"/jobs/{job.id}").status_code == 404


def test_a_draft_is_warned_and_kept(part: Participation, recruiter: FlaskClient) -> None:
    answer = recruiter.post(
        f"/employer/{part.id}/jobs/new", data=TYPED | {"about": UNLAWFUL}, follow_redirects=True
    )
    assert "게시하기 전에 고쳐 주세요." in answer.text
    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.about) == (JobState.DRAFT, UNLAWFUL)


def test_a_suggestion_for_another_text_is_not_taken(
    part: Participation, recruiter: FlaskClient
) -> None:
    job = draft(part)
    seen = seal(open_findings(job))
    job.preferred = f"엑셀, {UNLAWFUL}"
    assert "그사이 공고 내용이 바뀌었어요." in take(recruiter, job, seen=seen).text
    assert job.preferred == f"엑셀, {UNLAWFUL}"


def test_no_suggestion_empties_what_must_be_said(
    part: Participation, recruiter: FlaskClient
) -> None:
    job = draft(part, title="여성 우대", preferred="")
    assert "꼭 있어야 할 칸이 비어요." in take(recruiter, job).text
    assert job.title == "여성 우대"


def test_an_organiser_lets_a_wording_stand_with_a_reason_and_no_other_wording(
    part: Participation, recruiter: FlaskClient, organiser: FlaskClient
) -> None:
    job = draft(part, preferred="만 45세 미만")
    put_up(recruiter, job)
    page = organiser.get("/console/wording").text
    assert "한빛물류" in page
    assert "<mark>만 45세 미만</mark>" in page
    where = f"/console/wording/{job.id}/stand"
    answer = {"seen": seal(open_findings(job)), "reason": ""}
    organiser.post(where, data=answer)
    assert job.state is JobState.SCREENING
    organiser.post(where, data=answer | {"reason": "항공법이 정한 자격"})
    assert job.state is JobState.POSTED
    kept = db.session.scalars(select(WordingPass)).one()
    assert (kept.words, kept.reason) == ("만 45세 미만", "항공법이 정한 자격")
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "job.wording_passed")
    ).one()
    assert entry.detail["reason"] == "항공법이 정한 자격"
    stays = TYPED | {"preferred": "만 45세 미만", "about": "야간 근무가 있어요."}
    recruiter.post(at(job), data=stays)
    assert job.state is JobState.POSTED
    recruiter.post(at(job), data=stays | {"about": "남자만 모집"})
    assert job.state is JobState.SCREENING


def test_an_organiser_lets_nothing_stand_that_they_have_not_seen(
    part: Participation, recruiter: FlaskClient, organiser: FlaskClient
) -> None:
    job = draft(part)
    put_up(recruiter, job)
    seen = seal(open_findings(job))
    recruiter.post(at(job), data=TYPED | {"about": "외국인 불가"})
    organiser.post(f"/console/wording/{job.id}/stand", data={"seen": seen, "reason": "까닭"})
    assert job.state is JobState.SCREENING
    assert db.session.scalars(select(WordingPass)).all() == []


def test_one_wording_is_let_stand_once(part: Participation) -> None:
    job = draft(part)
    row = {"field": "about", "ground": "age", "words": "x", "reason": "y"}
    for _time in range(2):
        db.session.add(WordingPass(job_id=job.id, given_at=clock.now(), **row))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_nobody_else_sees_or_changes_wordings(
    part: Participation, client: FlaskClient, app: Any
) -> None:
    job = draft(part)
    stranger = sign_in(client, make_recruiter(make_employer()))
    assert stranger.get(at(job, "/wording")).status_code == 404
    assert take(stranger, job).status_code == 404
    staff = sign_in(app.test_client(), make_account(Role.STAFF))
    assert staff.get("/console/wording").status_code == 403
    assert job.preferred == UNLAWFUL


def test_the_waiting_page_asks_the_same_number_of_times_for_many(
    part: Participation, organiser: FlaskClient
) -> None:
    make_job(part, state=JobState.SCREENING, about=UNLAWFUL)
    few = asked_by(organiser, "/console/wording")
    for _number in range(4):
        other = make_participation(part.fair)
        make_job(other, state=JobState.SCREENING, about=UNLAWFUL)
    assert asked_by(organiser, "/console/wording") == few


def test_nobody_waits_and_the_page_says_what_it_is_for(
    part: Participation, organiser: FlaskClient
) -> None:
    assert "기다리는 공고가 없어요" in organiser.get("/console/wording").text


def test_no_other_module_puts_a_posting_up() -> None:
    """The import of lists, the API and the console have no way around the screening."""
    # The tests above go through jobs.py; the demo writes rows whose words are read below.
    allowed = {"screening.py", "jobs.py", "employing.py"}
    found = {
        path.name
        for path in (ROOT / "festa").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _puts_up(node)
    }
    assert found <= allowed
    assert "screening.py" in found


def _puts_up(node: ast.AST) -> bool:
    posted = {"JobState.POSTED"}
    if isinstance(node, ast.keyword) and node.arg == "state":
        return ast.unparse(node.value) in posted
    if isinstance(node, ast.Call) and ast.unparse(node.func) in {"move_job", "set_job"}:
        return any(ast.unparse(one) in posted | {"state"} for one in node.args[1:])
    return False


def test_the_made_up_postings_are_lawful() -> None:
    for trade in TRADES:
        for work in trade.works:
            posting = Posting(
                work.title, work.duty, None, "", work.pay[0], work.unit, work.hours, work.preferred
            )
            assert lint_posting(posting, 2026) == []
