"""Progress survives a change of phone: name, number and a code go on where somebody stopped."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from festa.consents.models import Consent, ConsentState, Purpose
from festa.extensions import db
from festa.registrations.models import RegistrationDraft
from festa.seekers.models import Seeker
from tests.factories import make_fair
from tests.integration.registrations.road import (
    SOMEBODY,
    Road,
    leads_to,
    only_seeker,
    registrations,
)

NewPhone = Callable[[], Road]


@pytest.fixture
def new_phone(app: Flask, capsys: pytest.CaptureFixture[str]) -> NewPhone:
    """Another browser, in which nobody has typed anything."""
    return lambda: Road(app.test_client(), capsys)


def resume(road: Road, **changed: str) -> str:
    """Name and number, and the code that came; where that leads."""
    asked = {name: SOMEBODY[name] for name in ("name", "phone")} | changed
    assert leads_to(road.client.post("/register/resume", data=asked)) == "code"
    answer = road.client.post("/register/resume/code", data={"code": road.newest_code()})
    return leads_to(answer)


def test_another_phone_goes_on_where_the_first_stopped(road: Road, new_phone: NewPhone) -> None:
    fair = make_fair()
    road.choose(fair)
    road.consent(fair, to=[Purpose.PHOTOGRAPHY])
    road.tell()
    other = new_phone()
    assert resume(other) == "done", "nothing was left to ask but the code"
    assert "참가가 확정됐어요" in other.see("done")
    (registration,) = registrations()
    assert registration.fair == fair
    assert (only_seeker().birth_year, only_seeker().region) == (1968, "대전광역시 유성구")
    granted = select(Consent.purpose).where(Consent.state == ConsentState.GRANTED)
    assert db.session.scalars(granted).all() == [Purpose.PHOTOGRAPHY]


def test_the_code_alone_is_not_enough(road: Road, new_phone: NewPhone) -> None:
    fair = make_fair()
    road.choose(fair)
    road.consent(fair)
    road.tell()
    assert resume(new_phone(), name="남의이름") == "register"
    assert registrations() == []


def test_a_wrong_code_brings_nothing_back(road: Road, new_phone: NewPhone) -> None:
    fair = make_fair()
    road.choose(fair)
    road.consent(fair)
    road.tell()
    other = new_phone()
    other.client.post("/register/resume", data=SOMEBODY)
    answer = other.client.post("/register/resume/code", data={"code": road.wrong_code()})
    assert answer.status_code == 422
    assert SOMEBODY["district"] not in answer.text
    assert registrations() == []


def test_whoever_comes_back_is_asked_nothing_twice(road: Road, new_phone: NewPhone) -> None:
    first = make_fair()
    second = make_fair(tour=first.tour)
    road.walk(first)
    other = new_phone()
    assert resume(other) == "register"
    assert leads_to(other.choose(second)) == "consents"
    assert leads_to(other.consent(second)) in {"details", "done"}, "neither name nor code again"
    assert len(registrations()) == 2
    assert db.session.scalar(select(func.count(Seeker.id))) == 1


def test_finishing_destroys_what_was_left_on_the_other_phone(
    road: Road, new_phone: NewPhone
) -> None:
    fair = make_fair()
    road.choose(fair)
    road.consent(fair)
    road.tell()
    new_phone().walk(fair)
    left = [one.answers["name"] for one in db.session.scalars(select(RegistrationDraft))]
    assert SOMEBODY["name"] not in left


def test_the_first_screen_says_how(road: Road) -> None:
    make_fair()
    assert "이어서 하기" in road.see("")
