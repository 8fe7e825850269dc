"""The report page and its files: numbers for the asking, people only for a reason."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from festa import clock
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.models import Booking, Outcome
from festa.interviews.states import BookingState, EvidenceGrade, HireStage, OutcomeResult
from festa.reports.definitions import MEANINGS, Count
from festa.reports.hires import reemployed
from tests.factories import (
    FAIR_DAY,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_table,
    make_tour,
)
from tests.statements import asked_by


def rows(answer: object, sheet: int = 0) -> list[tuple]:
    """The cells of one sheet of a downloaded workbook."""
    book = load_workbook(BytesIO(answer.data))  # type: ignore[attr-defined]
    return [tuple(cell.value for cell in row) for row in book.worksheets[sheet].iter_rows()]


def entries(action: str) -> list[AuditEntry]:
    """The log's entries of one action."""
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.action == action)))


def test_every_number_stands_beside_its_definition(organiser: FlaskClient) -> None:
    fair = make_fair()
    make_registration(fair)
    page = organiser.get("/console/reports").text
    for count in (Count.REGISTERED, Count.ATTENDED, Count.HIRED, Count.REEMPLOYED):
        assert str(MEANINGS[count].definition) in page


def test_an_empty_console_says_where_to_begin(organiser: FlaskClient) -> None:
    assert "아직 보고할 박람회가 없어요" in organiser.get("/console/reports").text


def test_the_numbers_come_as_a_workbook_with_their_definitions(organiser: FlaskClient) -> None:
    tour = make_tour(slug="2026")
    fair = make_fair(tour=tour, city="대전")
    make_registration(fair)
    make_registration(fair)
    answer = organiser.get("/console/reports/2026/summary.xlsx")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.status_code == 200
    _above, headers, first, total = rows(answer)
    assert headers[:4] == ("도시", "날짜", "단계", "신청")
    assert first[:4] == ("대전", "2026-11-23", "진행 중", 2)
    assert total[3] == 2
    assert (str(MEANINGS[Count.HIRED].label), str(MEANINGS[Count.HIRED].definition)) in rows(
        answer, 2
    )
    assert entries("export.made") == []


def test_an_unknown_season_is_a_404(organiser: FlaskClient) -> None:
    assert organiser.get("/console/reports/1999/summary.xlsx").status_code == 404


def test_a_list_of_people_needs_a_reason(organiser: FlaskClient) -> None:
    fair = make_fair()
    make_registration(fair)
    for reason in ("", "   ", "왜"):
        answer = organiser.post(
            "/console/reports/people",
            data={"fair": fair.slug, "which": "people", "reason": reason},
        )
        assert answer.status_code == 422
    assert "왜 내려받는지 적어 주세요" in answer.text or "5자에서 200자" in answer.text
    assert entries("export.made") == []


def test_a_list_says_who_took_it_and_why_and_so_does_the_log(organiser: FlaskClient) -> None:
    fair = make_fair()
    seeker = make_seeker(name="홍길동", phone="+821012345678")
    make_registration(fair, seeker)
    answer = organiser.post(
        "/console/reports/people",
        data={"fair": fair.slug, "which": "people", "reason": "후원사 결과 보고"},
    )
    assert answer.status_code == 200
    above, headers, person = rows(answer)
    assert "김운영" in above[0]
    assert "후원사 결과 보고" in above[0]
    assert headers[:2] == ("이름", "휴대전화")
    assert person[:2] == ("홍길동", "010-1234-5678")
    (made,) = entries("export.made")
    assert made.detail == {"list": "people", "rows": 1, "reason": "후원사 결과 보고"}
    assert made.fair_id == fair.id
    (seen,) = entries("personal_data.seen")
    assert (seen.seeker_id, seen.detail) == (seeker.id, {"page": "export.people"})


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "@cmd", "-2"])
def test_nothing_typed_becomes_a_formula(organiser: FlaskClient, name: str) -> None:
    fair = make_fair()
    make_registration(fair, make_seeker(name=name))
    answer = organiser.post(
        "/console/reports/people",
        data={"fair": fair.slug, "which": "people", "reason": "명단 대조"},
    )
    book = load_workbook(BytesIO(answer.data))
    cell = book.worksheets[0]["A3"]
    assert (cell.value, cell.data_type) == (name, "s")


def test_interviews_come_with_employer_and_result(organiser: FlaskClient) -> None:
    fair = make_fair()
    answer = organiser.post(
        "/console/reports/people",
        data={"fair": fair.slug, "which": "interviews", "reason": "기업 결과 대조"},
    )
    assert rows(answer)[1][:4] == ("시각", "기업", "테이블", "이름")


COUNTED = {
    "stage": HireStage.STARTED,
    "evidence": EvidenceGrade.E1,
    "hired_on": FAIR_DAY + timedelta(days=9),
}


@pytest.mark.parametrize(
    ("changed", "stage", "counting"),
    [
        ({}, "출근", "집계함"),
        ({"stage": HireStage.RETAINED_3M}, "3개월 근무", "집계함"),
        ({"stage": HireStage.DECLINED}, "입사하지 않음", ""),
        ({"stage": None}, "", ""),
        ({"evidence": EvidenceGrade.E0}, "출근", "기업 확인 없음"),
        ({"hired_on": None}, "출근", "첫 출근일 없음"),
        ({"hired_on": FAIR_DAY + timedelta(days=181)}, "출근", "박람회 뒤 180일 밖"),
        ({"disputed": True}, "출근", "기업과 구직자의 말이 다름"),
    ],
)
def test_each_hire_says_how_far_it_came_and_whether_it_is_counted(
    organiser: FlaskClient, changed: dict[str, Any], stage: str, counting: str
) -> None:
    fair = make_fair()
    participation = make_participation(fair)
    talk = Booking(
        fair_id=fair.id,
        slot=make_table(participation, slots=1).slots[0],
        registration=make_registration(fair),
        participation=participation,
        state=BookingState.COMPLETED,
        booked_at=clock.now(),
    )
    result = {"result": OutcomeResult.OFFERED, "recorded_at": clock.now()}
    db.session.add(Outcome(booking=talk, **result, **COUNTED | changed))
    db.session.commit()
    answer = organiser.post(
        "/console/reports/people",
        data={"fair": fair.slug, "which": "interviews", "reason": "기업 결과 대조"},
    )
    _above, headers, row = rows(answer)
    told = dict(zip(headers, row, strict=True))
    assert (told["고용 단계"], told["재취업 집계"]) == (stage, counting)
    assert reemployed([fair]) == (counting == "집계함")


@pytest.mark.parametrize("data", [{"fair": "nowhere"}, {"which": "passwords"}])
def test_a_list_that_does_not_exist_is_not_made(
    organiser: FlaskClient, data: dict[str, str]
) -> None:
    fair = make_fair()
    form = {"fair": fair.slug, "which": "people", "reason": "명단 대조"} | data
    assert organiser.post("/console/reports/people", data=form).status_code == 422


def test_the_number_of_statements_does_not_grow_with_fairs(organiser: FlaskClient) -> None:
    tour = make_tour()
    make_registration(make_fair(tour=tour))
    before = asked_by(organiser, "/console/reports")
    for _ in range(4):
        make_registration(make_fair(FairState.FOLLOW_UP, tour=tour))
    assert asked_by(organiser, "/console/reports") == before
