"""Badges as PDF: for whoever they belong to, and for those who work at the fair."""

from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.models import AuditEntry
from festa.badges.face import Layout, StopState
from festa.badges.models import Badge
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.permissions import Role
from festa.registrations.faces import badge_faces, line_of
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from tests.factories import (
    FAIR_DAY,
    make_account,
    make_employer,
    make_fair,
    make_recruiter,
    make_registration,
    make_seeker,
    make_staff,
    make_tour,
    sign_in,
)


@pytest.fixture
def registration(app: Flask) -> Registration:
    """Somebody with a badge."""
    return make_registration()


def badge_of(registration: Registration) -> Badge:
    """The badge that opens the door."""
    badge = active_badge(registration.id)
    assert badge is not None
    return badge


def read_qr(pdf: bytes) -> str:
    """What a scanner reads from the paper."""
    page = pypdfium2.PdfDocument(pdf)[0]
    (found,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    return str(found.text)


def test_a_seeker_keeps_the_badge_as_a_file_that_reads_back(
    client: FlaskClient, registration: Registration
) -> None:
    sign_in(client, registration.seeker)
    answer = client.get(f"/badges/{registration.id}.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert read_qr(answer.data) == badge_of(registration).code


def test_looking_at_ones_own_badge_is_no_print_and_no_look(
    client: FlaskClient, registration: Registration
) -> None:
    sign_in(client, registration.seeker)
    client.get(f"/badges/{registration.id}.pdf")
    assert badge_of(registration).times_printed == 0
    seen = select(AuditEntry).where(AuditEntry.action == "personal_data.seen")
    assert db.session.scalars(seen).all() == []


def test_another_seekers_badge_does_not_exist(
    client: FlaskClient, registration: Registration
) -> None:
    sign_in(client, make_seeker())
    answer = client.get(f"/badges/{registration.id}.pdf")
    assert answer.status_code == 404
    assert registration.seeker.name not in answer.text


def test_a_badge_of_nobody_does_not_exist(client: FlaskClient, registration: Registration) -> None:
    sign_in(client, registration.seeker)
    assert client.get("/badges/999999.pdf").status_code == 404


def test_strangers_are_led_to_sign_in(client: FlaskClient, registration: Registration) -> None:
    answer = client.get(f"/badges/{registration.id}.pdf")
    assert answer.status_code == 302
    assert "/my/sign-in" in answer.location


def test_staff_of_the_fair_see_it_at_once_and_the_look_is_logged(
    client: FlaskClient, registration: Registration
) -> None:
    staff = make_staff(registration.fair)
    sign_in(client, staff)
    answer = client.get(f"/badges/{registration.id}.pdf")
    assert answer.status_code == 200
    assert "inline" in answer.headers["Content-Disposition"]
    look = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "personal_data.seen")
    ).one()
    assert (look.seeker_id, look.actor_id) == (registration.seeker_id, staff.id)
    assert badge_of(registration).times_printed == 0


def test_staff_of_another_fair_do_not_reach_it(
    client: FlaskClient, registration: Registration
) -> None:
    sign_in(client, make_staff(make_fair()))
    assert client.get(f"/badges/{registration.id}.pdf").status_code == 404
    assert client.post(f"/badges/{registration.id}/prints").status_code == 404


def test_recruiters_draw_no_badges(client: FlaskClient, registration: Registration) -> None:
    sign_in(client, make_recruiter(make_employer()))
    assert client.get(f"/badges/{registration.id}.pdf").status_code == 403


def test_a_print_by_staff_is_counted_and_leads_to_the_paper(
    client: FlaskClient, registration: Registration
) -> None:
    sign_in(client, make_account(Role.ORGANISER))
    answer = client.post(f"/badges/{registration.id}/prints", data={"layout": "a4_sheet"})
    assert answer.status_code == 303
    assert answer.location.endswith(f"/badges/{registration.id}.pdf?layout=a4_sheet")
    assert badge_of(registration).times_printed == 1


def test_a_badge_is_printed_again_from_the_console_with_a_reason_only(
    client: FlaskClient, registration: Registration
) -> None:
    sign_in(client, make_staff(registration.fair))
    address = f"/badges/{registration.id}/prints"
    assert client.post(address).status_code == 303
    for reason in ({}, {"print-reason": "lost"}, {"print-reason": "x"}):
        refused = client.post(address, data=reason)
        assert refused.status_code == 409
        assert "다시 인쇄하는 이유를 골라 주세요" in refused.text
    assert badge_of(registration).times_printed == 1
    assert client.post(address, data={"print-reason": "damaged"}).status_code == 303
    assert badge_of(registration).times_printed == 2
    query = select(AuditEntry).where(AuditEntry.action == "badge.reprinted")
    assert db.session.scalars(query).one().detail["reason"] == "damaged"


def test_the_console_asks_why_once_a_badge_was_printed(
    client: FlaskClient, registration: Registration
) -> None:
    sign_in(client, make_account(Role.ORGANISER))
    page = f"/console/registrations/{registration.id}"
    assert "다시 인쇄하는 이유" not in client.get(page).text
    client.post(f"/badges/{registration.id}/prints")
    assert "다시 인쇄하는 이유" in client.get(page).text


def test_a_seeker_cannot_note_a_print(client: FlaskClient, registration: Registration) -> None:
    sign_in(client, registration.seeker)
    assert client.post(f"/badges/{registration.id}/prints").status_code == 403


def test_whoever_waits_has_no_badge_and_is_told_so(client: FlaskClient) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    waiting = make_registration(fair)
    assert waiting.state is RegistrationState.WAITLISTED
    sign_in(client, waiting.seeker)
    answer = client.get(f"/badges/{waiting.id}.pdf")
    assert answer.status_code == 404
    assert "대기 중이거나 취소된 신청에는 명찰이 나오지 않아요" in answer.text


@pytest.mark.parametrize("layout", list(Layout))
def test_every_paper_carries_the_same_code(
    client: FlaskClient, registration: Registration, layout: Layout
) -> None:
    sign_in(client, make_account(Role.ORGANISER))
    answer = client.get(f"/badges/{registration.id}.pdf?layout={layout.value}")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")


def test_a_paper_that_does_not_exist_is_no_badge(
    client: FlaskClient, registration: Registration
) -> None:
    sign_in(client, registration.seeker)
    assert client.get(f"/badges/{registration.id}.pdf?layout=poster").status_code == 404


def test_the_line_of_a_badge_stands_at_its_own_fair(app: Flask) -> None:
    tour = make_tour()
    for days, city in ((-9, "광주"), (9, "부산")):
        make_fair(FairState.PUBLISHED, tour=tour, day=FAIR_DAY + timedelta(days=days), city=city)
    make_fair(FairState.CANCELLED, tour=tour, day=FAIR_DAY + timedelta(days=12), city="서울")
    fair = make_fair(tour=tour)
    assert [(stop.city, stop.state) for stop in line_of(fair)] == [
        ("광주", StopState.DONE),
        ("대전", StopState.TODAY),
        ("부산", StopState.COMING),
    ]


def test_a_face_holds_the_name_and_nothing_that_was_not_agreed_to(app: Flask) -> None:
    fair = make_fair()
    seeker = make_seeker(wished_work=["요양·돌봄"], courses=["데이터 라벨러"])
    registration = make_registration(fair, seeker)
    badge = badge_of(registration)
    (face,) = badge_faces([(registration, badge)])
    assert (face.name, face.code, face.short_code) == (seeker.name, badge.code, badge.short_code)
    assert face.stops[face.current or 0].city == fair.city
    assert (face.line1, face.line2) == ("", "")
