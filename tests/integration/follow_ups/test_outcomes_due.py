"""An employer closes many talks on one screen."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from festa.audit.actor import SYSTEM
from festa.consents.models import Purpose
from festa.consents.service import find_standing, withdraw
from festa.extensions import db
from festa.interviews.outcomes import record_outcome
from festa.interviews.states import EvidenceGrade, HireStage, OutcomeResult
from tests.factories import FAIR_DAY, sign_in
from tests.integration.follow_ups.held import hold, outcome_of
from tests.integration.interviews.floor import Floor, make_floor
from tests.statements import asked_by

H, R = HireStage, OutcomeResult
DAY = FAIR_DAY + timedelta(days=9)


@pytest.fixture
def floor(app: Flask) -> Floor:
    return make_floor()


@pytest.fixture
def recruiter(client: FlaskClient, floor: Floor) -> FlaskClient:
    found: FlaskClient = sign_in(client, floor.recruiter)
    return found


def address(floor: Floor) -> str:
    return f"/employer/{floor.participation.id}/outcomes"


def test_many_talks_are_closed_with_one_button(recruiter: FlaskClient, floor: Floor) -> None:
    talks = [hold(floor.participation) for _ in range(3)]
    results = (R.SECOND_ROUND, R.OFFERED, R.REJECTED)
    body = {f"answer-{one.id}": result for one, result in zip(talks, results, strict=True)}
    answer = recruiter.post(address(floor), data=body, follow_redirects=True)
    assert "3건을 남겼어요." in answer.text
    assert [outcome_of(one)[0] for one in talks] == list(results)


def test_the_rest_of_a_long_day_is_closed_at_once(recruiter: FlaskClient, floor: Floor) -> None:
    first, second, third = [hold(floor.participation) for _ in range(3)]
    recruiter.post(address(floor), data={f"answer-{first.id}": "second_round", "rest": "rejected"})
    assert [outcome_of(one)[0] for one in (first, second, third)] == [
        R.SECOND_ROUND,
        R.REJECTED,
        R.REJECTED,
    ]


def test_a_hire_is_asked_a_week_after_the_offer_and_needs_a_day(
    recruiter: FlaskClient, floor: Floor, clock_stands: time_machine.Traveller
) -> None:
    talk = hold(floor.participation)
    record_outcome(talk, R.OFFERED, SYSTEM)
    assert "첫 출근일" not in recruiter.get(address(floor)).text
    clock_stands.shift(timedelta(days=7))
    sign_in(recruiter, floor.recruiter)
    assert "첫 출근일" in recruiter.get(address(floor)).text
    body = {f"answer-{talk.id}": "hired"}
    answer = recruiter.post(address(floor), data=body)
    assert answer.status_code == 422
    assert "첫 출근일을 달력에서 골라 주세요." in answer.text
    recruiter.post(address(floor), data=body | {f"day-{talk.id}": DAY.isoformat()})
    assert outcome_of(talk) == (R.OFFERED, H.HIRED, EvidenceGrade.E1, False)


def test_what_can_be_kept_is_kept_beside_what_cannot(recruiter: FlaskClient, floor: Floor) -> None:
    good, bad = hold(floor.participation), hold(floor.participation)
    body = {f"answer-{good.id}": "offered", f"answer-{bad.id}": "pooled"}
    answer = recruiter.post(address(floor), data=body)
    assert answer.status_code == 422
    assert "인재풀 보관에는 구직자의 별도 동의가 필요해요" in answer.text
    assert outcome_of(good)[0] is R.OFFERED
    assert outcome_of(bad)[0] is R.PENDING


def test_an_empty_page_asks_for_a_choice(recruiter: FlaskClient, floor: Floor) -> None:
    assert "마친 면접이 아직 없어요" in recruiter.get(address(floor)).text
    hold(floor.participation)
    answer = recruiter.post(address(floor), follow_redirects=True)
    assert "고른 답이 없어요" in answer.text


def test_a_slip_is_taken_back_within_a_day(
    recruiter: FlaskClient, floor: Floor, clock_stands: time_machine.Traveller
) -> None:
    talk, other = hold(floor.participation), hold(floor.participation)
    for one in (talk, other):
        record_outcome(one, R.REJECTED, SYSTEM)
    recruiter.post(f"{address(floor)}/{talk.id}/undo")
    assert outcome_of(talk)[0] is R.PENDING
    clock_stands.shift(timedelta(days=1, minutes=1))
    sign_in(recruiter, floor.recruiter)
    recruiter.post(f"{address(floor)}/{other.id}/undo")
    assert outcome_of(other)[0] is R.REJECTED


def test_who_withdrew_has_no_name_there_and_is_not_followed(
    recruiter: FlaskClient, floor: Floor, clock_stands: time_machine.Traveller
) -> None:
    talk = hold(floor.participation, name="남궁보라")
    assert "남궁보라" in recruiter.get(address(floor)).text
    seeker_id, employer_id = talk.registration.seeker_id, floor.participation.employer_id
    consent = find_standing(seeker_id, talk.fair_id, Purpose.THIRD_PARTY, employer_id)
    assert consent is not None
    withdraw(consent, SYSTEM)
    page = recruiter.get(address(floor)).text
    assert "남궁보라" not in page
    assert "비공개(동의 철회)" in page
    record_outcome(talk, R.OFFERED, SYSTEM)
    clock_stands.shift(timedelta(days=30))
    sign_in(recruiter, floor.recruiter)
    assert "answer-" not in recruiter.get(address(floor)).text


def test_no_age_is_on_the_page(recruiter: FlaskClient, floor: Floor) -> None:
    hold(floor.participation, birth_year=1961)
    assert "1961" not in recruiter.get(address(floor)).text


def test_another_employers_talk_is_neither_read_nor_written(
    recruiter: FlaskClient, floor: Floor
) -> None:
    other = make_floor(floor.fair)
    talk = hold(other.participation)
    recruiter.post(address(floor), data={f"answer-{talk.id}": "rejected"})
    assert outcome_of(talk)[0] is R.PENDING
    assert recruiter.post(f"{address(floor)}/{talk.id}/undo").status_code == 404
    assert recruiter.get(address(other)).status_code == 404


def test_twenty_talks_take_as_many_statements_as_two(recruiter: FlaskClient, floor: Floor) -> None:
    def more(how_many: int) -> Any:
        for _ in range(how_many):
            record_outcome(hold(floor.participation), R.SECOND_ROUND, SYSTEM)
            hold(floor.participation)
        db.session.commit()
        return asked_by(recruiter, address(floor))

    assert more(1) == more(5)
