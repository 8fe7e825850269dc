"""What is kept of a person: to be seen, corrected and taken away."""

import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.models import AuditEntry
from festa.consents.models import ConsentMethod, ConsentText, Purpose
from festa.consents.service import decide
from festa.extensions import db
from festa.registrations.models import Registration
from tests.factories import (
    make_application,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    sign_in,
)

See = Callable[[str], str]


@pytest.fixture
def registration(client: FlaskClient) -> Registration:
    """A place of somebody who is signed in."""
    person = make_seeker(name="한가람", phone="+821023456789", region="대전광역시 유성구")
    standing: Registration = make_registration(make_fair(), person)
    sign_in(client, person)
    return standing


def agree(registration: Registration, purpose: Purpose) -> None:
    text = db.session.scalars(select(ConsentText).where(ConsentText.purpose == purpose)).one()
    seeker = registration.seeker
    decide(seeker.id, text, True, ConsentMethod.WEB, seeker.as_actor())


def test_everything_that_is_known_is_shown(registration: Registration, see: See) -> None:
    registration.seeker.wished_work = ["물류·운송"]
    page = see("/my/data")
    for known in ("한가람", "010-2345-6789", "1968", "대전광역시 유성구", "물류·운송"):
        assert known in page


def test_year_and_home_are_corrected_by_oneself(
    client: FlaskClient, registration: Registration
) -> None:
    typed = {"birth_year": "1971년생", "region": " 세종특별자치시  조치원읍 "}
    assert client.post("/my/data", data=typed).status_code == 303
    seeker = registration.seeker
    assert (seeker.birth_year, seeker.region) == (1971, "세종특별자치시 조치원읍")
    query = select(AuditEntry.action).where(AuditEntry.seeker_id == seeker.id)
    assert "seeker.corrected" in db.session.scalars(query).all()


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("birth_year", "1850", "1971처럼 네 자리로"),
        ("region", "710101-1234567", "주민등록번호는 받지 않아요"),
        ("region", "가" * 61, "60자 안으로"),
    ],
)
def test_what_cannot_be_is_explained_and_changes_nothing(
    client: FlaskClient, registration: Registration, field: str, typed: str, says: str
) -> None:
    asked = {"birth_year": "1968", "region": "대전"} | {field: typed}
    answer = client.post("/my/data", data=asked)
    assert answer.status_code == 422
    assert says in answer.text
    assert "1234567" not in answer.text
    assert registration.seeker.region == "대전광역시 유성구"


def test_details_are_asked_only_of_those_who_agreed(
    client: FlaskClient, registration: Registration
) -> None:
    assert client.get("/my/data/details").location == "/my/data"
    agree(registration, Purpose.OPTIONAL_DETAILS)
    page = client.get("/my/data/details").text
    assert "하고 싶은 일" in page
    assert "도움이 필요한 것" not in page


def test_details_are_corrected_by_oneself(client: FlaskClient, registration: Registration) -> None:
    agree(registration, Purpose.OPTIONAL_DETAILS)
    typed = {"wished_work": ["물류·운송"], "experience_years": "22", "support_needs": "휠체어"}
    assert client.post("/my/data/details", data=typed).location == "/my/data"
    seeker = registration.seeker
    assert seeker.wished_work == ["물류·운송"]
    assert seeker.experience_years == 22
    assert seeker.support_needs == ""


def test_everything_can_be_taken_away_as_a_file(
    client: FlaskClient, registration: Registration
) -> None:
    application = make_application(registration, make_participation(registration.fair))
    answer = client.get("/my/data.json")
    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    copy = json.loads(answer.text)
    assert copy["person"]["name"] == "한가람"
    assert copy["registrations"][0]["fair"] == registration.fair.title
    assert copy["badges"][0]["state"] == "active"
    assert copy["applications"][0]["employer"] == application.participation.employer.name
    assert copy["consents"][0]["state"] == "granted"


def test_the_file_holds_nobody_elses_data(client: FlaskClient, registration: Registration) -> None:
    make_registration(registration.fair, make_seeker(name="최남남"))
    assert "최남남" not in client.get("/my/data.json").text


def test_codes_that_open_the_page_are_not_in_the_file(
    client: FlaskClient, registration: Registration
) -> None:
    client.post("/my/sign-in", data={"phone": "010-2345-6789"})
    assert "인증번호" not in client.get("/my/data.json").text
