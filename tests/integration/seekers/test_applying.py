"""Asking an employer for an interview: with the consent that names it, and only with it."""

from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.consents.models import Consent, ConsentState, Purpose
from festa.consents.queries import seekers_open_to
from festa.employers.models import JobState, Participation
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.applications import MOST_EMPLOYERS
from festa.interviews.models import Application
from festa.interviews.states import ApplicationState
from festa.registrations.models import Registration
from festa.seekers.models import Seeker
from tests.factories import (
    make_application,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_registration,
    make_seeker,
    sign_in,
)

See = Callable[[str], str]


@pytest.fixture
def registration(client: FlaskClient) -> Registration:
    """A confirmed place of somebody who is signed in."""
    standing: Registration = make_registration(make_fair(), make_seeker(name="한가람"))
    sign_in(client, standing.seeker)
    return standing


@pytest.fixture
def employer(registration: Registration) -> Participation:
    """An employer at the same fair."""
    part: Participation = make_participation(registration.fair, make_employer(name="한빛물류"))
    return part


def applications() -> list[Application]:
    return list(db.session.scalars(select(Application)))


def address(part: Participation) -> str:
    return f"/my/apply/{part.id}"


def sees(part: Participation) -> set[int]:
    return set(db.session.scalars(seekers_open_to(part.employer_id, part.fair_id)))


def test_the_consent_names_the_employer_and_is_not_ticked(
    employer: Participation, see: See
) -> None:
    page = see(address(employer))
    for said in ("한빛물류", "받는 곳", "쓰는 목적", "항목", "보관 기간", "거부할 권리"):
        assert said in page
    tick = page[page.index('name="consent"') :].partition(">")[0]
    assert "checked" not in tick


def test_applying_gives_the_employer_sight_and_nobody_else(
    client: FlaskClient, registration: Registration, employer: Participation
) -> None:
    other = make_participation(registration.fair)
    job = make_job(employer)
    answer = client.post(address(employer), data={"consent": "y", "job": job.id})
    assert (answer.status_code, answer.location) == (303, "/my")
    (application,) = applications()
    assert application.job_id == job.id
    assert sees(employer) == {registration.seeker_id}
    assert sees(other) == set()


def test_without_consent_nothing_is_given_and_the_choice_of_job_stays(
    client: FlaskClient, employer: Participation
) -> None:
    job = make_job(employer, title="입출고")
    answer = client.post(address(employer), data={"job": job.id})
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "동의하지 않아도 박람회에는 참가할 수 있어요" in page
    tick = page[page.index(f'value="{job.id}"') :].partition(">")[0]
    assert "checked" in tick
    assert applications() == []
    assert sees(employer) == set()


def test_the_job_one_came_from_is_chosen_beforehand(employer: Participation, see: See) -> None:
    make_job(employer)
    wanted = make_job(employer)
    page = see(f"{address(employer)}?job={wanted.id}")
    assert "checked" in page[page.index(f'value="{wanted.id}"') :].partition(">")[0]


def test_only_open_jobs_of_this_employer_can_be_chosen(
    client: FlaskClient, employer: Participation
) -> None:
    make_job(employer)
    filled = make_job(employer, state=JobState.FILLED)
    strangers = make_job(make_participation(employer.fair))
    for job in (filled, strangers):
        answer = client.post(address(employer), data={"consent": "y", "job": job.id})
        assert answer.status_code == 422
    assert applications() == []


def test_five_employers_are_the_most(
    client: FlaskClient, registration: Registration, employer: Participation
) -> None:
    for _one in range(MOST_EMPLOYERS):
        make_application(registration, make_participation(registration.fair))
    answer = client.post(address(employer), data={"consent": "y"})
    assert answer.status_code == 409
    assert "다섯 곳까지" in answer.text
    assert sees(employer) == set()


def test_whoever_has_applied_is_told_how_it_stands(
    client: FlaskClient, registration: Registration, employer: Participation, see: See
) -> None:
    make_application(registration, employer)
    assert "이미 신청한 기업이에요" in see(address(employer))
    assert client.post(address(employer), data={"consent": "y"}).status_code == 409
    assert len(applications()) == 1


def test_whoever_stepped_back_may_come_again(
    client: FlaskClient, registration: Registration, employer: Participation
) -> None:
    application = make_application(registration, employer)
    client.post(f"/my/applications/{application.id}/withdraw")
    assert sees(employer) == set()
    client.post(address(employer), data={"consent": "y"})
    assert application.state is ApplicationState.APPLIED
    assert sees(employer) == {registration.seeker_id}
    assert len(applications()) == 1


def test_a_stranger_is_asked_to_sign_in_and_led_back(client: FlaskClient) -> None:
    part = make_participation(make_fair())
    answer = client.get(address(part))
    assert answer.status_code == 302
    assert f"next=/my/apply/{part.id}" in unescape(answer.location).replace("%2F", "/")


def test_whoever_is_not_registered_here_is_led_to_registering(
    client: FlaskClient, registration: Registration
) -> None:
    part = make_participation(make_fair(city="부산"))
    answer = client.get(address(part))
    assert "먼저 부산 박람회에 참가를 신청해 주세요" in answer.text
    assert f"/register?fair={part.fair.slug}" in answer.text
    assert client.post(address(part), data={"consent": "y"}).status_code == 409


def test_whoever_waits_for_a_place_applies_later(client: FlaskClient) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    waiting = make_registration(fair, make_seeker())
    sign_in(client, waiting.seeker)
    part = make_participation(fair)
    assert "아직 대기 중이에요" in client.get(address(part)).text
    assert client.post(address(part), data={"consent": "y"}).status_code == 409


def test_a_fair_that_is_over_takes_no_applications(
    client: FlaskClient, registration: Registration, employer: Participation, see: See
) -> None:
    registration.fair.state = FairState.CLOSED
    assert "이 박람회의 신청은 끝났어요" in see(address(employer))
    assert client.post(address(employer), data={"consent": "y"}).status_code == 409
    assert applications() == []


def test_without_a_published_text_nobody_can_consent(client: FlaskClient, see: See) -> None:
    standing = make_registration(make_fair(texts=(Purpose.NOTICE,)), make_seeker())
    sign_in(client, standing.seeker)
    part = make_participation(standing.fair)
    assert "지금은 온라인으로 신청할 수 없어요" in see(address(part))


def test_an_employer_that_does_not_take_part_is_not_there(
    client: FlaskClient, registration: Registration
) -> None:
    assert client.get("/my/apply/999999").status_code == 404


def test_the_consent_is_kept_with_the_version_that_was_read(
    client: FlaskClient, registration: Registration, employer: Participation
) -> None:
    client.post(address(employer), data={"consent": "y"})
    consent = db.session.scalars(select(Consent)).one()
    assert consent.state is ConsentState.GRANTED
    assert consent.purpose is Purpose.THIRD_PARTY
    assert consent.employer_id == employer.employer_id
    assert consent.text.version == 1


def test_seekers_do_not_meet_each_others_registrations(
    client: FlaskClient, registration: Registration, employer: Participation
) -> None:
    stranger: Seeker = make_seeker()
    sign_in(client, stranger)
    client.post(address(employer), data={"consent": "y"})
    assert applications() == []
