"""What people thought of a fair: asked of those who came, answered once, shown without names."""

from datetime import timedelta
from html import unescape
from io import BytesIO

import openpyxl
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa.accounts.models import StaffDuty
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.errors import Refused
from festa.extensions import db
from festa.gates.answer import ScanRequest
from festa.gates.service import admit
from festa.messages.models import OutboxMessage
from festa.registrations.models import Registration
from festa.surveys.invitations import plan_invitations
from festa.surveys.models import SurveyAnswer, SurveyVia
from festa.surveys.queries import results_of
from festa.surveys.service import answer_survey
from tests.factories import make_account, make_fair, make_registration, make_staff, sign_in
from tests.threads import Together

FIVES = dict.fromkeys(("overall", "employers", "interviews", "programmes", "staff"), "5")


def came(registration: Registration | None = None) -> Registration:
    """Somebody who was let in."""
    registration = registration or make_registration(make_fair())
    badge = active_badge(registration.id)
    assert badge is not None
    admit(registration.fair.gates[0], ScanRequest(badge.code), SYSTEM)
    return registration


def answers() -> list[SurveyAnswer]:
    return list(db.session.scalars(select(SurveyAnswer).order_by(SurveyAnswer.id)))


def test_my_page_asks_whoever_came_and_asks_once(client: FlaskClient) -> None:
    registration = came()
    sign_in(client, registration.seeker)
    assert "1분 설문에 답하기" in client.get("/my").text
    address = f"/my/survey/{registration.id}"
    done = client.post(address, data=FIVES | {"words": "친절했어요"}, follow_redirects=True)
    assert "고맙습니다" in done.text
    (answer,) = answers()
    assert (answer.overall, answer.words, answer.via) == (5, "친절했어요", SurveyVia.PHONE)
    assert "1분 설문에 답하기" not in client.get("/my").text
    assert "이미 답해 주셨어요" in client.get(address).text
    assert client.post(address, data=FIVES).status_code == 409


def test_nobody_else_and_nobody_who_stayed_away_is_asked(client: FlaskClient) -> None:
    registration = make_registration(make_fair())
    sign_in(client, registration.seeker)
    assert "1분 설문에 답하기" not in client.get("/my").text
    assert "입장하신 분만" in client.get(f"/my/survey/{registration.id}").text
    assert client.get(f"/my/survey/{came().id}").status_code == 404


@pytest.mark.parametrize("words", ["680101-1234567", "제 번호는 900101 2345678 이에요"])
def test_a_resident_number_is_never_kept(client: FlaskClient, words: str) -> None:
    registration = came()
    sign_in(client, registration.seeker)
    answer = client.post(f"/my/survey/{registration.id}", data=FIVES | {"words": words})
    assert answer.status_code == 422
    assert "주민등록번호는 받지 않아요" in answer.text
    assert words not in answer.text
    assert answers() == []


def test_nothing_at_all_is_no_answer(client: FlaskClient) -> None:
    registration = came()
    sign_in(client, registration.seeker)
    assert client.post(f"/my/survey/{registration.id}", data={}).status_code == 422


def test_once_however_many_arrive_together(app: Flask, together: Together) -> None:
    number = came().id

    def answer(which: int) -> bool:
        registration = db.session.get_one(Registration, number)
        try:
            answer_survey(registration, {"overall": 1 + which % 5}, "", SurveyVia.PHONE, SYSTEM)
        except Refused:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    assert sum(together(8, answer)) == 1
    assert len(answers()) == 1


def test_the_next_day_those_who_came_get_a_link_once(
    app: Flask,
    client: FlaskClient,
    clock_stands: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "BASE_URL", "https://festa.example.org")
    registration = came()
    make_registration(registration.fair)
    assert plan_invitations() == 0
    clock_stands.shift(timedelta(days=1))
    assert (plan_invitations(), plan_invitations()) == (1, 0)
    query = select(OutboxMessage.body).where(OutboxMessage.template == "survey_invitation")
    link = db.session.scalars(query).one().partition("example.org")[2].strip()
    page = unescape(client.get(link).text)
    assert "어떠셨어요" in page
    assert registration.seeker.name not in page
    assert "고맙습니다" in client.post(link, data=FIVES, follow_redirects=True).text
    assert len(answers()) == 1


def test_after_a_month_it_is_over(
    client: FlaskClient, app: Flask, clock_stands: time_machine.Traveller
) -> None:
    registration = came()
    clock_stands.shift(timedelta(days=31))
    with pytest.raises(Refused):
        answer_survey(registration, {"overall": 5}, "", SurveyVia.PHONE, SYSTEM)


@pytest.mark.parametrize(
    ("rest", "via"), [("survey", SurveyVia.TABLET), ("survey/paper", SurveyVia.PAPER)]
)
def test_the_desk_takes_it_on_a_tablet_and_from_paper(
    client: FlaskClient, app: Flask, rest: str, via: SurveyVia
) -> None:
    registration = came()
    fair = registration.fair
    sign_in(client, make_staff(fair, StaffDuty.DESK))
    person = f"/desk/{fair.slug}/people/{registration.id}"
    assert "종이 설문 입력" in client.get(person).text
    assert client.get(f"{person}/{rest}").status_code == 200
    assert client.post(f"{person}/{rest}", data={"overall": "4"}).status_code == 303
    assert [(one.overall, one.staff, one.via) for one in answers()] == [(4, None, via)]


def test_organisers_read_averages_counts_and_words_and_take_the_file(client: FlaskClient) -> None:
    fair = make_fair()
    for points, words in ((5, "좋았어요"), (4, "")):
        registration = came(make_registration(fair))
        answer_survey(registration, {"overall": points}, words, SurveyVia.PHONE, SYSTEM)
    result = results_of([fair.id])[fair.id]
    assert (result["overall"].mean, result["overall"].count) == (4.5, 2)
    assert (result["staff"].mean, result["staff"].count) == (None, 0)
    sign_in(client, make_account())
    page = unescape(client.get(f"/console/surveys?fair={fair.slug}").text)
    assert "4.5" in page and "좋았어요" in page
    assert registration.seeker.name not in page
    file = client.post(f"/console/surveys/{fair.slug}.xlsx")
    book = openpyxl.load_workbook(BytesIO(file.data))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "4.5" in cells and "좋았어요" in cells
    assert registration.seeker.name not in cells
    assert db.session.scalar(select(func.count(SurveyAnswer.id))) == 2


def test_staff_and_employers_do_not_read_the_words(client: FlaskClient) -> None:
    fair = make_fair()
    sign_in(client, make_staff(fair))
    assert client.get(f"/console/surveys?fair={fair.slug}").status_code == 403
