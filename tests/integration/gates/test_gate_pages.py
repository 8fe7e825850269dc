"""The gate as staff use it: type, read the answer, go on."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.models import BadgeKind, ReissueReason
from festa.badges.queries import active_badge
from festa.badges.service import issue_badge, reissue_badge
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.gates.decision import ScanOutcome
from festa.gates.models import CheckIn, Scan
from festa.interviews.departures import leave_fair
from festa.registrations.models import Registration
from tests.factories import (
    FAIR_DAY,
    make_account,
    make_fair,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def staff(client: FlaskClient, fair: Fair) -> FlaskClient:
    """A volunteer of this fair, signed in."""
    return sign_in(client, make_staff(fair))


def code_of(registration: Registration) -> str:
    """What the QR of the person's badge holds."""
    badge = active_badge(registration.id)
    assert badge is not None
    return badge.code


def scan(staff: FlaskClient, fair: Fair, code: str, **fields: str) -> str:
    """Scan at the fair's first gate and read the screen."""
    answer = staff.post(
        f"/gate/{fair.gates[0].id}/scans", data={"code": code} | fields, follow_redirects=True
    )
    assert answer.status_code == 200
    return answer.text


def outcomes() -> list[ScanOutcome]:
    """The answers that were stored, in order."""
    return list(db.session.scalars(select(Scan.outcome).order_by(Scan.received_at)))


def test_typed_digits_admit_and_show_a_masked_name(staff: FlaskClient, fair: Fair) -> None:
    registration = make_registration(fair)
    screen = scan(staff, fair, code_of(registration))
    assert 'data-kind="admitted"' in screen
    assert registration.seeker.masked_name in screen
    assert registration.seeker.name not in screen


def test_the_short_number_opens_the_door_too(staff: FlaskClient, fair: Fair) -> None:
    badge = active_badge(make_registration(fair).id)
    assert badge is not None
    scan(staff, fair, f" {badge.short_code[:4]} {badge.short_code[4:]}\n")
    assert outcomes() == [ScanOutcome.ADMITTED]


def test_the_second_scan_names_the_first_time_and_gate(staff: FlaskClient, fair: Fair) -> None:
    code = code_of(make_registration(fair))
    scan(staff, fair, code)
    screen = scan(staff, fair, code)
    assert "오전 10:00에 정문 1에서 입장하셨어요." in screen
    scan(staff, fair, code, reentry="y")
    expected = [ScanOutcome.ADMITTED, ScanOutcome.ALREADY_IN, ScanOutcome.READMITTED]
    assert outcomes() == expected


def test_an_old_badge_is_refused_by_name_after_a_new_one_was_made(
    staff: FlaskClient, fair: Fair
) -> None:
    badge = active_badge(make_registration(fair).id)
    assert badge is not None
    old = badge.code
    new = reissue_badge(badge, ReissueReason.LOST, SYSTEM)
    scan(staff, fair, old)
    scan(staff, fair, new.code)
    assert outcomes() == [ScanOutcome.SUPERSEDED, ScanOutcome.ADMITTED]


def test_another_citys_badge_is_recognised_and_can_be_converted(
    staff: FlaskClient, fair: Fair
) -> None:
    elsewhere = make_fair(city="부산", city_en="Busan", tour=fair.tour)
    screen = scan(staff, fair, code_of(make_registration(elsewhere)))
    assert "부산" in screen
    assert "오늘 박람회로 등록" in screen
    assert outcomes() == [ScanOutcome.OTHER_FAIR]


def test_a_cancelled_registration_does_not_open_the_door(staff: FlaskClient, fair: Fair) -> None:
    registration = make_registration(fair)
    code = code_of(registration)
    leave_fair(registration, SYSTEM)
    scan(staff, fair, code)
    assert outcomes() == [ScanOutcome.REVOKED]


@pytest.mark.parametrize("garbage", ["안녕하세요", "0" * 500, "'; DROP TABLE scan; --", "12345678"])
def test_garbage_is_answered_and_the_next_good_scan_works(
    staff: FlaskClient, fair: Fair, garbage: str
) -> None:
    scan(staff, fair, garbage)
    scan(staff, fair, code_of(make_registration(fair)))
    first, second = outcomes()
    assert first in {ScanOutcome.UNREADABLE, ScanOutcome.UNKNOWN}
    assert second is ScanOutcome.ADMITTED


@pytest.mark.parametrize("nothing", ["", "  "])
def test_a_tap_on_the_button_alone_is_no_scan(staff: FlaskClient, fair: Fair, nothing: str) -> None:
    answer = scan(staff, fair, nothing)
    assert outcomes() == []
    assert "숫자 여덟 자리를 적어 주세요." in answer


def test_a_fair_that_is_not_live_lets_nobody_in(client: FlaskClient, app: Flask) -> None:
    fair = make_fair(FairState.REGISTRATION_CLOSED)
    staff = sign_in(client, make_staff(fair))
    scan(staff, fair, code_of(make_registration(fair)))
    assert outcomes() == [ScanOutcome.FAIR_NOT_LIVE]


def test_undoing_takes_the_check_in_back_and_keeps_both_rows(
    staff: FlaskClient, fair: Fair
) -> None:
    code = code_of(make_registration(fair))
    scan(staff, fair, code)
    first = db.session.scalars(select(Scan)).one()
    staff.post(f"/gate/{fair.gates[0].id}/scans/{first.id}/undo")
    standing = select(CheckIn).where(CheckIn.undone_at.is_(None))
    assert db.session.scalars(standing).all() == []
    assert outcomes() == [ScanOutcome.ADMITTED, ScanOutcome.UNDONE]
    scan(staff, fair, code)
    assert outcomes()[-1] is ScanOutcome.ADMITTED


def test_a_scan_is_taken_back_once_and_a_refusal_never(staff: FlaskClient, fair: Fair) -> None:
    registration = make_registration(fair)
    code = code_of(registration)
    scan(staff, fair, code)
    leave_fair(registration, SYSTEM)
    scan(staff, fair, code)
    admitted, revoked = db.session.scalars(select(Scan).order_by(Scan.scanned_at))
    assert revoked.outcome is ScanOutcome.REVOKED
    gate = f"/gate/{fair.gates[0].id}"
    for stored in (revoked.id, revoked.id, admitted.id, admitted.id):
        staff.post(f"{gate}/scans/{stored}/undo")
    undone = db.session.scalars(select(Scan.undoes_id).where(Scan.undoes_id.is_not(None)))
    assert undone.all() == [admitted.id]
    assert "되돌릴 것이 없는 스캔이에요" in staff.get(gate).text


def test_the_page_offers_to_take_back_what_moved_somebody(staff: FlaskClient, fair: Fair) -> None:
    code = code_of(make_registration(fair))
    for direction in ("in", "in", "out", "in"):
        scan(staff, fair, code, direction=direction)
    assert ScanOutcome.ALREADY_IN in outcomes()
    page = staff.get(f"/gate/{fair.gates[0].id}").text
    assert page.count("/undo") == 3
    back = db.session.scalars(select(Scan).where(Scan.outcome == ScanOutcome.READMITTED)).one()
    staff.post(f"/gate/{fair.gates[0].id}/scans/{back.id}/undo")
    assert db.session.scalars(select(CheckIn)).one().left_at is not None


def test_a_guest_who_came_in_is_a_guest_among_the_last_scans(
    staff: FlaskClient, fair: Fair
) -> None:
    guest = issue_badge(fair.id, BadgeKind.GUEST, SYSTEM, guest_name="남궁연사")
    page = scan(staff, fair, guest.code)
    assert "손님 · 입장" in page
    assert "모르는 명찰" not in page
    assert "모르는 명찰" in scan(staff, fair, "12345678")


def test_leaving_and_coming_back(staff: FlaskClient, fair: Fair) -> None:
    code = code_of(make_registration(fair))
    for direction in ("in", "out", "in"):
        scan(staff, fair, code, direction=direction)
    assert outcomes() == [ScanOutcome.ADMITTED, ScanOutcome.LEFT, ScanOutcome.READMITTED]


def test_somebody_without_a_badge_is_found_by_name_and_last_digits(
    staff: FlaskClient, fair: Fair
) -> None:
    seeker = make_registration(fair).seeker
    make_registration(fair)
    page = staff.post(
        f"/gate/{fair.gates[0].id}/find",
        data={"name": seeker.name[:2], "last_four": seeker.phone[-4:]},
    ).text
    assert seeker.masked_name in page
    assert "입장 처리" in page
    looks = select(AuditEntry).where(AuditEntry.action == "personal_data.seen")
    assert [look.seeker_id for look in db.session.scalars(looks)] == [seeker.id]


def test_gates_of_the_fair_that_is_open_come_first_and_others_bear_their_day(
    client: FlaskClient, fair: Fair
) -> None:
    earlier, later = FAIR_DAY - timedelta(days=1), FAIR_DAY + timedelta(days=16)
    make_fair(FairState.POSTPONED, tour=fair.tour, day=earlier, city="광주")
    busan = make_fair(FairState.BOOKING_OPEN, tour=fair.tour, day=later, city="부산")
    sign_in(client, make_account())
    page = client.get("/gate").text
    assert page.index("지금 진행 중") < page.index("광주") < page.index("부산")
    busan_gate = page[page.index(f'href="/gate/{busan.gates[0].id}"') :]
    assert "12월 9일(수)" in busan_gate[: busan_gate.index("</a>")]


@pytest.mark.parametrize(
    ("state", "days", "said"),
    [
        (FairState.BOOKING_OPEN, 16, "대전 박람회는 12월 9일(수)에 열려요."),
        (FairState.CLOSED, -1, "대전 박람회는 11월 22일(일)에 끝났어요."),
        (FairState.POSTPONED, 16, "지금 진행 중인 박람회가 아니에요."),
    ],
)
def test_the_gate_of_a_fair_that_is_not_open_says_so_on_top(
    client: FlaskClient, app: Flask, state: FairState, days: int, said: str
) -> None:
    fair = make_fair(state, day=FAIR_DAY + timedelta(days=days))
    sign_in(client, make_account())
    page = client.get(f"/gate/{fair.gates[0].id}").text
    assert said in page
    assert page.index(said) < page.index("명찰을 읽어 주세요</h1>")


def test_the_gate_of_an_open_fair_says_nothing_of_days(staff: FlaskClient, fair: Fair) -> None:
    page = staff.get(f"/gate/{fair.gates[0].id}").text
    assert "지금 진행 중인 박람회가 아니에요." not in page


def test_nobody_leafs_through_all_names(staff: FlaskClient, fair: Fair) -> None:
    make_registration(fair)
    answer = staff.post(f"/gate/{fair.gates[0].id}/find", data={"name": "", "last_four": ""})
    assert answer.status_code == 422


def test_initial_consonants_find_people_and_the_end_of_the_number_the_one(
    staff: FlaskClient, fair: Fair
) -> None:
    for number in range(12):
        make_registration(fair, make_seeker(name="김민수", phone=f"+8210200010{number:02d}"))
    address = f"/gate/{fair.gates[0].id}/find"
    many = staff.post(address, data={"name": "ㄱㅁㅅ", "last_four": ""}).text
    assert "찾은 분 10명" in many
    assert "많이 찾았어요" in many
    one = staff.post(address, data={"name": "ㄱㅁㅅ", "last_four": "1011"}).text
    assert "찾은 분 1명" in one
    assert "많이 찾았어요" not in one


def test_a_foreign_name_is_found_at_a_gate_without_its_accents(
    staff: FlaskClient, fair: Fair
) -> None:
    make_registration(fair, make_seeker(name="Nguyễn Thị Lan"))
    make_registration(fair, make_seeker(name="Minsu Kim"))
    address = f"/gate/{fair.gates[0].id}/find"
    assert "찾은 분 1명" in staff.post(address, data={"name": "nguyen thi", "last_four": ""}).text


def test_staff_of_another_fair_do_not_see_this_gate(client: FlaskClient, fair: Fair) -> None:
    stranger = sign_in(client, make_staff(make_fair()))
    assert stranger.get(f"/gate/{fair.gates[0].id}").status_code == 404
    assert stranger.post(f"/gate/{fair.gates[0].id}/scans").status_code == 404


def test_every_scan_says_who_where_when_and_why(staff: FlaskClient, fair: Fair) -> None:
    code = code_of(make_registration(fair))
    scan(staff, fair, code)
    row = db.session.scalars(select(Scan)).one()
    assert row.account_id is not None
    assert row.gate_id == fair.gates[0].id
    assert row.outcome is ScanOutcome.ADMITTED
    assert code not in row.code_hash
