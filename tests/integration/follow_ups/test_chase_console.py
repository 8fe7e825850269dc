"""Organisers see who owes what, ring them, and settle what two say differently."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.employers.models import Participation
from festa.extensions import db
from festa.interviews.evidence import Source
from festa.interviews.models import Booking
from festa.interviews.statement_models import OutcomeStatement, SaidVia
from festa.interviews.statements import Claim, say
from festa.interviews.states import EvidenceGrade, HireStage, OutcomeResult
from tests.factories import (
    FAIR_DAY,
    make_account,
    make_fair,
    make_participation,
    make_recruiter,
    make_staff,
    sign_in,
)
from tests.integration.follow_ups.held import hold, outcome_of
from tests.statements import asked_by

E, H, R = EvidenceGrade, HireStage, OutcomeResult
HIRED_ON = FAIR_DAY + timedelta(days=4)
CONSOLE = "/console/outcomes"


@pytest.fixture
def part(app: Flask) -> Participation:
    contact = {"contact_name": "담당 김", "contact_phone": "+82220021110"}
    return make_participation(make_fair(), contact_email="hr@example.com", **contact)


@pytest.fixture
def organiser(client: FlaskClient, app: Flask) -> FlaskClient:
    found: FlaskClient = sign_in(client, make_account())
    return found


def at(part: Participation) -> str:
    return f"{CONSOLE}?fair={part.fair.slug}"


def quarrel(part: Participation) -> Booking:
    booking = hold(part)
    say(booking, Claim(H.HIRED, Source.EMPLOYER, on_day=HIRED_ON), SYSTEM)
    say(booking, Claim(H.DECLINED, Source.SEEKER, SaidVia.LINK), SYSTEM)
    db.session.commit()
    return booking


def test_each_employer_stands_there_with_what_it_owes_and_its_phone(
    organiser: FlaskClient, part: Participation
) -> None:
    hold(part)
    page = organiser.get(at(part)).text
    assert part.employer.name in page
    assert "02-2002-1110" in page
    assert "지금 알리기" in page
    say(hold(part), Claim(R.REJECTED, Source.EMPLOYER), SYSTEM)
    assert "재취업" in organiser.get(at(part)).text


def test_an_empty_fair_says_what_will_be_there(organiser: FlaskClient, part: Participation) -> None:
    assert "마친 면접이 아직 없어요" in organiser.get(at(part)).text


def test_a_reminder_is_sent_once_a_day(organiser: FlaskClient, part: Participation) -> None:
    hold(part)
    address = f"{CONSOLE}/employers/{part.id}/remind"
    assert "알림을 보냈어요." in organiser.post(address, follow_redirects=True).text
    assert "오늘 이미 알렸거나" in organiser.post(address, follow_redirects=True).text


def test_a_quarrel_is_shown_first_and_settled_with_a_reason(
    organiser: FlaskClient, part: Participation
) -> None:
    booking = quarrel(part)
    assert "두 말이 서로 달라요" in organiser.get(at(part)).text
    address = f"{CONSOLE}/talks/{booking.id}"
    page = organiser.get(address).text
    assert "기업의 말이 맞아요" in page
    assert organiser.post(f"{address}/settle", data={"side": "employer"}).status_code == 422
    data = {"side": "employer", "reason": "급여 이체를 확인함"}
    organiser.post(f"{address}/settle", data=data)
    assert outcome_of(booking) == (R.OFFERED, H.HIRED, E.E1, False)
    assert "급여 이체를 확인함" in organiser.get(address).text
    assert "두 말이 서로 달라요" not in organiser.get(at(part)).text


def test_what_an_employer_says_on_the_phone_is_its_word(
    organiser: FlaskClient, part: Participation
) -> None:
    booking = hold(part)
    address = f"{CONSOLE}/talks/{booking.id}"
    data = {"source": "employer", "standing": "hired", "day": HIRED_ON.isoformat(), "proof": ""}
    organiser.post(f"{address}/say", data=data)
    assert outcome_of(booking)[2] is E.E1
    said = db.session.scalars(select(OutcomeStatement).order_by(OutcomeStatement.id)).all()
    assert {one.via for one in said} == {SaidVia.PHONE}
    bare = organiser.post(f"{address}/say", data=data | {"source": "document"})
    assert "어떤 서류인지 골라 주세요." in bare.text
    organiser.post(f"{address}/say", data=data | {"source": "document", "proof": "contract"})
    assert outcome_of(booking)[2] is E.E3


def test_a_wrong_word_is_taken_back_with_a_reason(
    organiser: FlaskClient, part: Participation
) -> None:
    booking, other = quarrel(part), quarrel(part)
    query = select(OutcomeStatement).where(OutcomeStatement.stage == H.DECLINED)
    mine, theirs = db.session.scalars(query.order_by(OutcomeStatement.id)).all()
    address = f"{CONSOLE}/talks/{booking.id}/retract"
    assert organiser.post(address, data={"statement": mine.id}).status_code == 422
    data = {"statement": mine.id, "reason": "다른 분의 답"}
    organiser.post(address, data=data)
    assert outcome_of(booking) == (R.OFFERED, H.HIRED, E.E1, False)
    assert organiser.post(address, data=data | {"statement": theirs.id}).status_code == 404
    assert outcome_of(other)[3]


def test_each_look_at_people_is_noted(organiser: FlaskClient, part: Participation) -> None:
    booking = quarrel(part)
    for address in (at(part), f"{CONSOLE}/employers/{part.id}", f"{CONSOLE}/talks/{booking.id}"):
        before = looks(booking)
        organiser.get(address)
        assert looks(booking) == before + 1


def looks(booking: Booking) -> int:
    query = select(AuditEntry.id).where(
        AuditEntry.action == "personal_data.seen",
        AuditEntry.seeker_id == booking.registration.seeker_id,
    )
    return len(db.session.scalars(query).all())


def test_only_organisers_chase(app: Flask, part: Participation) -> None:
    booking = hold(part)
    for person in (
        make_staff(part.fair),
        make_recruiter(part.employer),
        booking.registration.seeker,
    ):
        client = sign_in(app.test_client(), person)
        for address in (at(part), f"{CONSOLE}/talks/{booking.id}"):
            assert client.get(address).status_code == 403


def test_many_employers_take_as_many_statements_as_one(
    organiser: FlaskClient, part: Participation
) -> None:
    quarrel(part)
    one = asked_by(organiser, at(part))
    for _ in range(3):
        other = make_participation(part.fair)
        quarrel(other)
        hold(other)
    assert asked_by(organiser, at(part)) == one
