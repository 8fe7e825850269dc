"""A seeker's consents: each with its text, each with its way back."""

from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.consents.models import Consent, ConsentMethod, ConsentState, ConsentText, Purpose
from festa.consents.queries import seekers_open_to
from festa.consents.service import decide
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.states import ApplicationState
from festa.registrations.models import Registration
from tests.factories import (
    make_application,
    make_employer,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    sign_in,
)
from tests.statements import asked_by


@pytest.fixture
def registration(client: FlaskClient) -> Registration:
    """A place of somebody who is signed in."""
    standing: Registration = make_registration(make_fair(), make_seeker())
    sign_in(client, standing.seeker)
    return standing


def text_of(fair: Fair, purpose: Purpose) -> ConsentText:
    query = select(ConsentText).where(
        ConsentText.fair_id == fair.id, ConsentText.purpose == purpose
    )
    return db.session.scalars(query).one()


def agree(registration: Registration, purpose: Purpose) -> Consent:
    seeker = registration.seeker
    text = text_of(registration.fair, purpose)
    return decide(seeker.id, text, True, ConsentMethod.WEB, seeker.as_actor())


def see(client: FlaskClient) -> str:
    answer = client.get("/my/consents")
    assert answer.status_code == 200
    return unescape(answer.text)


def test_a_consent_shows_the_text_that_was_agreed_to(
    client: FlaskClient, registration: Registration
) -> None:
    consent = agree(registration, Purpose.PHOTOGRAPHY)
    page = see(client)
    assert consent.text.title in page
    assert consent.text.retention in page
    assert f"/my/consents/{consent.id}/withdraw" in page


def test_taking_a_consent_back_is_one_button(
    client: FlaskClient, registration: Registration
) -> None:
    consent = agree(registration, Purpose.MARKETING)
    answer = client.post(f"/my/consents/{consent.id}/withdraw", follow_redirects=True)
    assert "동의를 철회했어요" in answer.text
    assert consent.state is ConsentState.WITHDRAWN
    assert "철회함" in answer.text


def test_withdrawing_from_an_employer_ends_everything_with_it(
    client: FlaskClient, registration: Registration
) -> None:
    part = make_participation(registration.fair, make_employer(name="한빛물류"))
    application = make_application(registration, part)
    consent = db.session.scalars(select(Consent).where(Consent.employer_id.is_not(None))).one()
    assert "한빛물류" in see(client)
    client.post(f"/my/consents/{consent.id}/withdraw")
    assert application.state is ApplicationState.WITHDRAWN
    assert not db.session.scalars(seekers_open_to(part.employer_id, part.fair_id)).all()


def test_details_that_were_agreed_to_are_destroyed_with_the_consent(
    client: FlaskClient, registration: Registration
) -> None:
    seeker = registration.seeker
    seeker.wished_work, seeker.experience_years, seeker.support_needs = ["물류"], 20, "휠체어"
    agree(registration, Purpose.SUPPORT_NEEDS)
    consent = agree(registration, Purpose.OPTIONAL_DETAILS)
    client.post(f"/my/consents/{consent.id}/withdraw")
    assert (seeker.wished_work, seeker.experience_years) == ([], None)
    assert seeker.support_needs == "휠체어"


def test_details_stay_while_another_fair_may_keep_them(
    client: FlaskClient, registration: Registration
) -> None:
    seeker = registration.seeker
    seeker.wished_work = ["물류"]
    elsewhere = make_registration(make_fair(), seeker)
    agree(elsewhere, Purpose.OPTIONAL_DETAILS)
    consent = agree(registration, Purpose.OPTIONAL_DETAILS)
    client.post(f"/my/consents/{consent.id}/withdraw")
    assert seeker.wished_work == ["물류"]


def test_what_was_taken_back_cannot_be_taken_back_again(
    client: FlaskClient, registration: Registration
) -> None:
    consent = agree(registration, Purpose.MARKETING)
    client.post(f"/my/consents/{consent.id}/withdraw")
    assert client.post(f"/my/consents/{consent.id}/withdraw").status_code == 409


def test_nobody_takes_back_what_somebody_else_said(
    client: FlaskClient, registration: Registration
) -> None:
    other = make_registration(registration.fair)
    consent = agree(other, Purpose.MARKETING)
    assert client.post(f"/my/consents/{consent.id}/withdraw").status_code == 404
    assert consent.state is ConsentState.GRANTED


def test_what_was_left_open_can_be_agreed_to_later(
    client: FlaskClient, registration: Registration
) -> None:
    text = text_of(registration.fair, Purpose.OUTCOME_TRACKING)
    assert f"/my/consents/texts/{text.id}/give" in see(client)
    client.post(f"/my/consents/texts/{text.id}/give")
    consent = db.session.scalars(select(Consent)).one()
    assert (consent.text_id, consent.state) == (text.id, ConsentState.GRANTED)


@pytest.mark.parametrize("purpose", [Purpose.THIRD_PARTY, Purpose.TALENT_POOL, Purpose.NOTICE])
def test_a_text_that_names_an_employer_is_not_agreed_to_here(
    client: FlaskClient, registration: Registration, purpose: Purpose
) -> None:
    text = text_of(registration.fair, purpose)
    assert client.post(f"/my/consents/texts/{text.id}/give").status_code == 404


def test_a_text_of_a_fair_one_does_not_visit_is_not_agreed_to(
    client: FlaskClient, registration: Registration
) -> None:
    text = text_of(make_fair(), Purpose.MARKETING)
    assert client.post(f"/my/consents/texts/{text.id}/give").status_code == 404


def test_the_page_asks_no_more_of_the_database_for_more_consents(
    client: FlaskClient, registration: Registration
) -> None:
    make_application(registration, make_participation(registration.fair))
    one = asked_by(client, "/my/consents")
    for purpose in (Purpose.MARKETING, Purpose.PHOTOGRAPHY, Purpose.OUTCOME_TRACKING):
        agree(registration, purpose)
    for _more in range(3):
        make_application(registration, make_participation(registration.fair))
    assert asked_by(client, "/my/consents") == one
