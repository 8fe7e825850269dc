"""Paper slips at the desk: entered once, as of the moment on the paper, in a sealed list."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from time_machine import Traveller
from werkzeug.test import TestResponse

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.consents.models import Consent, ConsentMethod, ConsentState, Purpose
from festa.consents.queries import current_texts
from festa.consents.service import decide
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.merging.service import MergeWish, merge
from festa.registrations.models import Registration, Via
from festa.registrations.slip_ledger import entries_of, first_broken
from festa.registrations.slip_models import Slip, SlipEntry, SlipOutcome, VoidReason
from festa.registrations.slip_number import make_number, qr_text, show_number
from festa.registrations.slips import (
    SlipRefusal,
    get_slip,
    key_consents,
    key_walk_in,
    print_slips,
    unkeyed,
    void_slip,
)
from festa.registrations.states import RegistrationState
from festa.seekers.identity import show_mobile
from festa.seekers.merge_models import MergeReason
from festa.seekers.service import SeekerDetails
from tests.factories import (
    make_fair,
    make_gate,
    make_registration,
    make_seeker,
    make_staff,
    make_text,
    sign_in,
)
from tests.statements import asked_by
from tests.threads import Together

PERSON = {
    "name": "남궁종이",
    "phone": "010-2000-7777",
    "birth_year": "1965",
    "region": "대전 유성구",
    "marketing": "y",
}


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


@pytest.fixture
def desk(client: FlaskClient, fair: Fair) -> FlaskClient:
    """Somebody at the desk of the fair."""
    return sign_in(client, make_staff(fair))


def a_slip(fair: Fair) -> Slip:
    """A fresh walk-in slip."""
    return print_slips(fair, 1, 0, SYSTEM)[0]


def written(minutes_ago: int = 0) -> str:
    """What the field of the moment holds."""
    return f"{clock.local(clock.now()) - timedelta(minutes=minutes_ago):%Y-%m-%dT%H:%M}"


def said(registration: Registration) -> dict[Purpose, Consent]:
    """What somebody said, by purpose."""
    query = select(Consent).where(Consent.seeker_id == registration.seeker_id)
    return {consent.purpose: consent for consent in db.session.scalars(query)}


def test_series_go_on_from_the_last_number(fair: Fair) -> None:
    assert [slip.serial for slip in print_slips(fair, 2, 1, SYSTEM)] == [1, 2, 3]
    assert [slip.serial for slip in print_slips(fair, 1, 0, SYSTEM)] == [4]


def test_two_packs_at_once_share_no_number(app: Flask, together: Together, fair: Fair) -> None:
    fair_id = fair.id

    def make(number: int) -> None:
        print_slips(db.session.get_one(Fair, fair_id), 5, 1, SYSTEM)
        db.session.commit()

    together(3, make)
    serials = db.session.scalars(select(Slip.serial)).all()
    assert sorted(serials) == list(range(1, 19))


def test_the_paper_becomes_a_walk_in_as_of_its_moment(
    desk: FlaskClient, fair: Fair, clock_stands: Traveller
) -> None:
    slip = a_slip(fair)
    db.session.commit()
    clock_stands.shift(timedelta(hours=3))
    sign_in(desk, make_staff(fair))  # three hours are longer than a session idles
    found = desk.post(f"/desk/{fair.slug}/slips", data={"number": qr_text(fair.id, slip.serial)})
    assert found.status_code == 303
    answer = desk.post(found.location, data=PERSON | {"written_at": written(150)})
    assert answer.status_code == 303
    registration = db.session.scalars(select(Registration)).one()
    moment = clock.now() - timedelta(minutes=150)
    assert registration.via is Via.WALK_IN
    assert registration.state is RegistrationState.CONFIRMED
    assert abs(registration.registered_at - moment) < timedelta(minutes=1)
    assert active_badge(registration.id) is not None
    consents = said(registration)
    assert consents[Purpose.MARKETING].state is ConsentState.GRANTED
    assert consents[Purpose.PHOTOGRAPHY].state is ConsentState.DECLINED
    assert {consent.method for consent in consents.values()} == {ConsentMethod.PAPER}
    assert all(abs(one.decided_at - moment) < timedelta(minutes=1) for one in consents.values())


def key_slip(desk: FlaskClient, fair: Fair, **fields: str) -> TestResponse:
    """Enter a fresh walk-in slip."""
    address = f"/desk/{fair.slug}/slips/{make_number(a_slip(fair).serial)}"
    return desk.post(address, data=PERSON | {"written_at": written()} | fields)


def test_whoever_filled_in_a_slip_has_come_since_then(
    desk: FlaskClient, fair: Fair, clock_stands: Traveller
) -> None:
    slip = a_slip(fair)
    clock_stands.shift(timedelta(hours=1))
    sign_in(desk, make_staff(fair))
    address = f"/desk/{fair.slug}/slips/{make_number(slip.serial)}"
    desk.post(address, data=PERSON | {"written_at": written(40), "came_in": "y"})
    (check_in,) = db.session.scalars(select(CheckIn)).all()
    assert abs(check_in.at - (clock.now() - timedelta(minutes=40))) < timedelta(minutes=1)
    scan = db.session.get_one(Scan, check_in.scan_id)
    assert (scan.method, scan.outcome, scan.offline) == (ScanMethod.PAPER, "admitted", True)


def test_the_time_of_keying_is_never_taken_for_the_time_on_the_paper(
    desk: FlaskClient, fair: Fair
) -> None:
    address = f"/desk/{fair.slug}/slips/{make_number(a_slip(fair).serial)}"
    page = desk.get(address).text
    assert f"{clock.local(clock.now()):%Y-%m-%d}" not in page
    answer = desk.post(address, data=PERSON | {"came_in": "y"})
    assert answer.status_code == 422
    assert "종이에 적힌 날짜와 시각을 적어 주세요." in answer.text
    assert db.session.scalars(select(CheckIn)).all() == []
    assert db.session.scalars(select(Registration)).all() == []


def test_whoever_turned_back_at_the_door_has_not_come(desk: FlaskClient, fair: Fair) -> None:
    assert key_slip(desk, fair).status_code == 303
    assert db.session.scalars(select(CheckIn)).all() == []


def test_the_gate_is_asked_for_where_there_are_several(desk: FlaskClient, fair: Fair) -> None:
    gate = make_gate(fair, "동문")
    page = desk.get(f"/desk/{fair.slug}/slips/{make_number(a_slip(fair).serial)}").text
    assert "동문" in page
    key_slip(desk, fair, came_in="y", gate=str(gate.id))
    (check_in,) = db.session.scalars(select(CheckIn)).all()
    assert check_in.gate_id == gate.id


def test_a_slip_is_entered_after_the_day_was_closed_too(
    desk: FlaskClient, fair: Fair, clock_stands: Traveller
) -> None:
    slip, moment = a_slip(fair), written()
    fair.state = FairState.CLOSED
    clock_stands.shift(timedelta(days=1))
    sign_in(desk, make_staff(fair))
    address = f"/desk/{fair.slug}/slips/{make_number(slip.serial)}"
    desk.post(address, data=PERSON | {"written_at": moment, "came_in": "y"})
    assert len(db.session.scalars(select(CheckIn)).all()) == 1


def test_nobody_came_on_another_day_than_the_fairs(
    desk: FlaskClient, fair: Fair, clock_stands: Traveller
) -> None:
    slip = a_slip(fair)
    clock_stands.shift(timedelta(days=1))
    sign_in(desk, make_staff(fair))
    address = f"/desk/{fair.slug}/slips/{make_number(slip.serial)}"
    answer = desk.post(address, data=PERSON | {"written_at": written(), "came_in": "y"})
    assert answer.status_code == 422
    assert "문이 열려 있던 때가 아니에요" in answer.text
    assert unkeyed(fair.id) == [slip]


def test_a_time_at_which_the_doors_were_shut_is_no_arrival(
    desk: FlaskClient, fair: Fair, clock_stands: Traveller
) -> None:
    clock_stands.shift(timedelta(hours=-2))
    sign_in(desk, make_staff(fair))
    answer = key_slip(desk, fair, came_in="y")
    assert answer.status_code == 422
    assert "문이 열려 있던 때가 아니에요" in answer.text


def test_of_several_gates_one_has_to_be_chosen_for_whoever_came(
    desk: FlaskClient, fair: Fair
) -> None:
    make_gate(fair, "동문")
    answer = key_slip(desk, fair, came_in="y")
    assert answer.status_code == 422
    assert "어느 출입구인지 골라 주세요." in answer.text
    assert key_slip(desk, fair).status_code == 303  # of whoever turned back nobody asks


def test_whoever_waited_for_a_place_and_has_come_is_let_in(client: FlaskClient, app: Flask) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    seeker = make_seeker(name=PERSON["name"], phone="+821020007777")
    waiting = make_registration(fair, seeker)
    assert waiting.state is RegistrationState.WAITLISTED
    desk = sign_in(client, make_staff(fair))
    page = desk.get(key_slip(desk, fair, came_in="y").location).text
    assert "대기하시던 분이라 바로 확정하고 동의를 더했어요." in page
    assert "입장으로 1명을 적었어요." in page
    db.session.refresh(waiting)
    assert waiting.state is RegistrationState.CONFIRMED
    assert not waiting.holds_place  # beyond the places, as everybody who walks in
    assert active_badge(waiting.id) is not None
    assert len(db.session.scalars(select(CheckIn)).all()) == 1


def test_after_a_slip_comes_the_next_slip(desk: FlaskClient, fair: Fair) -> None:
    old = print_slips(fair, 1, 0, SYSTEM)[0]
    new = print_slips(fair, 1, 0, SYSTEM)[0]
    answer = key_slip(desk, fair)
    assert answer.location.endswith(f"/desk/{fair.slug}/slips")
    page = desk.get(answer.location).text
    assert page.index(make_number(new.serial)) < page.index(make_number(old.serial))


def test_before_the_doors_open_no_slip_asks_who_came(client: FlaskClient, app: Flask) -> None:
    fair = make_fair(FairState.REGISTRATION_OPEN)
    desk = sign_in(client, make_staff(fair))
    slip = a_slip(fair)
    address = f"/desk/{fair.slug}/slips/{make_number(slip.serial)}"
    assert "이때 행사장에 들어오셨어요" not in desk.get(address).text
    desk.post(address, data=PERSON | {"written_at": written(), "came_in": "y"})
    assert db.session.scalars(select(CheckIn)).all() == []


def test_a_slip_is_entered_once_and_then_says_by_whom(desk: FlaskClient, fair: Fair) -> None:
    slip = a_slip(fair)
    address = f"/desk/{fair.slug}/slips/{make_number(slip.serial)}"
    assert desk.post(address, data=PERSON | {"written_at": written()}).status_code == 303
    entry = db.session.scalars(select(SlipEntry)).one()
    again = desk.post(address, data=PERSON | {"written_at": written()})
    assert again.status_code == 409
    assert entry.by_label in again.text
    assert "이미 입력한 신청서예요" in again.text
    assert "아직 입력하지 않은 신청서" in again.text  # with the way to the other slips
    found = desk.post(f"/desk/{fair.slug}/slips", data={"number": show_number(slip.serial)})
    assert found.status_code == 422
    assert "이미 입력한 신청서예요" in found.text


def test_many_desks_with_one_slip_register_one_person(
    app: Flask, together: Together, fair: Fair
) -> None:
    serial, fair_id = a_slip(fair).serial, fair.id

    def key(number: int) -> bool:
        here = db.session.get_one(Fair, fair_id)
        try:
            slip = get_slip(make_number(serial), fair_id)
            person = SeekerDetails(f"남궁{chr(0xAC00 + number)}", f"+82102000{7000 + number}")
            key_walk_in(here, slip, person, {}, clock.now(), SYSTEM)
        except Refused as refused:
            assert refused.reason is SlipRefusal.DONE
            db.session.rollback()
            return False
        db.session.commit()
        return True

    assert together(8, key).count(True) == 1
    assert len(db.session.scalars(select(Registration)).all()) == 1
    assert len(db.session.scalars(select(SlipEntry)).all()) == 1


def test_many_slips_at_once_make_one_unbroken_list(
    app: Flask, together: Together, fair: Fair
) -> None:
    serials = [slip.serial for slip in print_slips(fair, 8, 0, SYSTEM)]
    fair_id = fair.id

    def key(number: int) -> None:
        slip = get_slip(make_number(serials[number]), fair_id)
        void_slip(slip, VoidReason.SPOILED, SYSTEM)
        db.session.commit()

    together(8, key)
    entries = entries_of(fair_id)
    assert [entry.place for entry in entries] == list(range(8, 0, -1))
    assert first_broken(entries) is None


def test_a_line_that_is_changed_later_breaks_the_seal(desk: FlaskClient, fair: Fair) -> None:
    for slip in print_slips(fair, 4, 0, SYSTEM):
        void_slip(slip, VoidReason.UNUSED, SYSTEM)
    page = desk.get(f"/desk/{fair.slug}/slips").text
    assert "봉인이 처음부터 끝까지 맞아요" in page
    changed = update(SlipEntry).where(SlipEntry.place == 3).values(by_label="다른 사람")
    db.session.execute(changed)
    db.session.commit()
    db.session.expire_all()
    assert first_broken(entries_of(fair.id)) == 3
    assert "3번째 줄부터" in desk.get(f"/desk/{fair.slug}/slips").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("12", "여섯 자리를 적거나"),
        ("000014", "번호 한 자리가 틀린 것 같아요"),
        (make_number(99), "뽑은 적이 없는 번호예요"),
        (qr_text(99_999, 1), "다른 박람회의 신청서예요"),
    ],
)
def test_a_wrong_number_is_named(desk: FlaskClient, fair: Fair, typed: str, sentence: str) -> None:
    a_slip(fair)
    answer = desk.post(f"/desk/{fair.slug}/slips", data={"number": typed})
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize("minutes_ago", [-60, 600])
def test_nobody_wrote_before_the_paper_was_printed_or_later_than_now(
    desk: FlaskClient, fair: Fair, minutes_ago: int
) -> None:
    slip = a_slip(fair)
    address = f"/desk/{fair.slug}/slips/{make_number(slip.serial)}"
    answer = desk.post(address, data=PERSON | {"written_at": written(minutes_ago)})
    assert answer.status_code == 422
    assert "종이에 적힌 시각을 다시 봐 주세요" in answer.text
    assert PERSON["name"] in answer.text
    assert db.session.scalars(select(SlipEntry)).all() == []


def test_what_was_said_after_the_paper_stands(fair: Fair, clock_stands: Traveller) -> None:
    registration = make_registration(fair)
    slip = print_slips(fair, 0, 1, SYSTEM)[0]
    paper = clock.now()
    clock_stands.shift(timedelta(hours=1))
    text = current_texts(fair.id)[Purpose.MARKETING]
    decide(registration.seeker_id, text, False, ConsentMethod.WEB, SYSTEM)
    choices = {Purpose.MARKETING: True, Purpose.PHOTOGRAPHY: True}
    key_consents(slip, registration, choices, paper, SYSTEM)
    consents = said(registration)
    assert consents[Purpose.MARKETING].state is ConsentState.DECLINED
    assert consents[Purpose.PHOTOGRAPHY].state is ConsentState.GRANTED
    assert consents[Purpose.PHOTOGRAPHY].decided_at == paper


def test_an_empty_box_takes_back_no_older_yes(fair: Fair) -> None:
    registration = make_registration(fair)
    text = current_texts(fair.id)[Purpose.MARKETING]
    decide(registration.seeker_id, text, True, ConsentMethod.WEB, SYSTEM)
    slip = print_slips(fair, 0, 1, SYSTEM)[0]
    key_consents(slip, registration, {Purpose.MARKETING: False}, clock.now(), SYSTEM)
    assert said(registration)[Purpose.MARKETING].state is ConsentState.GRANTED


def test_a_consent_is_to_the_text_that_stood_on_the_paper(
    fair: Fair, clock_stands: Traveller
) -> None:
    registration, slip = make_registration(fair), print_slips(fair, 0, 1, SYSTEM)[0]
    on_paper = current_texts(fair.id)[Purpose.MARKETING].id
    clock_stands.shift(timedelta(minutes=10))
    make_text(fair, Purpose.MARKETING, version=2)
    key_consents(slip, registration, {Purpose.MARKETING: True}, clock.now(), SYSTEM)
    assert said(registration)[Purpose.MARKETING].text_id == on_paper


def test_a_consent_slip_finds_its_person_by_badge_number(desk: FlaskClient, fair: Fair) -> None:
    registration, slip = make_registration(fair), print_slips(fair, 0, 1, SYSTEM)[0]
    badge = active_badge(registration.id)
    assert badge is not None
    address = f"/desk/{fair.slug}/slips/{make_number(slip.serial)}"
    nobody = {"who": "010-2999-9999", "written_at": written(), "photography": "y"}
    missed = desk.post(address, data=nobody)
    assert missed.status_code == 422
    assert "한 분을 찾지 못했어요" in missed.text
    done = desk.post(address, data=nobody | {"who": badge.short_code})
    assert done.status_code == 303
    assert said(registration)[Purpose.PHOTOGRAPHY].state is ConsentState.GRANTED


def test_what_a_merged_person_wrote_is_said_by_whoever_stands_for_them(
    desk: FlaskClient, fair: Fair
) -> None:
    kept, gone = make_registration(fair), make_registration(fair)
    phone, number = show_mobile(gone.seeker.phone), gone.id
    merge(MergeWish(kept.seeker, gone.seeker, fair, MergeReason.SAID_SO), SYSTEM)
    slip = print_slips(fair, 0, 1, SYSTEM)[0]
    done = desk.post(
        f"/desk/{fair.slug}/slips/{make_number(slip.serial)}",
        data={"who": phone, "written_at": written(), "photography": "y"},
    )
    assert done.status_code == 303
    assert said(kept)[Purpose.PHOTOGRAPHY].state is ConsentState.GRANTED
    tablet = desk.get(f"/desk/{fair.slug}/people/{number}/consents")
    assert tablet.location.endswith(f"/people/{number}"), "the desk leads on to who stands"


def test_unused_slips_are_struck_out_together(desk: FlaskClient, fair: Fair) -> None:
    first, *rest = print_slips(fair, 3, 0, SYSTEM)
    void_slip(first, VoidReason.LOST, SYSTEM)
    assert unkeyed(fair.id) == rest
    desk.post(f"/desk/{fair.slug}/slips/unused")
    assert unkeyed(fair.id) == []
    newest = entries_of(fair.id)[0]
    assert (newest.outcome, newest.void_reason) == (SlipOutcome.VOID, VoidReason.UNUSED)


def test_a_struck_out_slip_cannot_be_entered(desk: FlaskClient, fair: Fair) -> None:
    slip = a_slip(fair)
    address = f"/desk/{fair.slug}/slips/{make_number(slip.serial)}"
    assert desk.post(f"{address}/void", data={"reason": "spoiled"}).status_code == 303
    answer = desk.post(address, data=PERSON | {"written_at": written()})
    assert answer.status_code == 409
    assert "무효로 적은 번호예요" in answer.text


def test_staff_of_another_fair_see_no_slips(client: FlaskClient, fair: Fair) -> None:
    slip = a_slip(fair)
    sign_in(client, make_staff(make_fair()))
    assert client.get(f"/desk/{fair.slug}/slips").status_code == 404
    number = make_number(slip.serial)
    assert client.get(f"/desk/{fair.slug}/slips/{number}").status_code == 404


def test_the_list_asks_the_same_however_long_it_is(desk: FlaskClient, fair: Fair) -> None:
    slips = print_slips(fair, 10, 0, SYSTEM)
    void_slip(slips[0], VoidReason.LOST, SYSTEM)
    few = asked_by(desk, f"/desk/{fair.slug}/slips")
    for slip in slips[1:8]:
        void_slip(slip, VoidReason.LOST, SYSTEM)
    assert asked_by(desk, f"/desk/{fair.slug}/slips") == few
