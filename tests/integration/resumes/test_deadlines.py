"""By when employers answer: reminders, what organisers see, and the relay for whoever stays away."""

from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.employers.models import ParticipationState
from festa.employers.participation import Mode
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.applications import set_application
from festa.interviews.departures import leave_employer
from festa.interviews.employer_leaves import move_employer
from festa.interviews.states import ApplicationState
from festa.interviews.trouble import Leaving, leave
from festa.messages.models import OutboxMessage
from festa.messages.occasions import is_still_true
from festa.permissions import Role
from festa.resumes.models import Delivery
from festa.resumes.refusals import ResumeRefusal
from festa.resumes.reminders import mind_deadlines
from festa.resumes.service import collect, relay
from festa.resumes.states import DeliveryState
from tests.factories import FAIR_DAY, make_account, make_recruiter, sign_in
from tests.integration.resumes.post import Post, bytes_kept, make_post, one_more, told
from tests.statements import asked_by

DUE = FAIR_DAY + timedelta(days=7)


@pytest.fixture(autouse=True)
def known_address(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Links in messages need the name of the site; a gateway's messages wait to be read here."""
    monkeypatch.setitem(app.config, "BASE_URL", "https://festa.example.org")
    monkeypatch.setitem(app.config, "MESSAGE_CHANNEL", "gateway")


def delivery_of(post: Post) -> Delivery:
    query = select(Delivery).where(Delivery.participation_id == post.participation.id)
    return db.session.scalars(query.order_by(Delivery.id)).all()[-1]


def nights(clock_stands: object, first: date, last: date) -> list[date]:
    """Run the job in every night; the days on which somebody was written to."""
    written = []
    day = first
    while day <= last:
        clock_stands.move_to(clock.at(day, time(3)))  # type: ignore[attr-defined]
        before = len(told("resume_due"))
        mind_deadlines()
        mind_deadlines()
        if len(told("resume_due")) > before:
            assert len(told("resume_due")) == before + 1
            written.append(day)
        day += timedelta(days=1)
    return written


def test_an_employer_is_reminded_before_the_deadline_and_after_it_until_it_answers(
    clock_stands: object,
) -> None:
    post = make_post()
    post.hand_in()
    written = nights(clock_stands, FAIR_DAY, DUE + timedelta(days=3))
    assert [(day - DUE).days for day in written] == [-3, -1, 1]
    first, _second, last = told("resume_due")
    assert "11월 30일(월) 오후 6:00까지 결과를" in first.body
    assert "기한이 지났습니다" in last.subject
    assert "/resume-link/" in last.body
    assert post.registration.seeker.name not in last.subject + last.body
    set_application(post.application, ApplicationState.DECLINED, SYSTEM)
    assert nights(clock_stands, DUE + timedelta(days=4), DUE + timedelta(days=9)) == []
    assert not is_still_true(last)


def test_a_week_later_it_is_reminded_once_more(clock_stands: object) -> None:
    make_post().hand_in()
    written = nights(clock_stands, DUE + timedelta(days=5), DUE + timedelta(days=9))
    assert [(day - DUE).days for day in written] == [7]


def test_collecting_alone_meets_no_deadline(clock_stands: object) -> None:
    post = make_post()
    post.hand_in()
    collect(delivery_of(post), SYSTEM)
    assert nights(clock_stands, DUE - timedelta(days=3), DUE - timedelta(days=3)) != []


def test_the_deadline_follows_a_fair_that_was_put_off_and_never_comes_nearer() -> None:
    post = make_post()
    post.hand_in()
    before = delivery_of(post).due_at
    post.fair.day = FAIR_DAY + timedelta(days=20)
    assert mind_deadlines()["moved"] == 1
    assert clock.local(delivery_of(post).due_at).date() == DUE + timedelta(days=20)
    post.fair.day = FAIR_DAY
    assert mind_deadlines()["moved"] == 0
    assert before is not None
    assert delivery_of(post).due_at > before


def test_organisers_see_who_is_overdue_first_and_nobody_s_name(
    client: FlaskClient, clock_stands: object
) -> None:
    post = make_post(contact_phone="+8227778888")
    post.hand_in()
    other = make_post(post.fair, contact_email="other@example.com")
    other.hand_in()
    set_application(other.application, ApplicationState.SHORTLISTED, SYSTEM)
    sign_in(client, make_account(Role.ORGANISER))
    address = f"/console/resumes?fair={post.fair.slug}"
    assert "is-stop" not in client.get(address).text
    clock_stands.move_to(clock.at(DUE + timedelta(days=1), time(3)))  # type: ignore[attr-defined]
    sign_in(client, make_account(Role.ORGANISER))
    page = client.get(address).text
    assert "is-stop" in page
    assert "post@example.com" in page
    for one in (post, other):
        assert one.registration.seeker.name not in page


def test_the_list_of_organisers_asks_no_more_for_more_employers(client: FlaskClient) -> None:
    post = make_post()
    post.hand_in()
    sign_in(client, make_account(Role.ORGANISER))
    address = f"/console/resumes?fair={post.fair.slug}"
    few = asked_by(client, address)
    for number in range(3):
        make_post(post.fair, contact_email=f"more{number}@example.com").hand_in()
    assert asked_by(client, address) == few


def test_organisers_remind_by_hand_and_hear_when_nobody_can_be_reached(client: FlaskClient) -> None:
    post = make_post()
    post.hand_in()
    silent = make_post(post.fair, contact_email="", contact_phone="")
    silent.hand_in()
    sign_in(client, make_account(Role.ORGANISER))
    answer = client.post(f"/console/resumes/{post.participation.id}/remind", follow_redirects=True)
    assert "다시 알렸어요" in answer.text
    assert len(told("resume_due")) == 1
    answer = client.post(
        f"/console/resumes/{silent.participation.id}/remind", follow_redirects=True
    )
    assert "알릴 수 없어요" in answer.text
    sign_in(client, make_recruiter(post.participation.employer))
    assert client.get("/console/resumes").status_code == 403


def test_messages_that_have_become_untrue_do_not_leave() -> None:
    post = make_post()
    post.hand_in()
    arrived, receipt = told("resume_arrived")[0], told("resume_receipt")[0]
    assert is_still_true(arrived)
    assert is_still_true(receipt)
    leave_employer(post.application, post.registration.seeker.as_actor())
    assert not is_still_true(arrived)
    assert not is_still_true(receipt)


@pytest.mark.parametrize("way", ["absent", "postings_stay"])
def test_when_an_employer_stays_away_the_relay_is_offered_and_nothing_goes_by_itself(
    client: FlaskClient, way: str
) -> None:
    post = make_post(mode=Mode.ONSITE)
    resume = post.hand_in()
    declined = one_more(post.participation)
    set_application(declined.application, ApplicationState.DECLINED, SYSTEM)
    gone = one_more(post.participation)
    leave_employer(gone.application, gone.registration.seeker.as_actor())
    with pytest.raises(Refused) as refused:
        relay(resume, SYSTEM)
    assert refused.value.reason is ResumeRefusal.NO_RELAY
    if way == "absent":
        move_employer(post.participation, ParticipationState.ABSENT, SYSTEM)
    else:
        leave(post.participation, Leaving.KEEP_POSTINGS, SYSTEM)
    (offer,) = told("resume_offered")
    assert offer.recipient == post.registration.seeker.phone
    assert f"/my/applications/{post.application.id}/resume" in offer.body
    assert told("resume_arrived") == []
    sign_in(client, post.registration.seeker)
    page = client.get(f"/my/resumes/{resume.id}").text
    assert "오지 못하게 됐어요" in page
    for _twice in range(2):
        assert client.post(f"/my/resumes/{resume.id}/relay").status_code == 303
    assert len(told("resume_arrived")) == 1
    delivery = delivery_of(post)
    assert clock.local(delivery.due_at).date() == DUE
    sign_in(client, make_recruiter(post.participation.employer))
    address = f"/employer/{post.participation.id}/resumes"
    assert post.registration.seeker.name in client.get(address).text
    assert client.post(f"{address}/{delivery.id}/file").status_code == 200
    assert delivery_of(post).state is DeliveryState.COLLECTED


def test_whoever_had_no_resume_there_hands_one_in_after_the_employer_stayed_away() -> None:
    post = make_post(mode=Mode.ONSITE)
    move_employer(post.participation, ParticipationState.ABSENT, SYSTEM)
    assert post.hand_in().delivery.due_at is not None
    assert len(told("resume_arrived")) == 1
    assert db.session.scalar(select(OutboxMessage.id)) is not None


def test_an_employer_that_leaves_altogether_reads_nothing_any_more(client: FlaskClient) -> None:
    post = make_post(mode=Mode.ONSITE)
    delivery = post.hand_in().delivery
    leave(post.participation, Leaving.WITHDRAW, SYSTEM)
    assert delivery.state is DeliveryState.TAKEN_BACK
    assert bytes_kept() == 0
    assert told("resume_offered") == []
    sign_in(client, make_recruiter(post.participation.employer))
    address = f"/employer/{post.participation.id}/resumes/{delivery.id}/file"
    assert client.post(address).status_code in {404, 409}
