"""The day is closed once, by a person, when all is settled or with a reason."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.audit.actor import SYSTEM, Actor, ActorKind
from festa.audit.models import AuditEntry
from festa.badges.queries import active_badge
from festa.badges.service import mark_printed
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair, Gate
from festa.gates.closing import ClosingRefusal, close_day
from festa.gates.closing_models import DayClosing
from festa.gates.closing_queries import day_end
from festa.gates.device_models import ConflictReason, ScanConflict
from festa.gates.disputes import close_conflict
from festa.gates.service import ScanRequest, admit
from festa.permissions import Role
from festa.registrations.models import Registration
from festa.registrations.slips import print_slips, void_unused
from tests.factories import (
    FAIR_DAY,
    make_account,
    make_fair,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)
from tests.integration.gates.phones import make_device, scan_offline
from tests.statements import asked_by
from tests.threads import Together

HOUR = timedelta(hours=1)


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open, with two gates."""
    fair = make_fair()
    fair.gates.append(Gate(name="동문", hall=fair.halls[0]))
    db.session.flush()
    return fair


@pytest.fixture
def evening(clock_stands: time_machine.Traveller) -> None:
    """A quarter of an hour after the doors have closed."""
    clock_stands.shift(timedelta(hours=6, minutes=15))


def closing(fair: Fair) -> str:
    """The address of the page."""
    return f"/console/fairs/{fair.slug}/closing"


def come(fair: Fair, printed: bool = False, scanned: bool = True) -> Registration:
    """Somebody registers, has a badge printed perhaps, and walks in perhaps."""
    person = make_registration(fair)
    badge = active_badge(person.id)
    assert badge is not None
    if printed:
        mark_printed([badge], SYSTEM)
    if scanned:
        admit(fair.gates[0], ScanRequest(badge.code), SYSTEM)
    return person


def test_a_running_day_is_shown_but_not_closed(organiser: FlaskClient, fair: Fair) -> None:
    assert "아직 행사 중이에요." in organiser.get(closing(fair)).text
    assert organiser.post(closing(fair)).status_code == 422
    with pytest.raises(Refused) as refused:
        close_day(fair, SYSTEM, "급해서")
    assert refused.value.reason is ClosingRefusal.NOT_OVER


def test_a_day_that_has_not_begun_is_not_said_to_run(organiser: FlaskClient) -> None:
    later = FAIR_DAY + timedelta(days=16)
    page = organiser.get(closing(make_fair(FairState.REGISTRATION_OPEN, day=later))).text
    assert "아직 시작하지 않은 행사예요." in page
    assert "12월 9일(수) 행사가 끝나면 마감할 수 있어요." in page
    assert "행사 중이에요" not in page


def test_a_fair_that_was_ended_by_hand_can_be_closed_early(
    organiser: FlaskClient, fair: Fair
) -> None:
    fair.state = FairState.CLOSED
    assert organiser.post(closing(fair)).status_code == 303


@pytest.mark.usefixtures("evening")
def test_a_settled_day_is_closed_without_a_word(organiser: FlaskClient, fair: Fair) -> None:
    come(fair, printed=True)
    come(fair, printed=True, scanned=False)
    make_device(fair.gates[0])
    assert "모두 정리됐어요." in organiser.get(closing(fair)).text
    assert organiser.post(closing(fair)).status_code == 303
    kept = db.session.scalars(select(DayClosing)).one()
    assert (kept.inside, kept.never_scanned, kept.reason) == (1, 1, "")
    assert kept.closed_by is not None
    page = organiser.get(closing(fair)).text
    assert "마감했어요." in page
    assert "김운영" in page


@pytest.mark.usefixtures("evening")
def test_what_is_open_is_named_and_asks_for_a_reason(organiser: FlaskClient, fair: Fair) -> None:
    make_device(fair.gates[0], "쥐고 있는 폰", unsent=4)
    make_device(fair.gates[1], "조용한 폰", last_contact_at=clock.now() - HOUR)
    page = organiser.get(closing(fair)).text
    assert "쥐고 있는 폰 · 정문 1 · 4건" in page
    assert "조용한 폰 · 동문 · 마지막 연락" in page
    refused = organiser.post(closing(fair))
    assert refused.status_code == 422
    assert "그대로 마감하는 까닭을 적어 주세요." in refused.text
    assert organiser.post(closing(fair), data={"reason": "폰을 잃어버림"}).status_code == 303
    kept = db.session.scalars(select(DayClosing)).one()
    assert (kept.reason, kept.unsent, kept.silent_devices) == ("폰을 잃어버림", 4, 1)


@pytest.mark.usefixtures("evening")
def test_only_a_device_that_has_emptied_itself_holds_nothing_for_sure(fair: Fair) -> None:
    now = clock.now()
    make_device(fair.gates[0], revoked_at=now, wiped_at=now, unsent=3)
    assert day_end(fair, now).is_settled
    silent = make_device(fair.gates[0], last_contact_at=now - HOUR, revoked_at=now)
    assert list(day_end(fair, now).silent) == [silent]
    lost = make_device(fair.gates[0], "잃은 폰", revoked_at=now, unsent=2)
    assert list(day_end(fair, now).holding) == [lost]


@pytest.mark.usefixtures("evening")
def test_an_open_conflict_leaves_the_day_unsettled(fair: Fair) -> None:
    person = make_registration(fair)
    for gate in fair.gates:
        scan_offline(make_device(gate), person)
    assert day_end(fair, clock.now()).conflicts == 1
    found = db.session.scalars(select(ScanConflict)).one()
    close_conflict(found, ConflictReason.SAME_PERSON, SYSTEM)
    assert day_end(fair, clock.now()).is_settled


@pytest.mark.usefixtures("evening")
def test_paper_slips_are_entered_or_struck_out_first(organiser: FlaskClient, fair: Fair) -> None:
    print_slips(fair, 2, 1, SYSTEM)
    page = organiser.get(closing(fair)).text
    assert "3장" in page
    assert f"/desk/{fair.slug}/slips" in page
    assert organiser.post(closing(fair)).status_code == 422
    void_unused(fair.id, SYSTEM)
    assert organiser.post(closing(fair)).status_code == 303


@pytest.mark.usefixtures("evening")
def test_closing_marks_nobody_as_having_left(organiser: FlaskClient, fair: Fair) -> None:
    come(fair)
    organiser.post(closing(fair))
    assert day_end(fair, clock.now()).inside == 1


@pytest.mark.usefixtures("evening")
def test_of_eight_who_close_at_once_one_does(together: Together, fair: Fair) -> None:
    number = fair.id
    accounts = [make_account().id for _each in range(8)]

    def close(turn: int) -> bool:
        here = db.session.get_one(Fair, number)
        try:
            close_day(here, Actor(ActorKind.ACCOUNT, accounts[turn], f"사람 {turn}"))
        except Refused as refused:
            assert refused.reason is ClosingRefusal.CLOSED_BEFORE
            db.session.rollback()
            return False
        db.session.commit()
        return True

    won = together(8, close)
    assert won.count(True) == 1
    assert db.session.scalars(select(DayClosing)).one().closed_by_id == accounts[won.index(True)]


@pytest.mark.usefixtures("evening")
def test_a_closed_day_can_be_opened_again_and_the_log_keeps_both(
    organiser: FlaskClient, fair: Fair
) -> None:
    organiser.post(closing(fair))
    organiser.post(f"{closing(fair)}/reopen")
    assert db.session.scalars(select(DayClosing)).all() == []
    assert organiser.post(f"{closing(fair)}/reopen").status_code == 303
    query = select(AuditEntry.action).where(AuditEntry.action.like("day_closing.%"))
    assert list(db.session.scalars(query.order_by(AuditEntry.id))) == [
        "day_closing.made",
        "day_closing.reopened",
    ]


@pytest.mark.usefixtures("evening")
def test_what_comes_in_after_closing_is_told(organiser: FlaskClient, fair: Fair) -> None:
    organiser.post(closing(fair))
    make_device(fair.gates[0], unsent=2)
    assert "마감한 뒤에 새로 생긴 일이 있어요." in organiser.get(closing(fair)).text


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECRUITER, Role.SEEKER])
def test_nobody_but_organisers_closes_a_day(client: FlaskClient, fair: Fair, role: Role) -> None:
    person = {
        Role.STAFF: lambda: make_staff(fair),
        Role.RECRUITER: lambda: make_account(Role.RECRUITER),
        Role.SEEKER: make_seeker,
    }[role]()
    sign_in(client, person)
    assert client.get(closing(fair)).status_code == 403
    assert client.post(closing(fair)).status_code == 403
    assert client.post(f"{closing(fair)}/reopen").status_code == 403


@pytest.mark.usefixtures("evening")
def test_the_page_takes_as_many_statements_for_many_devices_and_people(
    organiser: FlaskClient, fair: Fair
) -> None:
    make_device(fair.gates[0], unsent=1)
    come(fair, printed=True)
    before = asked_by(organiser, closing(fair))
    for number in range(5):
        make_device(fair.gates[number % 2], unsent=1)
        come(fair, printed=True, scanned=False)
    assert asked_by(organiser, closing(fair)) == before
