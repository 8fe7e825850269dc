"""Who is in the hall: a masked list for the desk, and the paper to count them by outside."""

from datetime import timedelta

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.models import Badge, BadgeKind
from festa.badges.queries import active_badge
from festa.badges.service import issue_badge
from festa.extensions import db
from festa.fairs.models import Fair, Gate, Hall
from festa.gates.decision import Direction
from festa.gates.inside_queries import others_inside, seekers_inside
from festa.gates.service import ScanRequest, admit
from festa.gates.undoing import undo
from festa.permissions import Role
from festa.registrations.models import Registration
from tests.factories import (
    make_account,
    make_fair,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)
from tests.statements import asked_by, statements_sent


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair of two halls, each with a gate."""
    fair = make_fair()
    fair.gates.append(Gate(name="동문", hall=Hall(name="2홀", fair=fair)))
    db.session.flush()
    return fair


@pytest.fixture
def staff(client: FlaskClient, fair: Fair) -> FlaskClient:
    """A volunteer of this fair, signed in."""
    return sign_in(client, make_staff(fair))


def come(fair: Fair, name: str = "홍길동", gate: int = 0, **fields: str) -> Registration:
    """Somebody registers and walks in."""
    person = make_registration(fair, make_seeker(name=name, **fields))
    walk(person, fair.gates[gate])
    return person


def walk(person: Registration, gate: Gate, direction: Direction = Direction.IN) -> None:
    """Somebody walks through a gate."""
    badge = active_badge(person.id)
    assert badge is not None
    admit(gate, ScanRequest(badge.code, direction), SYSTEM)


def read(answer: TestResponse) -> tuple[list[str], str]:
    """The text of each page of a PDF, and all of it."""
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.data)]
    answer.close()
    return pages, "\n".join(pages)


def looks(page: str) -> set[int | None]:
    """Whose data the log says was seen on this page."""
    entries = select(AuditEntry).where(AuditEntry.action == "personal_data.seen")
    return {one.seeker_id for one in db.session.scalars(entries) if one.detail["page"] == page}


def test_the_desk_sees_masked_names_since_when_and_where_and_the_look_is_logged(
    staff: FlaskClient, fair: Fair
) -> None:
    here = come(fair, "홍길동", 1)
    gone = come(fair, "남궁민수")
    walk(gone, fair.gates[0], Direction.OUT)
    page = staff.get(f"/desk/{fair.slug}/inside").text
    assert "홍*동" in page
    assert "홍길동" not in page
    assert "오전 10:00" in page
    assert "동문" in page
    assert "2홀" in page
    assert "남**수" not in page
    assert "지금 안에 1명이 있어요." in page
    assert looks("desk.inside") == {here.seeker_id}


def test_people_are_found_by_name_or_the_end_of_the_phone_and_no_address_keeps_it(
    staff: FlaskClient, fair: Fair
) -> None:
    come(fair, "홍길동", phone="+821099990001")
    come(fair, "김영희", phone="+821099990002")
    address = f"/desk/{fair.slug}/inside"
    for words, found, other in (("김영", "김*희", "홍*동"), ("0001", "홍*동", "김*희")):
        page = staff.post(address, data={"words": words}).text
        assert found in page
        assert other not in page
    assert "찾는 분이 안에 없어요" in staff.post(address, data={"words": "없는"}).text
    assert "김*희" in staff.get(f"{address}?words=홍길동").text
    assert staff.post(address, data={"words": "가" * 61}).status_code == 422


def test_the_printed_list_has_masked_names_the_hall_and_who_printed_it(
    staff: FlaskClient, fair: Fair
) -> None:
    first = come(fair, "홍길동", phone="+821099991234")
    second = come(fair, "김영희", 1, phone="+821099995678")
    answer = staff.post(f"/desk/{fair.slug}/inside/print")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    pages, text = read(answer)
    for words in ("김*희", "5678", "홍*동", "1234", "1홀", "2홀", "참가자 2명", "오전 10:00"):
        assert words in text
    assert "홍길동" not in text
    assert pages[0].index("김*희") < pages[0].index("홍*동")
    assert "1 / 1" in pages[0]
    assert looks("export.evacuation") == {first.seeker_id, second.seeker_id}
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "evacuation.printed")
    ).one()
    assert entry.detail["people"] == 2


def test_one_hall_can_be_printed_alone(staff: FlaskClient, fair: Fair) -> None:
    come(fair, "홍길동")
    come(fair, "김영희", 1)
    hall = fair.gates[1].hall
    assert hall is not None
    _pages, text = read(staff.post(f"/desk/{fair.slug}/inside/print", data={"hall_id": hall.id}))
    assert "김*희" in text
    assert "홍*동" not in text


def test_recruiters_and_staff_count_while_their_badge_was_read_inwards_last(
    staff: FlaskClient, fair: Fair
) -> None:
    gate = fair.gates[0]
    badges = [make_badge(fair, name) for name in ("최은주", "박상철", "이순옥")]
    moments = [clock.now() - timedelta(hours=1), clock.now() - timedelta(minutes=5)]
    for badge in badges:
        admit(gate, ScanRequest(badge.code, scanned_at=moments[0]), SYSTEM)
    admit(gate, ScanRequest(badges[1].code, Direction.OUT, scanned_at=moments[1]), SYSTEM)
    taken = admit(gate, ScanRequest(badges[2].code, Direction.OUT, scanned_at=moments[1]), SYSTEM)
    undo(taken.scan, SYSTEM)
    assert [one.name for one in others_inside(fair.id, None)] == ["이*옥", "최*주"]
    pages, _text = read(staff.post(f"/desk/{fair.slug}/inside/print"))
    assert "손님 2명" in pages[-1]
    assert "최*주" in pages[-1]


def make_badge(fair: Fair, name: str) -> Badge:
    """The badge of somebody who works at the fair."""
    account = make_account(Role.STAFF, name=name)
    return issue_badge(fair.id, BadgeKind.STAFF, SYSTEM, account_id=account.id)


def test_with_nobody_inside_page_and_paper_say_so(staff: FlaskClient, fair: Fair) -> None:
    assert "지금 안에 아무도 없어요" in staff.get(f"/desk/{fair.slug}/inside").text
    pages, text = read(staff.post(f"/desk/{fair.slug}/inside/print"))
    assert "참가자 0명" in text
    assert len(pages) == 1


def test_a_section_without_anybody_takes_no_page(staff: FlaskClient, fair: Fair) -> None:
    come(fair)
    pages, text = read(staff.post(f"/desk/{fair.slug}/inside/print"))
    assert len(pages) == 1
    assert "1 / 1" in text
    assert "손님 0명" not in text


def test_staff_of_another_fair_recruiters_and_seekers_see_nobody(
    client: FlaskClient, fair: Fair
) -> None:
    come(fair)
    refused = [
        (make_staff(make_fair()), 404),
        (make_account(Role.RECRUITER), 403),
        (make_seeker(), 403),
    ]
    for person, status in refused:
        sign_in(client, person)
        assert client.get(f"/desk/{fair.slug}/inside").status_code == status
        assert client.post(f"/desk/{fair.slug}/inside/print").status_code == status
    assert looks("desk.inside") == looks("export.evacuation") == set()


def test_organisers_see_it_among_their_pages_of_the_day(client: FlaskClient, fair: Fair) -> None:
    come(fair)
    sign_in(client, make_account())
    page = client.get(f"/desk/{fair.slug}/inside").text
    assert "홍*동" in page
    assert f"/console/fairs/{fair.slug}/devices" in page


def test_many_people_take_as_many_statements_as_one(staff: FlaskClient, fair: Fair) -> None:
    come(fair)
    before = asked_by(staff, f"/desk/{fair.slug}/inside")
    for number in range(7):
        come(fair, "김영희", number % 2)
    assert asked_by(staff, f"/desk/{fair.slug}/inside") == before
    number = fair.id
    db.session.commit()
    with statements_sent(db.engine) as sent:
        assert len(seekers_inside(number, None)) == 8
        others_inside(number, None)
    assert len(sent) == 2
