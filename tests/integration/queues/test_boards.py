"""Boards: numbers and masked names for all to see, renewed only when something has changed."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.queues.service import (
    call_next,
    pause,
    run_late,
    set_terms,
    show_number_only,
    start,
)
from tests.factories import FAIR_DAY, make_fair, make_participation
from tests.integration.interviews.floor import Floor, make_floor
from tests.integration.queues.console_hall import walked_in
from tests.statements import asked_by


@pytest.fixture
def floor(app: Any, clock_stands: Any) -> Floor:
    clock_stands.move_to(f"{FAIR_DAY}T11:00:00+09:00")
    return make_floor()


def hall(floor: Floor) -> str:
    return f"/board/{floor.fair.slug}"


def test_everybody_reads_numbers_and_masked_names_and_no_name(
    floor: Floor, client: FlaskClient
) -> None:
    first, second = walked_in(floor, name="홍길동"), walked_in(floor, name="남궁민수")
    call_next(floor.table, SYSTEM)
    booth = f"{hall(floor)}/{floor.participation.id}"
    for address in (hall(floor), f"{hall(floor)}/now", booth, f"{booth}/now"):
        page = client.get(address).text
        assert first.label in page
        assert "홍*동" in page
        assert second.label in page
        for never in ("홍길동", "남궁민수", first.registration.seeker.shown_phone):
            assert never not in page, address
    assert floor.participation.employer.name in client.get(hall(floor)).text


def test_whoever_wants_it_stands_there_with_the_number_alone(
    floor: Floor, client: FlaskClient
) -> None:
    ticket = walked_in(floor, name="홍길동")
    show_number_only(ticket, True, SYSTEM)
    page = client.get(hall(floor)).text
    assert ticket.label in page
    assert "홍*동" not in page


def test_delay_pause_and_the_talk_of_now_are_on_the_board(
    floor: Floor, client: FlaskClient
) -> None:
    ticket = walked_in(floor)
    call_next(floor.table, SYSTEM)
    assert "data-call=" in client.get(hall(floor)).text
    start(ticket, SYSTEM)
    run_late(floor.table, 20, SYSTEM)
    pause(floor.table, "", SYSTEM)
    page = client.get(hall(floor)).text
    assert "data-call=" not in page
    assert "약 20분 늦어지고 있어요" in page
    assert "잠시 멈췄어요" in page


def test_a_board_that_knows_it_all_is_answered_with_nothing(
    floor: Floor, client: FlaskClient, clock_stands: Any
) -> None:
    now = f"{hall(floor)}/now"
    walked_in(floor)
    tag = client.get(now).headers["ETag"]
    before = asked_by(client, now)
    same = client.get(now, headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    clock_stands.shift(timedelta(seconds=2))
    call_next(floor.table, SYSTEM)
    assert client.get(now, headers={"If-None-Match": tag}).status_code == 200
    assert asked_by(client, now) == before


def test_before_the_day_a_board_names_nobody(
    floor: Floor, client: FlaskClient, clock_stands: Any
) -> None:
    fair = make_fair(FairState.BOOKING_OPEN, day=FAIR_DAY + timedelta(days=7))
    page = client.get(f"/board/{fair.slug}").text
    assert "현황판은 박람회 당일" in page


def test_what_is_not_of_this_fair_or_not_in_the_hall_has_no_board(
    floor: Floor, client: FlaskClient
) -> None:
    other = make_floor()
    posting = make_participation(floor.fair, mode="posting_only")
    draft = make_fair(FairState.DRAFT)
    assert client.get(f"{hall(floor)}/{other.participation.id}").status_code == 404
    assert client.get(f"{hall(floor)}/{posting.id}").status_code == 404
    assert client.get(f"/board/{draft.slug}").status_code == 404


def test_a_board_asks_no_more_with_more_tables(floor: Floor, client: FlaskClient) -> None:
    walked_in(floor)
    call_next(floor.table, SYSTEM)
    client.get(hall(floor))
    before = asked_by(client, hall(floor))
    for _one in range(4):
        more = make_floor(floor.fair)
        walked_in(more)
        walked_in(more)
        call_next(more.table, SYSTEM)
    db.session.commit()
    assert asked_by(client, hall(floor)) <= before


def test_boards_tell_the_minutes_of_the_employer(floor: Floor, client: FlaskClient) -> None:
    booth = f"{hall(floor)}/{floor.participation.id}"
    assert "예약 5분 전부터 불러요. 10분까지 늦어도" in client.get(booth).text
    set_terms(floor.participation, None, {"early_minutes": 15, "late_window_minutes": 0}, SYSTEM)
    make_floor(floor.fair)
    page = client.get(booth).text
    assert "예약 15분 전부터 불러요. 늦으면 오신 순서대로" in page
    assert "마다 달라요" not in page
    page = client.get(hall(floor)).text
    assert "예약 5~15분 전부터 불러요. 0~10분까지 늦어도" in page
    assert "마다 달라요" in page
