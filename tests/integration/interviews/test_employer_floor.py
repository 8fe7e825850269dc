"""An employer's day from its own pages: tables, applicants, bookings, the talk, the result."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.booking import book
from festa.interviews.models import (
    Application,
    Booking,
    BookingChange,
    InterviewTable,
    Outcome,
    Slot,
    TableMode,
)
from festa.interviews.states import ApplicationState, BookingState, OutcomeResult, SlotState
from tests.factories import FAIR_DAY, make_employer, make_fair, make_participation, sign_in
from tests.integration.interviews.floor import Floor, make_applicant, make_floor, open_to


@pytest.fixture
def floor(app: Any) -> Floor:
    return make_floor()


@pytest.fixture
def recruiter(floor: Floor, client: FlaskClient) -> FlaskClient:
    return sign_in(client, floor.recruiter)


def address(floor: Floor, rest: str = "") -> str:
    return f"/employer/{floor.participation.id}{rest}"


def send(client: FlaskClient, where: str, **fields: Any) -> Any:
    return client.post(where, data=fields)


def follow(client: FlaskClient, answer: Any) -> str:
    assert answer.status_code == 303, answer.text
    return client.get(answer.location).text


def the_booking() -> Booking:
    return db.session.scalars(select(Booking).order_by(Booking.id.desc())).first()


def test_a_table_is_opened_with_its_hours_in_one_go(floor: Floor, recruiter: FlaskClient) -> None:
    answer = send(
        recruiter,
        address(floor, "/tables/new"),
        label=" 물류팀  ",
        slot_units=2,
        mode="mixed",
        first=0,
        last=36,
        pause_first=12,
        pause_last=18,
        walk_ins="y",
    )
    page = follow(recruiter, answer)
    assert "면접 시간 15칸을 열었어요." in page
    table = db.session.scalars(select(InterviewTable).where(InterviewTable.label == "물류팀")).one()
    assert [slot.start_unit for slot in table.slots][:7] == [0, 2, 4, 6, 8, 10, 18]
    assert sum(slot.state is SlotState.RELEASED for slot in table.slots) == 3


def test_a_wrong_table_is_told_what_to_do_and_keeps_what_was_typed(
    floor: Floor, recruiter: FlaskClient
) -> None:
    answer = send(
        recruiter,
        address(floor, "/tables/new"),
        label="",
        slot_units=2,
        mode="mixed",
        first=20,
        last=10,
        pause_first=12,
        pause_last=-1,
    )
    assert answer.status_code == 422
    assert "테이블 이름을 적어 주세요." in answer.text
    assert "끝 시각을 시작 시각보다 뒤로 골라 주세요." in answer.text
    assert "쉬는 시간의 시작과 끝을 함께" in answer.text
    assert re.search(r'<option selected value="20">', answer.text)


def test_a_second_table_of_the_same_name_is_refused_on_its_field(
    floor: Floor, recruiter: FlaskClient
) -> None:
    fields = {"slot_units": 2, "mode": "mixed", "first": 0, "last": 6}
    pause = {"pause_first": -1, "pause_last": -1}
    answer = send(
        recruiter, address(floor, "/tables/new"), label=floor.table.label, **fields, **pause
    )
    assert answer.status_code == 422
    assert "같은 이름의 테이블이 있어요." in answer.text


def test_marked_slots_are_blocked_released_opened_and_removed(
    floor: Floor, recruiter: FlaskClient
) -> None:
    where = address(floor, "/slots")
    marked = [floor.slots[0].id, floor.slots[1].id]
    refused = send(recruiter, where, slot=marked, action="blocked")
    assert refused.status_code == 409
    assert "차단하는 까닭을 적어 주세요." in refused.text
    assert refused.text.count(" checked>") == 2
    said = follow(recruiter, send(recruiter, where, slot=marked, action="blocked", reason="점심"))
    assert "2칸을 차단했어요." in said
    assert [slot.state for slot in floor.slots][:3] == ["blocked", "blocked", "open"]
    follow(recruiter, send(recruiter, where, slot=marked[:1], action="released"))
    follow(recruiter, send(recruiter, where, slot=marked[1:], action="open"))
    assert [slot.state for slot in floor.slots][:2] == ["released", "open"]
    follow(recruiter, send(recruiter, where, slot=marked, action="remove"))
    assert db.session.get(Slot, marked[0]) is None
    refused = send(recruiter, where, action="open")
    assert refused.status_code == 422
    assert "바꿀 시간을 먼저 골라 주세요." in refused.text


def test_a_booked_slot_among_the_marked_leaves_all_as_they_were(
    floor: Floor, recruiter: FlaskClient
) -> None:
    book(floor.slots[1], floor.registration, SYSTEM)
    marked = [floor.slots[0].id, floor.slots[1].id]
    answer = send(recruiter, address(floor, "/slots"), slot=marked, action="released")
    assert answer.status_code == 409
    assert "예약이 있는 시간이에요." in answer.text
    assert floor.slots[0].state is SlotState.OPEN


def test_slots_marked_on_a_tables_own_page_lead_back_to_it(
    floor: Floor, recruiter: FlaskClient
) -> None:
    where = address(floor, f"/slots?table={floor.table.id}")
    refused = send(recruiter, where, slot=floor.slots[0].id, action="blocked")
    assert "시간 더 열기" in refused.text
    answer = send(recruiter, where, slot=floor.slots[0].id, action="released")
    assert answer.location.endswith(f"/tables/{floor.table.id}")


def test_a_table_is_renamed_and_painted_further(floor: Floor, recruiter: FlaskClient) -> None:
    here = address(floor, f"/tables/{floor.table.id}")
    answer = send(recruiter, here, label="인사팀", slot_units=1, mode="booked")
    assert "인사팀" in follow(recruiter, answer)
    assert floor.table.mode is TableMode.BOOKED
    hours = {"first": 0, "last": 3, "pause_first": -1, "pause_last": -1}
    answer = send(recruiter, f"{here}/slots", **hours)
    assert "면접 시간 3칸을 열었어요." in follow(recruiter, answer)
    answer = send(recruiter, f"{here}/slots", **hours)
    assert "새로 연 시간이 없어요." in follow(recruiter, answer)


def test_an_applicant_is_answered(floor: Floor, recruiter: FlaskClient) -> None:
    where = address(floor, f"/candidates/{floor.application.id}/state")
    assert "예비" in follow(recruiter, send(recruiter, where, state="alternate"))
    assert floor.application.state is ApplicationState.ALTERNATE
    follow(recruiter, send(recruiter, where, state="declined"))
    assert floor.application.state is ApplicationState.DECLINED
    send(recruiter, where, state="withdrawn")
    assert floor.application.state is ApplicationState.DECLINED


def test_two_taps_book_an_applicant(floor: Floor, recruiter: FlaskClient) -> None:
    here = address(floor, f"/candidates/{floor.application.id}")
    page = recruiter.get(here)
    assert f'name="slot" value="{floor.slots[0].id}"' in page.text
    answer = send(recruiter, f"{here}/bookings", slot=floor.slots[0].id)
    assert "예약하고 지원자에게 알렸어요" in follow(recruiter, answer)
    assert the_booking().state is BookingState.SCHEDULED
    change = db.session.scalars(select(BookingChange)).one()
    assert change.actor_id == floor.recruiter.id


def test_whoever_loses_the_race_gets_three_times_as_buttons(
    floor: Floor, recruiter: FlaskClient
) -> None:
    other = make_applicant(floor.participation)
    book(floor.slots[2], other, SYSTEM)
    here = address(floor, f"/candidates/{floor.application.id}/bookings")
    answer = send(recruiter, here, slot=floor.slots[2].id)
    assert answer.status_code == 409
    notice = answer.text[answer.text.index("방금 다른 분이 먼저 예약했어요") :]
    buttons = re.findall(r'name="slot" value="(\d+)"', notice[: notice.index("</form>")])
    assert [int(button) for button in buttons] == [floor.slots[n].id for n in (1, 3, 0)]
    answer = send(recruiter, here, slot=buttons[0])
    assert answer.status_code == 303


def test_times_at_which_the_applicant_is_elsewhere_are_not_offered(
    floor: Floor, recruiter: FlaskClient
) -> None:
    other = make_floor(floor.fair)
    open_to(floor.registration, other.participation)
    book(other.slots[0], floor.registration, SYSTEM)
    page = recruiter.get(address(floor, f"/candidates/{floor.application.id}")).text
    assert "다른 일정" in page
    assert other.participation.employer.name not in page
    assert f'name="slot" value="{floor.slots[0].id}"' not in page
    assert f'name="slot" value="{floor.slots[2].id}"' in page


def test_a_booking_is_moved_called_off_and_its_history_told(
    floor: Floor, recruiter: FlaskClient
) -> None:
    book(floor.slots[0], floor.registration, SYSTEM)
    old = the_booking()
    here = address(floor, f"/bookings/{old.id}")
    answer = send(recruiter, f"{here}/move", slot=floor.slots[3].id)
    assert "옮기고 지원자에게 알렸어요" in follow(recruiter, answer)
    moved = the_booking()
    assert (old.state, moved.slot_id) == (BookingState.RESCHEDULED, floor.slots[3].id)
    here = address(floor, f"/bookings/{moved.id}")
    answer = send(recruiter, f"{here}/cancel", reason="")
    assert answer.status_code == 422
    assert "취소하는 까닭을 적어 주세요." in answer.text
    page = follow(recruiter, send(recruiter, f"{here}/cancel", reason="면접관 사정"))
    assert moved.state is BookingState.CANCELLED_BY_EMPLOYER
    assert "다른 시간에서 옮겨 옴" in page
    assert "면접관 사정" in page
    assert floor.recruiter.name in page


def test_a_move_that_is_lost_says_where_it_is_free(floor: Floor, recruiter: FlaskClient) -> None:
    book(floor.slots[0], floor.registration, SYSTEM)
    mine = the_booking()
    book(floor.slots[2], make_applicant(floor.participation), SYSTEM)
    answer = send(recruiter, address(floor, f"/bookings/{mine.id}/move"), slot=floor.slots[2].id)
    assert answer.status_code == 409
    assert "방금 다른 분이 먼저 예약했어요" in answer.text
    assert mine.state is BookingState.SCHEDULED


def test_the_day_goes_from_call_to_result_and_back(floor: Floor, recruiter: FlaskClient) -> None:
    book(floor.slots[0], floor.registration, SYSTEM)
    here = address(floor, f"/bookings/{the_booking().id}")
    for state in ("called", "in_progress", "completed"):
        answer = send(recruiter, f"{here}/state", state=state, **{"from": "day"})
        assert "/day#booking-" in answer.location
    page = recruiter.get(address(floor, "/day")).text
    assert "2차 면접" in page
    send(recruiter, f"{here}/outcome", result="second_round")
    outcome = db.session.scalars(select(Outcome)).one()
    assert outcome.result is OutcomeResult.SECOND_ROUND
    page = follow(recruiter, send(recruiter, f"{here}/outcome", result="pending"))
    assert "결과를 되돌렸어요." in page
    assert outcome.result is OutcomeResult.PENDING
    page = follow(recruiter, send(recruiter, f"{here}/outcome", result="pooled"))
    assert "인재풀 보관에는 구직자의 별도 동의가 필요해요." in page


def test_a_step_that_does_not_exist_is_a_sentence(floor: Floor, recruiter: FlaskClient) -> None:
    book(floor.slots[0], floor.registration, SYSTEM)
    here = address(floor, f"/bookings/{the_booking().id}/state")
    page = follow(recruiter, send(recruiter, here, state="completed"))
    assert "그사이 예약 상태가 바뀌었어요." in page
    send(recruiter, here, state="cancelled_by_organiser")
    assert the_booking().state is BookingState.SCHEDULED


def test_before_the_day_the_console_has_no_buttons(app: Any, client: FlaskClient) -> None:
    floor = make_floor(make_fair(FairState.BOOKING_OPEN, day=FAIR_DAY + timedelta(days=3)))
    book(floor.slots[0], floor.registration, SYSTEM)
    page = sign_in(client, floor.recruiter).get(address(floor, "/day")).text
    assert "박람회 당일에 열려요" in page
    assert "면접 시작</button>" not in page


def test_the_day_can_be_seen_for_one_table(floor: Floor, recruiter: FlaskClient) -> None:
    book(floor.slots[0], floor.registration, SYSTEM)
    name = floor.registration.seeker.name
    assert name in recruiter.get(address(floor, f"/day?table={floor.table.id}")).text
    assert name not in recruiter.get(address(floor, "/day?table=999999")).text


def test_an_employer_on_the_board_sees_applicants_and_no_floor(
    app: Any, client: FlaskClient
) -> None:
    floor = make_floor(tables_wanted=0)
    floor.participation.mode = "posting_only"
    client = sign_in(client, floor.recruiter)
    assert floor.registration.seeker.name in client.get(address(floor, "/candidates")).text
    assert client.get(address(floor, f"/candidates/{floor.application.id}")).status_code == 200
    for rest in ("/tables", "/bookings", "/day"):
        answer = client.get(address(floor, rest))
        assert answer.status_code == 409
        assert "면접 테이블이 없어요" in answer.text


def test_before_approval_there_is_no_floor(app: Any, client: FlaskClient) -> None:
    floor = make_floor()
    waiting = make_participation(make_fair(), floor.participation.employer, state="under_review")
    client = sign_in(client, floor.recruiter)
    answer = client.get(f"/employer/{waiting.id}/candidates")
    assert answer.status_code == 409
    assert "참가가 확정된 기업만" in answer.text


def test_candidates_are_filtered_by_their_answer(floor: Floor, recruiter: FlaskClient) -> None:
    other = make_applicant(floor.participation, name="다른지원자")
    db.session.scalars(
        select(Application).where(Application.registration_id == other.id)
    ).one().state = ApplicationState.SHORTLISTED
    page = recruiter.get(address(floor, "/candidates?state=shortlisted")).text
    assert "다른지원자" in page
    assert floor.registration.seeker.name not in page
    assert recruiter.get(address(floor, "/candidates?state=nonsense&page=x")).status_code == 200


def test_ended_bookings_have_a_list_of_their_own(floor: Floor, recruiter: FlaskClient) -> None:
    book(floor.slots[0], floor.registration, SYSTEM)
    name = floor.registration.seeker.name
    assert name in recruiter.get(address(floor, "/bookings")).text
    assert name not in recruiter.get(address(floor, "/bookings?show=ended")).text


def test_a_resident_number_is_taken_nowhere(floor: Floor, recruiter: FlaskClient) -> None:
    number = "900101-1234567"
    answer = send(
        recruiter,
        address(floor, "/slots"),
        slot=floor.slots[0].id,
        action="blocked",
        reason=number,
    )
    assert answer.status_code == 422
    assert "주민등록번호는 적을 수 없어요." in answer.text
    assert number not in answer.text


def test_an_employer_without_any_table_is_shown_the_first_step(
    app: Any, client: FlaskClient
) -> None:
    floor = make_floor()
    empty = make_participation(make_fair(), make_employer())
    empty.employer_id = floor.participation.employer_id
    page = sign_in(client, floor.recruiter).get(f"/employer/{empty.id}/tables").text
    assert "첫 테이블 열기" in page
