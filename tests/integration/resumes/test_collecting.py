"""How an employer comes to the résumés: signed in, or by a link that opens once."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.models import AuditEntry
from festa.employers.models import ParticipationState
from festa.employers.participation import Mode
from festa.extensions import db
from festa.interviews.departures import leave_employer
from festa.interviews.states import ApplicationState
from festa.resumes.models import CollectLink, Delivery
from festa.resumes.number import show_number
from festa.resumes.queries import deliveries
from festa.resumes.states import DeliveryState
from tests.factories import make_recruiter, sign_in
from tests.integration.resumes.post import Post, make_post, one_more, told
from tests.resume_files import a_pdf
from tests.statements import asked_by

LINK = re.compile(r"https://festa\.example\.org(/resume-link/\S+)")


@pytest.fixture(autouse=True)
def known_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links in messages need the name of the site; a gateway's messages wait to be read here."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://festa.example.org")
    monkeypatch.setitem(app.config, "MESSAGE_CHANNEL", "gateway")


@pytest.fixture
def post(app: Flask) -> Post:
    """An employer whose contact has an e-mail and no account, and one résumé."""
    made = make_post()
    made.hand_in()
    return made


def newest_link(template: str = "resume_arrived") -> str:
    return LINK.findall(told(template)[-1].body)[-1]


def opened(client: FlaskClient, address: str) -> None:
    answer = client.post(address)
    assert (answer.status_code, answer.location) == (303, "/resume-box")


def test_the_contact_gets_a_link_and_the_message_names_nobody(post: Post) -> None:
    (message,) = told("resume_arrived")
    assert message.recipient == "post@example.com"
    assert post.registration.seeker.name not in message.subject + message.body
    assert message.secret
    link = db.session.scalars(select(CollectLink)).one()
    assert link.token_hash not in message.body
    assert "11월 30일(월) 오후 6:00까지" in message.body


def test_looking_at_the_link_opens_nothing_and_pressing_the_button_opens_it_once(
    app: Flask, client: FlaskClient, post: Post
) -> None:
    address = newest_link()
    for _scanner_of_mails in range(3):
        assert "이력서함 열기" in client.get(address).text
    assert client.get("/resume-box").status_code == 410
    opened(client, address)
    page = unescape(client.get("/resume-box").text)
    assert post.registration.seeker.name in page
    stranger = app.test_client()
    answer = stranger.post(address, follow_redirects=True)
    assert answer.status_code == 410
    assert "이미 한 번 연 링크" in answer.text
    assert post.registration.seeker.name not in answer.text
    assert stranger.get("/resume-box").status_code == 410


def test_the_box_closes_after_its_hours_and_when_somebody_closes_it(
    client: FlaskClient, post: Post, clock_stands: object
) -> None:
    opened(client, newest_link())
    client.post("/resume-box/leave")
    assert client.get("/resume-box").status_code == 410
    client.post(newest_link() + "/again")
    opened(client, newest_link("resume_link"))
    assert client.get("/resume-box").status_code == 200
    clock_stands.shift(4 * 3600 + 1)  # type: ignore[attr-defined]
    assert client.get("/resume-box").status_code == 410


def test_an_old_link_opens_nothing_and_a_new_one_goes_to_the_contact_on_record(
    client: FlaskClient, post: Post, clock_stands: object
) -> None:
    address = newest_link()
    clock_stands.shift(15 * 86400)  # type: ignore[attr-defined]
    answer = client.post(address, follow_redirects=True)
    assert answer.status_code == 410
    assert "기한이 지난 링크" in answer.text
    client.post(address + "/again", data={"email": "thief@example.com"})
    assert [one.recipient for one in told("resume_link")] == ["post@example.com"]
    opened(client, newest_link("resume_link"))


def test_whoever_collects_is_written_down_and_the_seeker_hears_of_it_once(
    client: FlaskClient, post: Post
) -> None:
    opened(client, newest_link())
    page = client.get("/resume-box").text
    (address,) = set(re.findall(r"/resume-box/\d+/file", page))
    for _each in range(2):
        answer = client.post(address)
        assert answer.data == a_pdf()
        assert answer.headers["Content-Disposition"].startswith("attachment")
    (message,) = told("resume_collected")
    assert message.recipient == post.registration.seeker.phone
    assert "한빛물류에서 이력서" in message.body
    wanted = select(AuditEntry).where(AuditEntry.seeker_id == post.registration.seeker_id)
    actions = [(one.action, one.actor_kind) for one in db.session.scalars(wanted)]
    assert actions.count(("resume.collected", "visitor")) == 2
    assert ("personal_data.seen", "visitor") in actions


def test_no_age_and_no_year_of_birth_is_on_any_page_of_an_employer(
    client: FlaskClient, post: Post
) -> None:
    post.registration.seeker.birth_year = 1963
    opened(client, newest_link())
    box = client.get("/resume-box").text
    recruiter = make_recruiter(post.participation.employer)
    sign_in(client, recruiter)
    listed = client.get(f"/employer/{post.participation.id}/resumes").text
    for page in (box, listed):
        assert post.registration.seeker.name in page
        assert "1963" not in page
        assert not re.search(r"\b(?:62|63)(?:세|살)", page)


def test_the_box_answers_and_with_the_answer_the_deadline_is_met(
    client: FlaskClient, post: Post
) -> None:
    opened(client, newest_link())
    page = client.get("/resume-box").text
    (address,) = set(re.findall(r"/resume-box/\d+/answer", page))
    client.post(address, data={"state": "shortlisted"})
    (delivery,) = _deliveries(post)
    assert delivery.state is DeliveryState.ANSWERED
    assert post.application.state is ApplicationState.SHORTLISTED
    assert (delivery.kept_until - delivery.answered_at).days == 180


def test_whoever_is_declined_from_the_box_is_told_in_the_words_that_were_written(
    client: FlaskClient, post: Post
) -> None:
    opened(client, newest_link())
    (address,) = set(re.findall(r"/resume-box/\d+/answer", client.get("/resume-box").text))
    client.post(address, data={"state": "declined", "words": "다음 기회에 꼭 뵙고 싶습니다."})
    assert post.application.state is ApplicationState.DECLINED
    assert post.application.answer == "다음 기회에 꼭 뵙고 싶습니다."


def test_a_recruiter_signs_in_and_collects_from_the_list_or_from_the_candidate(
    client: FlaskClient, post: Post
) -> None:
    recruiter = make_recruiter(post.participation.employer)
    later = one_more(post.participation)
    later.hand_in("later")
    sign_in(client, recruiter)
    listed = unescape(client.get(f"/employer/{post.participation.id}/resumes").text)
    number = show_number(_deliveries(post)[0].number)
    for said in (post.registration.seeker.name, later.registration.seeker.name, number):
        assert said in listed
    candidate = f"/employer/{post.participation.id}/candidates/{post.application.id}"
    page = client.get(candidate).text
    (address,) = set(re.findall(r"/employer/\d+/resumes/\d+/file", page))
    assert client.post(address).data == a_pdf()
    assert _deliveries(post)[0].state is DeliveryState.COLLECTED


def test_a_recruiter_with_an_account_is_led_to_the_page_and_not_given_a_link(app: Flask) -> None:
    made = make_post(contact_email="")
    recruiter = make_recruiter(made.participation.employer)
    made.hand_in()
    (message,) = told("resume_arrived")
    assert message.recipient == recruiter.email
    assert f"https://festa.example.org/employer/{made.participation.id}/resumes" in message.body
    assert db.session.scalar(select(CollectLink.id)) is None


def test_a_contact_with_a_phone_alone_is_written_to_there(app: Flask) -> None:
    made = make_post(contact_email="", contact_phone="010-2222-3333")
    made.hand_in()
    (message,) = told("resume_arrived")
    assert (message.recipient, message.channel) == ("+821022223333", "sms")


def test_several_resumes_in_a_day_make_one_message_until_somebody_has_looked(
    client: FlaskClient, post: Post, clock_stands: object
) -> None:
    for _each in range(3):
        one_more(post.participation).hand_in()
    assert len(told("resume_arrived")) == 1
    opened(client, newest_link())
    client.post(re.findall(r"/resume-box/\d+/file", client.get("/resume-box").text)[0])
    clock_stands.shift(60)  # type: ignore[attr-defined]
    one_more(post.participation).hand_in()
    assert len(told("resume_arrived")) == 2


def test_with_the_consent_goes_the_way_to_the_resume_whatever_was_opened(
    client: FlaskClient, post: Post
) -> None:
    opened(client, newest_link())
    delivery = _deliveries(post)[0]
    recruiter = make_recruiter(post.participation.employer)
    leave_employer(post.application, post.registration.seeker.as_actor())
    assert client.post(f"/resume-box/{delivery.id}/file").status_code == 404
    assert post.registration.seeker.name not in client.get("/resume-box").text
    sign_in(client, recruiter)
    address = f"/employer/{post.participation.id}/resumes"
    assert client.post(f"{address}/{delivery.id}/file").status_code == 404
    assert post.registration.seeker.name not in client.get(address).text


def test_an_employer_reaches_no_resume_of_another(client: FlaskClient, post: Post) -> None:
    other = make_post(contact_email="other@example.com")
    theirs = other.hand_in("theirs").delivery
    mine = _deliveries(post)[0]
    opened(client, LINK.findall(told("resume_arrived")[0].body)[0])
    assert client.post(f"/resume-box/{mine.id}/file").status_code == 200
    assert client.post(f"/resume-box/{theirs.id}/file").status_code == 404
    assert (
        client.post(f"/resume-box/{theirs.id}/answer", data={"state": "declined"}).status_code
        == 404
    )
    sign_in(client, make_recruiter(post.participation.employer))
    own, foreign = post.participation.id, other.participation.id
    assert client.get(f"/employer/{foreign}/resumes").status_code == 404
    assert client.post(f"/employer/{foreign}/resumes/{theirs.id}/file").status_code == 404
    assert client.post(f"/employer/{own}/resumes/{theirs.id}/file").status_code == 404
    assert client.post(f"/employer/{own}/resumes/{mine.id}/file").status_code == 200
    assert (theirs.state, other.application.state) == (
        DeliveryState.SENT,
        ApplicationState.APPLIED,
    )


def test_a_link_of_an_employer_that_was_turned_away_is_not_there(
    client: FlaskClient, post: Post
) -> None:
    address = newest_link()
    post.participation.state = ParticipationState.REJECTED
    assert client.get(address).status_code == 404
    assert client.get("/resume-link/nonsense").status_code == 404


def test_lists_take_as_many_statements_for_one_as_for_many(client: FlaskClient, post: Post) -> None:
    sign_in(client, make_recruiter(post.participation.employer))
    address = f"/employer/{post.participation.id}/resumes"
    few = asked_by(client, address)
    for _each in range(5):
        one_more(post.participation).hand_in()
    assert asked_by(client, address) == few


def test_an_onsite_employer_reads_the_resume_at_its_table_without_a_deadline(
    client: FlaskClient,
) -> None:
    made = make_post(mode=Mode.ONSITE)
    delivery = made.hand_in().delivery
    sign_in(client, make_recruiter(made.participation.employer))
    page = client.get(f"/employer/{made.participation.id}/candidates/{made.application.id}").text
    assert f"/employer/{made.participation.id}/resumes/{delivery.id}/file" in page
    assert "답변 기한" not in client.get(f"/employer/{made.participation.id}/resumes").text


def _deliveries(post: Post) -> list[Delivery]:
    db.session.expire_all()
    return list(deliveries(post.participation, 1).items)
