"""The live day: what organisers see of the doors and the floor, and who is noted for looking."""

import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.models import BadgeKind
from festa.badges.queries import active_badge
from festa.badges.service import issue_badge
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair, Gate, Hall
from festa.gates.decision import Direction
from festa.gates.models import Scan
from festa.gates.service import ScanRequest, admit
from festa.interviews.booking import book, change
from festa.interviews.states import BookingState
from festa.registrations.models import Registration
from festa.reports.live import arrivals, curve, halls, refused_scans
from tests.factories import (
    FAIR_DAY,
    give_consent,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_table,
    make_tour,
)
from tests.statements import asked_by

SEEN = re.compile(r'name="seen" value="([^"]+)"')


def come(registration: Registration, gate: Gate | None = None) -> Scan:
    """Somebody walks in."""
    badge = active_badge(registration.id)
    assert badge is not None
    return admit(gate or registration.fair.gates[0], ScanRequest(badge.code), SYSTEM).scan


def looks() -> list[int | None]:
    """Whose data the log says was seen on the live page."""
    query = select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def test_the_live_fair_is_shown_unless_another_is_asked_for(organiser: FlaskClient) -> None:
    tour = make_tour()
    make_fair(tour=tour, city="대전")
    later = make_fair(
        FairState.REGISTRATION_OPEN, tour=tour, city="부산", day=FAIR_DAY + timedelta(days=9)
    )
    assert "대전 현장" in organiser.get("/console/live").text
    other = organiser.get(f"/console/live?fair={later.slug}").text
    assert "부산 현장" in other
    assert "지금 진행 중인 박람회가 아니에요" in other
    assert "hx-get" not in other


def test_without_any_fair_the_live_page_leads_to_the_season(organiser: FlaskClient) -> None:
    assert organiser.get("/console/live").location == "/console"


def test_names_are_masked_and_each_look_is_logged_once(organiser: FlaskClient) -> None:
    fair = make_fair()
    person = make_registration(fair, make_seeker(name="홍길동"))
    come(person)
    page = organiser.get("/console/live").text
    assert "홍*동" in page
    assert "홍길동" not in page
    assert looks() == [person.seeker_id]
    (seen,) = SEEN.findall(page)
    part = organiser.get("/console/live/now", query_string={"fair": fair.slug, "seen": seen})
    assert "홍*동" in part.text
    assert "<html" not in part.text
    assert looks() == [person.seeker_id]
    late = come(make_registration(fair))
    organiser.get("/console/live/now", query_string={"fair": fair.slug, "seen": seen})
    assert late.registration is not None
    assert looks() == [person.seeker_id, late.registration.seeker_id]


def test_whoever_is_registered_for_nothing_is_called_by_what_they_are(
    organiser: FlaskClient,
) -> None:
    fair = make_fair()
    guest = issue_badge(fair.id, BadgeKind.GUEST, SYSTEM, guest_name="남궁연사")
    admit(fair.gates[0], ScanRequest(guest.code), SYSTEM)
    page = organiser.get("/console/live").text
    assert "손님" in page
    assert "남궁연사" not in page
    assert "확인되지 않음" not in page
    admit(fair.gates[0], ScanRequest("12345678"), SYSTEM)
    assert "확인되지 않음" in organiser.get("/console/live").text


def test_refused_scans_are_counted_by_reason(organiser: FlaskClient) -> None:
    fair = make_fair()
    person = make_registration(fair)
    come(person)
    come(person)
    come(person)
    admit(fair.gates[0], ScanRequest("12345678"), SYSTEM)
    db.session.flush()
    reason, count = refused_scans(fair)[0]
    assert (reason.value, count) == ("already_in", 2)
    page = organiser.get("/console/live").text
    assert "이미 입장" in page


def test_people_in_a_hall_are_counted_by_the_gate_that_they_came_through(
    organiser: FlaskClient,
) -> None:
    fair = make_fair()
    second = Hall(name="2홀")
    fair.halls.append(second)
    fair.gates += [Gate(name="동문", hall=second), Gate(name="비상문")]
    db.session.flush()
    first, east, emergency = fair.gates
    for gate in (first, first, east, emergency):
        come(make_registration(fair), gate)
    leaving = make_registration(fair)
    come(leaving)
    badge = active_badge(leaving.id)
    assert badge is not None
    admit(first, ScanRequest(badge.code, Direction.OUT), SYSTEM)
    rows = [(row["name"], row["inside"], row["limit"]) for row in halls(fair)]
    assert rows == [("1홀", 2, 500), ("2홀", 1, None), (None, 1, None)]
    assert "2 / 500" in organiser.get("/console/live").text


def test_the_queue_is_everybody_who_came_and_has_not_begun(organiser: FlaskClient) -> None:
    fair = make_fair()
    employer = make_participation(fair)
    for state, slot in zip(
        (BookingState.ARRIVED, BookingState.CALLED, BookingState.IN_PROGRESS, None),
        make_table(employer).slots,
        strict=False,
    ):
        registration = make_registration(fair)
        give_consent(registration.seeker, employer)
        booking = book(slot, registration, SYSTEM).booking
        assert booking is not None
        if state is not None:
            change(booking, state, SYSTEM)
    page = organiser.get("/console/live").text
    assert employer.employer.name in page
    assert "면접 중 1" in page


def test_arrivals_are_the_mean_of_five_minutes(app: object) -> None:
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    moments = [start + timedelta(minutes=minute) for minute in (0, 1, 2, 4, 7, 11)]
    drawn = curve(moments, start, start + timedelta(minutes=19))
    assert [point["value"] for point in drawn.points] == [0.8, 0.2, 0.2, 0]
    assert drawn.peak == 0


def test_a_curve_is_widened_to_hold_whoever_came_early_or_late(app: object) -> None:
    start = clock.now().replace(minute=0, second=0, microsecond=0)
    moments = [start - timedelta(minutes=12), start + timedelta(minutes=31)]
    drawn = curve(moments, start, start + timedelta(minutes=10))
    assert len(drawn.points) == 10
    assert sum(point["value"] > 0 for point in drawn.points) == 2


def test_a_fair_without_arrivals_has_no_curve(app: object) -> None:
    assert arrivals(make_fair()).points == []


def test_an_unknown_fair_is_a_404(organiser: FlaskClient) -> None:
    for address in ("/console/live?fair=nowhere", "/console/live/now?fair=nowhere"):
        assert organiser.get(address).status_code == 404


def test_the_number_of_statements_does_not_grow_with_people(organiser: FlaskClient) -> None:
    fair: Fair = make_fair()
    come(make_registration(fair))
    before = asked_by(organiser, "/console/live")
    for _ in range(8):
        come(make_registration(fair))
    assert asked_by(organiser, "/console/live") == before
