"""An invitation holds a time until it is answered or its own time is over; limits hold for both."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.applications import (
    ApplicationRefusal,
    book_applicant,
    invite_applicant,
    pick_time,
    set_application,
)
from festa.interviews.booking import BookingRefusal, book, cancel, change, reschedule, swap
from festa.interviews.changes import lapse_due
from festa.interviews.holds import accept, decline, extend, invite
from festa.interviews.limits import MOST_BOOKINGS, allow_bookings, bookings_ahead
from festa.interviews.models import Application, Booking, Slot
from festa.interviews.queries import free_slots
from festa.interviews.states import ApplicationState, BookingState
from festa.messages.models import OutboxMessage
from festa.registrations.models import Registration
from tests.factories import (
    FAIR_DAY,
    make_application,
    make_fair,
    make_participation,
    make_registration,
    make_table,
    sign_in,
)
from tests.integration.interviews.floor import (
    Floor,
    book_by_id,
    live_bookings,
    make_applicant,
    make_floor,
    open_to,
    units_taken,
)
from tests.threads import Together


@pytest.fixture
def floor(app: Flask, clock_stands: Any) -> Floor:
    return make_floor()


def invited(floor: Floor, slot: int = 0) -> Booking:
    answer = invite(floor.slots[slot], floor.registration, SYSTEM)
    assert answer.booking is not None
    return answer.booking


def templates() -> list[str]:
    return list(db.session.scalars(select(OutboxMessage.template).order_by(OutboxMessage.id)))


def why(act: Any, *args: Any) -> Any:
    with pytest.raises(Refused) as refused:
        act(*args)
    return refused.value.reason


def test_an_invitation_takes_the_time_until_it_is_answered(floor: Floor) -> None:
    booking = invited(floor)
    late = make_applicant(floor.participation)
    assert len(units_taken()) == 3
    assert book(floor.slots[0], late, SYSTEM).refusal is BookingRefusal.SLOT_TAKEN
    accept(booking, SYSTEM)
    assert booking.state is BookingState.SCHEDULED
    assert templates() == ["interview_invited", "interview_booked"]


def test_declining_gives_the_time_back(floor: Floor) -> None:
    decline(invited(floor), SYSTEM)
    assert units_taken() == []
    assert book(floor.slots[0], make_applicant(floor.participation), SYSTEM).refusal is None


def test_the_employer_hears_of_every_answer_without_a_name(floor: Floor) -> None:
    floor.participation.contact_email = "hr@example.com"
    accept(invited(floor), SYSTEM)
    told = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.template == "employer_invitation")
    ).one()
    assert told.recipient == "hr@example.com"
    assert floor.registration.seeker.name not in told.body


def test_on_the_day_it_lapses_after_five_minutes_and_blocks_nobody(
    floor: Floor, clock_stands: Any
) -> None:
    booking = invited(floor)
    late = make_applicant(floor.participation)
    clock_stands.shift(timedelta(minutes=5, seconds=1))
    assert floor.slots[0] in free_slots(floor.slots[1], late)
    assert why(accept, booking, SYSTEM) is BookingRefusal.LAPSED
    assert book(floor.slots[0], late, SYSTEM).refusal is None
    assert booking.state is BookingState.LAPSED
    assert "interview_lapsed" in templates()


def test_the_worker_ends_what_nobody_looks_at(floor: Floor, clock_stands: Any) -> None:
    booking = invited(floor)
    assert lapse_due() == 0
    clock_stands.shift(timedelta(minutes=6))
    assert lapse_due() == 1
    assert booking.state is BookingState.LAPSED
    assert units_taken() == []


def test_ones_own_lapsed_invitation_stands_in_nobodys_way(floor: Floor, clock_stands: Any) -> None:
    other = make_participation(floor.fair)
    open_to(floor.registration, other)
    slot = make_table(other).slots[0]
    invited(floor)
    assert book(slot, floor.registration, SYSTEM).refusal is BookingRefusal.SEEKER_BUSY
    clock_stands.shift(timedelta(minutes=6))
    assert book(slot, floor.registration, SYSTEM).refusal is None


def test_it_can_be_extended_once(floor: Floor, clock_stands: Any) -> None:
    booking = invited(floor)
    clock_stands.shift(timedelta(minutes=4))
    extend(booking, SYSTEM)
    assert why(extend, booking, SYSTEM) is BookingRefusal.EXTENDED
    clock_stands.shift(timedelta(minutes=4))
    accept(booking, SYSTEM)
    assert booking.state is BookingState.SCHEDULED


def test_before_the_day_there_is_a_day_to_answer_and_never_longer_than_to_the_doors(
    app: Flask, clock_stands: Any
) -> None:
    floor = make_floor(make_fair(FairState.BOOKING_OPEN, day=FAIR_DAY + timedelta(days=3)))
    booking = invited(floor)
    assert booking.held_until is not None
    left = booking.held_until - booking.booked_at
    assert abs(left - timedelta(hours=24)) < timedelta(minutes=1)
    clock_stands.shift(timedelta(days=2, hours=12))
    late = make_applicant(floor.participation)
    answer = invite(floor.slots[3], late, SYSTEM)
    assert answer.booking is not None
    assert answer.booking.held_until == floor.fair.opens_at


def test_an_answer_to_what_was_ended_is_refused(floor: Floor) -> None:
    booking = invited(floor)
    cancel(booking, BookingState.CANCELLED_BY_EMPLOYER, SYSTEM)
    assert why(accept, booking, SYSTEM) is BookingRefusal.MOVED_ON


def test_an_invitation_is_accepted_or_lapses_and_never_both(
    app: Flask, floor: Floor, together: Together, clock_stands: Any
) -> None:
    booking_id = invited(floor).id
    late = make_applicant(floor.participation).id
    slot_id = floor.slots[0].id
    clock_stands.shift(timedelta(minutes=4, seconds=59))

    def act(number: int) -> Any:
        if number % 2:
            clock_stands.shift(timedelta(seconds=1))
            return book_by_id(slot_id, late).booking is not None
        try:
            accept(db.session.get_one(Booking, booking_id), SYSTEM)
            db.session.commit()
        except Refused:
            return False
        return True

    assert together(6, act).count(True) == 1
    assert live_bookings() == 1


def many_slots(floor: Floor) -> tuple[Registration, list[int]]:
    """Somebody open to five employers, with ten times that never overlap."""
    others = [make_participation(floor.fair) for _one in range(5)]
    open_to(floor.registration, *others)
    slots = [
        make_table(one, slots=1, units=1, first=12 + number * 4 + half * 2).slots[0].id
        for number, one in enumerate(others)
        for half in (0, 1)
    ]
    return floor.registration, slots


def test_of_ten_at_once_three_are_booked(app: Flask, floor: Floor, together: Together) -> None:
    person, slots = many_slots(floor)
    person_id = person.id
    refusals = together(10, lambda number: book_by_id(slots[number], person_id).refusal)
    assert refusals.count(None) == MOST_BOOKINGS
    assert refusals.count(BookingRefusal.TOO_MANY) == 10 - MOST_BOOKINGS
    assert live_bookings() == MOST_BOOKINGS


def test_control_without_the_lock_more_than_three_are_booked(
    app: Flask, floor: Floor, together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time: there is no lock to take away")
    monkeypatch.setattr("festa.interviews.booking.line_up", lambda _person, *there: {*there})
    person, slots = many_slots(floor)
    person_id = person.id
    together(10, lambda number: book_by_id(slots[number], person_id).refusal)
    assert live_bookings() > MOST_BOOKINGS


def test_invitations_count_and_what_is_over_does_not(floor: Floor) -> None:
    person, slots = many_slots(floor)
    first = invite_by(slots[0], person)
    book_by_id(slots[2], person.id)
    book_by_id(slots[4], person.id)
    assert book_by_id(slots[6], person.id).refusal is BookingRefusal.TOO_MANY
    decline(first, SYSTEM)
    assert book_by_id(slots[6], person.id).refusal is None
    assert bookings_ahead(person) == MOST_BOOKINGS


def invite_by(slot_id: int, person: Registration) -> Booking:
    answer = invite(db.session.get_one(Slot, slot_id), person, SYSTEM)
    assert answer.booking is not None
    return answer.booking


def test_organisers_may_allow_more_for_a_reason(floor: Floor) -> None:
    person, slots = many_slots(floor)
    for slot in slots[:6:2]:
        book_by_id(slot, person.id)
    allow_bookings(person, MOST_BOOKINGS + 1, "오후 기업이 불참함", SYSTEM)
    assert book_by_id(slots[6], person.id).refusal is None
    assert book_by_id(slots[8], person.id).refusal is BookingRefusal.TOO_MANY


def test_of_eight_applications_at_once_five_are_taken(
    app: Flask, floor: Floor, together: Together
) -> None:
    parts = [make_participation(floor.fair).id for _one in range(8)]
    person_id = make_registration(floor.fair).id

    def act(number: int) -> Any:
        person = db.session.get_one(Registration, person_id)
        part = db.session.get_one(type(floor.participation), parts[number])
        try:
            make_application(person, part)
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            return refused.reason
        return None

    said = together(8, act)
    assert said.count(None) == 5
    assert said.count(ApplicationRefusal.TOO_MANY) == 3


def test_two_interviews_change_their_times_or_neither_does(floor: Floor) -> None:
    late = make_applicant(floor.participation)
    one = book(floor.slots[0], floor.registration, SYSTEM).booking
    two = book(floor.slots[3], late, SYSTEM).booking
    assert one is not None and two is not None
    answers = swap(one, two, SYSTEM)
    times = {answer.booking.registration_id: answer.booking.slot_id for answer in answers}
    assert times == {floor.registration.id: floor.slots[3].id, late.id: floor.slots[0].id}
    assert live_bookings() == 2
    assert templates().count("interview_moved") == 2


def test_a_swap_into_a_busy_hour_changes_nothing(floor: Floor) -> None:
    other = make_participation(floor.fair)
    late = open_to(make_applicant(floor.participation), other)
    one = book(floor.slots[0], floor.registration, SYSTEM).booking
    two = book(floor.slots[3], late, SYSTEM).booking
    book(make_table(other, slots=1, units=1, first=12).slots[0], late, SYSTEM)
    assert one is not None and two is not None
    before = sorted(units_taken(), key=str)
    answers = swap(one, two, SYSTEM)
    assert [answer.refusal for answer in answers] == [BookingRefusal.SEEKER_BUSY]
    assert sorted(units_taken(), key=str) == before
    assert (one.state, two.state) == (BookingState.SCHEDULED,) * 2


def test_an_interview_is_handed_to_a_colleagues_table(floor: Floor) -> None:
    colleague = make_table(floor.participation, slots=1)
    booking = book(floor.slots[0], floor.registration, SYSTEM).booking
    assert booking is not None
    answer = reschedule(booking, colleague.slots[0], SYSTEM)
    assert answer.booking is not None
    assert answer.booking.slot.table_id == colleague.id


def test_who_has_passed_picks_a_time_and_nobody_else(floor: Floor) -> None:
    reason = why(pick_time, floor.application, floor.slots[0], SYSTEM)
    assert reason is BookingRefusal.NOT_SHORTLISTED
    set_application(floor.application, ApplicationState.SHORTLISTED, SYSTEM)
    assert pick_time(floor.application, floor.slots[0], SYSTEM).refusal is None
    elsewhere = make_table(make_participation(floor.fair)).slots[0]
    assert why(pick_time, floor.application, elsewhere, SYSTEM) is BookingRefusal.SLOT_CLOSED


@pytest.fixture
def passed(floor: Floor) -> Floor:
    set_application(floor.application, ApplicationState.SHORTLISTED, SYSTEM)
    db.session.commit()
    return floor


def chosen(floor: Floor, slot: int = 0) -> Booking:
    answer = pick_time(floor.application, floor.slots[slot], SYSTEM)
    assert answer.booking is not None
    return answer.booking


def test_nobody_chooses_a_second_interview_with_the_same_employer(passed: Floor) -> None:
    booking = chosen(passed)
    for state in (BookingState.CALLED, BookingState.IN_PROGRESS, BookingState.COMPLETED):
        answer = pick_time(passed.application, passed.slots[4], SYSTEM)
        assert answer.refusal is BookingRefusal.ALREADY_BOOKED
        assert answer.nearest == ()
        change(booking, state, SYSTEM)
    assert live_bookings() == 1


def test_an_open_invitation_is_answered_before_another_time_is_chosen(
    passed: Floor, clock_stands: Any
) -> None:
    invited(passed)
    answer = pick_time(passed.application, passed.slots[4], SYSTEM)
    assert answer.refusal is BookingRefusal.ALREADY_BOOKED
    clock_stands.shift(timedelta(minutes=6))
    chosen(passed, 4)


def test_an_interview_that_was_called_off_leaves_room_to_choose_anew(passed: Floor) -> None:
    cancel(chosen(passed), BookingState.CANCELLED_BY_SEEKER, SYSTEM)
    chosen(passed, 4)


def test_a_chosen_time_with_one_employer_leaves_the_others_open(passed: Floor) -> None:
    chosen(passed)
    other = make_participation(passed.fair)
    beside = make_application(passed.registration, other)
    set_application(beside, ApplicationState.SHORTLISTED, SYSTEM)
    assert pick_time(beside, make_table(other, first=20).slots[0], SYSTEM).refusal is None


def test_the_seeker_still_moves_the_interview_to_another_time(passed: Floor) -> None:
    assert reschedule(chosen(passed), passed.slots[4], SYSTEM).refusal is None
    assert live_bookings() == 1


def test_the_employer_may_book_or_invite_somebody_to_a_second_talk(passed: Floor) -> None:
    chosen(passed)
    assert book_applicant(passed.application, passed.slots[2], SYSTEM).refusal is None
    assert invite_applicant(passed.application, passed.slots[4], SYSTEM).refusal is None


def all_choose_at_once(floor: Floor, together: Together) -> list[Any]:
    """Every time of one employer at once, by one person."""
    application_id, slots = floor.application.id, [slot.id for slot in floor.slots[::2]]
    allow_bookings(floor.registration, 9, "the rule alone shall decide", SYSTEM)
    db.session.commit()

    def act(number: int) -> Any:
        application = db.session.get_one(Application, application_id)
        answer = pick_time(application, db.session.get_one(Slot, slots[number]), SYSTEM)
        db.session.commit()
        return answer.refusal

    return list(together(len(slots), act))


def test_of_several_times_tapped_at_once_one_is_booked(passed: Floor, together: Together) -> None:
    refusals = all_choose_at_once(passed, together)
    assert refusals.count(None) == 1
    assert refusals.count(BookingRefusal.ALREADY_BOOKED) == len(refusals) - 1
    assert live_bookings() == 1


def test_control_without_the_lock_several_times_are_booked(
    passed: Floor, together: Together, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time: there is no lock to take away")
    monkeypatch.setattr("festa.interviews.booking.line_up", lambda _person, *there: {*there})
    all_choose_at_once(passed, together)
    assert live_bookings() > 1


def test_the_times_lead_whoever_has_one_to_changing_it(client: FlaskClient, passed: Floor) -> None:
    sign_in(client, passed.registration.seeker)
    address = f"/my/applications/{passed.application.id}/times"
    assert 'name="slot"' in client.get(address).text
    client.post(address, data={"slot": passed.slots[0].id})
    booking = db.session.scalars(select(Booking)).one()
    again = client.post(address, data={"slot": passed.slots[4].id})
    assert again.status_code == 409
    assert "하나 더 고를 수는 없어요" in again.text
    for page in (again.text, client.get(address).text):
        assert "이 기업과의 면접이 이미 있어요" in page
        assert f"/my/interviews/{booking.id}/move" in page
        assert 'name="slot"' not in page
    assert live_bookings() == 1


def test_the_times_say_so_where_the_interview_cannot_be_moved(
    client: FlaskClient, passed: Floor
) -> None:
    sign_in(client, passed.registration.seeker)
    booking = invited(passed)
    db.session.commit()
    page = client.get(f"/my/applications/{passed.application.id}/times").text
    assert "이 기업과의 면접이 이미 있어요" in page
    assert f"/my/interviews/{booking.id}/move" not in page
    assert 'name="slot"' not in page


def test_an_invitation_says_that_the_application_has_passed(floor: Floor) -> None:
    invite_applicant(floor.application, floor.slots[0], SYSTEM)
    assert floor.application.state is ApplicationState.SHORTLISTED


def test_the_employer_asks_and_the_seeker_answers_on_their_pages(
    client: FlaskClient, floor: Floor
) -> None:
    at = f"/employer/{floor.participation.id}"
    sign_in(client, floor.recruiter)
    address = f"{at}/candidates/{floor.application.id}/bookings"
    assert client.post(address, data={"slot": floor.slots[0].id, "ask": "1"}).status_code == 303
    booking = db.session.scalars(select(Booking)).one()
    assert booking.state is BookingState.HELD
    assert "답을 기다리고 있어요" in client.get(f"{at}/bookings/{booking.id}").text
    sign_in(client, floor.registration.seeker)
    assert "면접에 초대했어요" in client.get("/my").text
    client.post(f"/my/interviews/{booking.id}/extend")
    client.post(f"/my/interviews/{booking.id}/accept")
    assert db.session.get_one(Booking, booking.id).state is BookingState.SCHEDULED
    page = client.get(f"/my/interviews/{booking.id}/move")
    assert page.status_code == 200
    moved = client.post(f"/my/interviews/{booking.id}/move", data={"slot": floor.slots[4].id})
    assert moved.status_code == 303
    assert live_bookings() == 1


def test_a_seeker_picks_a_time_and_hears_where_it_is_free_when_it_is_gone(
    client: FlaskClient, floor: Floor
) -> None:
    application = db.session.get_one(Application, floor.application.id)
    sign_in(client, floor.registration.seeker)
    address = f"/my/applications/{application.id}/times"
    assert "서류를 살펴보고" in client.get(address).text
    set_application(application, ApplicationState.SHORTLISTED, SYSTEM)
    book(floor.slots[2], make_applicant(floor.participation), SYSTEM)
    lost = client.post(address, data={"slot": floor.slots[2].id})
    assert lost.status_code == 409
    assert lost.text.count('name="slot"') >= 3
    assert client.post(address, data={"slot": floor.slots[0].id}).status_code == 303
    assert live_bookings() == 2


def test_nobody_answers_for_somebody_else(client: FlaskClient, floor: Floor) -> None:
    booking = invited(floor)
    sign_in(client, make_applicant(floor.participation).seeker)
    for verb in ("accept", "decline", "extend"):
        assert client.post(f"/my/interviews/{booking.id}/{verb}").status_code == 404
    assert client.get(f"/my/applications/{floor.application.id}/times").status_code == 404
