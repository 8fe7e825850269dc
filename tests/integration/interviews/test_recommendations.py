"""A consultant recommends somebody; the employer hears nothing of them before they say yes."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.accounts.models import Account, StaffDuty
from festa.audit.actor import SYSTEM
from festa.consents.models import Consent
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.departures import leave_employer
from festa.interviews.models import Application
from festa.interviews.recommendation_models import Recommendation, RecommendationState
from festa.interviews.recommendations import RecommendationRefusal, recommend
from festa.interviews.states import ApplicationState
from festa.messages.models import OutboxMessage
from festa.registrations.models import Registration
from tests.factories import make_registration, make_seeker, make_staff, sign_in
from tests.integration.interviews.floor import Floor, make_floor
from tests.threads import Together

SENTENCE = "물류센터에서 오래 일해 재고 흐름을 잘 아시는 분이에요."


@pytest.fixture
def floor(app: Flask) -> Floor:
    return make_floor()


@pytest.fixture
def person(floor: Floor) -> Registration:
    """Somebody who has nothing to do with the employer yet."""
    return make_registration(floor.fair, make_seeker(name="봄여름가을"))


@pytest.fixture
def consultant(floor: Floor) -> Account:
    return make_staff(floor.fair, StaffDuty.CONSULTANT)


def job_of(floor: Floor) -> Any:
    return floor.participation.jobs[0]


def ask(client: FlaskClient, consultant: Account, floor: Floor, person: Registration) -> Any:
    address = f"/desk/{floor.fair.slug}/people/{person.id}/recommend"
    sent = {"job": job_of(floor).id, "sentence": SENTENCE}
    return sign_in(client, consultant).post(address, data=sent, follow_redirects=True)


def only() -> Recommendation:
    return db.session.scalars(select(Recommendation)).one()


def consents_to(floor: Floor, person: Registration) -> int:
    query = select(Consent.id).where(
        Consent.seeker_id == person.seeker_id,
        Consent.employer_id == floor.participation.employer_id,
    )
    return len(db.session.scalars(query).all())


def what_the_employer_reads(client: FlaskClient, floor: Floor) -> str:
    sign_in(client, floor.recruiter)
    at = f"/employer/{floor.participation.id}"
    texts = [client.get(f"{at}/{page}").text for page in ("candidates", "bookings", "day")]
    numbers = db.session.scalars(select(Application.id)).all()
    texts += [client.get(f"{at}/candidates/{number}").text for number in numbers]
    return "".join(texts)


def test_the_person_is_asked_and_the_employer_hears_nothing(
    client: FlaskClient, floor: Floor, consultant: Account, person: Registration
) -> None:
    page = ask(client, consultant, floor, person)
    assert "본인에게 문자로 물어봤어요" in page.text
    query = select(OutboxMessage).where(OutboxMessage.template == "recommendation_asked")
    assert db.session.scalars(query).one().seeker_id == person.seeker_id
    assert consents_to(floor, person) == 0
    read = what_the_employer_reads(client, floor)
    assert person.seeker.name not in read
    assert SENTENCE not in read


def test_what_may_not_be_used_in_hiring_is_not_recommended(
    client: FlaskClient, floor: Floor, consultant: Account, person: Registration
) -> None:
    address = f"/desk/{floor.fair.slug}/people/{person.id}/recommend"
    sent = {"job": job_of(floor).id, "sentence": "38세 기혼이지만 성실함"}
    answer = sign_in(client, consultant).post(address, data=sent)
    assert answer.status_code == 409
    assert "추천하는 말에 적을 수 없어요" in answer.text
    assert sent["sentence"] in answer.text
    assert db.session.scalars(select(Recommendation)).all() == []


def test_a_yes_gives_the_consent_applies_and_shows_the_sentence(
    client: FlaskClient, floor: Floor, consultant: Account, person: Registration
) -> None:
    ask(client, consultant, floor, person)
    address = f"/my/recommendations/{only().id}"
    sign_in(client, person.seeker)
    assert address in client.get("/my").text
    page = client.get(address).text
    assert SENTENCE in page
    assert floor.participation.employer.name in page
    client.post(address, data={"answer": "yes"})
    assert only().state is RecommendationState.AGREED
    assert consents_to(floor, person) == 1
    application = db.session.scalars(
        select(Application).where(Application.registration_id == person.id)
    ).one()
    assert application.job_id == job_of(floor).id
    read = what_the_employer_reads(client, floor)
    assert person.seeker.name in read
    assert SENTENCE in read
    leave_employer(application, SYSTEM)
    assert SENTENCE not in what_the_employer_reads(client, floor)


def test_a_no_stays_between_the_person_and_the_consultants(
    client: FlaskClient, floor: Floor, consultant: Account, person: Registration
) -> None:
    ask(client, consultant, floor, person)
    address = f"/my/recommendations/{only().id}"
    sign_in(client, person.seeker).post(address, data={"answer": "no"})
    assert only().state is RecommendationState.TURNED_DOWN
    assert consents_to(floor, person) == 0
    assert person.seeker.name not in what_the_employer_reads(client, floor)
    answer = sign_in(client, person.seeker).post(address, data={"answer": "yes"})
    assert answer.status_code == 409
    assert consents_to(floor, person) == 0


def test_nobody_answers_for_somebody_else(
    client: FlaskClient, floor: Floor, consultant: Account, person: Registration
) -> None:
    ask(client, consultant, floor, person)
    other = sign_in(client, floor.registration.seeker)
    address = f"/my/recommendations/{only().id}"
    assert other.get(address).status_code == 404
    assert other.post(address, data={"answer": "yes"}).status_code == 404
    assert only().state is RecommendationState.ASKED


@pytest.mark.parametrize("duty", [StaffDuty.GATE, StaffDuty.DESK])
def test_only_consultants_and_supervisors_recommend(
    client: FlaskClient, floor: Floor, person: Registration, duty: StaffDuty
) -> None:
    answer = ask(client, make_staff(floor.fair, duty), floor, person)
    assert answer.status_code == 403
    assert db.session.scalars(select(Recommendation)).all() == []


def test_somebody_is_recommended_once_for_a_job_however_many_press(
    app: Flask, floor: Floor, consultant: Account, person: Registration, together: Together
) -> None:
    ids = (person.id, job_of(floor).id, consultant.id)

    def act(_number: int) -> Any:
        by = db.session.get_one(Account, ids[2]).as_actor()
        job = db.session.get_one(type_of_job, ids[1])
        try:
            recommend(db.session.get_one(Registration, ids[0]), job, SENTENCE, by)
        except Refused as refused:
            db.session.rollback()
            return refused.reason
        return db.session.commit()

    type_of_job = type(job_of(floor))
    said = together(6, act)
    assert said.count(None) == 1
    assert said.count(RecommendationRefusal.RECOMMENDED) == 5
    assert len(db.session.scalars(select(Recommendation)).all()) == 1


def test_whoever_has_applied_is_not_recommended_there(floor: Floor, consultant: Account) -> None:
    assert floor.application.state is ApplicationState.APPLIED
    with pytest.raises(Refused) as refused:
        recommend(floor.registration, job_of(floor), SENTENCE, consultant.as_actor())
    assert refused.value.reason is RecommendationRefusal.APPLIED
