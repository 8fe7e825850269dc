"""Seekers who agreed are asked how it went; one tap answers, one tap ends it."""

import re
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.consents.models import Purpose
from festa.consents.service import find_standing
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.follow_ups.answering import AnswerRefusal, Told, answer, find_question
from festa.follow_ups.asking import TEMPLATE, plan_follow_ups
from festa.follow_ups.models import Answer, FollowUp
from festa.follow_ups.steps import Occasion
from festa.interviews.due import months_after
from festa.interviews.evidence import Source
from festa.interviews.models import Booking, Outcome
from festa.interviews.statement_models import OutcomeStatement, SaidVia
from festa.interviews.statements import Claim, say
from festa.interviews.states import EvidenceGrade, HireStage, OutcomeResult
from festa.messages.models import OutboxMessage
from festa.messages.occasions import is_still_true
from festa.nightly import JOBS
from festa.nights.service import run_night
from tests.factories import (
    FAIR_DAY,
    make_account,
    make_fair,
    make_participation,
    make_registration,
    sign_in,
)
from tests.integration.follow_ups.held import follow, hold, outcome_of
from tests.threads import Together

E, H, R = EvidenceGrade, HireStage, OutcomeResult
HIRED_ON = FAIR_DAY + timedelta(days=4)


@pytest.fixture
def talked(app: Flask) -> Booking:
    """Somebody who agreed, a week after their talk, in the night."""
    app.config["BASE_URL"] = "https://festa.example"
    fair = make_fair()
    booking = hold(make_participation(fair))
    fair.state = FairState.FOLLOW_UP
    db.session.commit()
    return booking


@pytest.fixture
def night(app: Flask) -> Iterator[time_machine.Traveller]:
    """The night a week after the fair."""
    with time_machine.travel("2026-11-30T03:10:00+09:00", tick=True) as traveller:
        yield traveller
    app.config["BASE_URL"] = ""


def asked() -> list[Occasion]:
    return list(db.session.scalars(select(FollowUp.occasion).order_by(FollowUp.id)))


def questions_sent() -> int:
    query = select(func.count(OutboxMessage.id)).where(OutboxMessage.template == TEMPLATE)
    return db.session.scalar(query) or 0


def message() -> OutboxMessage:
    """The newest question in the outbox."""
    query = select(OutboxMessage).where(OutboxMessage.template == TEMPLATE)
    found = db.session.scalars(query.order_by(OutboxMessage.id.desc())).first()
    assert found is not None
    return found


def the_link() -> str:
    """The newest link that went out."""
    body = db.session.scalars(
        select(OutboxMessage.body)
        .where(OutboxMessage.template == TEMPLATE)
        .order_by(OutboxMessage.id.desc())
    ).first()
    found = re.search(r"https://festa\.example(/follow-up/\S+)", body or "")
    assert found is not None
    return found.group(1)


def test_who_agreed_is_asked_four_times_and_no_more(
    talked: Booking, night: time_machine.Traveller
) -> None:
    planned = {}
    for day in (6, 7, 8, 13, 14, 15, 29, 30, 31, 89, 90, 91, 181):
        night.move_to(clock.at(FAIR_DAY + timedelta(days=day), time(3)))
        planned[day] = plan_follow_ups()
    assert [day for day, count in planned.items() if count] == [7, 14, 30, 90]
    assert asked() == [Occasion.D7, Occasion.D14, Occasion.D30, Occasion.D90]
    assert questions_sent() == 4


def test_the_link_is_kept_only_as_a_hash_and_the_text_is_emptied(
    talked: Booking, night: time_machine.Traveller
) -> None:
    plan_follow_ups()
    token = the_link().rpartition("/")[2]
    question = db.session.scalars(select(FollowUp)).one()
    assert token not in question.token_hash
    assert len(question.token_hash) == 64
    assert message().secret
    assert talked.registration.seeker.name not in message().body
    assert talked.participation.employer.name not in message().body
    assert find_question(token) is question
    assert find_question(token[:-1]) is None


@pytest.mark.parametrize("why", ["never agreed", "withdrew", "no talk", "fair not over"])
def test_nobody_else_is_asked(app: Flask, night: time_machine.Traveller, why: str) -> None:
    fair = make_fair()
    if why == "no talk":
        make_registration(fair)
    else:
        booking = hold(make_participation(fair), followed=why != "never agreed")
        if why == "withdrew":
            follow(booking, granted=False)
    fair.state = FairState.LIVE if why == "fair not over" else FairState.FOLLOW_UP
    assert plan_follow_ups() == 0


def test_a_message_that_waits_is_dropped_when_consent_is_withdrawn_or_all_is_said(
    talked: Booking, night: time_machine.Traveller
) -> None:
    plan_follow_ups()
    assert is_still_true(message())
    answer(talked.registration, Told(Answer.WAITING, SaidVia.PHONE), SYSTEM)
    assert not is_still_true(message())
    night.shift(timedelta(days=7))
    plan_follow_ups()
    assert is_still_true(message())
    follow(talked, granted=False)
    assert not is_still_true(message())


def test_three_large_buttons_and_a_way_out_without_signing_in(
    talked: Booking, client: FlaskClient, night: time_machine.Traveller
) -> None:
    plan_follow_ups()
    page = client.get(the_link())
    assert page.status_code == 200
    for words in ("취업했어요", "결과를 기다려요", "아직 구하고 있어요", "더 묻지 마세요"):
        assert words in page.text
    assert talked.registration.seeker.name not in page.text


def test_a_hire_is_told_with_where_and_when(
    talked: Booking, client: FlaskClient, night: time_machine.Traveller
) -> None:
    plan_follow_ups()
    link = the_link()
    form = client.get(f"{link}?answer=hired").text
    assert talked.participation.employer.name in form
    short = client.post(link, data={"answer": "hired"})
    assert short.status_code == 422
    assert "취업하신 곳을 골라 주세요." in short.text
    data = {"answer": "hired", "where": talked.id, "day": HIRED_ON.isoformat()}
    done = client.post(link, data=data, follow_redirects=True)
    assert "알려 주셔서 고맙습니다" in done.text
    assert outcome_of(talked) == (R.PENDING, H.HIRED, E.E0, False)
    statement = db.session.scalars(select(OutcomeStatement)).one()
    assert (statement.source, statement.via, statement.on_day) == (
        Source.SEEKER,
        SaidVia.LINK,
        HIRED_ON,
    )
    question = db.session.scalars(select(FollowUp)).one()
    assert (question.answer, question.via) == (Answer.HIRED, SaidVia.LINK)


def test_another_employer_needs_a_name_and_contradicts_nobody(
    talked: Booking, client: FlaskClient, night: time_machine.Traveller
) -> None:
    say(talked, Claim(R.REJECTED, Source.EMPLOYER), SYSTEM)
    plan_follow_ups()
    data: dict[str, Any] = {"answer": "hired", "where": "elsewhere", "day": HIRED_ON.isoformat()}
    assert "회사 이름을 적어 주세요." in client.post(the_link(), data=data).text
    client.post(the_link(), data=data | {"elsewhere": "다른물류"})
    assert outcome_of(talked) == (R.REJECTED, H.HIRED, E.E0, False)


def test_a_link_answers_once(
    talked: Booking, client: FlaskClient, night: time_machine.Traveller
) -> None:
    plan_follow_ups()
    link = the_link()
    assert client.post(link, data={"answer": "waiting"}).status_code == 303
    again = client.post(link, data={"answer": "looking"})
    assert again.status_code == 409
    assert "이미 답해 주셨어요" in again.text
    assert "이미 답해 주셨어요" in client.get(link).text


def test_a_link_lapses(talked: Booking, client: FlaskClient, night: time_machine.Traveller) -> None:
    plan_follow_ups()
    link = the_link()
    night.shift(timedelta(days=31))
    assert "기한이 지났어요" in client.get(link).text
    assert client.get("/follow-up/nothing").status_code == 404


def test_who_wants_no_more_questions_gets_none(
    talked: Booking, client: FlaskClient, night: time_machine.Traveller
) -> None:
    plan_follow_ups()
    link = the_link()
    assert "더 묻지 않을게요" in client.post(f"{link}/stop", follow_redirects=True).text
    seeker_id = talked.registration.seeker_id
    assert find_standing(seeker_id, talked.fair_id, Purpose.OUTCOME_TRACKING) is None
    assert "더 여쭤보지 않아요" in client.get(link).text
    night.shift(timedelta(days=30))
    assert plan_follow_ups() == 0


def test_who_denies_the_employers_word_is_heard(
    talked: Booking, client: FlaskClient, night: time_machine.Traveller
) -> None:
    say(talked, Claim(H.HIRED, Source.EMPLOYER, on_day=HIRED_ON), SYSTEM)
    plan_follow_ups()
    client.post(the_link(), data={"answer": "looking"})
    assert outcome_of(talked) == (R.OFFERED, H.HIRED, E.E1, True)


def test_after_a_hire_the_months_are_asked_and_said(
    talked: Booking, client: FlaskClient, night: time_machine.Traveller
) -> None:
    answer(
        talked.registration,
        Told(Answer.HIRED, SaidVia.PHONE, talked, on_day=HIRED_ON),
        SYSTEM,
    )
    stages = []
    for months in (1, 3, 6):
        due = months_after(HIRED_ON, months)
        night.move_to(clock.at(due - timedelta(days=1), time(3)))
        assert plan_follow_ups() == 0
        night.move_to(clock.at(due, time(3)))
        assert plan_follow_ups() == 1
        assert "지금도 다니고 계세요?" in client.get(the_link()).text
        client.post(the_link(), data={"answer": "still_there"})
        stages.append(outcome_of(talked)[1])
    assert asked() == [Occasion.M1, Occasion.M3, Occasion.M6]
    assert stages == [H.RETAINED_1M, H.RETAINED_3M, H.RETAINED_6M]


@pytest.mark.parametrize(
    ("told", "stage"), [(Answer.LEFT, H.LEFT), (Answer.NEVER_STARTED, H.DECLINED)]
)
def test_who_is_not_there_any_more_says_so(
    talked: Booking, night: time_machine.Traveller, told: Answer, stage: HireStage
) -> None:
    with pytest.raises(Refused) as refused, db.session.begin_nested():
        answer(talked.registration, Told(told, SaidVia.PHONE), SYSTEM)
    assert refused.value.reason is AnswerRefusal.NO_JOB
    hired = Told(Answer.HIRED, SaidVia.PHONE, talked, on_day=HIRED_ON)
    answer(talked.registration, hired, SYSTEM)
    answer(talked.registration, Told(told, SaidVia.PHONE), SYSTEM)
    assert outcome_of(talked)[1] is stage


def test_ones_own_page_asks_too_and_only_ones_own(
    talked: Booking, client: FlaskClient, night: time_machine.Traveller
) -> None:
    plan_follow_ups()
    address = f"/my/follow-up/{talked.registration_id}"
    sign_in(client, talked.registration.seeker)
    assert address in client.get("/my").text
    assert client.post(address, data={"answer": "waiting"}).status_code == 303
    assert address not in client.get("/my").text
    stranger = make_registration(talked.registration.fair).seeker
    sign_in(client, stranger)
    assert client.get(address).status_code == 404
    assert client.post(f"{address}/stop").status_code == 404


def test_staff_write_down_what_they_hear_and_see(
    talked: Booking, client: FlaskClient, night: time_machine.Traveller
) -> None:
    sign_in(client, make_account())
    registration = talked.registration
    at = f"/desk/{registration.fair.slug}/people/{registration.id}/follow-up"
    assert registration.seeker.name in client.get(at).text
    data = {
        "answer": "hired",
        "via": "phone",
        "where": talked.id,
        "day": HIRED_ON.isoformat(),
        "proof": "",
    }
    assert client.post(at, data=data).status_code == 303
    assert outcome_of(talked)[2] is E.E0
    client.post(at, data=data | {"via": "desk", "proof": "insurance"})
    assert outcome_of(talked)[2] is E.E3
    client.post(f"{at}/stop")
    assert "지금은 남길 수 없어요" in client.get(at).text


def test_two_workers_in_one_night_ask_once(
    talked: Booking, night: time_machine.Traveller, together: Together
) -> None:
    together(4, lambda _number: run_night(JOBS))
    assert asked() == [Occasion.D7]


def test_even_without_the_nights_own_lock_each_question_is_one(
    talked: Booking, night: time_machine.Traveller, together: Together
) -> None:
    def plan(_number: int) -> None:
        plan_follow_ups()
        db.session.commit()

    together(4, plan)
    assert asked() == [Occasion.D7]
    assert questions_sent() == 1


def test_of_two_taps_at_once_one_answers(
    talked: Booking, night: time_machine.Traveller, together: Together
) -> None:
    plan_follow_ups()
    token = the_link().rpartition("/")[2]

    def tap(_number: int) -> bool:
        question = find_question(token)
        assert question is not None
        try:
            told = Told(Answer.HIRED, SaidVia.LINK, on_day=HIRED_ON)
            answer(question.registration, told, SYSTEM, question)
        except Refused:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    assert sorted(together(4, tap)) == [False, False, False, True]
    assert db.session.scalar(select(func.count(Outcome.id))) == 1
    assert db.session.scalar(select(func.count(OutcomeStatement.id))) == 1
