"""The staff twin: a paper résumé photographed at the desk, with the consent as it was given."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.models import AuditEntry
from festa.consents.models import Consent, ConsentMethod, Purpose
from festa.employers.participation import Mode
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Application
from festa.registrations.models import Registration
from festa.resumes.models import Resume
from festa.resumes.number import show_number
from tests.factories import (
    make_employer,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)
from tests.integration.resumes.post import bytes_kept, one_more
from tests.resume_files import a_pdf, a_photo
from tests.statements import asked_by


@pytest.fixture
def fair(client: FlaskClient) -> Fair:
    """A live fair at whose desk somebody stands."""
    here: Fair = make_fair()
    sign_in(client, make_staff(here))
    return here


@pytest.fixture
def person(fair: Fair) -> Registration:
    """Somebody who brought a paper résumé."""
    return make_registration(fair, make_seeker(name="한가람"))


def address(person: Registration, *more: int) -> str:
    start = f"/desk/{person.fair.slug}/people/{person.id}/resumes"
    return "/".join([start, *map(str, more)])


def photo(**fields: Any) -> dict[str, Any]:
    return {"sheet_1": (BytesIO(a_photo((400, 500))), "a.jpg"), **fields}


def test_staff_hand_in_a_paper_resume_with_the_way_in_which_the_person_agreed(
    client: FlaskClient, fair: Fair, person: Registration
) -> None:
    part = make_participation(fair, make_employer(name="한빛물류"), Mode.POSTING_ONLY)
    make_participation(fair, make_employer(name="현장기업"))
    assert "이력서 대신 내기" in client.get(f"/desk/{fair.slug}/people/{person.id}").text
    listed = client.get(address(person)).text
    assert "한빛물류" in listed
    assert "현장기업" not in listed
    page = client.get(address(person, part.id)).text
    for said in ("한빛물류", "받는 곳", "거부할 권리", 'capture="environment"'):
        assert said in page
    form = photo(method="paper", consent="y")
    answer = client.post(address(person, part.id), data=form, follow_redirects=True)
    resume = db.session.scalars(select(Resume)).one()
    assert f"접수번호 {show_number(resume.delivery.number)}" in answer.text
    assert (resume.method, resume.pages) == (ConsentMethod.PAPER, 1)
    consent = db.session.scalars(
        select(Consent).where(Consent.purpose == Purpose.THIRD_PARTY)
    ).one()
    assert consent.method is ConsentMethod.PAPER
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.seeker_id == person.seeker_id))
    actions = {(one.action, one.actor_kind) for one in entries}
    assert ("resume.handed_in", "account") in actions
    assert ("personal_data.seen", "account") in actions


def test_without_the_consent_or_its_way_nothing_is_handed_in(
    client: FlaskClient, fair: Fair, person: Registration
) -> None:
    part = make_participation(fair, mode=Mode.POSTING_ONLY)
    for form in (photo(method="paper"), photo(consent="y"), {"method": "paper", "consent": "y"}):
        assert client.post(address(person, part.id), data=form).status_code in {409, 422}
    assert bytes_kept() == 0
    assert db.session.scalar(select(Application.id)) is None


def test_for_whoever_has_applied_already_no_consent_is_asked_twice(
    client: FlaskClient, fair: Fair
) -> None:
    part = make_participation(fair, mode=Mode.POSTING_ONLY)
    applied = one_more(part)
    page = client.get(address(applied.registration, part.id)).text
    assert 'name="consent"' not in page
    form = {"files": (BytesIO(a_pdf()), "x.pdf"), "method": "phone"}
    assert client.post(address(applied.registration, part.id), data=form).status_code == 303
    assert bytes_kept() == 1


def test_the_desk_of_another_fair_reaches_nobody(
    client: FlaskClient, fair: Fair, person: Registration
) -> None:
    elsewhere = make_registration(make_fair(), make_seeker())
    foreign = make_participation(elsewhere.fair, mode=Mode.POSTING_ONLY)
    own = make_participation(fair, mode=Mode.POSTING_ONLY)
    assert client.get(address(elsewhere)).status_code == 404
    form = photo(method="paper", consent="y")
    assert client.post(address(elsewhere, foreign.id), data=form).status_code == 404
    assert client.post(address(person, foreign.id), data=photo(method="paper")).status_code == 404
    wrong = f"/desk/{elsewhere.fair.slug}/people/{person.id}/resumes/{own.id}"
    assert client.get(wrong).status_code == 404
    assert bytes_kept() == 0


def test_the_list_takes_as_many_statements_for_one_employer_as_for_many(
    client: FlaskClient, fair: Fair, person: Registration
) -> None:
    make_participation(fair, mode=Mode.POSTING_ONLY)
    few = asked_by(client, address(person))
    for _each in range(5):
        make_participation(fair, mode=Mode.POSTING_ONLY)
    assert asked_by(client, address(person)) == few
