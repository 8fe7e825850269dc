"""Accounts as organisers keep them: made, locked out, stopped, given duties."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.accounts.models import Account, StaffAssignment, StaffDuty
from festa.accounts.queries import find_account
from festa.accounts.service import check_sign_in
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.permissions import Role
from tests.factories import (
    make_account,
    make_employer,
    make_fair,
    make_recruiter,
    make_staff,
    sign_in,
)
from tests.statements import asked_by

PASSWORD = re.compile(r"data-password>([a-z2-9-]{19})<")


@pytest.fixture
def me(app: Flask) -> Account:
    """The organiser who is signed in."""
    return make_account(name="김운영")


@pytest.fixture
def organiser(client: FlaskClient, me: Account) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, me)


def test_the_list_names_everybody_with_what_they_do(organiser: FlaskClient) -> None:
    staff = make_staff(make_fair(), StaffDuty.DESK)
    recruiter = make_recruiter(make_employer(name="한빛물류"))
    page = organiser.get("/console/accounts").text
    assert staff.email in page
    assert "대전 안내 데스크" in page
    assert recruiter.email in page
    assert "한빛물류" in page


def test_the_list_can_be_narrowed_to_a_role_and_a_name(organiser: FlaskClient) -> None:
    make_account(Role.STAFF, name="남궁출입")
    make_account(Role.STAFF, name="황보안내")
    page = organiser.get("/console/accounts?role=staff&words=남궁").text
    assert "남궁출입" in page
    assert "황보안내" not in page


def test_a_new_account_signs_in_with_the_password_that_is_shown_once(
    organiser: FlaskClient,
) -> None:
    answer = organiser.post(
        "/console/accounts/new",
        data={"name": "박현장", "email": " New.Person@Example.com ", "role": "staff"},
    )
    shown = PASSWORD.search(answer.text)
    assert shown is not None
    account = check_sign_in("new.person@example.com", shown[1], SYSTEM)
    assert isinstance(account, Account)
    assert account.role is Role.STAFF
    again = organiser.get(f"/console/accounts/{account.id}").text
    assert shown[1] not in again


def test_a_taken_address_is_said_at_its_field_and_nothing_typed_is_lost(
    organiser: FlaskClient,
) -> None:
    taken = make_account(Role.STAFF)
    answer = organiser.post(
        "/console/accounts/new", data={"name": "박현장", "email": taken.email, "role": "staff"}
    )
    assert answer.status_code == 422
    assert "이미 있어요" in answer.text
    assert 'value="박현장"' in answer.text


@pytest.mark.parametrize("email", ["", "nobody", "a@b", "이름@회사"])
def test_an_address_that_cannot_be_one_is_refused_with_a_sentence(
    organiser: FlaskClient, email: str
) -> None:
    answer = organiser.post(
        "/console/accounts/new", data={"name": "박현장", "email": email, "role": "staff"}
    )
    assert answer.status_code == 422
    assert "이메일" in answer.text


def test_nobody_is_made_a_recruiter_or_a_seeker_here(organiser: FlaskClient) -> None:
    for role in ("recruiter", "seeker", "admin"):
        answer = organiser.post(
            "/console/accounts/new",
            data={"name": "박현장", "email": f"{role}@example.com", "role": role},
        )
        assert answer.status_code == 422
        assert find_account(f"{role}@example.com") is None


def test_a_new_password_ends_the_sessions_of_the_old_one(
    app: Flask, organiser: FlaskClient
) -> None:
    staff = make_staff(make_fair())
    theirs = sign_in(app.test_client(), staff)
    answer = organiser.post(f"/console/accounts/{staff.id}/password")
    shown = PASSWORD.search(answer.text)
    assert shown is not None
    assert theirs.get("/gate").status_code == 302
    assert isinstance(check_sign_in(staff.email, shown[1], SYSTEM), Account)


def test_a_lock_can_be_lifted_before_it_ends(organiser: FlaskClient) -> None:
    staff = make_account(Role.STAFF, locked_until=clock.now() + timedelta(minutes=9))
    assert "잠긴 계정이에요" in organiser.get(f"/console/accounts/{staff.id}").text
    organiser.post(f"/console/accounts/{staff.id}/unlock")
    assert staff.locked_until is None


def test_a_stopped_account_is_signed_out_and_may_come_back(
    app: Flask, organiser: FlaskClient
) -> None:
    staff = make_staff(make_fair())
    theirs = sign_in(app.test_client(), staff)
    organiser.post(f"/console/accounts/{staff.id}/deactivate")
    assert not staff.active
    assert theirs.get("/gate").status_code == 302
    organiser.post(f"/console/accounts/{staff.id}/activate")
    assert staff.active


def test_nobody_stops_their_own_account(organiser: FlaskClient, me: Account) -> None:
    answer = organiser.post(f"/console/accounts/{me.id}/deactivate")
    assert answer.status_code == 409
    assert me.active


def test_staff_are_given_a_duty_at_a_fair_which_can_change_and_end(
    organiser: FlaskClient,
) -> None:
    fair, staff = make_fair(), make_account(Role.STAFF)
    for duty in ("gate", "desk"):
        organiser.post(
            f"/console/accounts/{staff.id}/duties", data={"fair": fair.slug, "duty": duty}
        )
    (assignment,) = db.session.scalars(select(StaffAssignment)).all()
    assert assignment.duty is StaffDuty.DESK
    organiser.post(f"/console/accounts/{staff.id}/duties/{assignment.id}/remove")
    assert db.session.scalars(select(StaffAssignment)).all() == []


def test_the_duty_of_somebody_else_is_not_ended_through_this_account(
    organiser: FlaskClient,
) -> None:
    staff, other = make_staff(make_fair()), make_account(Role.STAFF)
    address = f"/console/accounts/{other.id}/duties/{staff.assignments[0].id}/remove"
    assert organiser.post(address).status_code == 404


def test_only_staff_are_given_duties(organiser: FlaskClient, me: Account) -> None:
    fair = make_fair()
    answer = organiser.post(
        f"/console/accounts/{me.id}/duties", data={"fair": fair.slug, "duty": "gate"}
    )
    assert answer.status_code == 409


def test_what_was_done_to_an_account_stands_in_its_history(organiser: FlaskClient) -> None:
    staff = make_account(Role.STAFF)
    organiser.post(f"/console/accounts/{staff.id}/deactivate")
    organiser.post(f"/console/accounts/{staff.id}/activate")
    actions = set(db.session.scalars(select(AuditEntry.action)))
    assert {"account.deactivated", "account.activated"} <= actions
    page = organiser.get(f"/console/accounts/{staff.id}").text
    assert "계정 · 사용 중지" in page
    assert "김운영" in page


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECRUITER])
def test_others_do_not_see_accounts(client: FlaskClient, role: Role) -> None:
    sign_in(client, make_account(role))
    assert client.get("/console/accounts").status_code == 403


def test_the_list_asks_as_often_for_many_as_for_few(organiser: FlaskClient) -> None:
    fair = make_fair()
    make_staff(fair)
    few = asked_by(organiser, "/console/accounts")
    for _number in range(12):
        make_staff(fair)
        make_recruiter(make_employer())
    assert asked_by(organiser, "/console/accounts") == few
