"""Consents at registration: each its own choice, none made beforehand, kept for each fair."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.consents.models import (
    ASKED_AT_REGISTRATION,
    Consent,
    ConsentMethod,
    ConsentState,
    ConsentText,
    Purpose,
)
from festa.consents.service import decide
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.registrations.questions import questions
from festa.seekers.models import Seeker
from tests.factories import (
    FAIR_DAY,
    make_fair,
    make_registration,
    make_seeker,
    make_text,
    make_tour,
    sign_in,
)
from tests.integration.registrations.road import Road, leads_to, only_seeker

LATER = FAIR_DAY + timedelta(days=9)
EVERYTHING = {
    "wished_work": ["물류·운송", "데이터·AI"],
    "other_work": "도서관 사서",
    "experience_years": "15년",
    "courses": ["데이터 라벨러"],
    "support_needs": "큰 글씨",
}


def text_of(fair: Fair, purpose: Purpose) -> ConsentText:
    """The text of a fair about this."""
    query = select(ConsentText).where(
        ConsentText.fair_id == fair.id, ConsentText.purpose == purpose
    )
    return db.session.scalars(query.order_by(ConsentText.version.desc())).all()[0]


def standing(seeker: Seeker) -> set[tuple[int, Purpose]]:
    """What the seeker agrees to now, by fair."""
    query = select(Consent).where(
        Consent.seeker_id == seeker.id, Consent.state == ConsentState.GRANTED
    )
    return {(consent.fair_id, consent.purpose) for consent in db.session.scalars(query)}


def test_no_box_is_ticked_beforehand_and_every_text_is_on_the_screen(road: Road) -> None:
    fair = make_fair()
    road.choose(fair)
    page = road.see("consents")
    assert "checked" not in page
    for purpose in (Purpose.NOTICE, *ASKED_AT_REGISTRATION):
        text = text_of(fair, purpose)
        for part in (text.title, text.items, text.use, text.retention, text.refusal):
            assert part in page
    assert text_of(fair, Purpose.THIRD_PARTY).title not in page
    assert text_of(fair, Purpose.TALENT_POOL).title not in page


def test_refusing_everything_costs_nothing(road: Road) -> None:
    assert leads_to(road.walk(make_fair())) == "done"
    assert standing(only_seeker()) == set()


def test_the_same_wording_is_asked_once_and_kept_for_each_fair(road: Road) -> None:
    tour = make_tour()
    daejeon = make_fair(tour=tour)
    busan = make_fair(FairState.BOOKING_OPEN, tour=tour, day=LATER, city="부산")
    road.choose(daejeon, busan)
    page = road.see("consents")
    assert page.count('name="granted"') == len(ASKED_AT_REGISTRATION)
    ticked = text_of(daejeon, Purpose.PHOTOGRAPHY).id
    shown = [text.id for text in db.session.scalars(select(ConsentText))]
    road.client.post("/register/consents", data={"shown": shown, "granted": [ticked]})
    road.tell()
    road.type_code()
    assert standing(only_seeker()) == {
        (daejeon.id, Purpose.PHOTOGRAPHY),
        (busan.id, Purpose.PHOTOGRAPHY),
    }


def test_another_wording_is_asked_for_its_own_fair(road: Road) -> None:
    tour = make_tour()
    daejeon = make_fair(tour=tour)
    busan = make_fair(FairState.BOOKING_OPEN, tour=tour, day=LATER, city="부산")
    text_of(busan, Purpose.MARKETING).use = "다른 쓰임"
    road.choose(daejeon, busan)
    assert road.see("consents").count('name="granted"') == len(ASKED_AT_REGISTRATION) + 1


def test_recipients_that_differ_are_named_city_by_city(road: Road) -> None:
    tour = make_tour()
    daejeon = make_fair(tour=tour)
    busan = make_fair(FairState.BOOKING_OPEN, tour=tour, day=LATER, city="부산")
    text_of(busan, Purpose.MARKETING).recipient = "부산광역시"
    texts = {
        fair.id: {Purpose.MARKETING: text_of(fair, Purpose.MARKETING)} for fair in (daejeon, busan)
    }
    (question,) = questions([daejeon, busan], texts)
    assert [[fair.city for fair in fairs] for fairs, _text in question.recipients] == [
        ["대전"],
        ["부산"],
    ]
    road.choose(daejeon, busan)
    assert "부산광역시" in road.see("consents")


def test_a_text_that_changes_meanwhile_is_shown_again(road: Road) -> None:
    fair = make_fair()
    road.choose(fair)
    old = [text.id for text in db.session.scalars(select(ConsentText))]
    make_text(fair, Purpose.MARKETING, version=2)
    answer = road.client.post("/register/consents", data={"shown": old, "granted": []})
    assert leads_to(answer) == "consents"
    assert "그사이 바뀌었어요" in road.see("consents")
    assert leads_to(road.tell()) == "consents"


def test_a_consent_to_what_was_not_shown_does_not_count(road: Road) -> None:
    tour = make_tour()
    fair, other = make_fair(tour=tour), make_fair(tour=tour, day=LATER)
    road.choose(fair)
    foreign = text_of(other, Purpose.MARKETING).id
    shown = [text.id for text in db.session.scalars(select(ConsentText))]
    third = text_of(fair, Purpose.THIRD_PARTY).id
    road.client.post("/register/consents", data={"shown": shown, "granted": [foreign, third]})
    road.tell()
    road.type_code()
    assert standing(only_seeker()) == set()


def test_a_box_left_empty_takes_no_older_consent_back(road: Road) -> None:
    fair = make_fair()
    seeker = make_seeker(name="한가람", phone="+821023456789")
    make_registration(fair, seeker)
    decide(seeker.id, text_of(fair, Purpose.PHOTOGRAPHY), True, ConsentMethod.WEB, SYSTEM)
    road.walk(fair)
    assert standing(seeker) == {(fair.id, Purpose.PHOTOGRAPHY)}


def test_whoever_is_signed_in_is_asked_nothing_twice(client: FlaskClient, road: Road) -> None:
    fair = make_fair()
    seeker = make_seeker()
    decide(seeker.id, text_of(fair, Purpose.PHOTOGRAPHY), False, ConsentMethod.WEB, SYSTEM)
    sign_in(client, seeker)
    road.choose(fair)
    page = road.see("consents")
    assert text_of(fair, Purpose.PHOTOGRAPHY).title not in page
    assert text_of(fair, Purpose.MARKETING).title in page
    assert text_of(fair, Purpose.NOTICE).title in page


@pytest.mark.parametrize(
    ("agreed", "asked", "not_asked"),
    [
        ({Purpose.OPTIONAL_DETAILS}, "하고 싶은 일", "도움이 필요한 것"),
        ({Purpose.SUPPORT_NEEDS}, "도움이 필요한 것", "하고 싶은 일"),
    ],
)
def test_only_what_was_agreed_to_is_asked(
    road: Road, agreed: set[Purpose], asked: str, not_asked: str
) -> None:
    assert leads_to(road.walk(make_fair(), to=agreed)) == "details"
    page = road.see("details")
    assert asked in page
    assert not_asked not in page


def test_details_are_kept_with_their_consent(road: Road) -> None:
    road.walk(make_fair(), to=[Purpose.OPTIONAL_DETAILS, Purpose.SUPPORT_NEEDS])
    answer = road.client.post("/register/details", data=EVERYTHING)
    assert leads_to(answer) == "done"
    seeker = only_seeker()
    assert seeker.wished_work == ["물류·운송", "데이터·AI", "도서관 사서"]
    assert (seeker.experience_years, seeker.courses) == (15, ["데이터 라벨러"])
    assert seeker.support_needs == "큰 글씨"


def test_details_without_their_consent_are_dropped_whatever_is_sent(road: Road) -> None:
    road.walk(make_fair(), to=[Purpose.SUPPORT_NEEDS])
    road.client.post("/register/details", data=EVERYTHING)
    seeker = only_seeker()
    assert (seeker.wished_work, seeker.courses, seeker.experience_years) == ([], [], None)
    assert seeker.support_needs == "큰 글씨"


def test_details_may_be_skipped_and_come_back_to(road: Road) -> None:
    road.walk(make_fair(), to=[Purpose.OPTIONAL_DETAILS])
    assert "희망하는 일 더 적기" in road.see("done")
    road.client.post("/register/details", data={"wished_work": ["물류·운송"]})
    assert "희망하는 일 더 적기" not in road.see("done")
    assert road.see("details").count("checked") == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"wished_work": ["물류·운송", "데이터·AI", "이커머스", "고객상담"]}, "세 가지까지"),
        ({"experience_years": "삼 년"}, "0부터 60 사이"),
        ({"experience_years": "61"}, "0부터 60 사이"),
        ({"other_work": "680101-1234567"}, "주민등록번호는 받지 않아요"),
    ],
)
def test_details_that_cannot_be_are_said(
    road: Road, wrong: dict[str, object], sentence: str
) -> None:
    road.walk(make_fair(), to=[Purpose.OPTIONAL_DETAILS])
    answer = road.client.post("/register/details", data=wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert only_seeker().wished_work == []


def test_without_consent_there_is_no_screen_for_details(road: Road) -> None:
    road.walk(make_fair(), to=[Purpose.PHOTOGRAPHY])
    assert leads_to(road.client.get("/register/details")) == "done"
