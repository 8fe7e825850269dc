"""What a gate that was cut off tells late: who is out all the same, and who was turned away."""

from datetime import datetime, timedelta

import pytest

from festa import clock
from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.gates.queries import occupancy
from festa.gates.undoing import undo
from tests.factories import make_fair, make_people
from tests.integration.gates.handset import Phone, a_scan, standing_check_ins, stored
from tests.statements import statements_sent


def at(minutes_ago: int) -> datetime:
    """A moment of this morning."""
    return clock.now() - timedelta(minutes=minutes_ago)


def inside(fair: Fair) -> int:
    """How many the organiser sees in the hall."""
    return occupancy(fair.id, None).inside


def in_late(code: str, minutes_ago: int = 30, **fields: object) -> dict[str, object]:
    """A way in that a device kept while it was cut off."""
    return a_scan(code, at(minutes_ago), **{"offline": True, "shown": "admitted"} | fields)


def out(code: str, minutes_ago: int = 5) -> dict[str, object]:
    """A way out that a device kept while it was cut off."""
    return a_scan(code, at(minutes_ago), offline=True, direction="out", shown="not_in")


def test_whoever_went_out_before_their_way_in_was_known_is_out(
    front: Phone, side: Phone, fair: Fair, code: str
) -> None:
    gone = out(code)
    assert side.outcomes(gone) == ["not_in"]
    assert front.outcomes(in_late(code)) == ["admitted"]
    (check_in,) = standing_check_ins()
    assert check_in.left_at == datetime.fromisoformat(gone["scanned_at"])
    assert inside(fair) == 0


def test_whoever_went_out_before_they_came_in_is_in(
    front: Phone, side: Phone, fair: Fair, code: str
) -> None:
    side.results(out(code, 40))
    front.results(in_late(code, 30))
    assert inside(fair) == 1


def test_a_way_out_that_was_taken_back_takes_nobody_out(
    front: Phone, side: Phone, fair: Fair, code: str
) -> None:
    gone = out(code)
    side.results(gone)
    side.results(a_scan("", undoes=gone["id"]))
    front.results(in_late(code))
    assert inside(fair) == 1


def test_taking_it_back_later_brings_them_in_again(
    front: Phone, side: Phone, fair: Fair, code: str
) -> None:
    gone = out(code)
    side.results(gone)
    front.results(in_late(code))
    side.results(a_scan("", undoes=gone["id"]))
    assert inside(fair) == 1


def test_many_late_ways_in_take_as_many_statements_as_one(
    front: Phone, side: Phone, fair: Fair
) -> None:
    codes = [one.code for one in make_people(fair, 40)]
    side.results(*[out(code) for code in codes])
    counts = []
    for some in (codes[:2], codes[2:]):
        with statements_sent(db.engine) as sent:
            assert front.outcomes(*[in_late(code) for code in some]) == ["admitted"] * len(some)
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert inside(fair) == 0


@pytest.mark.parametrize("shown", ["unknown", "waitlisted", "cancelled", "fair_not_live"])
def test_whoever_was_turned_away_without_a_network_has_not_come_in(
    front: Phone, side: Phone, fair: Fair, code: str, shown: str
) -> None:
    assert front.outcomes(in_late(code, shown=shown)) == [shown]
    assert standing_check_ins() == []
    assert side.outcomes(a_scan(code)) == ["admitted"]


@pytest.mark.parametrize("fields", [{}, {"offline": False, "shown": "unknown"}, {"shown": None}])
def test_whoever_was_not_turned_away_has_come_in(
    front: Phone, fair: Fair, code: str, fields: dict[str, object]
) -> None:
    scan = {name: value for name, value in in_late(code, **fields).items() if value is not None}
    assert front.outcomes(scan) == ["admitted"]


def test_the_first_way_in_taken_back_leaves_the_second(
    front: Phone, side: Phone, fair: Fair, code: str
) -> None:
    first, again = a_scan(code), a_scan(code, reentry=True)
    assert front.outcomes(first) == ["admitted"]
    assert side.outcomes(again) == ["readmitted"]
    undo(stored(first), SYSTEM)
    (check_in,) = standing_check_ins()
    assert (str(check_in.scan_id), inside(fair)) == (again["id"], 1)


def test_people_go_out_when_the_fair_is_over_and_nobody_comes_in(
    front: Phone, fair: Fair, code: str
) -> None:
    other = make_people(fair, 1)[0].code
    front.results(a_scan(code))
    fair.state = FairState.CLOSED
    assert front.outcomes(a_scan(other), a_scan(code, direction="out")) == ["fair_not_live", "left"]
    assert inside(fair) == 0


def test_nobody_is_held_up_on_the_way_out(front: Phone) -> None:
    elsewhere = make_people(make_fair(city="부산"), 1)[0].code
    result = front.results(a_scan(elsewhere, direction="out"))[0]
    assert (result["outcome"], result["message"]) == (
        "other_fair",
        "나가시는 길이면 그대로 보내 드리세요.",
    )


def test_at_a_gate_of_another_day_nobody_is_offered_to_be_registered_for_it(
    front: Phone, fair: Fair
) -> None:
    elsewhere = make_people(make_fair(city="부산"), 1)[0].code
    fair.state = FairState.BOOKING_OPEN
    assert front.outcomes(a_scan(elsewhere)) == ["fair_not_live"]
