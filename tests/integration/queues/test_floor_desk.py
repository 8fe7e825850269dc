"""The floor desk: a number for a walk-in with their consent, its slip, and help at every table."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa.accounts.models import StaffDuty
from festa.audit.models import AuditEntry
from festa.badges.queries import active_badge
from festa.consents.models import ConsentMethod, Purpose
from festa.consents.service import find_standing
from festa.extensions import db
from festa.interviews.models import TableMode
from festa.interviews.states import OutcomeResult
from festa.queues.models import Ticket
from festa.queues.states import TicketKind, TicketState
from festa.registrations.models import Registration
from tests.factories import FAIR_DAY, make_fair, make_registration, make_staff, sign_in
from tests.integration.interviews.floor import Floor, make_applicant, make_floor
from tests.integration.queues.console_hall import booked, renewed, walked_in
from tests.statements import asked_by

MM = 72 / 25.4


@pytest.fixture
def floor(app: Any, clock_stands: Any) -> Floor:
    clock_stands.move_to(f"{FAIR_DAY}T10:30:00+09:00")
    return make_floor()


@pytest.fixture
def staff(floor: Floor, client: FlaskClient) -> FlaskClient:
    return sign_in(client, make_staff(floor.fair, StaffDuty.DESK))


def at(floor: Floor, rest: str = "") -> str:
    return f"/desk/{floor.fair.slug}/floor{rest}"


def person_page(floor: Floor, registration: Registration) -> str:
    return at(floor, f"/people/{registration.id}")


def tickets() -> int:
    return db.session.scalar(select(func.count(Ticket.id))) or 0


def test_a_badge_finds_the_person_and_a_number_is_given_with_their_consent(
    floor: Floor, staff: FlaskClient
) -> None:
    somebody = make_registration(floor.fair)
    badge = active_badge(somebody.id)
    assert badge is not None
    found = staff.post(at(floor, "/find"), data={"words": badge.short_code})
    assert found.location == person_page(floor, somebody)
    asked = staff.post(found.location, data={"table": floor.table.id})
    assert asked.status_code == 200
    assert f"{floor.participation.employer.name}에 내 정보를 제공하는 데 동의해요" in asked.text
    assert tickets() == 0
    fields = {"table": floor.table.id, "method": "paper"}
    unticked = staff.post(found.location, data=fields)
    assert unticked.status_code == 422
    assert "본인이 동의했는지 확인하고" in unticked.text
    said = staff.post(found.location, data=fields | {"agreed": "1"})
    assert said.status_code == 303
    ticket = db.session.scalars(select(Ticket)).one()
    assert (ticket.kind, ticket.state) == (TicketKind.WALK_IN, TicketState.WAITING)
    consent = find_standing(
        somebody.seeker_id, floor.fair.id, Purpose.THIRD_PARTY, floor.participation.employer_id
    )
    assert consent is not None
    assert consent.method is ConsentMethod.PAPER
    assert "W-1번을 드렸어요" in staff.get(found.location).text


def test_whoever_agreed_before_is_not_asked_again(floor: Floor, staff: FlaskClient) -> None:
    somebody = make_applicant(floor.participation)
    staff.post(person_page(floor, somebody), data={"table": floor.table.id})
    assert tickets() == 1
    again = staff.post(person_page(floor, somebody), data={"table": floor.table.id})
    assert "이 기업의 번호표를 이미 가지고" in staff.get(again.location).text
    assert tickets() == 1


def test_nobody_stands_in_no_line(floor: Floor, staff: FlaskClient) -> None:
    answer = staff.post(person_page(floor, floor.registration), data={})
    assert answer.status_code == 422
    assert "어느 테이블 줄에 설지 골라 주세요" in answer.text


def test_a_table_for_booked_people_alone_is_not_offered(floor: Floor, staff: FlaskClient) -> None:
    floor.table.mode = TableMode.BOOKED
    page = staff.get(person_page(floor, floor.registration)).text
    assert "설 수 있는 줄이 없어요" in page


def test_a_booked_person_gets_a_number_at_the_desk(floor: Floor, staff: FlaskClient) -> None:
    booking = booked(floor)
    page = person_page(floor, booking.registration)
    assert "도착 확인하고 번호 드리기" in staff.get(page).text
    where = at(floor, f"/tables/{floor.table.id}/arrived/{booking.id}")
    assert staff.post(where, data={"from": "person"}).location == page
    ticket = db.session.scalars(select(Ticket)).one()
    assert ticket.kind is TicketKind.BOOKED


@pytest.mark.parametrize(("paper", "size"), [("label", (62, 70)), ("a4", (210, 297))])
def test_a_slip_has_the_number_and_names_nobody(
    floor: Floor, staff: FlaskClient, paper: str, size: tuple[int, int]
) -> None:
    ticket = walked_in(floor, name="홍길동")
    answer = staff.get(at(floor, f"/tickets/{ticket.id}/slip.pdf?paper={paper}"))
    assert answer.mimetype == "application/pdf"
    page = pypdfium2.PdfDocument(BytesIO(answer.data))[0]
    assert [round(side / MM) for side in page.get_size()] == list(size)
    text = page.get_textpage().get_text_bounded()
    assert ticket.label in text
    assert floor.participation.employer.name in text
    assert "홍길동" not in text


def test_all_numbers_of_a_line_fit_on_sheets(floor: Floor, staff: FlaskClient) -> None:
    labels = [walked_in(floor).label for _one in range(9)]
    answer = staff.get(at(floor, f"/tables/{floor.table.id}/slips.pdf"))
    pages = pypdfium2.PdfDocument(BytesIO(answer.data))
    assert len(pages) == 2
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert all(label in text for label in labels)


def test_staff_lead_a_whole_talk_for_an_interviewer(
    floor: Floor, staff: FlaskClient, clock_stands: Any
) -> None:
    first, second = walked_in(floor), walked_in(floor)
    table = at(floor, f"/tables/{floor.table.id}")
    assert first.label in staff.get(table).text
    staff.post(f"{table}/next")
    assert first.state is TicketState.CALLED
    for step in ("page", "start", "finish"):
        assert staff.post(at(floor, f"/tickets/{first.id}/{step}")).location == table
    assert "결과를 남겨 주세요" in staff.get(table).text
    staff.post(at(floor, f"/tickets/{first.id}/outcome"), data={"result": "rejected"})
    assert first.booking is not None
    assert first.booking.outcome is not None
    assert first.booking.outcome.result is OutcomeResult.REJECTED
    staff.post(at(floor, f"/tickets/{second.id}/out-of-turn"), data={"reason": "distress"})
    assert second.state is TicketState.CALLED
    staff.post(f"{table}/late", data={"minutes": "10"})
    staff.post(f"{table}/pause", data={"reason": "점심"})
    page = staff.get(at(floor)).text
    assert "10분 지연" in page
    assert "잠시 멈춤" in page


def test_looks_of_staff_are_noted_once_for_each_who_appears(
    floor: Floor, staff: FlaskClient
) -> None:
    first = walked_in(floor)
    table = at(floor, f"/tables/{floor.table.id}")
    page = staff.get(table).text
    second = walked_in(floor)
    page = renewed(staff, table, page)
    renewed(staff, table, page)
    query = select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    seen = list(db.session.scalars(query.order_by(AuditEntry.id)))
    assert seen == [first.registration.seeker_id, second.registration.seeker_id]
    staff.get(f"{table}/now?seen={second.id}")
    assert len(db.session.scalars(query).all()) == 4, "what was shown is not for the asker to say"


def test_what_is_of_another_fair_does_not_exist_here(floor: Floor, staff: FlaskClient) -> None:
    other = make_floor(make_fair(day=FAIR_DAY + timedelta(days=0)))
    ticket = walked_in(other)
    for address in (
        f"/tables/{other.table.id}",
        f"/tables/{other.table.id}/now",
        f"/tables/{other.table.id}/slips.pdf",
        f"/tickets/{ticket.id}/slip.pdf",
        f"/people/{other.registration.id}",
    ):
        assert staff.get(at(floor, address)).status_code == 404, address
        assert staff.get(at(other, address)).status_code == 404, address
    for address in (f"/tables/{other.table.id}/next", f"/tickets/{ticket.id}/leave"):
        assert staff.post(at(floor, address)).status_code == 404
    assert ticket.state is TicketState.WAITING


def test_recruiters_and_seekers_stay_outside(floor: Floor, client: FlaskClient) -> None:
    for person in (floor.recruiter, floor.registration.seeker):
        assert sign_in(client, person).get(at(floor)).status_code == 403


def test_the_floor_asks_no_more_with_more_tables_and_people(
    floor: Floor, staff: FlaskClient
) -> None:
    walked_in(floor)
    pages = (at(floor), person_page(floor, floor.registration))
    before = []
    for page in pages:
        staff.get(page)
        before.append(asked_by(staff, page))
    for _one in range(3):
        more = make_floor(floor.fair)
        walked_in(more)
        walked_in(floor)
    for page, asked in zip(pages, before, strict=True):
        assert asked_by(staff, page) <= asked, page
