"""Employers as organisers run them: found, made, moved on, seated, their people let in."""

import re
from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.accounts.models import Account
from festa.accounts.service import check_sign_in
from festa.audit.actor import SYSTEM
from festa.employers.business_number import check_digit
from festa.employers.models import Booth, Employer, Mode, Participation, ParticipationState
from festa.employers.states import WAYS
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.interviews.booking import book
from festa.interviews.states import BookingState
from festa.messages.models import OutboxMessage
from festa.permissions import Role
from tests.factories import (
    give_consent,
    make_account,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_recruiter,
    make_registration,
    make_table,
    sign_in,
)
from tests.statements import asked_by

S = ParticipationState
SERIALS = count(1)
PASSWORD = re.compile(r"data-password>([a-z2-9-]{19})<")


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account())


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


def home(participation: Participation) -> str:
    """The console's page of an employer at a fair."""
    return f"/console/employers/{participation.id}"


def made_up_number() -> str:
    """A business number of nobody that has the right form and check digit."""
    nine = f"99981{next(SERIALS):04d}"
    return nine + check_digit(nine)


def typed(**fields: str) -> dict[str, str]:
    """What an organiser types for a new employer."""
    base = {
        "business_number": made_up_number(),
        "name": "한빛물류",
        "mode": "onsite",
        "tables_wanted": "2",
    }
    return base | fields


def test_the_list_shows_the_live_fair_first_and_others_when_asked(
    organiser: FlaskClient, fair: Fair
) -> None:
    later = make_fair(FairState.REGISTRATION_OPEN, tour=fair.tour, city="부산")
    make_participation(fair, make_employer(name="대전기업"))
    make_participation(later, make_employer(name="부산기업"))
    assert "대전기업" in organiser.get("/console/employers").text
    page = organiser.get(f"/console/employers?fair={later.slug}").text
    assert "부산기업" in page
    assert "대전기업" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state=applied", "신청한곳"),
        ("state=to_review", "신청한곳"),
        ("mode=posting_only", "게시대만"),
        ("words=확정", "확정된곳"),
        ("words=A-7", "확정된곳"),
    ],
)
def test_the_list_is_narrowed_by_state_mode_and_words(
    organiser: FlaskClient, fair: Fair, query: str, found: str
) -> None:
    names = {"신청한곳", "게시대만", "확정된곳"}
    make_participation(fair, make_employer(name="신청한곳"), state=S.APPLIED)
    make_participation(fair, make_employer(name="게시대만"), Mode.POSTING_ONLY)
    seated = make_participation(fair, make_employer(name="확정된곳"))
    db.session.add(Booth(fair_id=fair.id, number="A-7", participation=seated))
    page = organiser.get(f"/console/employers?fair={fair.slug}&{query}").text
    assert {name for name in names if name in page} == {found}


def test_what_waits_for_review_is_one_choice_and_counts_what_it_shows(
    organiser: FlaskClient, fair: Fair
) -> None:
    for state in (S.APPLIED, S.UNDER_REVIEW, S.NEEDS_FIX, S.APPROVED):
        make_participation(fair, make_employer(name=f"기업 {state.value}"), state=state)
    page = organiser.get(f"/console/employers?fair={fair.slug}&state=to_review").text
    assert "심사 대기 2" in page
    assert [s for s in S if f"기업 {s.value}" in page] == [S.APPLIED, S.UNDER_REVIEW]


def test_a_business_number_finds_its_employer_with_or_without_hyphens(
    organiser: FlaskClient, fair: Fair
) -> None:
    employer = make_participation(fair).employer
    for words in (employer.business_number, employer.shown_number):
        assert employer.name in organiser.get(f"/console/employers?words={words}").text


def test_an_employer_is_made_by_hand_and_applies(organiser: FlaskClient, fair: Fair) -> None:
    sent = typed(business_number="", contact_phone="042-123-4567", chief="홍대표")
    number = made_up_number()
    sent["business_number"] = f" {number[:3]}-{number[3:5]}-{number[5:]} "
    answer = organiser.post(f"/console/employers/new?fair={fair.slug}", data=sent)
    assert answer.status_code == 303
    participation = db.session.scalars(select(Participation)).one()
    assert participation.employer.business_number == number
    assert participation.state is S.APPLIED
    assert participation.tables_wanted == 2
    page = organiser.get(answer.location).text
    assert "042-123-4567" in page
    assert "홍대표" in page


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("", "비어 있어요"),
        ("123-45", "열 자리 숫자가 아니에요"),
        ("123-45-67890", "숫자가 서로 맞지 않아요"),
        ("abc", "열 자리 숫자가 아니에요"),
    ],
)
def test_a_wrong_business_number_gets_a_sentence_and_the_form_keeps_what_was_typed(
    organiser: FlaskClient, fair: Fair, number: str, sentence: str
) -> None:
    answer = organiser.post("/console/employers/new", data=typed(business_number=number))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="한빛물류"' in answer.text
    assert db.session.scalars(select(Employer)).all() == []


def test_the_same_employer_twice_at_one_fair_is_refused_and_a_branch_is_not(
    organiser: FlaskClient, fair: Fair
) -> None:
    sent = typed()
    assert organiser.post("/console/employers/new", data=sent).status_code == 303
    again = organiser.post("/console/employers/new", data=sent)
    assert again.status_code == 422
    assert "이미 참가 중인 기업" in again.text
    branch = organiser.post("/console/employers/new", data=sent | {"branch": "유성점"})
    assert branch.status_code == 303
    assert len(db.session.scalars(select(Employer)).all()) == 1


@pytest.mark.parametrize("start", list(S))
def test_exactly_the_states_that_may_follow_are_offered(
    organiser: FlaskClient, fair: Fair, start: ParticipationState
) -> None:
    page = organiser.get(home(make_participation(fair, state=start))).text
    offered = set(re.findall(r'name="state" value="(\w+)"', page))
    by_booth = {S.BOOTH_ASSIGNED} | ({S.APPROVED} if start is S.BOOTH_ASSIGNED else set())
    by_applicant = {S.APPLIED}  # whoever was turned away applies anew, by themselves
    assert offered == {str(state) for state in WAYS[start] - by_booth - by_applicant}


def test_an_employer_is_asked_to_mend_its_application_and_then_approved(
    organiser: FlaskClient, fair: Fair
) -> None:
    participation = make_participation(fair, state=S.APPLIED)
    for state in ("needs_fix", "under_review", "approved"):
        organiser.post(f"{home(participation)}/state", data={"state": state})
    assert participation.state is S.APPROVED


def test_a_way_that_does_not_exist_is_refused_with_a_page(
    organiser: FlaskClient, fair: Fair
) -> None:
    participation = make_participation(fair, state=S.REJECTED)
    for state in ("completed", "booth_assigned", "nonsense", ""):
        answer = organiser.post(f"{home(participation)}/state", data={"state": state})
        assert answer.status_code == 409
    assert participation.state is S.REJECTED


def test_an_absent_employer_has_its_interviews_called_off_and_seekers_told(
    organiser: FlaskClient, fair: Fair
) -> None:
    participation = make_participation(fair)
    registration = make_registration(fair)
    give_consent(registration.seeker, participation)
    booking = book(make_table(participation).slots[0], registration, SYSTEM).booking
    assert booking is not None
    told = len(db.session.scalars(select(OutboxMessage)).all())
    answer = organiser.post(
        f"{home(participation)}/state", data={"state": "absent"}, follow_redirects=True
    )
    assert "면접 1건을 취소" in answer.text
    assert booking.state is BookingState.CANCELLED_BY_EMPLOYER
    assert len(db.session.scalars(select(OutboxMessage)).all()) == told + 1


def test_an_employer_is_seated_moved_and_its_booth_freed(
    organiser: FlaskClient, fair: Fair
) -> None:
    participation = make_participation(fair)
    hall = str(fair.halls[0].id)
    for number in ("A-1", "A-2"):
        organiser.post(f"{home(participation)}/booth", data={"number": number, "hall": hall})
    assert participation.booth is not None
    assert participation.booth.number == "A-2"
    assert participation.state is S.BOOTH_ASSIGNED
    organiser.post(f"{home(participation)}/booth/leave")
    assert participation.booth is None
    assert participation.state is S.APPROVED


def test_a_booth_that_is_taken_is_refused_by_the_name_of_who_sits_there(
    organiser: FlaskClient, fair: Fair
) -> None:
    first = make_participation(fair, make_employer(name="먼저온곳"))
    second = make_participation(fair)
    organiser.post(f"{home(first)}/booth", data={"number": "B-3", "hall": ""})
    answer = organiser.post(f"{home(second)}/booth", data={"number": "B-3", "hall": ""})
    assert answer.status_code == 422
    assert "먼저온곳" in answer.text
    assert 'value="B-3"' in answer.text
    assert second.booth is None


def test_the_same_number_is_free_at_another_fair_and_after_somebody_left(
    organiser: FlaskClient, fair: Fair
) -> None:
    elsewhere = make_participation(make_fair(tour=fair.tour))
    first, second = make_participation(fair), make_participation(fair)
    organiser.post(f"{home(elsewhere)}/booth", data={"number": "C-1", "hall": ""})
    organiser.post(f"{home(first)}/booth", data={"number": "C-1", "hall": ""})
    organiser.post(f"{home(first)}/booth", data={"number": "C-2", "hall": ""})
    organiser.post(f"{home(second)}/booth", data={"number": "C-1", "hall": ""})
    numbers = [one.booth.number if one.booth else None for one in (elsewhere, first, second)]
    assert numbers == ["C-1", "C-2", "C-1"]


@pytest.mark.parametrize("state", [S.APPLIED, S.CANCELLED])
def test_nobody_is_seated_before_being_approved(
    organiser: FlaskClient, fair: Fair, state: ParticipationState
) -> None:
    participation = make_participation(fair, state=state)
    answer = organiser.post(f"{home(participation)}/booth", data={"number": "A-1", "hall": ""})
    assert answer.status_code == 422
    assert participation.booth is None


def test_a_recruiter_is_let_in_with_a_password_that_is_shown_once(
    organiser: FlaskClient, fair: Fair
) -> None:
    participation = make_participation(fair)
    address = f"{home(participation)}/recruiters/new"
    sent = {"name": "최담당", "email": "choi@example.com", "role": "owner"}
    shown = PASSWORD.search(organiser.post(address, data=sent).text)
    assert shown is not None
    account = check_sign_in("choi@example.com", shown[1], SYSTEM)
    assert isinstance(account, Account)
    assert account.employer_ids == {participation.employer_id}
    page = organiser.get(home(participation)).text
    assert "최담당" in page
    assert shown[1] not in page


def test_a_recruiter_of_another_employer_keeps_their_account(
    organiser: FlaskClient, fair: Fair
) -> None:
    account = make_recruiter(make_employer())
    participation = make_participation(fair)
    answer = organiser.post(
        f"{home(participation)}/recruiters/new",
        data={"name": account.name, "email": account.email, "role": "recruiter"},
    )
    assert answer.status_code == 303
    assert participation.employer_id in account.employer_ids
    assert len(account.employer_ids) == 2


def test_an_address_of_staff_or_of_the_same_employer_is_refused(
    organiser: FlaskClient, fair: Fair
) -> None:
    participation = make_participation(fair)
    address = f"{home(participation)}/recruiters/new"
    for account, sentence in (
        (make_account(Role.STAFF), "다른 역할의 계정"),
        (make_recruiter(participation.employer), "이미 이 기업의 채용담당자"),
    ):
        answer = organiser.post(
            address, data={"name": "최담당", "email": account.email, "role": "recruiter"}
        )
        assert answer.status_code == 422
        assert sentence in answer.text


def test_a_recruiter_who_is_let_go_sees_the_employer_no_more(
    app: Flask, organiser: FlaskClient, fair: Fair
) -> None:
    participation = make_participation(fair)
    account = make_recruiter(participation.employer)
    theirs = sign_in(app.test_client(), account)
    address = f"/employer/{participation.id}"
    assert theirs.get(address).status_code == 200
    recruiter = participation.employer.recruiters[0]
    organiser.post(f"{home(participation)}/recruiters/{recruiter.id}/deactivate")
    assert theirs.get(address).status_code == 404
    organiser.post(f"{home(participation)}/recruiters/{recruiter.id}/activate")
    assert theirs.get(address).status_code == 200


def test_a_recruiter_is_not_let_go_through_another_employers_page(
    organiser: FlaskClient, fair: Fair
) -> None:
    account = make_recruiter(make_employer())
    recruiter = account.recruiterships[0]
    address = f"{home(make_participation(fair))}/recruiters/{recruiter.id}/deactivate"
    assert organiser.post(address).status_code == 404
    assert recruiter.active


def test_an_employer_goes_along_to_another_city_as_a_new_application(
    organiser: FlaskClient, fair: Fair
) -> None:
    later = make_fair(FairState.REGISTRATION_OPEN, tour=fair.tour, city="부산")
    participation = make_participation(fair, tables_wanted=3, contact_name="최담당")
    answer = organiser.post(f"{home(participation)}/fairs", data={"fair": later.slug})
    copy = db.session.scalars(select(Participation).where(Participation.fair_id == later.id)).one()
    assert answer.location.endswith(f"/{copy.id}")
    assert (copy.state, copy.tables_wanted, copy.contact_name) == (S.APPLIED, 3, "최담당")
    again = organiser.post(f"{home(participation)}/fairs", data={"fair": later.slug})
    assert again.status_code == 409


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECRUITER])
def test_others_do_not_see_the_employers(client: FlaskClient, fair: Fair, role: Role) -> None:
    sign_in(client, make_account(role))
    assert client.get("/console/employers").status_code == 403
    assert client.get(home(make_participation(fair))).status_code == 403


def test_unknown_employers_and_fairs_get_a_page(organiser: FlaskClient, fair: Fair) -> None:
    for address in ("/console/employers/999999", "/console/employers?fair=2026-nowhere"):
        assert organiser.get(address).status_code == 404


def test_the_pages_ask_as_often_for_many_as_for_few(organiser: FlaskClient, fair: Fair) -> None:
    participation = make_participation(fair)
    make_job(participation)
    make_recruiter(participation.employer)
    addresses = (f"/console/employers?fair={fair.slug}", home(participation))
    few = [asked_by(organiser, address) for address in addresses]
    for _number in range(12):
        make_job(make_participation(fair))
        make_job(participation)
        make_recruiter(participation.employer)
    assert [asked_by(organiser, address) for address in addresses] == few
