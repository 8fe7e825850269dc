"""What organisers see and decide, who else may see it, and what is destroyed in time."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.accounts.models import Account
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.employers.models import Employer, ParticipationState
from festa.employers.states import WAYS
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.nightly import destroy_old
from festa.onboarding import reviewing
from festa.onboarding.applying import keep_tax_answer
from festa.onboarding.documents import destroy_document
from festa.onboarding.evidence import Match, TaxStatus
from festa.onboarding.models import EmployerApplication
from festa.onboarding.parts import Field
from festa.onboarding.reviewing import DECIDED_HERE, IN_REVIEW
from festa.onboarding.tax_office import TaxAnswer
from festa.permissions import Role
from tests.factories import make_account, make_fair, make_recruiter, make_staff, sign_in
from tests.integration.onboarding.road import (
    JOB,
    PAPER,
    applied,
    begin,
    mails,
    newest,
    open_fair,
    open_link,
    pdf,
    picture,
    send,
    upload,
    written,
)
from tests.statements import asked_by

S = ParticipationState


def console(application: EmployerApplication) -> str:
    """The organisers' page of an application."""
    return f"/console/applications/{application.id}"


def test_each_decision_is_taken_only_while_it_is_waited_for(
    client: FlaskClient, fair: Fair
) -> None:
    application = applied(client, fair)
    participation = application.participation
    assert participation is not None
    verbs: dict[S, Callable[[], object]] = {
        S.UNDER_REVIEW: lambda: reviewing.start_review(application, SYSTEM),
        S.NEEDS_FIX: lambda: reviewing.ask_fix(application, {Field.CHIEF: "?"}, SYSTEM),
        S.REJECTED: lambda: reviewing.reject(application, "자리가 없습니다.", SYSTEM),
        S.APPROVED: lambda: reviewing.approve(application, SYSTEM),
    }
    for start, (end, act) in product(S, verbs.items()):
        participation.state = start
        for remark in application.remarks:
            remark.answered_at = clock.now()
        db.session.flush()
        if start in IN_REVIEW and end in WAYS[start]:
            act()
            assert participation.state is end
        else:
            with pytest.raises(Refused):
                act()
            assert participation.state is start, f"{end} from {start}"


def test_the_employers_page_leaves_the_decision_to_the_application(
    client: FlaskClient, organiser: FlaskClient, fair: Fair
) -> None:
    application = applied(client, fair)
    page = f"/console/employers/{application.participation_id}"
    assert f'href="{console(application)}"' in organiser.get(page).text
    for state in DECIDED_HERE:
        assert organiser.post(f"{page}/state", data={"state": state.value}).status_code == 409
    assert application.state is S.APPLIED


def test_a_number_out_of_use_is_neither_sent_in_nor_approved(
    client: FlaskClient, organiser: FlaskClient, fair: Fair
) -> None:
    status = TaxStatus.CLOSED
    application = applied(client, fair)
    keep_tax_answer(application, TaxAnswer(status, Match.UNKNOWN), SYSTEM)
    said = organiser.post(f"{console(application)}/approve", follow_redirects=True).text
    assert "확정할 수 없어요" in said
    assert application.state is S.APPLIED
    begin(client, fair)
    other = newest()
    open_link(client, other)
    keep_tax_answer(other, TaxAnswer(status, Match.UNKNOWN), SYSTEM)
    assert "휴업·폐업" in send(client, other).text


def test_without_a_paper_an_unknown_number_is_not_sent_in(client: FlaskClient, fair: Fair) -> None:
    other = written(fair)
    destroy_document(other.kept_documents[0], SYSTEM)
    open_link(client, other)
    page = client.get(f"/apply/{other.id}").text
    assert "더 적을 것" in page
    assert f'href="/apply/{other.id}/papers"' in page
    assert "비어 있는 곳" in send(client, other).text
    keep_tax_answer(other, TaxAnswer(TaxStatus.ACTIVE, Match.MATCHED), SYSTEM)
    assert "신청서를 보냈어요" in send(client, other).text


def test_a_paper_is_a_file_for_organisers_alone_and_each_look_is_logged(
    app: Flask, client: FlaskClient, organiser: FlaskClient, fair: Fair
) -> None:
    application = applied(client, fair)
    paper = application.kept_documents[0]
    path = f"{console(application)}/papers/{paper.id}"
    for stranger in (
        app.test_client(),
        client,
        sign_in(app.test_client(), make_staff(make_fair())),
        sign_in(app.test_client(), make_recruiter(db.session.scalars(select(Employer)).one())),
    ):
        assert stranger.get(path).status_code in {302, 403}
    answer = organiser.get(path)
    assert answer.data == PAPER
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    seen = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "employer_document.seen")
    ).all()
    assert [(one.subject_id, one.fair_id) for one in seen] == [(paper.id, fair.id)]
    other = applied(app.test_client(), fair)
    assert organiser.get(f"{console(other)}/papers/{paper.id}").status_code == 404


def test_the_name_of_an_upload_is_kept_nowhere(
    client: FlaskClient, organiser: FlaskClient, fair: Fair
) -> None:
    begin(client, fair)
    application = newest()
    open_link(client, application)
    for name in (
        "../../etc/passwd",
        "bomb.zip",
        "<script>.pdf",
        "a" * 300 + ".exe",
        "\u202efdp.exe",
    ):
        for paper in application.kept_documents:
            destroy_document(paper, SYSTEM)
        assert upload(client, application, picture("PNG"), name).status_code == 303
    paper = application.kept_documents[0]
    head = organiser.get(f"{console(application)}/papers/{paper.id}").headers
    number = application.business_number
    expected = f'attachment; filename="certificate-{number}-{paper.id}.png"'
    assert head["Content-Disposition"] == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><script>alert(1)</script>", "PDF, JPG, PNG 파일이 아니에요"),
        (b"%PDF-1.4\n<html>\n%%EOF", "웹 문서"),
        (b"", "빈 파일"),
        (b"%PDF-" + b"0" * (5 * 1024 * 1024), "5MB보다 커요"),
    ],
    ids=["page", "polyglot", "empty", "large"],
)
def test_a_hostile_upload_is_answered_beside_the_field(
    client: FlaskClient, fair: Fair, content: bytes, said: str
) -> None:
    begin(client, fair)
    application = newest()
    open_link(client, application)
    answer = upload(client, application, content)
    assert answer.status_code == 422
    assert said in answer.text
    assert application.documents == []


def test_after_sending_nothing_changes_until_it_is_asked_for(
    client: FlaskClient, fair: Fair
) -> None:
    application = applied(client, fair)
    home = f"/apply/{application.id}"
    assert client.post(f"{home}/jobs", data=JOB).status_code == 422
    assert client.post(f"{home}/jobs/0/remove").status_code == 409
    paper = application.kept_documents[0]
    assert client.post(f"{home}/papers/{paper.id}/remove").status_code == 409
    assert upload(client, application, pdf()).status_code == 422
    assert len(application.jobs) == len(application.kept_documents) == 1


def test_a_remark_is_answered_by_a_change_or_by_words(
    client: FlaskClient, organiser: FlaskClient, fair: Fair
) -> None:
    application = applied(client, fair)
    asked = {"papers": "도장이 흐려요.", "jobs": "모집 인원을 확인해 주세요."}
    organiser.post(f"{console(application)}/fix", data=asked)
    home = f"/apply/{application.id}"
    assert asked["papers"] in client.get(f"{home}/papers").text
    assert "답하지 않은 보완 요청" in send(client, application).text
    upload(client, application, picture("PNG"))
    client.post(f"{home}/answers/jobs", data={"answer-jobs": "세 명이 맞습니다."})
    assert "신청서를 보냈어요" in send(client, application).text
    page = organiser.get(console(application)).text
    assert "세 명이 맞습니다." in page
    assert application.state is S.UNDER_REVIEW


def test_the_list_is_filtered_and_asks_no_more_for_more_rows(
    app: Flask, organiser: FlaskClient, fair: Fair
) -> None:
    first = applied(app.test_client(), fair, name="첫기업")
    few = asked_by(organiser, f"/console/applications?fair={fair.slug}")
    second = applied(app.test_client(), fair, name="둘째기업")
    applied(app.test_client(), fair, name="셋째기업")
    organiser.post(f"{console(second)}/start")
    assert asked_by(organiser, f"/console/applications?fair={fair.slug}") == few
    page = organiser.get(f"/console/applications?fair={fair.slug}&state=under_review").text
    assert "둘째기업" in page
    assert "첫기업" not in page
    page = organiser.get(f"/console/applications?fair={fair.slug}").text
    assert page.index("첫기업") < page.index("셋째기업")
    assert first.state is S.APPLIED


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECRUITER])
def test_others_see_no_applications(
    app: Flask, client: FlaskClient, fair: Fair, role: Role
) -> None:
    application = applied(client, fair)
    other = sign_in(app.test_client(), make_account(role))
    for path in ("/console/applications", console(application), f"{console(application)}/fix"):
        assert other.get(path).status_code == 403


def test_the_public_form_is_there_while_the_window_is_open(app: Flask, client: FlaskClient) -> None:
    shut = make_fair(FairState.DRAFT, day=clock.today() + timedelta(days=20))
    assert "기업 신청을 받는 박람회가 없어요" in client.get("/apply").text
    assert begin(client, shut).status_code == 422
    fair = open_fair(tour=shut.tour)
    assert "/apply" in client.get("/").text
    assert f"/apply?fair={fair.slug}" in client.get(f"/fairs/{fair.slug}").text
    fair.employers_close_at = clock.now() - timedelta(minutes=1)
    assert "/apply" not in client.get("/").text
    assert "/apply" not in client.get(f"/fairs/{fair.slug}").text
    fair.employers_close_at = None
    fair.employers_open_at = clock.now() + timedelta(days=1)
    assert begin(client, fair).status_code == 422


def test_a_mailbox_is_not_flooded(client: FlaskClient, fair: Fair) -> None:
    answers = [begin(client, fair, email="flood@example.com").status_code for _ in range(7)]
    assert answers == [303] * 5 + [422] * 2
    number = newest().business_number
    for _again in range(5):
        client.post("/apply/again", data={"email": "flood@example.com", "business_number": number})
    assert len(mails("employer_application_link")) == 5


def test_asking_for_a_link_again_tells_a_stranger_nothing(client: FlaskClient, fair: Fair) -> None:
    applied(client, fair, email="hr@example.com")
    typed = {"email": "nobody@example.com", "business_number": newest().business_number}
    answer = client.post("/apply/again", data=typed, follow_redirects=True)
    assert "링크를 보냈어요" in answer.text
    assert mails("employer_application_link") == []


def test_papers_names_and_drafts_are_destroyed_in_time(
    client: FlaskClient, organiser: FlaskClient, fair: Fair, clock_stands: object
) -> None:
    turned_away = applied(client, fair)
    organiser.post(f"{console(turned_away)}/reject", data={"reason": "자리가 없습니다."})
    begin(client, fair)
    draft_id = newest().id
    destroy_old()
    assert len(turned_away.kept_documents) == 1
    clock_stands.shift(31 * 86_400)  # type: ignore[attr-defined]
    destroy_old()
    db.session.commit()
    assert turned_away.kept_documents == []
    assert turned_away.documents[0].content is None
    assert turned_away.email
    clock_stands.shift(160 * 86_400)  # type: ignore[attr-defined]
    destroy_old()
    db.session.commit()
    part = turned_away.participation
    assert part is not None
    assert (turned_away.email, turned_away.contact_name, part.contact_phone) == ("", "", "")
    assert db.session.get(EmployerApplication, draft_id) is None
    assert client.get(f"/apply/{turned_away.id}").status_code == 404


def test_no_name_or_phone_stands_in_the_log(
    client: FlaskClient, organiser: FlaskClient, fair: Fair
) -> None:
    application = applied(client, fair)
    organiser.get(console(application))
    organiser.post(f"{console(application)}/approve")
    entries = db.session.scalars(select(AuditEntry)).all()
    accounts = [one.name for one in db.session.scalars(select(Account))]
    text = " ".join(f"{one.action} {one.detail}" for one in entries)
    for word in ("김담당", "42123", application.email, "홍대표", *accounts):
        assert word not in text
    assert "employer_application.seen" in text
