"""Lists of people sent in on the console: checked first, taken in when told so."""

import re
from base64 import b64decode
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.permissions import Role
from festa.registrations.models import Registration, Via
from festa.seekers.models import Seeker
from tests.factories import make_account, make_fair, sign_in
from tests.lists import workbook

PAGE = "/console/registrations/import"
HEADER = ("성명", "휴대전화번호", "출생년도", "거주지", "희망직종")
PEOPLE = (
    ("남궁순옥", "010-2000-0001", "1968", "대전 유성구", "요양보호"),
    ("남궁 순옥", "01020000001", "68년생", "", ""),
    ("제갈상철", "042-123-4567", "1970", "", ""),
    ("황보은주", "010-2000-0002", "1971", "세종", "사무"),
)
CORRECT = re.compile(r'href="data:[^"]*;base64,([^"]+)"')


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account())


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


def send(
    organiser: FlaskClient, fair: Fair, content: bytes, button: str = "check", **more: str
) -> TestResponse:
    """Send a file in with one of the two buttons."""
    sent = {"fair": fair.slug, "file": (BytesIO(content), "list.xlsx"), button: "y", **more}
    return organiser.post(PAGE, data=sent, content_type="multipart/form-data")


def the_list() -> bytes:
    """Two people, one of them twice, and one without a mobile number."""
    return workbook((HEADER, *PEOPLE))


def names() -> list[str]:
    """Everybody who is registered."""
    query = select(Seeker.name).join(Registration).order_by(Seeker.phone)
    return list(db.session.scalars(query))


def test_checking_a_list_tells_what_it_would_come_to_and_keeps_nothing(
    organiser: FlaskClient, fair: Fair
) -> None:
    page = send(organiser, fair, the_list()).text
    assert "아직 아무것도 저장하지 않았어요" in page
    assert re.findall(r'class="number">(\d+)', page) == ["2", "1", "0", "1"]
    assert "4번째 줄" in page
    assert "문자를 받을 수 있는 010 번호를 적어 주세요." in page
    assert names() == []
    assert db.session.scalars(select(AuditEntry)).all() == []


def test_the_refused_rows_can_be_taken_home_corrected_and_sent_again(
    organiser: FlaskClient, fair: Fair
) -> None:
    found = CORRECT.search(send(organiser, fair, the_list(), "take_in").text)
    assert found is not None
    book = load_workbook(BytesIO(b64decode(found[1])))
    sheet = book.active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    sheet.cell(2, head.index("휴대전화번호") + 1).value = "010-2000-0003"
    corrected = BytesIO()
    book.save(corrected)
    send(organiser, fair, corrected.getvalue(), "take_in")
    assert names() == ["남궁순옥", "황보은주", "제갈상철"]


def test_taking_a_list_in_twice_changes_nothing(organiser: FlaskClient, fair: Fair) -> None:
    first = send(organiser, fair, the_list(), "take_in").text
    again = send(organiser, fair, the_list(), "take_in").text
    assert "새로 2건을 넣었고, 0건은" in first
    assert "새로 0건을 넣었고, 2건은" in again
    registrations = db.session.scalars(select(Registration)).all()
    assert {one.via for one in registrations} == {Via.IMPORT}
    assert len(registrations) == 2


def test_optional_details_are_kept_only_with_consent_on_paper(
    organiser: FlaskClient, fair: Fair
) -> None:
    send(organiser, fair, the_list(), "take_in")
    assert [person.wished_work for person in db.session.scalars(select(Seeker))] == [[], []]
    other = make_fair(FairState.REGISTRATION_OPEN, tour=fair.tour)
    send(organiser, other, the_list(), "take_in", details_consented="y")
    wished = {tuple(person.wished_work) for person in db.session.scalars(select(Seeker))}
    assert wished == {("요양보호",), ("사무",)}


def test_a_list_goes_to_the_fair_that_was_chosen(organiser: FlaskClient, fair: Fair) -> None:
    other = make_fair(FairState.REGISTRATION_OPEN, tour=fair.tour, city="부산")
    send(organiser, other, the_list(), "take_in")
    assert set(db.session.scalars(select(Registration.fair_id))) == {other.id}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "빈 파일이에요"),
        (b"%PDF-1.7 something", "표 파일이 아니에요"),
        (b"PK\x03\x04 broken", "파일이 깨져서"),
        (b"<html><table></table></html>", "속은 웹페이지인 파일"),
        ("성명,거주지\n남궁순옥,대전\n".encode(), "꼭 필요한 열이 없어요"),
        (b"a,b\n1,2\n", "제목 줄을 찾지 못했어요"),
    ],
)
@pytest.mark.parametrize("button", ["check", "take_in"])
def test_a_wrong_file_gets_a_sentence(
    organiser: FlaskClient, fair: Fair, content: bytes, sentence: str, button: str
) -> None:
    answer = send(organiser, fair, content, button)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_no_file_at_all_is_asked_for(organiser: FlaskClient, fair: Fair) -> None:
    answer = organiser.post(PAGE, data={"fair": fair.slug, "check": "y"})
    assert answer.status_code == 422
    assert "명단 파일을 골라 주세요" in answer.text


def test_a_body_beyond_all_measure_gets_its_page(organiser: FlaskClient, fair: Fair) -> None:
    answer = send(organiser, fair, b"x" * (12 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert "파일이 너무 커요" in answer.text


def test_a_fair_that_was_cancelled_takes_no_lists(organiser: FlaskClient, fair: Fair) -> None:
    fair.state = FairState.CANCELLED
    answer = send(organiser, fair, the_list(), "take_in")
    assert answer.status_code == 422
    assert "취소되었거나 보관된" in answer.text


def test_resident_numbers_are_neither_kept_nor_shown(organiser: FlaskClient, fair: Fair) -> None:
    rows = (
        (*HEADER, "주민등록번호"),
        (*PEOPLE[0], "680101-2345678"),
        ("680101-2345678", "010-2000-0009", "", "", "", ""),
    )
    page = send(organiser, fair, workbook(rows), "take_in").text
    assert "읽지 않고 버렸어요" in page
    assert "2345678" not in page
    found = CORRECT.search(page)
    assert found is not None
    book = load_workbook(BytesIO(b64decode(found[1])))
    assert book.active is not None
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert not [cell for cell in cells if "2345678" in cell]


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECRUITER])
def test_others_send_no_lists(client: FlaskClient, fair: Fair, role: Role) -> None:
    sign_in(client, make_account(role))
    assert client.get(PAGE).status_code == 403
