"""The answer came when whoever was let in had gone on: told afterwards, and settled as if cut off."""

import pytest
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.answer import ScanRequest
from festa.gates.device_models import ScanConflict
from festa.gates.models import Scan
from festa.gates.service import admit
from tests.factories import make_fair, make_registration
from tests.integration.gates.handset import (
    Fields,
    Phone,
    a_scan,
    badge_of,
    make_phone,
    standing_check_ins,
    stored_scans,
)
from tests.statements import statements_sent
from tests.threads import Together

SENDERS = 6


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


def test_the_earlier_stands_whichever_was_answered_first(
    front: Phone, side: Phone, code: str
) -> None:
    early, late = welcomed(code), welcomed(code)
    assert front.outcomes(late) == ["admitted"]
    assert side.outcomes(early) == side.outcomes(as_passed(early)) == ["already_in"]
    (check_in,) = standing_check_ins()
    assert (str(check_in.scan_id), check_in.gate.name) == (early["id"], "옆문")
    assert disputed() == [late["id"]]


def test_of_many_that_passed_each_is_disputed_in_as_many_statements_as_one(
    front: Phone, side: Phone, fair: Fair
) -> None:
    asked = []
    for how_many in (1, 6):
        codes = [badge_of(make_registration(fair)).code for _ in range(how_many)]
        front.send(*[welcomed(code) for code in codes])
        late = [welcomed(code) for code in codes]
        before = side.results(*late)
        with statements_sent(db.engine) as statements:
            assert side.results(*map(as_passed, late)) == before
        asked.append(len(statements))
        assert set(disputed()) >= {one["id"] for one in late}
    assert len(disputed()) == 7
    assert asked[1] <= asked[0], "a single one is looked at twice"


@pytest.mark.parametrize("undone_first", [True, False])
def test_whoever_passed_is_inside_when_the_other_one_is_taken_back(
    front: Phone, side: Phone, code: str, undone_first: bool
) -> None:
    first, second = welcomed(code), welcomed(code)
    front.send(first)
    side.send(second)
    undo = a_scan("", undoes=first["id"])
    if undone_first:
        front.send(undo)
        side.send(as_passed(second))
    else:
        side.send(as_passed(second))
        front.send(undo)
    assert [str(one.scan_id) for one in standing_check_ins()] == [second["id"]]
    open_ones = select(ScanConflict.id).where(ScanConflict.closed_at.is_(None))
    assert db.session.scalars(open_ones).all() == []


def test_a_badge_let_in_by_hand_at_the_gates_page_is_disputed_too(
    side: Phone, fair: Fair, code: str
) -> None:
    admit(fair.gates[0], ScanRequest(code), SYSTEM)
    db.session.commit()
    second = welcomed(code)
    side.send(second)
    side.send(as_passed(second))
    assert disputed() == [second["id"]]


def test_the_log_tells_of_it_once_and_whose_badge_it_was(
    front: Phone, side: Phone, code: str
) -> None:
    front.send(welcomed(code))
    second = welcomed(code)
    for scan in (second, as_passed(second), as_passed(second)):
        side.send(scan)
    query = select(AuditEntry).where(AuditEntry.action == "scan.passed")
    (told,) = db.session.scalars(query).all()
    (check_in,) = standing_check_ins()
    assert told.detail == {"id": second["id"]}
    assert told.seeker_id == check_in.registration.seeker_id


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
    assert (disputed(), sorted(marked())) == ([], [False, True])


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
    front.send(welcomed(code))
    second = welcomed(code)
    before = side.results(second)
    answers = together(SENDERS, lambda _number: side.again().results(as_passed(second)))
    assert answers == [before] * SENDERS
    assert disputed() == [second["id"]]
