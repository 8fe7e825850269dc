"""Registering on one's own phone, screen by screen."""

from datetime import time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from time_machine import Traveller

from festa import clock
from festa.audit.models import AuditEntry
from festa.badges.queries import active_badge
from festa.consents.models import Consent, ConsentState, Purpose
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.registrations.models import RegistrationDraft
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker, SignInCode
from tests.factories import (
    FAIR_DAY,
    make_fair,
    make_registration,
    make_seeker,
    make_tour,
    sign_in,
)
from tests.integration.registrations.road import (
    SOMEBODY,
    Road,
    field_value,
    leads_to,
    only_seeker,
    registrations,
)

LATER = FAIR_DAY + timedelta(days=9)


def test_the_right_code_registers_with_a_badge_and_signs_in(road: Road) -> None:
    fair = make_fair()
    assert leads_to(road.choose(fair)) == "consents"
    assert leads_to(road.consent(fair)) == "you"
    assert leads_to(road.tell()) == "code"
    assert leads_to(road.type_code()) == "done"
    (registration,) = registrations()
    assert registration.state is RegistrationState.CONFIRMED
    badge = active_badge(registration.id)
    assert badge is not None
    page = road.see("done")
    assert f"{badge.short_code[:4]} {badge.short_code[4:]}" in page
    assert f"/badges/{registration.id}.pdf" in page
    assert f"/fairs/{fair.slug}/calendar.ics" in page
    assert road.client.get("/my").status_code == 200


def test_the_person_is_kept_as_they_said(road: Road) -> None:
    road.walk(make_fair(), name="한 가람", phone="010 2345 6789", birth_year="68년생")
    seeker = only_seeker()
    assert (seeker.name, seeker.phone) == ("한가람", "+821023456789")
    assert (seeker.birth_year, seeker.region) == (1968, "대전광역시 유성구")


def test_several_fairs_are_one_walk_with_a_badge_each(road: Road) -> None:
    tour = make_tour()
    daejeon = make_fair(tour=tour)
    busan = make_fair(FairState.BOOKING_OPEN, tour=tour, day=LATER, city="부산")
    road.walk(daejeon, busan)
    assert [one.fair_id for one in registrations()] == [daejeon.id, busan.id]
    page = road.see("done")
    assert all(f"/badges/{one.id}.pdf" in page for one in registrations())


def test_a_link_from_a_fair_comes_with_its_box_ticked(road: Road) -> None:
    fair = make_fair()
    page = road.client.get(f"/register?fair={fair.slug}").text
    assert "checked" in page
    assert "checked" not in road.see("")


def test_a_link_from_a_closed_fair_says_so_and_offers_the_others(road: Road) -> None:
    tour = make_tour()
    over = make_fair(FairState.CLOSED, tour=tour, day=FAIR_DAY - timedelta(days=9), city="광주")
    make_fair(tour=tour)
    page = road.client.get(f"/register?fair={over.slug}").text
    assert "광주 박람회는 지금 신청을 받지 않아요" in page
    assert "checked" not in page


def test_with_no_fair_open_the_first_screen_is_a_sentence(road: Road) -> None:
    make_fair(FairState.PUBLISHED, day=LATER, registration_opens_at=clock.at(LATER, time(9)))
    assert "지금 신청을 받는 박람회가 없어요" in road.see("")


@pytest.mark.parametrize("screen", ["consents", "you", "code", "details", "done"])
def test_a_later_screen_leads_back_to_the_first_one(road: Road, screen: str) -> None:
    make_fair()
    assert leads_to(road.client.get(f"/register/{screen}")) == "register"


def test_a_screen_cannot_be_skipped_by_posting_to_a_later_one(road: Road) -> None:
    fair = make_fair()
    road.choose(fair)
    assert leads_to(road.tell()) == "consents"
    road.consent(fair)
    assert leads_to(road.type_code("123456")) == "you"
    assert leads_to(road.client.post("/register/code/resend")) == "you"
    assert registrations() == []


def test_nothing_is_lost_by_a_reload_or_by_going_back(road: Road) -> None:
    fair = make_fair()
    road.choose(fair)
    road.consent(fair, to=[Purpose.PHOTOGRAPHY])
    road.tell()
    assert "checked" in road.see("")
    assert road.see("consents").count("checked") == 1
    page = road.see("you")
    assert field_value(page, "name") == "한가람"
    assert field_value(page, "phone") == "010-2345-6789"
    assert field_value(page, "birth_year") == "1968"
    assert "010-2345-6789" in road.see("code")


def test_another_fair_chosen_on_the_way_back_is_asked_about_as_well(road: Road) -> None:
    tour = make_tour()
    daejeon = make_fair(tour=tour)
    busan = make_fair(FairState.BOOKING_OPEN, tour=tour, day=LATER)
    road.choose(daejeon)
    road.consent(daejeon)
    road.tell()
    road.choose(daejeon, busan)
    assert leads_to(road.client.get("/register/code")) == "consents"


def test_what_is_wrong_is_said_and_what_was_typed_stays(road: Road) -> None:
    fair = make_fair()
    road.choose(fair)
    road.consent(fair)
    answer = road.tell(phone="02-123-4567", birth_year="2026")
    assert answer.status_code == 422
    assert "휴대전화 번호가 아니에요." in answer.text
    assert "1971처럼 네 자리로" in answer.text
    assert field_value(answer.text, "phone") == "02-123-4567"
    assert field_value(answer.text, "name") == "한가람"
    assert road.codes_sent() == 0


def test_a_resident_number_is_refused_and_not_shown_again(road: Road) -> None:
    fair = make_fair()
    road.choose(fair)
    road.consent(fair)
    answer = road.tell(birth_year="680101-1234567")
    assert answer.status_code == 422
    assert "주민등록번호는 받지 않아요" in answer.text
    assert "1234567" not in answer.text
    assert all("1234567" not in str(draft.answers) for draft in _drafts())


def test_no_fair_chosen_is_said(road: Road) -> None:
    make_fair()
    answer = road.client.post("/register", data={})
    assert answer.status_code == 422
    assert "하나 이상 골라 주세요" in answer.text


def test_a_fair_that_cannot_be_chosen_is_not_taken_from_a_made_up_form(road: Road) -> None:
    tour = make_tour()
    make_fair(tour=tour)
    draft = make_fair(FairState.DRAFT, tour=tour, day=LATER)
    answer = road.choose(draft)
    assert answer.status_code == 422


def test_when_all_chosen_fairs_close_meanwhile_one_begins_again(
    road: Road, clock_stands: Traveller
) -> None:
    fair = make_fair()
    road.choose(fair)
    road.consent(fair)
    road.tell()
    code = road.newest_code()
    fair.state = FairState.CLOSED
    answer = road.type_code(code)
    assert leads_to(answer) == "register"
    assert "그사이 끝났어요" in road.see("")
    assert registrations() == []
    assert db.session.scalar(select(SignInCode.used_at)) is None


def test_a_fair_that_closes_meanwhile_gives_its_sentence_and_the_others_stay(road: Road) -> None:
    tour = make_tour()
    daejeon = make_fair(tour=tour)
    busan = make_fair(FairState.BOOKING_OPEN, tour=tour, day=LATER, city="부산")
    road.choose(daejeon, busan)
    road.consent(daejeon, busan, to=[Purpose.PHOTOGRAPHY])
    road.tell()
    busan.state = FairState.REGISTRATION_CLOSED
    assert leads_to(road.type_code()) == "done"
    assert [one.fair_id for one in registrations()] == [daejeon.id]
    page = road.see("done")
    assert "부산 신청은 받지 못했어요" in page
    assert "이 박람회는 지금 신청을 받지 않아요" in page
    assert {consent.fair_id for consent in db.session.scalars(select(Consent))} == {daejeon.id}


def test_a_full_fair_gives_a_number_on_its_waiting_list(road: Road) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    make_registration(fair)
    assert "자리가 모두 찼어요" in road.see("")
    road.walk(fair)
    registration = next(one for one in registrations() if one.seeker.name == "한가람")
    assert registration.state is RegistrationState.WAITLISTED
    page = road.see("done")
    assert "대기 번호 2번" in page
    assert "앞에 1명이 기다려요" in page
    assert ".pdf" not in page


def test_a_second_registration_gives_the_standing_one_back(road: Road) -> None:
    fair = make_fair()
    seeker = make_seeker(name="한가람", phone="+821023456789")
    standing = make_registration(fair, seeker)
    road.walk(fair)
    assert [one.id for one in registrations()] == [standing.id]
    assert db.session.scalar(select(func.count(Seeker.id))) == 1
    assert "전에 신청하신 것이 그대로 있어요" in road.see("done")


def test_somebody_else_on_the_same_phone_is_another_person(road: Road) -> None:
    fair = make_fair()
    make_registration(fair, make_seeker(name="한나래", phone="+821023456789"))
    road.walk(fair)
    assert sorted(one.seeker.name for one in registrations()) == ["한가람", "한나래"]


def test_a_double_tap_on_the_right_code_registers_once(road: Road) -> None:
    fair = make_fair()
    road.walk(fair)
    code = road.newest_code()
    assert leads_to(road.type_code(code)) == "done"
    assert len(registrations()) == 1


def test_a_seeker_who_is_signed_in_skips_name_and_code(client: FlaskClient, road: Road) -> None:
    tour = make_tour()
    first, second = make_fair(tour=tour), make_fair(tour=tour, day=LATER)
    seeker = make_seeker()
    make_registration(first, seeker)
    sign_in(client, seeker)
    page = road.see("")
    assert "이미 신청하셨어요" in page
    road.choose(second)
    assert leads_to(road.consent(second)) == "done"
    assert {one.fair_id for one in registrations()} == {first.id, second.id}
    assert road.codes_sent() == 0


def test_the_draft_names_nobody_once_the_road_is_walked(road: Road) -> None:
    road.walk(make_fair())
    (draft,) = _drafts()
    assert draft.finished_at is not None
    kept = str(draft.answers)
    assert all(SOMEBODY[part] not in kept for part in ("name", "province", "district"))
    assert "2345" not in kept


def test_what_somebody_finished_is_not_shown_to_the_next_one(
    client: FlaskClient, road: Road
) -> None:
    road.walk(make_fair())
    client.post("/account/sign-out")
    assert leads_to(client.get("/register/done")) == "register"
    sign_in(client, make_seeker())
    assert leads_to(client.get("/register/done")) == "register"


def test_the_road_is_told_in_the_audit_log(road: Road) -> None:
    road.walk(make_fair(), to=[Purpose.PHOTOGRAPHY])
    seeker = only_seeker()
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    actions = [entry.action for entry in entries]
    for action in (
        "sign_in.made",
        "registration.submitted",
        "registration.confirmed",
        "consent_text.shown",
        "consent.granted",
    ):
        assert action in actions
    assert {entry.actor_id for entry in entries if entry.action != "badge.issued"} == {seeker.id}
    assert all("한가람" not in str(entry.detail) for entry in entries)


def test_a_cancelled_registration_may_come_back(road: Road) -> None:
    fair = make_fair()
    seeker = make_seeker(name="한가람", phone="+821023456789")
    registration = make_registration(fair, seeker)
    registration.state = RegistrationState.CANCELLED
    registration.holds_place = False
    active = active_badge(registration.id)
    assert active is not None
    db.session.delete(active)
    road.walk(fair)
    assert [one.state for one in registrations()] == [RegistrationState.CONFIRMED]


def test_refused_consents_are_rows_like_granted_ones(road: Road) -> None:
    road.walk(make_fair(), to=[Purpose.PHOTOGRAPHY])
    said = {one.purpose: one.state for one in db.session.scalars(select(Consent))}
    assert said.pop(Purpose.PHOTOGRAPHY) is ConsentState.GRANTED
    assert set(said.values()) == {ConsentState.DECLINED}
    assert Purpose.THIRD_PARTY not in said
    assert Purpose.NOTICE not in said


def _drafts() -> list[RegistrationDraft]:
    return list(db.session.scalars(select(RegistrationDraft)))
