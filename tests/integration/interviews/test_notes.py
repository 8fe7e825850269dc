"""What interviewers note: for whom, what never, who reads it, when it goes."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.accounts.models import Account
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.consents.models import Consent, Purpose
from festa.employers.models import Participation
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.booking import book, change
from festa.interviews.departures import leave_fair, withdraw_consent
from festa.interviews.models import Booking
from festa.interviews.note_models import InterviewNote
from festa.interviews.notes import Note, NoteRefusal, write_note
from festa.interviews.states import BookingState
from festa.merging.service import MergeWish, merge
from festa.registrations.models import Registration
from festa.reports.personal_copy import personal_copy
from festa.retention.erasing import erase
from festa.seekers.merge_models import MergeReason
from tests.factories import make_recruiter, make_registration, sign_in
from tests.integration.interviews.floor import Floor, make_applicant, make_floor
from tests.threads import Together


@pytest.fixture
def floor(app: Any) -> Floor:
    return make_floor()


def noted(
    floor: Floor, words: str = "재고 관리 경험이 많음", stars: int | None = 4
) -> InterviewNote:
    kept = write_note(
        floor.participation, floor.registration, floor.recruiter, Note(stars, words), SYSTEM
    )
    db.session.commit()
    assert kept is not None
    return kept


def how_many() -> int:
    return db.session.scalar(select(func.count(InterviewNote.id))) or 0


def talk(floor: Floor) -> Booking:
    booking = book(floor.slots[0], floor.registration, SYSTEM).booking
    assert booking is not None
    change(booking, BookingState.IN_PROGRESS, SYSTEM)
    db.session.commit()
    return booking


def note_address(floor: Floor, registration: Registration | None = None) -> str:
    person = registration or floor.registration
    return f"/employer/{floor.participation.id}/people/{person.id}/note"


def test_a_recruiter_has_one_note_about_a_person_and_an_empty_one_takes_it_away(
    floor: Floor,
) -> None:
    noted(floor)
    second = noted(floor, " 현장  경험\n\n3교대 가능 ", None)
    assert how_many() == 1
    assert (second.stars, second.words) == (None, "현장 경험\n\n3교대 가능")
    gone = write_note(floor.participation, floor.registration, floor.recruiter, Note(), SYSTEM)
    assert gone is None
    assert how_many() == 0
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert {"interview_note.written", "interview_note.removed"} <= actions


def test_two_tablets_of_one_recruiter_keep_one_note(floor: Floor, together: Together) -> None:
    ids = (floor.participation.id, floor.registration.id, floor.recruiter.id)

    def write(number: int) -> None:
        part, person, author = (
            db.session.get_one(model, one)
            for model, one in zip((Participation, Registration, Account), ids, strict=True)
        )
        write_note(part, person, author, Note(3, f"{number}번 태블릿"), SYSTEM)
        db.session.commit()

    together(6, write)
    assert how_many() == 1


def test_beside_it_plain_inserts_collide_and_the_constraint_lets_one_through(
    floor: Floor, together: Together
) -> None:
    """The control: the six do meet, and what keeps them to one note is the database."""
    part, person, author = floor.participation.id, floor.registration.id, floor.recruiter.id

    def write(_number: int) -> bool:
        row = InterviewNote(participation_id=part, registration_id=person, account_id=author)
        row.written_at = clock.now()
        db.session.add(row)
        try:
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            return False
        return True

    assert sum(together(6, write)) == 1
    assert how_many() == 1


@pytest.mark.parametrize("number", ["680101-1234567", "６８０１０１－１２３４５６７"])
def test_numbers_that_nobody_may_collect_are_refused(floor: Floor, number: str) -> None:
    with pytest.raises(Refused) as refused:
        noted(floor, f"주민번호 {number}")
    assert refused.value.reason is NoteRefusal.NUMBER


def test_nothing_is_noted_about_somebody_who_did_not_agree(floor: Floor) -> None:
    stranger = make_registration(floor.fair)
    with pytest.raises(Refused) as refused:
        write_note(floor.participation, stranger, floor.recruiter, Note(5), SYSTEM)
    assert refused.value.reason is NoteRefusal.NO_CONSENT


def test_a_withdrawal_destroys_the_notes_of_that_employer_alone(floor: Floor) -> None:
    other = make_floor(floor.fair)
    noted(floor)
    noted(other)
    consent = select(Consent).where(
        Consent.purpose == Purpose.THIRD_PARTY, Consent.seeker_id == floor.registration.seeker_id
    )
    withdraw_consent(db.session.scalars(consent).one(), SYSTEM)
    assert db.session.scalars(select(InterviewNote.participation_id)).all() == [
        other.participation.id
    ]


@pytest.mark.parametrize(
    "leaves", [lambda one: leave_fair(one, SYSTEM), lambda one: erase(one.seeker, SYSTEM)]
)
def test_leaving_and_erasing_leave_no_note(floor: Floor, leaves: Any) -> None:
    noted(floor)
    leaves(floor.registration)
    assert how_many() == 0


def test_the_copy_of_ones_data_holds_the_notes_and_no_page_does(
    floor: Floor, client: FlaskClient
) -> None:
    talk(floor)
    noted(floor, "성실한 인상")
    copy = personal_copy(floor.registration.seeker)
    assert [(one["stars"], one["words"]) for one in copy["interview_notes"]] == [(4, "성실한 인상")]
    client = sign_in(client, floor.registration.seeker)
    for address in ("/my", "/my/data", "/my/consents"):
        assert "성실한 인상" not in client.get(address).text
    assert client.get("/my/data.pdf").status_code == 200


def test_a_note_is_written_at_the_table_and_read_by_colleagues(
    floor: Floor, client: FlaskClient
) -> None:
    booking = talk(floor)
    page = f"/employer/{floor.participation.id}/bookings/{booking.id}"
    sign_in(client, floor.recruiter)
    asked = client.get(page).text
    assert "적지 마세요" in asked
    answer = client.post(
        note_address(floor), data={"stars": "5", "words": "바로 출근", "back": page}
    )
    assert (answer.status_code, answer.location) == (303, page)
    assert "바로 출근" in client.get(page).text
    sign_in(client, make_recruiter(floor.participation.employer))
    read = client.get(page).text
    assert "함께 본 면접관의 메모" in read
    assert "바로 출근" in read


def test_what_is_refused_stays_typed_with_why(floor: Floor, client: FlaskClient) -> None:
    sign_in(client, floor.recruiter)
    long = "가" * 1001
    answer = client.post(note_address(floor), data={"stars": "2", "words": long})
    assert answer.status_code == 422
    assert long in answer.text
    assert "자 안으로 적어 주세요" in answer.text


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example", "/console"])
def test_nobody_is_led_away_from_the_employers_pages(
    floor: Floor, client: FlaskClient, back: str
) -> None:
    sign_in(client, floor.recruiter)
    answer = client.post(note_address(floor), data={"stars": "1", "words": "", "back": back})
    assert answer.location == note_address(floor)


def test_another_employer_and_strangers_find_nothing(floor: Floor, client: FlaskClient) -> None:
    noted(floor)
    other = make_floor(floor.fair)
    sign_in(client, other.recruiter)
    assert client.get(note_address(floor)).status_code == 404
    assert client.get(note_address(other, floor.registration)).status_code == 404
    sign_in(client, floor.registration.seeker)
    assert client.get(note_address(floor)).status_code in (302, 403)


def test_merging_two_rows_of_one_person_keeps_a_note_of_each_recruiter(floor: Floor) -> None:
    twin = make_applicant(floor.participation)
    noted(floor, "첫 메모")
    write_note(floor.participation, twin, floor.recruiter, Note(2, "둘째 메모"), SYSTEM)
    colleague = make_recruiter(floor.participation.employer)
    write_note(floor.participation, twin, colleague, Note(3, "동료 메모"), SYSTEM)
    db.session.commit()
    merge(
        MergeWish(floor.registration.seeker, twin.seeker, floor.fair, MergeReason.SAID_SO),
        SYSTEM,
    )
    query = select(InterviewNote.words).where(
        InterviewNote.registration_id == floor.registration.id
    )
    assert set(db.session.scalars(query)) == {"첫 메모", "동료 메모"}
