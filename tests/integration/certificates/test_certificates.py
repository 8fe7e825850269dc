"""Certificates: issued for what happened, the same each time, checked by anybody, false when undone."""

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.certificates.models import Certificate
from festa.certificates.service import issue
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.answer import ScanRequest
from festa.gates.service import admit
from festa.gates.undoing import undo
from festa.interviews.booking import book, change
from festa.interviews.models import Booking
from festa.interviews.states import BookingState
from festa.registrations.models import Registration
from tests.factories import (
    give_consent,
    make_employer,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_staff,
    make_table,
    sign_in,
)
from tests.threads import Together

NAME = "남궁가람"


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


@pytest.fixture
def visitor(fair: Fair) -> Registration:
    """Somebody with a badge who has not come yet."""
    return make_registration(fair, make_seeker(name=NAME))


def come(registration: Registration) -> object:
    """Be let in at the gate."""
    badge = active_badge(registration.id)
    assert badge is not None
    return admit(registration.fair.gates[0], ScanRequest(badge.code), SYSTEM).scan


def talk(registration: Registration) -> Booking:
    """Have an interview from call to end."""
    participation = make_participation(registration.fair, make_employer(name="가온물산"))
    give_consent(registration.seeker, participation)
    booking = book(make_table(participation).slots[0], registration, SYSTEM).booking
    assert booking is not None
    for state in (BookingState.CALLED, BookingState.IN_PROGRESS, BookingState.COMPLETED):
        change(booking, state, SYSTEM)
    return booking


def read_page(pdf: bytes) -> tuple[str, str]:
    """The words of the only page, and what its QR says."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    words = document[0].get_textpage().get_text_range()
    codes = zxingcpp.read_barcodes(document[0].render(scale=100 / 72).to_pil())
    return words, codes[0].text


def test_nobody_gets_a_certificate_for_what_did_not_happen(visitor: Registration) -> None:
    with pytest.raises(Refused, match="did_not_come"):
        issue(visitor, None, SYSTEM)
    participation = make_participation(visitor.fair)
    give_consent(visitor.seeker, participation)
    booking = book(make_table(participation).slots[0], visitor, SYSTEM).booking
    with pytest.raises(Refused, match="no_interview"):
        issue(visitor, booking, SYSTEM)


def test_a_visitor_saves_the_paper_and_its_qr_leads_to_the_check(
    client: FlaskClient, visitor: Registration
) -> None:
    come(visitor)
    sign_in(client, visitor.seeker)
    assert "참가확인서" in client.get("/my/certificates").text
    made = client.post("/certificates", data={"registration": visitor.id})
    paper = client.get(made.location)
    words, address = read_page(paper.data)
    assert NAME in words
    assert visitor.fair.title in words
    path = address.partition("localhost")[2]
    answer = client.application.test_client().get(path)
    assert {one.headers["Cache-Control"] for one in (paper, answer)} == {"no-store"}
    checked = answer.text
    assert "맞는 확인서예요" in checked
    assert "남***" in checked or "남**람" in checked
    assert NAME not in checked


def test_an_interview_certificate_names_company_number_and_time(
    client: FlaskClient, visitor: Registration
) -> None:
    booking = talk(visitor)
    sign_in(client, visitor.seeker)
    made = client.post("/certificates", data={"registration": visitor.id, "booking": booking.id})
    words, _address = read_page(client.get(made.location).data)
    number = booking.participation.employer.business_number
    for fact in ("면접확인서", "가온물산", f"{number[:3]}-{number[3:5]}-{number[5:]}", "오전"):
        assert fact in words.replace("오후", "오전")


def test_the_same_certificate_comes_however_often_it_is_asked_for(
    visitor: Registration, together: Together
) -> None:
    come(visitor)
    db.session.commit()
    number = visitor.id

    def ask(_turn: int) -> str:
        certificate = issue(db.session.get_one(Registration, number), None, SYSTEM)
        db.session.commit()
        return certificate.number

    assert len(set(together(8, ask))) == 1
    assert db.session.scalar(select(func.count()).select_from(Certificate)) == 1


def test_a_check_in_that_was_taken_back_makes_the_paper_false(
    client: FlaskClient, visitor: Registration
) -> None:
    scan = come(visitor)
    certificate = issue(visitor, None, SYSTEM)
    undo(scan, SYSTEM)  # type: ignore[arg-type]
    answer = client.get(f"/verify/{certificate.number}")
    assert answer.status_code == 404
    assert "확인할 수 없는 번호예요" in answer.text


def test_a_made_up_number_is_not_confirmed(client: FlaskClient, visitor: Registration) -> None:
    come(visitor)
    issue(visitor, None, SYSTEM)
    assert client.get("/verify/1000000000000063").status_code == 404
    assert "번호가 맞지 않아요" in client.get("/verify?number=1234").text


def test_other_peoples_certificates_are_out_of_reach(
    client: FlaskClient, visitor: Registration
) -> None:
    come(visitor)
    certificate = issue(visitor, None, SYSTEM)
    sign_in(client, make_seeker())
    assert client.get(f"/certificates/{certificate.id}.pdf").status_code == 404
    assert client.post("/certificates", data={"registration": visitor.id}).status_code == 404
    sign_in(client, make_staff(make_fair()))
    assert client.get(f"/certificates/{certificate.id}.pdf").status_code == 404
    sign_in(client, make_staff(visitor.fair))
