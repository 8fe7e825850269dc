"""What is kept of a person, on paper: every record, in words, nothing cut."""

import pypdfium2
from flask import Flask
from flask.testing import FlaskClient

from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.gates.answer import ScanRequest
from festa.gates.service import admit
from festa.messages.service import About, send_sms
from tests.factories import (
    give_consent,
    make_application,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    sign_in,
)


def words_of(client: FlaskClient) -> str:
    """All that the PDF says, without its spaces: lines break where they must."""
    answer = client.get("/my/data.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    document = pypdfium2.PdfDocument(answer.data)
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)


def test_the_pdf_holds_every_kind_of_record_in_words(client: FlaskClient, app: Flask) -> None:
    fair = make_fair()
    seeker = make_seeker(name="남궁가람", wished_work=["물류"], email="garam@example.com")
    registration = make_registration(fair, seeker)
    badge = active_badge(registration.id)
    assert badge is not None
    admit(fair.gates[0], ScanRequest(badge.code), SYSTEM)
    participation = make_participation(fair)
    give_consent(seeker, participation)
    make_application(registration, participation)
    long = "면접 장소가 바뀌었어요. " * 40 + "끝."
    send_sms(seeker.phone, "interview_booked", long, About(seeker_id=seeker.id))
    sign_in(client, seeker)
    said = words_of(client)
    for fact in (
        "남궁가람",
        "garam@example.com",
        "물류",
        "참가확정",
        badge.short_code,
        participation.employer.name.replace(" ", ""),
        "답을기다려요",
        "".join(long.split()),
    ):
        assert fact in said


def test_a_person_of_whom_little_is_kept_reads_so(client: FlaskClient, app: Flask) -> None:
    sign_in(client, make_seeker(name="한가람"))
    assert "없음" in words_of(client)
