"""Two devices let the same badge in while they are cut off: nothing is lost, a person decides."""

import itertools
import random
import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.answer import Place, ScanRequest
from festa.gates.batch import decide_all
from festa.gates.device_models import Device, ScanConflict
from festa.gates.facts import facts_of
from festa.gates.ledger import write_at_once
from festa.gates.ledger_plain import write_in_turn
from festa.gates.models import CheckIn
from festa.gates.statement import on_postgresql
from tests.factories import make_gate, make_people
from tests.integration.gates.handset import (
    Fields,
    Phone,
    a_scan,
    make_phone,
    standing_check_ins,
    stored_scans,
)
from tests.threads import Together

SHARED, OWN = 20, 230
A_BATCH = 25
SENDERS = 6


def at(minutes_ago: int) -> datetime:
    """A moment of this morning."""
    return clock.now() - timedelta(minutes=minutes_ago)


def offline(code: str, minutes_ago: int = 10, **fields: object) -> Fields:
    """A scan that a device kept while it was cut off."""
    return a_scan(code, at(minutes_ago), offline=True, **fields)


def disputed() -> set[str]:
    """The scans that do not stand and wait for a person."""
    open_ones = select(ScanConflict.scan_id).where(ScanConflict.closed_at.is_(None))
    return {str(scan_id) for scan_id in db.session.scalars(open_ones)}


def standing() -> str:
    """The one scan that stands."""
    (check_in,) = standing_check_ins()
    return str(check_in.scan_id)


def test_both_rows_stay_the_earlier_stands_and_a_person_is_asked(
    front: Phone, side: Phone, code: str
) -> None:
    early, late = offline(code, 20, shown="admitted"), offline(code, 10, shown="admitted")
    assert front.outcomes(early) == ["admitted"]
    result = side.results(late)[0]
    assert result["outcome"] == "already_in"
    assert "정문 1" in result["message"]
    assert stored_scans() == 2
    assert standing() == early["id"]
    assert disputed() == {late["id"]}


def test_the_earlier_stands_even_when_it_arrives_later(
    front: Phone, side: Phone, code: str
) -> None:
    late, early = offline(code, 10), offline(code, 20)
    assert front.outcomes(late) == ["admitted"]
    assert side.outcomes(early) == ["admitted"]
    (check_in,) = standing_check_ins()
    assert (str(check_in.scan_id), check_in.gate.name) == (early["id"], "옆문")
    assert check_in.at == datetime.fromisoformat(early["scanned_at"])
    assert stored_scans() == 2
    assert disputed() == {late["id"]}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_of_three_devices_the_earliest_stands_in_whatever_order_they_arrive(
    front: Phone, side: Phone, fair: Fair, code: str, order: tuple[int, ...]
) -> None:
    phones = [front, side, make_phone(fair, make_gate(fair, "뒷문"))]
    scans = [offline(code, minutes_ago) for minutes_ago in (30, 20, 10)]
    for number in order:
        phones[number].results(scans[number])
    assert standing() == scans[0]["id"]
    assert disputed() == {scans[1]["id"], scans[2]["id"]}


@pytest.mark.parametrize("shown", ["already_in", "unknown", "superseded", "unreadable"])
def test_a_device_that_showed_no_welcome_let_nobody_in_and_nobody_is_asked(
    front: Phone, side: Phone, code: str, shown: str
) -> None:
    first = offline(code, 10)
    front.results(first)
    assert side.outcomes(offline(code, 20, shown=shown)) == ["already_in"]
    assert standing() == first["id"]
    assert disputed() == set()


def test_whoever_is_scanned_online_after_somebody_came_in_is_no_dispute(
    front: Phone, side: Phone, code: str
) -> None:
    front.results(a_scan(code))
    assert side.outcomes(a_scan(code)) == ["already_in"]
    assert disputed() == set()


@pytest.mark.parametrize("together_sent", [True, False], ids=["one request", "two requests"])
def test_twice_at_the_same_device_is_no_dispute(
    front: Phone, code: str, together_sent: bool
) -> None:
    late, early = offline(code, 10), offline(code, 20)
    if together_sent:
        front.results(late, early)
    else:
        front.results(late)
        front.results(early)
    assert standing() == early["id"]
    assert stored_scans() == 2
    assert disputed() == set()


def test_re_entry_at_another_device_is_no_dispute(front: Phone, side: Phone, code: str) -> None:
    front.results(offline(code, 30), offline(code, 20, direction="out"))
    assert side.outcomes(offline(code, 10, shown="admitted")) == ["readmitted"]
    assert disputed() == set()


def test_a_conflict_is_opened_once_however_often_the_scans_are_sent(
    front: Phone, side: Phone, code: str
) -> None:
    early, late = offline(code, 20), offline(code, 10)
    first = front.results(early), side.results(late)
    for _again in range(3):
        assert (front.results(early), side.results(late)) == first
    assert db.session.scalar(select(func.count(ScanConflict.id))) == 1


def test_taking_the_standing_scan_back_lets_the_other_one_stand(
    front: Phone, side: Phone, code: str
) -> None:
    early, late = offline(code, 20), offline(code, 10)
    front.results(early)
    side.results(late)
    front.results(a_scan(undoes=early["id"]))
    assert standing() == late["id"]
    assert disputed() == set()


def test_taking_the_disputed_scan_back_ends_the_dispute(
    front: Phone, side: Phone, code: str
) -> None:
    early, late = offline(code, 20), offline(code, 10)
    front.results(early)
    side.results(late, a_scan(undoes=late["id"]))
    assert standing() == early["id"]
    assert disputed() == set()


def morning(fair: Fair, chance: random.Random) -> list[list[Fields]]:
    """What two cut-off devices keep: 250 scans each, twenty badges at both."""
    codes = [badge.code for badge in make_people(fair, SHARED + 2 * OWN)]
    shared, first, second = codes[:SHARED], codes[SHARED:-OWN], codes[-OWN:]
    moments = chance.sample(range(3600), 2 * (SHARED + OWN))
    kept = []
    for own in (first, second):
        seen = [*shared, *own]
        chance.shuffle(seen)
        kept.append(
            [
                a_scan(code, clock.now() - timedelta(seconds=moments.pop()), offline=True)
                for code in seen
            ]
        )
    return kept


def test_five_hundred_scans_of_two_devices_in_any_order_with_repeats(
    front: Phone, side: Phone, fair: Fair, together: Together
) -> None:
    chance = random.Random(20261123)
    kept = morning(fair, chance)
    requests = [
        (phone, scans[start : start + A_BATCH])
        for phone, scans in zip((front, side), kept, strict=True)
        for start in range(0, len(scans), A_BATCH)
    ]
    requests += chance.sample(requests, len(requests) // 2)  # answers that got lost
    chance.shuffle(requests)
    waiting = iter(requests)
    lock = threading.Lock()

    def send(sender: int) -> list[Fields]:
        """Take the next request until there is none, as a device does: again when told so."""
        results: list[Fields] = []
        while True:
            with lock:
                phone, scans = next(waiting, (front, []))
            if not scans:
                return results
            answer = phone.again().send(*scans)
            while answer.status_code == 503:
                answer = phone.again().send(*scans)
            assert answer.status_code == 200, answer.text
            results += answer.json["results"]  # type: ignore[index]

    answers: dict[str, Fields] = {}
    for result in itertools.chain(*together(SENDERS, send)):
        assert answers.setdefault(result["id"], result) == result

    assert stored_scans() == len(answers) == 2 * (SHARED + OWN)
    standing = standing_check_ins()
    assert len(standing) == SHARED + 2 * OWN
    assert len({check_in.registration_id for check_in in standing}) == len(standing)
    by_code: dict[str, list[Fields]] = {}
    for scan in itertools.chain(*kept):
        by_code.setdefault(scan["code"], []).append(scan)
    in_time = [sorted(scans, key=lambda scan: scan["scanned_at"]) for scans in by_code.values()]
    assert {str(one.scan_id) for one in standing} == {scans[0]["id"] for scans in in_time}
    assert disputed() == {scans[1]["id"] for scans in in_time if len(scans) > 1}
    assert len(disputed()) == SHARED


INDEX = (
    "CREATE UNIQUE INDEX uq_check_in_standing ON check_in (registration_id) WHERE undone_at IS NULL"
)


@pytest.mark.parametrize("guarded", [True, False], ids=["with the index", "without it"])
def test_without_the_index_of_standing_check_ins_a_badge_enters_twice(
    front: Phone, side: Phone, code: str, together: Together, guarded: bool
) -> None:
    """The control: both devices' scans are decided before either of them is written."""
    devices = [front.id, side.id]
    scans = [
        ScanRequest(code, scanned_at=at(minutes_ago), offline=True) for minutes_ago in (20, 10)
    ]
    db.session.commit()
    if not guarded:
        db.session.execute(text("DROP INDEX uq_check_in_standing"))
        db.session.commit()
    both_looked = threading.Barrier(2)

    def look_then_write(number: int) -> bool:
        device = db.session.get_one(Device, devices[number])
        fair, gate = device.fair, device.gate
        place = Place(fair.id, fair.slug, fair.state, fair.day, gate.id, gate.name, device.id)
        facts = facts_of(place, [scans[number]])
        db.session.rollback()
        both_looked.wait(timeout=30)
        batch = decide_all(place, [scans[number]], facts, clock.now())
        write = write_at_once if on_postgresql() else write_in_turn
        try:
            stored = write(batch, [""], SYSTEM)
        except IntegrityError:
            db.session.rollback()
            return False
        db.session.commit()
        return scans[number].id in stored

    try:
        let_in = Counter(together(2, look_then_write))
        entries = len(standing_check_ins())
    finally:
        if not guarded:
            db.session.execute(CheckIn.__table__.delete())
            db.session.execute(text(INDEX))
            db.session.commit()

    assert let_in[True] == entries == (1 if guarded else 2)
