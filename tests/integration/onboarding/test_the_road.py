"""The whole road of an employer: apply, be asked to fix, be approved, come in by the link."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.employers.business_number import EXPLAINED, NumberProblem, show_business_number
from festa.employers.models import (
    Employer,
    Job,
    JobState,
    Participation,
    ParticipationState,
    Recruiter,
    RecruiterRole,
)
from festa.extensions import db
from festa.fairs.models import Fair
from festa.permissions import Role
from tests.integration.onboarding.road import (
    COMPANY,
    applied,
    begin,
    fill,
    made_up_number,
    mails,
    newest,
    open_link,
    path_in,
    send,
)

S = ParticipationState
PASSWORD = "우리 회사 채용은 즐겁게 합니다"


def test_an_employer_applies_fixes_is_approved_and_comes_in(
    app: Flask, client: FlaskClient, organiser: FlaskClient, fair: Fair
) -> None:
    assert begin(client, fair, email="HR@Example.com ").location == "/apply/sent"
    application = newest()
    assert application.email == "hr@example.com"
    link = mails("employer_application_link")[0]
    assert link.secret
    assert client.get(path_in(link.body)).location == f"/apply/{application.id}"
    fill(client, application)
    assert "신청서를 보냈어요" in send(client, application).text
    participation = db.session.scalars(select(Participation)).one()
    assert participation.state is S.APPLIED
    assert participation.contact_phone == "+82421234567"
    assert len(mails("employer_application_received")) == 1

    console = f"/console/applications/{application.id}"
    assert "한빛물류" in organiser.get(f"/console/applications?fair={fair.slug}").text
    asked = {"chief": "사업자등록증에는 다른 분이 대표자로 적혀 있어요."}
    assert organiser.post(f"{console}/fix", data=asked).status_code == 303
    assert participation.state is S.NEEDS_FIX
    assert asked["chief"] in mails("employer_application_needs_fix")[0].body
    page = client.get(f"/apply/{application.id}/company").text
    assert asked["chief"] in page
    assert "고치거나 답하지 않은 보완 요청" in send(client, application).text
    client.post(f"/apply/{application.id}/company", data=COMPANY | {"chief": "나대표"})
    assert "신청서를 보냈어요" in send(client, application).text
    assert participation.state is S.UNDER_REVIEW

    organiser.post(f"{console}/approve")
    assert participation.state is S.APPROVED
    employer = db.session.scalars(select(Employer)).one()
    assert employer.chief == "나대표"
    job = db.session.scalars(select(Job)).one()
    assert (job.title, job.state, job.openings) == ("물류센터 재고관리", JobState.DRAFT, 3)

    joining = path_in(mails("employer_application_approved")[0].body)
    newcomer = app.test_client()
    assert "hr@example.com" in newcomer.get(joining).text
    typed = {"name": "김담당", "password": PASSWORD, "again": PASSWORD}
    assert newcomer.post(joining, data=typed).location == "/employer"
    assert newcomer.get("/employer").status_code == 200
    recruiter = db.session.scalars(select(Recruiter)).one()
    assert (recruiter.role, recruiter.employer_id) == (RecruiterRole.OWNER, employer.id)
    assert recruiter.account.role is Role.RECRUITER
    assert "이미 쓴 초대 링크" in app.test_client().get(joining).text


def test_a_rejected_employer_reads_why_and_may_apply_again(
    client: FlaskClient, organiser: FlaskClient, fair: Fair
) -> None:
    application = applied(client, fair)
    participation = db.session.scalars(select(Participation)).one()
    reason = "이번 박람회는 돌봄 직무만 모시고 있습니다."
    organiser.post(f"/console/applications/{application.id}/reject", data={"reason": reason})
    assert participation.state is S.REJECTED
    assert reason in mails("employer_application_rejected")[0].body
    assert reason in client.get(f"/apply/{application.id}").text
    again = applied(client, fair, business_number=application.business_number)
    assert again.participation_id == participation.id
    assert participation.state is S.APPLIED
    assert db.session.scalars(select(Participation)).all() == [participation]


@pytest.mark.parametrize("typed", ["000-00-00000", "123-45-67890", "12-3", "", "가나다"])
def test_a_wrong_number_begins_nothing(client: FlaskClient, fair: Fair, typed: str) -> None:
    answer = begin(client, fair, business_number=typed)
    assert answer.status_code == 422
    assert mails("employer_application_link") == []


@pytest.mark.parametrize("typed", ["９９９-９９-０００１０", " 999 99 00010 ", "999.99.00010"])
def test_a_number_is_read_however_it_is_written(
    client: FlaskClient, fair: Fair, typed: str
) -> None:
    assert begin(client, fair, business_number=typed).status_code == 303
    assert newest().business_number == "9999900010"


def test_a_number_is_looked_at_as_soon_as_it_is_written(client: FlaskClient) -> None:
    wrong = client.post("/apply/number", data={"business_number": "000-00-00000"}).get_data(True)
    assert 'role="alert"' in wrong
    assert str(EXPLAINED[NumberProblem.NUMBER_WRONG].why) in wrong
    assert 'value="000-00-00000"' in wrong
    number = made_up_number()
    right = client.post("/apply/number", data={"business_number": f" {number} "}).get_data(True)
    assert 'role="alert"' not in right
    assert f'value="{show_business_number(number)}"' in right
    assert mails("employer_application_link") == []


def test_the_link_of_one_application_opens_no_other(
    app: Flask, client: FlaskClient, fair: Fair
) -> None:
    mine, theirs = applied(client, fair), applied(app.test_client(), fair)
    assert client.get(f"/apply/{mine.id}").status_code == 200
    for path in ("", "/company", "/taking-part", "/jobs", "/papers"):
        assert client.get(f"/apply/{theirs.id}{path}").status_code == 404
    assert client.post(f"/apply/{theirs.id}/send").status_code == 404
    assert app.test_client().get(f"/apply/{mine.id}").status_code == 404


def test_a_lapsed_link_opens_nothing_and_a_new_one_is_sent(
    app: Flask, client: FlaskClient, fair: Fair, clock_stands: object
) -> None:
    begin(client, fair)
    application = newest()
    clock_stands.shift(31 * 86_400)  # type: ignore[attr-defined]
    assert open_link(client, application).location == "/apply/again"
    typed = {"email": application.email, "business_number": application.business_number}
    assert client.post("/apply/again", data=typed).location == "/apply/sent"
    assert len(mails("employer_application_link")) == 2
    assert open_link(client, application).location == f"/apply/{application.id}"
