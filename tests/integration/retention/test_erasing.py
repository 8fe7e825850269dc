"""Erasing a person: nothing names them any more, and every count stays what it was."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.service import record
from festa.badges.models import Badge, BadgeState
from festa.badges.queries import active_badge
from festa.consents.models import Consent, ConsentMethod, ConsentState
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.gates.answer import ScanRequest
from festa.gates.inside_queries import seekers_inside
from festa.gates.service import admit
from festa.interviews.booking import book, change
from festa.interviews.models import Slot
from festa.interviews.states import BookingState
from festa.merging.queries import pairs_at
from festa.merging.service import MergeRefusal, MergeWish, merge
from festa.messages.models import MessageState, OutboxMessage
from festa.messages.service import About, send_sms
from festa.registrations.drafts import keep_answers, start_draft
from festa.registrations.models import Registration, RegistrationDraft
from festa.registrations.proxy_models import Asker, Proxy
from festa.registrations.states import RegistrationState
from festa.registrations.steps import Answers
from festa.reports.queries import count_fairs
from festa.retention.erasing import erase
from festa.seekers.merge_models import MergeReason
from festa.seekers.models import Seeker
from festa.surveys.models import SurveyVia
from festa.surveys.service import answer_survey
from tests.factories import (
    give_consent,
    make_application,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
    make_table,
    save,
    sign_in,
)
from tests.threads import Together

NAME, PHONE, EMAIL = "남궁가람누리", "+821087654321", "garam-nuri@example.com"
NEED = "보청기를 껴서 조용한 자리가 필요해요"
TRACES = (NAME, "가람누리", PHONE, "010-8765-4321", "01087654321", EMAIL, NEED)


@pytest.fixture
def person(app: Flask) -> Seeker:
    """Somebody about whom everything is known."""
    seeker: Seeker = make_seeker(
        name=NAME,
        phone=PHONE,
        email=EMAIL,
        support_needs=NEED,
        wished_work=["물류"],
        courses=["데이터 라벨러"],
        experience_years=31,
    )
    return seeker


def live_through(person: Seeker, fair: Fair) -> Registration:
    """Register, come, apply, talk, be written to: a trace in every table there is."""
    registration = make_registration(fair, person)
    badge = active_badge(registration.id)
    assert badge is not None
    admit(fair.gates[0], ScanRequest(badge.code), SYSTEM)
    participation = make_participation(fair)
    give_consent(person, participation)
    make_application(registration, participation)
    table = make_table(participation, slots=3)
    booking = book(table.slots[0], registration, SYSTEM).booking
    assert booking is not None
    change(booking, BookingState.NO_SHOW, SYSTEM, f"{NAME} 님이 못 오신다고 전화하심")
    send_sms(
        PHONE, "interview_booked", f"{NAME} 님, 면접이 예약됐어요.", About(seeker_id=person.id)
    )
    record("registration.noted", registration, SYSTEM, note=f"{NAME} {PHONE}")
    save(
        Proxy(
            registration_id=registration.id,
            asked_by=Asker.FAMILY,
            note=f"{NAME}의 딸",
            method=ConsentMethod.PHONE,
            made_at=clock.now(),
        )
    )
    answer_survey(registration, {"overall": 5}, f"{NAME} 드림", SurveyVia.PHONE, SYSTEM)
    keep_answers(start_draft(), Answers(name=NAME, phone=PHONE))
    return registration


def every_value() -> Iterator[tuple[str, Any]]:
    """Every value of every row of every table."""
    db.session.flush()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()).mappings():
            for column, value in row.items():
                yield f"{table.name}.{column}", value


def places_that_name_them() -> set[str]:
    """Where in the database the person can still be found."""
    return {
        place
        for place, value in every_value()
        if value is not None and any(trace in str(value) for trace in TRACES)
    }


def test_no_row_of_any_table_names_the_person_any_more(person: Seeker) -> None:
    live_through(person, make_fair())
    twin = make_seeker(name=NAME, phone="+821011112222")
    fair = make_fair()
    make_registration(fair, twin)
    merge(MergeWish(person, twin, fair, MergeReason.SAID_SO, f"{NAME} 님 본인 확인"), SYSTEM)
    found = places_that_name_them()
    assert {"seeker.name", "outbox_message.body", "survey_answer.words"} <= found
    assert "registration_draft.answers" in found
    erase(person, SYSTEM)
    assert places_that_name_them() == set()


@pytest.mark.parametrize("state", [FairState.LIVE, FairState.CLOSED, FairState.FOLLOW_UP])
def test_what_was_counted_stays_counted(person: Seeker, state: FairState) -> None:
    fair = make_fair()
    live_through(person, fair)
    fair.state = state
    db.session.flush()
    before = count_fairs([fair])
    erase(person, SYSTEM)
    db.session.expire_all()
    assert count_fairs([fair]) == before


def test_a_fair_that_lies_ahead_is_left_and_the_place_goes_to_the_next(person: Seeker) -> None:
    fair = make_fair(FairState.REGISTRATION_OPEN, capacity=1)
    mine, waiting = make_registration(fair, person), make_registration(fair)
    assert waiting.state is RegistrationState.WAITLISTED
    erase(person, SYSTEM)
    assert mine.state is RegistrationState.CANCELLED
    assert waiting.state is RegistrationState.CONFIRMED


def test_badges_and_consents_end_and_nothing_that_waits_is_sent(person: Seeker) -> None:
    live_through(person, make_fair())
    erase(person, SYSTEM)
    assert set(db.session.scalars(select(Badge.state))) == {BadgeState.REVOKED}
    assert set(db.session.scalars(select(Consent.state))) == {ConsentState.DESTROYED}
    assert MessageState.WAITING not in set(db.session.scalars(select(OutboxMessage.state)))


def test_somebody_else_with_the_same_phone_keeps_everything(person: Seeker) -> None:
    other = make_seeker(name="남궁미리", phone=PHONE)
    registration = make_registration(make_fair(), other)
    erase(person, SYSTEM)
    assert (other.name, other.phone) == ("남궁미리", PHONE)
    assert active_badge(registration.id) is not None


def test_whoever_is_registering_at_the_moment_under_such_a_name_goes_on(app: Flask) -> None:
    drafts = [start_draft() for _number in range(3)]
    for draft, answers in zip(
        drafts,
        (
            Answers(name="서", phone=PHONE),
            Answers(name="서", phone="+821011112222"),
            Answers(name="이가을", phone=PHONE, province="서울"),
        ),
        strict=True,
    ):
        keep_answers(draft, answers)
    erase(make_seeker(name="서", phone=PHONE), SYSTEM)
    assert set(db.session.scalars(select(RegistrationDraft))) == set(drafts[1:])


def test_an_erased_visitor_is_counted_at_the_door_and_made_one_with_nobody(app: Flask) -> None:
    fair = make_fair()
    visits = [make_registration(fair, make_seeker(birth_year=1965)) for _number in range(2)]
    for visit in visits:
        badge = active_badge(visit.id)
        assert badge is not None
        admit(fair.gates[0], ScanRequest(badge.code), SYSTEM)
        erase(visit.seeker, SYSTEM)
    assert {one.last_four for one in seekers_inside(fair.id, None)} == {""}
    assert pairs_at(fair.id) == []
    alive = make_registration(fair)
    with pytest.raises(Refused) as refused:
        merge(MergeWish(alive.seeker, visits[0].seeker, fair, MergeReason.SAID_SO), SYSTEM)
    assert refused.value.reason is MergeRefusal.ALREADY_GONE


def test_a_booking_under_way_leaves_no_text_to_an_erased_phone(
    person: Seeker, together: Together
) -> None:
    fair = make_fair()
    registration = make_registration(fair, person)
    badge = active_badge(registration.id)
    assert badge is not None
    admit(fair.gates[0], ScanRequest(badge.code), SYSTEM)
    participation = make_participation(fair)
    give_consent(person, participation)
    slot_id = make_table(participation, slots=3).slots[0].id
    number, person_id = registration.id, person.id
    booked, erased = threading.Event(), threading.Event()

    def act(turn: int) -> None:
        if turn == 0:
            slot, mine = (
                db.session.get_one(model, key)
                for model, key in ((Slot, slot_id), (Registration, number))
            )
            assert book(slot, mine, SYSTEM).booking is not None
            booked.set()
            erased.wait(timeout=0.5)  # it must not come before this is committed
        else:
            booked.wait(timeout=30)
            erase(db.session.get_one(Seeker, person_id), SYSTEM)
        db.session.commit()
        if turn == 1:
            erased.set()

    together(2, act)
    assert places_that_name_them() == set()


def test_the_other_row_of_a_merge_under_way_is_erased_as_well(
    person: Seeker, together: Together
) -> None:
    twin, fair = make_seeker(name=NAME, phone="+821011112222"), make_fair()
    for each in (person, twin):
        make_registration(fair, each)
    person_id, twin_id, fair_id = person.id, twin.id, fair.id
    merging, erased = threading.Event(), threading.Event()

    def act(turn: int) -> None:
        if turn == 0:
            kept, gone = (db.session.get_one(Seeker, number) for number in (person_id, twin_id))
            here = db.session.get_one(Fair, fair_id)
            merge(MergeWish(kept, gone, here, MergeReason.SAID_SO), SYSTEM)
            merging.set()
            erased.wait(timeout=0.5)  # it must not come before this is committed
        else:
            merging.wait(timeout=30)
            erase(db.session.get_one(Seeker, person_id), SYSTEM)
        db.session.commit()
        if turn == 1:
            erased.set()

    together(2, act)
    assert places_that_name_them() == set()


def test_the_seeker_does_it_alone_after_reading_what_it_means(
    client: FlaskClient, person: Seeker
) -> None:
    make_registration(make_fair(FairState.REGISTRATION_OPEN), person)
    sign_in(client, person)
    assert "함께 취소되는 것" in client.get("/my/data/erase").text
    refused = client.post("/my/data/erase", data={})
    assert refused.status_code == 422
    assert person.name == NAME
    done = client.post("/my/data/erase", data={"understood": "y"}, follow_redirects=True)
    assert "모두 지웠어요" in done.text
    assert db.session.get_one(Seeker, person.id).name != NAME
    assert client.get("/my").status_code in {302, 401}


def test_interviews_of_the_afternoon_are_called_off_for_whoever_came_in_the_morning(
    person: Seeker,
) -> None:
    fair = make_fair()
    registration = make_registration(fair, person)
    badge = active_badge(registration.id)
    assert badge is not None
    admit(fair.gates[0], ScanRequest(badge.code), SYSTEM)
    participation = make_participation(fair)
    give_consent(person, participation)
    booking = book(make_table(participation).slots[0], registration, SYSTEM).booking
    assert booking is not None
    erase(person, SYSTEM)
    assert booking.state is BookingState.CANCELLED_BY_SEEKER
