"""An employer that cannot come ends its interviews at once, and nobody is left with nothing."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.consents.models import Consent, ConsentState, ConsentText, Purpose
from festa.employers.booths import assign_booth
from festa.employers.models import Mode, Participation, ParticipationState, RecruiterRole
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews import trouble
from festa.interviews.applications import set_application
from festa.interviews.booking import BookingRefusal, book
from festa.interviews.instead import take_instead
from festa.interviews.instead_queries import offers_instead
from festa.interviews.models import Application, Booking, BookingChange, BookingUnit, Slot
from festa.interviews.similar import Likeness
from festa.interviews.states import ApplicationState, BookingState, SlotState
from festa.interviews.trouble import Leaving, TroubleRefusal, keeps_consents, leave
from festa.messages.models import OutboxMessage
from tests.factories import (
    make_account,
    make_application,
    make_job,
    make_participation,
    make_recruiter,
    make_table,
    sign_in,
)
from tests.integration.interviews.floor import Floor, live_bookings, make_applicant, make_floor
from tests.statements import statements
from tests.threads import Together

LEFT = "interview_employer_left"


@pytest.fixture
def floor(app: Flask) -> Floor:
    """An employer with three interviews."""
    floor = make_floor()
    booked(floor)
    for slot in floor.slots[1:3]:
        person = make_applicant(floor.participation)
        assert book(slot, person, SYSTEM).booking is not None
    db.session.commit()
    return floor


def booked(floor: Floor) -> Booking:
    answer = book(floor.slots[0], floor.registration, SYSTEM)
    assert answer.booking is not None
    return answer.booking


def lost(floor: Floor) -> Booking:
    query = select(Booking).where(Booking.registration_id == floor.registration.id)
    return db.session.scalars(query.order_by(Booking.id)).first()


def told(template: str = LEFT) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def standing(floor: Floor) -> int:
    query = select(Consent.id).where(
        Consent.employer_id == floor.participation.employer_id,
        Consent.state == ConsentState.GRANTED,
    )
    return len(db.session.scalars(query).all())


@pytest.mark.parametrize("how", Leaving)
def test_every_interview_ends_at_once_and_everybody_hears_of_it(floor: Floor, how: Leaving) -> None:
    assert leave(floor.participation, how, SYSTEM) == 3
    assert live_bookings() == 0
    assert db.session.scalars(select(BookingUnit)).all() == []
    changes = select(BookingChange).where(BookingChange.after == BookingState.CANCELLED_BY_EMPLOYER)
    assert len(db.session.scalars(changes).all()) == 3
    entries = select(AuditEntry).where(AuditEntry.action == "booking.cancelled_by_employer")
    assert len(db.session.scalars(entries).all()) == 3
    assert len({one.seeker_id for one in told()}) == 3
    states = set(db.session.scalars(select(Slot.state)))
    assert states == {SlotState.CANCELLED}


def test_postings_stay_with_applications_and_consents_where_only_the_hall_is_left(
    floor: Floor,
) -> None:
    assign_booth(floor.participation, "A-1", None, SYSTEM)
    leave(floor.participation, Leaving.KEEP_POSTINGS, SYSTEM)
    part = floor.participation
    assert (part.mode, part.takes_part, part.booth) == (Mode.POSTING_ONLY, True, None)
    assert standing(floor) == 3
    assert floor.application.state is not ApplicationState.WITHDRAWN


def test_consents_and_applications_end_with_an_employer_that_leaves_altogether(
    floor: Floor,
) -> None:
    leave(floor.participation, Leaving.WITHDRAW, SYSTEM)
    assert floor.participation.state is ParticipationState.CANCELLED
    assert standing(floor) == 0
    states = set(db.session.scalars(select(Application.state)))
    assert states == {ApplicationState.WITHDRAWN}


def test_a_consent_that_is_still_needed_stays(
    floor: Floor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "_keepers", [])
    keeps_consents(lambda _part: [floor.registration.seeker_id])
    leave(floor.participation, Leaving.WITHDRAW, SYSTEM)
    assert standing(floor) == 1
    assert floor.application.state is not ApplicationState.WITHDRAWN


def test_a_branch_that_still_comes_keeps_what_names_its_employer(floor: Floor) -> None:
    make_participation(floor.fair, floor.participation.employer, branch="둔산지점")
    leave(floor.participation, Leaving.WITHDRAW, SYSTEM)
    assert standing(floor) == 3


def test_nobody_moves_up_for_a_place_that_is_gone(floor: Floor) -> None:
    set_application(floor.application, ApplicationState.SHORTLISTED, SYSTEM)
    person = make_applicant(floor.participation)
    query = select(Application).where(Application.registration_id == person.id)
    waits = db.session.scalars(query).one()
    set_application(waits, ApplicationState.ALTERNATE, SYSTEM)
    leave(floor.participation, Leaving.KEEP_POSTINGS, SYSTEM)
    assert waits.state is ApplicationState.ALTERNATE


@pytest.mark.parametrize(
    ("make_it", "reason"),
    [
        (lambda one: setattr(one.fair, "state", FairState.CLOSED), TroubleRefusal.FAIR_OVER),
        (
            lambda one: setattr(one.participation, "mode", Mode.POSTING_ONLY),
            TroubleRefusal.NOT_IN_HALL,
        ),
    ],
)
def test_it_is_refused_where_there_is_nothing_to_leave(
    floor: Floor, make_it: Any, reason: TroubleRefusal
) -> None:
    make_it(floor)
    with pytest.raises(Refused) as refused:
        leave(floor.participation, Leaving.KEEP_POSTINGS, SYSTEM)
    assert refused.value.reason is reason
    assert live_bookings() == 3


def test_many_interviews_take_as_many_statements_as_few(app: Flask) -> None:
    asked = []
    for people in (2, 6):
        floor = make_floor()
        for slot in floor.slots[:people]:
            book(slot, make_applicant(floor.participation), SYSTEM)
        db.session.commit()
        with statements() as sent:
            assert leave(floor.participation, Leaving.KEEP_POSTINGS, SYSTEM) == people
            db.session.commit()
        # The log keeps its rows apart: SQLite takes one at a time.
        asked.append(len([one for one in sent if "audit_entry" not in one]))
    assert asked[0] == asked[1]


def other(floor: Floor, duty: str = "물류", **fields: Any) -> Participation:
    """One more employer with a table at the same hours."""
    part = make_participation(floor.fair)
    make_job(part, duty=duty, **fields)
    make_table(part)
    return part


def test_the_likest_work_comes_first_then_the_nearest_time(floor: Floor) -> None:
    any_work = other(floor, "조경")
    late = other(floor)
    for slot in db.session.scalars(select(Slot).where(Slot.table.has(participation_id=late.id))):
        slot.state = SlotState.OPEN if slot.start_unit >= 20 else SlotState.BLOCKED
    near = other(floor)
    leave(floor.participation, Leaving.KEEP_POSTINGS, SYSTEM)
    offers = offers_instead(lost(floor))
    assert [one.participation.id for one in offers] == [near.id, late.id, any_work.id]
    assert offers[0].likeness is Likeness.SAME_WORK
    assert offers[0].slots[0].start_unit == floor.slots[0].start_unit


def test_nothing_is_offered_that_would_be_refused(floor: Floor) -> None:
    said_no, full, gone, board = (other(floor) for _each in range(4))
    set_application(
        make_application(floor.registration, said_no), ApplicationState.DECLINED, SYSTEM
    )
    for slot in db.session.scalars(select(Slot).where(Slot.table.has(participation_id=full.id))):
        slot.state = SlotState.RELEASED
    gone.state, board.mode = ParticipationState.ABSENT, Mode.POSTING_ONLY
    leave(floor.participation, Leaving.KEEP_POSTINGS, SYSTEM)
    assert offers_instead(lost(floor)) == []


def test_a_time_is_offered_once_however_many_tables_are_free_then(floor: Floor) -> None:
    make_table(other(floor))
    leave(floor.participation, Leaving.KEEP_POSTINGS, SYSTEM)
    (offer,) = offers_instead(lost(floor))
    times = [slot.start_unit for slot in offer.slots]
    assert len(times) == len(set(times)) > 1


def text_of(floor: Floor) -> ConsentText:
    query = select(ConsentText).where(
        ConsentText.fair_id == floor.fair.id, ConsentText.purpose == Purpose.THIRD_PARTY
    )
    return db.session.scalars(query).one()


def test_one_tap_consents_applies_and_books(client: FlaskClient, floor: Floor) -> None:
    part = other(floor)
    booking = lost(floor)
    sign_in(client, make_owner(floor)).post(
        f"/employer/{floor.participation.id}/leave", data={"how": "keep_postings"}
    )
    sign_in(client, floor.registration.seeker)
    address = f"/my/interviews/{booking.id}/instead"
    assert address in client.get("/my").text
    page = client.get(address).text
    assert part.employer.name in page
    assert "같은 직무" in page
    assert "동의하고" in page
    slot = db.session.scalars(select(Slot).where(Slot.table.has(participation_id=part.id))).first()
    answer = client.post(address, data={"slot": slot.id, "job": part.jobs[0].id})
    assert answer.status_code == 303
    query = select(Application).where(Application.participation_id == part.id)
    application = db.session.scalars(query).one()
    assert application.state is ApplicationState.SHORTLISTED
    assert application.job_id == part.jobs[0].id
    assert live_bookings(Booking.participation_id == part.id) == 1
    named = select(Consent.state).where(Consent.employer_id == part.employer_id)
    assert db.session.scalars(named).one() is ConsentState.GRANTED


def make_owner(floor: Floor) -> Any:
    return floor.recruiter


def test_a_time_that_was_lost_leaves_neither_application_nor_consent(floor: Floor) -> None:
    part = other(floor)
    slot = db.session.scalars(select(Slot).where(Slot.table.has(participation_id=part.id))).first()
    leave(floor.participation, Leaving.KEEP_POSTINGS, SYSTEM)
    assert book(slot, make_applicant(part), SYSTEM).booking is not None
    answer = take_instead(lost(floor), slot, None, text_of(floor), SYSTEM)
    assert answer.refusal is BookingRefusal.SLOT_TAKEN
    mine = select(Application).where(
        Application.participation_id == part.id,
        Application.registration_id == floor.registration.id,
    )
    assert db.session.scalars(mine).all() == []


def test_only_a_lost_interview_opens_this_way(floor: Floor) -> None:
    part = other(floor)
    slot = db.session.scalars(select(Slot).where(Slot.table.has(participation_id=part.id))).first()
    with pytest.raises(Refused) as refused:
        take_instead(lost(floor), slot, None, text_of(floor), SYSTEM)
    assert refused.value.reason is BookingRefusal.NOT_LEFT


def test_of_all_who_want_one_time_instead_one_gets_it(
    app: Flask, floor: Floor, together: Together
) -> None:
    part = other(floor)
    slot = db.session.scalars(select(Slot).where(Slot.table.has(participation_id=part.id))).first()
    leave(floor.participation, Leaving.KEEP_POSTINGS, SYSTEM)
    query = select(Booking.id).where(Booking.participation_id == floor.participation.id)
    bookings, slot_id = db.session.scalars(query).all(), slot.id
    text_id = text_of(floor).id

    def act(number: int) -> Any:
        answer = take_instead(
            db.session.get_one(Booking, bookings[number]),
            db.session.get_one(Slot, slot_id),
            None,
            db.session.get_one(ConsentText, text_id),
            SYSTEM,
        )
        db.session.commit()
        return answer.refusal

    refusals = together(len(bookings), act)
    assert refusals.count(None) == 1
    assert live_bookings(Booking.slot_id == slot_id) == 1


def test_owners_say_it_and_their_staff_do_not(client: FlaskClient, floor: Floor) -> None:
    address = f"/employer/{floor.participation.id}/leave"
    staff = make_recruiter(floor.participation.employer, RecruiterRole.RECRUITER)
    assert sign_in(client, staff).get(address).status_code == 403
    assert sign_in(client, staff).post(address, data={"how": "withdraw"}).status_code == 403
    sign_in(client, floor.recruiter)
    home = client.get(f"/employer/{floor.participation.id}").text
    assert address in home
    assert "3건이 모두 취소돼요" in client.get(address).text
    assert client.post(address, data={}).status_code == 422
    assert live_bookings() == 3
    page = client.post(address, data={"how": "withdraw"}, follow_redirects=True)
    assert "면접 3건을 취소" in page.text


def test_organisers_keep_the_postings_or_end_everything(client: FlaskClient, floor: Floor) -> None:
    sign_in(client, make_account())
    at = f"/console/employers/{floor.participation.id}"
    assert f"{at}/leave-hall" in client.get(at).text
    client.post(f"{at}/leave-hall")
    assert floor.participation.mode is Mode.POSTING_ONLY
    assert len(told()) == 3
    client.post(f"{at}/state", data={"state": "cancelled"})
    assert standing(floor) == 0
