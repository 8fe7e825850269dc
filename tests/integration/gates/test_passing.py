"""The answer came when whoever was let in had gone on: told afterwards, and settled as if cut off."""

import pytest
from flask import Flask
from sqlalchemy import select

from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.device_models import ScanConflict
from festa.gates.models import Scan
from tests.factories import make_fair, make_gate, make_registration
from tests.integration.gates.handset import (
    Fields,
    Phone,
    a_scan,
    badge_of,
    make_phone,
    standing_check_ins,
    stored_scans,
)
from tests.threads import Together

SENDERS = 6


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def front(fair: Fair) -> Phone:
    """A phone at the first gate."""
    return make_phone(fair)


@pytest.fixture
def side(fair: Fair) -> Phone:
    """A phone at another gate."""
    return make_phone(fair, make_gate(fair, "옆문"))


@pytest.fixture
def code(fair: Fair) -> str:
    """What the QR of somebody's badge holds."""
    return badge_of(make_registration(fair)).code


def welcomed(code: str) -> Fields:
    """A scan that a device let in by itself, on a line that seemed good."""
    return a_scan(code, shown="admitted")


def as_passed(scan: Fields) -> Fields:
    """The same scan as a device sends it once it knows that the answer came too late."""
    return scan | {"offline": True}


def disputed() -> list[str]:
    """The scans that do not stand."""
    return [str(scan_id) for scan_id in db.session.scalars(select(ScanConflict.scan_id))]


def marked() -> list[bool]:
    """Which scans count as made by a device alone, the oldest first."""
    return list(db.session.scalars(select(Scan.offline).order_by(Scan.received_at, Scan.id)))


@pytest.mark.parametrize("beside", [0, 3], ids=["alone", "among others"])
def test_a_scan_that_is_sent_again_as_passed_is_disputed_and_answered_as_before(
    front: Phone, side: Phone, fair: Fair, code: str, beside: int
) -> None:
    first, second = welcomed(code), welcomed(code)
    others = [welcomed(badge_of(make_registration(fair)).code) for _ in range(beside)]
    assert front.outcomes(first) == ["admitted"]
    before = side.results(second)
    assert before[0]["outcome"] == "already_in"
    assert disputed() == []
    again = side.results(as_passed(second), *others)
    assert again[:1] == before
    assert disputed() == [second["id"]]
    assert stored_scans() == 2 + beside
    assert [str(one.scan_id) for one in standing_check_ins()][:1] == [first["id"]]
    assert side.results(as_passed(second)) == side.results(second) == before
    assert disputed() == [second["id"]]
    assert marked().count(True) == 1


def test_whoever_was_stopped_in_time_is_not_disputed(front: Phone, side: Phone, code: str) -> None:
    second = welcomed(code)
    front.send(welcomed(code))
    side.send(second)
    side.send(second)  # the answer got lost and came the second time, still in time
    assert (disputed(), marked()) == ([], [False, False])


def test_a_device_that_had_shown_the_answer_itself_let_nobody_in(
    front: Phone, side: Phone, code: str
) -> None:
    second = a_scan(code, shown="already_in")
    front.send(welcomed(code))
    side.send(second)
    side.send(as_passed(second))
    assert (disputed(), marked()) == ([], [False, False])


def test_twice_at_one_device_is_no_dispute(front: Phone, code: str) -> None:
    second = welcomed(code)
    front.send(welcomed(code))
    front.send(second)
    front.send(as_passed(second))
    assert disputed() == []


def test_what_was_taken_back_meanwhile_is_no_dispute(front: Phone, side: Phone, code: str) -> None:
    second = welcomed(code)
    front.send(welcomed(code))
    side.send(second)
    side.send(a_scan("", undoes=second["id"]))
    side.send(as_passed(second))
    assert disputed() == []


def test_nobody_speaks_for_another_device(front: Phone, side: Phone, code: str) -> None:
    second = welcomed(code)
    front.send(welcomed(code))
    side.send(second)
    front.send(as_passed(second))
    assert (disputed(), marked()) == ([], [False, False])


def test_a_device_of_another_fair_changes_nothing(front: Phone, side: Phone, code: str) -> None:
    second = welcomed(code)
    front.send(welcomed(code))
    side.send(second)
    elsewhere = make_phone(make_fair())
    assert elsewhere.outcomes(as_passed(second)) == ["unknown"]
    assert (disputed(), marked()) == ([], [False, False])


def test_sent_many_times_at_once_it_is_one_dispute(
    front: Phone, side: Phone, code: str, together: Together
) -> None:
    second = welcomed(code)
    front.send(welcomed(code))
    before = side.results(second)
    answers = together(SENDERS, lambda _number: side.again().results(as_passed(second)))
    assert answers == [before] * SENDERS
    assert disputed() == [second["id"]]
