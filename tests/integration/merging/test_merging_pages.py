"""Merging at the desk and in the console: found, compared, decided, taken back, within reach."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.models import Fair
from festa.permissions import Role
from festa.registrations.models import Registration
from festa.seekers.merge_models import Merge
from tests.factories import (
    make_account,
    make_fair,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)
from tests.statements import asked_by


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def twice(fair: Fair) -> tuple[Registration, Registration]:
    """One person under two numbers."""
    people = (make_seeker(name="김정숙", phone=f"+82102000{end}") for end in ("1234", "1243"))
    first, second = (make_registration(fair, one) for one in people)
    return first, second


def same(one: Registration, other: Registration | None = None) -> str:
    """The address of looking for, or comparing with, another registration."""
    address = f"/desk/{one.fair.slug}/people/{one.id}/same"
    return address if other is None else f"{address}/{other.id}"


def test_a_number_that_is_kept_either_way_is_not_said_to_be_given_up(
    client: FlaskClient, fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    sign_in(client, make_staff(fair))
    given_up = "쓰지 않기로 한 번호로는"
    assert given_up in client.get(same(*twice)).text
    mine = make_registration(fair, make_seeker(name="이바다", phone="+821030001234"))
    theirs = make_registration(fair, make_seeker(name="이바디", phone="+821030001234"))
    assert given_up not in client.get(same(mine, theirs)).text


@pytest.mark.parametrize("side", [Role.STAFF, Role.ORGANISER])
def test_whoever_looks_alike_is_offered_compared_and_merged(
    client: FlaskClient, fair: Fair, twice: tuple[Registration, Registration], side: Role
) -> None:
    mine, theirs = twice
    person = make_staff(fair) if side is Role.STAFF else make_account(side)
    sign_in(client, person)
    page = f"/desk/{fair.slug}/people/{mine.id}"
    if side is Role.ORGANISER:
        page = f"/console/registrations/{mine.id}"
    assert same(mine) in client.get(page).text
    assert same(mine, theirs) in client.get(same(mine)).text
    assert theirs.seeker.shown_phone in client.get(same(mine, theirs)).text
    decision = {"kept": mine.id, "reason": "shown_id", "note": "신청서 두 장"}
    answer = client.post(same(mine, theirs), data=decision)
    assert answer.location == page
    merge = db.session.scalars(select(Merge)).one()
    assert (merge.kept_id, merge.made_by_id) == (mine.seeker_id, person.id)
    shown = client.get(page).text
    assert theirs.seeker.shown_phone in shown
    assert "신청서 두 장" in shown
    assert client.post(f"/desk/{fair.slug}/merges/{merge.id}/undo").location == page
    assert merge.undone_at is not None


def test_the_page_of_the_one_that_is_gone_leads_to_the_one_that_stands(
    client: FlaskClient, fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    mine, theirs = twice
    sign_in(client, make_staff(fair))
    client.post(same(mine, theirs), data={"kept": mine.id, "reason": "said_so"})
    answer = client.get(f"/desk/{fair.slug}/people/{theirs.id}")
    assert answer.location == f"/desk/{fair.slug}/people/{mine.id}"
    found = client.post(f"/desk/{fair.slug}", data={"words": "김정숙"}).text
    assert found.count("김정숙</th>") == 1


def test_nothing_is_merged_without_a_choice_and_a_reason(
    client: FlaskClient, fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    sign_in(client, make_staff(fair))
    answer = client.post(same(*twice), data={"note": "800101-1234567"})
    assert answer.status_code == 422
    assert "1234567" not in answer.text
    assert db.session.scalars(select(Merge)).all() == []


def test_staff_of_another_fair_find_none_of_this(
    client: FlaskClient, fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    mine, theirs = twice
    other = make_fair(tour=fair.tour, city="부산")
    stranger = make_registration(other)
    sign_in(client, make_staff(fair))
    client.post(same(mine, theirs), data={"kept": mine.id, "reason": "said_so"})
    merge = db.session.scalars(select(Merge)).one()
    assert client.get(same(mine, stranger)).status_code == 404
    sign_in(client, make_staff(other))
    decision = {"kept": stranger.id, "reason": "said_so"}
    assert client.get(same(mine)).status_code == 404
    assert client.post(same(stranger, mine), data=decision).status_code == 404
    assert client.post(f"/desk/{other.slug}/merges/{merge.id}/undo").status_code == 404
    assert merge.undone_at is None


def test_every_person_on_the_page_is_a_look_in_the_log(
    client: FlaskClient, fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    sign_in(client, make_staff(fair))
    client.get(same(twice[0]))
    seen = db.session.scalars(
        select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    ).all()
    assert sorted(seen) == sorted(one.seeker_id for one in twice)


def test_more_look_alikes_cost_no_more_statements(
    client: FlaskClient, fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    sign_in(client, make_staff(fair))
    few = asked_by(client, same(twice[0]))
    for number in range(10):
        make_registration(fair, make_seeker(name="김정숙", phone=f"+8210300{number}1234"))
    assert asked_by(client, same(twice[0])) == few


def test_organisers_see_everybody_who_may_be_registered_twice_in_as_many_statements(
    client: FlaskClient, fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    mine, theirs = twice
    sign_in(client, make_account(Role.ORGANISER))
    address = f"/console/registrations/twice?fair={fair.slug}"
    assert same(mine, theirs) in client.get(address).text
    few = asked_by(client, address)
    for number in range(10):
        make_registration(fair, make_seeker(name="김정숙", phone=f"+8210300{number}1234"))
    assert asked_by(client, address) == few
    sign_in(client, make_staff(fair))
    assert client.get(address).status_code == 403
