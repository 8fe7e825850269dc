"""Staying in an employer's talent pool: asked for itself, confirmed, ended at any time."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.consents.models import Consent, ConsentMethod, ConsentState, ConsentText, Purpose
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.booking import book, change
from festa.interviews.departures import leave_fair, withdraw_consent
from festa.interviews.models import Booking
from festa.interviews.outcomes import OutcomeRefusal, record_outcome
from festa.interviews.pool import PoolRefusal, decide_pool, in_pool
from festa.interviews.states import BookingState, OutcomeResult
from festa.messages.models import OutboxMessage
from tests.factories import make_registration, sign_in
from tests.integration.interviews.floor import Floor, make_floor
from tests.statements import asked_by


@pytest.fixture
def floor(app: Any) -> Floor:
    return make_floor()


@pytest.fixture
def talked(floor: Floor) -> Booking:
    booking = book(floor.slots[0], floor.registration, SYSTEM).booking
    assert booking is not None
    for state in (BookingState.IN_PROGRESS, BookingState.COMPLETED):
        change(booking, state, SYSTEM)
    db.session.commit()
    return booking


def tablet(floor: Floor) -> str:
    return f"/employer/{floor.participation.id}/people/{floor.registration.id}/pool"


def pool_consents() -> list[Consent]:
    query = select(Consent).where(Consent.purpose == Purpose.TALENT_POOL).order_by(Consent.id)
    return list(db.session.scalars(query))


def agree(floor: Floor) -> Consent:
    return decide_pool(floor.registration, floor.participation, True, ConsentMethod.WEB, SYSTEM)


def test_a_seeker_agrees_on_the_tables_tablet_and_the_pool_is_open(
    floor: Floor, talked: Booking, client: FlaskClient
) -> None:
    sign_in(client, floor.recruiter)
    page = f"/employer/{floor.participation.id}/bookings/{talked.id}"
    refused = client.post(f"{page}/outcome", data={"result": "pooled"})
    assert refused.status_code == 303
    assert "별도 동의" in client.get(page).text
    asked = client.get(tablet(floor), query_string={"back": page})
    assert floor.registration.seeker.name in asked.text
    assert "어느 쪽이든 오늘 면접 결과와는 관계없어요" in asked.text
    answer = client.post(tablet(floor), data={"answer": "yes", "back": page})
    assert "태블릿을 면접관에게 돌려주세요" in client.get(answer.location).text
    (consent,) = pool_consents()
    assert (consent.state, consent.method) == (ConsentState.GRANTED, ConsentMethod.EMPLOYER_TABLET)
    client.post(f"{page}/outcome", data={"result": "pooled"})
    assert talked.outcome is not None
    assert talked.outcome.result is OutcomeResult.POOLED


def test_a_yes_is_confirmed_to_the_seekers_own_phone_once(floor: Floor) -> None:
    agree(floor)
    agree(floor)
    sent = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "pool_granted")
    ).all()
    assert [one.recipient for one in sent] == [floor.registration.seeker.phone]


def test_a_no_is_kept_and_opens_nothing(floor: Floor, talked: Booking, client: FlaskClient) -> None:
    sign_in(client, floor.recruiter)
    client.post(tablet(floor), data={"answer": "no"})
    assert [one.state for one in pool_consents()] == [ConsentState.DECLINED]
    with pytest.raises(Refused) as refused:
        record_outcome(talked, OutcomeResult.POOLED, SYSTEM)
    assert refused.value.reason is OutcomeRefusal.NO_POOL_CONSENT


def test_a_seeker_agrees_and_withdraws_on_their_own_page(
    floor: Floor, talked: Booking, client: FlaskClient
) -> None:
    sign_in(client, floor.registration.seeker)
    mine = f"/my/pool/{floor.participation.id}"
    assert mine in client.get("/my/consents").text
    assert "동의하기" in client.get(mine).text
    assert client.post(mine).location == "/my/consents"
    assert mine not in client.get("/my/consents").text
    record_outcome(talked, OutcomeResult.POOLED, SYSTEM)
    (consent,) = pool_consents()
    client.post(f"/my/consents/{consent.id}/withdraw")
    assert talked.outcome is not None
    assert talked.outcome.result is OutcomeResult.PENDING
    assert in_pool(floor.participation, [floor.registration.seeker_id]) == set()


def test_leaving_an_employer_leaves_its_pool(floor: Floor) -> None:
    agree(floor)
    consent = select(Consent).where(Consent.purpose == Purpose.THIRD_PARTY)
    withdraw_consent(db.session.scalars(consent).one(), SYSTEM)
    assert [one.state for one in pool_consents()] == [ConsentState.WITHDRAWN]


def test_leaving_the_fair_leaves_its_pools(floor: Floor, talked: Booking) -> None:
    agree(floor)
    record_outcome(talked, OutcomeResult.POOLED, SYSTEM)
    leave_fair(floor.registration, SYSTEM)
    assert [one.state for one in pool_consents()] == [ConsentState.WITHDRAWN]
    assert talked.outcome is not None
    assert talked.outcome.result is OutcomeResult.PENDING


def test_only_somebody_known_to_the_employer_is_asked(floor: Floor) -> None:
    stranger = make_registration(floor.fair)
    with pytest.raises(Refused) as refused:
        decide_pool(stranger, floor.participation, True, ConsentMethod.WEB, SYSTEM)
    assert refused.value.reason is PoolRefusal.NO_CONSENT


def test_without_a_published_text_nobody_is_asked(floor: Floor) -> None:
    text = select(ConsentText).where(ConsentText.purpose == Purpose.TALENT_POOL)
    db.session.delete(db.session.scalars(text).one())
    db.session.flush()
    with pytest.raises(Refused) as refused:
        agree(floor)
    assert refused.value.reason is PoolRefusal.NO_TEXT


def test_nobody_answers_for_somebody_elses_applicant(floor: Floor, client: FlaskClient) -> None:
    other = make_floor(floor.fair)
    sign_in(client, other.recruiter)
    assert client.post(tablet(floor), data={"answer": "yes"}).status_code == 404
    sign_in(client, other.registration.seeker)
    assert client.post(f"/my/pool/{floor.participation.id}").status_code == 404
    assert pool_consents() == []


def test_the_page_of_consents_asks_no_more_with_more_employers(
    floor: Floor, client: FlaskClient
) -> None:
    sign_in(client, floor.registration.seeker)
    client.get("/my/consents")
    before = asked_by(client, "/my/consents")
    for _one in range(3):
        more = make_floor(floor.fair)
        text = select(Consent).where(
            Consent.purpose == Purpose.THIRD_PARTY,
            Consent.employer_id == more.participation.employer_id,
        )
        db.session.scalars(text).one().seeker_id = floor.registration.seeker_id
    assert asked_by(client, "/my/consents") <= before
    assert client.get("/my/consents").text.count("/my/pool/") == 4
