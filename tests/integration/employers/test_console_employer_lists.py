"""Lists of employers sent in on the console: checked first, taken in when told so."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festa.employers.business_number import check_digit
from festa.employers.models import Participation, ParticipationState
from festa.extensions import db
from festa.fairs.models import Fair
from tests.factories import make_account, make_fair, sign_in
from tests.lists import workbook

PAGE = "/console/employers/import"


def number(serial: int) -> str:
    """A business number of nobody that has the right form and check digit."""
    nine = f"99982{serial:04d}"
    return nine + check_digit(nine)


ROWS = (
    ("기업명", "사업자등록번호", "참가형태", "면접테이블"),
    ("한빛물류", number(1), "직접참여", "2"),
    ("(주)한빛물류", number(1), "직접참여", ""),
    ("새봄요양", number(2), "채용게시대", ""),
    ("어긋난곳", "123-45-67890", "직접참여", ""),
)


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account())


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


def send(organiser: FlaskClient, fair: Fair, button: str, **more: str) -> TestResponse:
    """Send the list in with one of the two buttons."""
    file = (BytesIO(workbook(ROWS)), "employers.xlsx")
    sent = {"fair": fair.slug, "file": file, button: "y", **more}
    return organiser.post(PAGE, data=sent, content_type="multipart/form-data")


def states() -> list[ParticipationState]:
    """How the employers of the list stand."""
    return list(db.session.scalars(select(Participation.state)))


def test_checking_a_list_keeps_nothing_and_names_the_row_to_mend(
    organiser: FlaskClient, fair: Fair
) -> None:
    page = send(organiser, fair, "check").text
    assert re.findall(r'class="number">(\d+)', page) == ["2", "1", "0", "1"]
    assert "5번째 줄" in page
    assert "사업자등록증을 보고 숫자를 하나씩" in page
    assert states() == []


def test_a_list_that_is_taken_in_waits_for_review_and_is_taken_once(
    organiser: FlaskClient, fair: Fair
) -> None:
    for _ in range(2):
        send(organiser, fair, "take_in")
    assert states() == [ParticipationState.APPLIED] * 2


def test_a_list_that_was_reviewed_is_approved_at_once(organiser: FlaskClient, fair: Fair) -> None:
    send(organiser, fair, "take_in", approved="y")
    assert states() == [ParticipationState.APPROVED] * 2


def test_a_wrong_file_gets_a_sentence(organiser: FlaskClient, fair: Fair) -> None:
    sent = {"fair": fair.slug, "file": (BytesIO(b"GIF89a..."), "list.xlsx"), "check": "y"}
    answer = organiser.post(PAGE, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "표 파일이 아니에요" in answer.text
