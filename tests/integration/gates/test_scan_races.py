"""Many gates, one badge: one is let in, and every attempt is kept."""

import threading
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.answer import Place
from festa.gates.batch import decide_all
from festa.gates.decision import ScanOutcome
from festa.gates.facts import facts_of
from festa.gates.ledger import write_at_once
from festa.gates.ledger_plain import write_in_turn
from festa.gates.models import CheckIn, Scan
from festa.gates.service import ScanRequest, admit
from festa.gates.statement import on_postgresql
from tests.factories import make_registration
from tests.threads import Together

GATES = 16


def test_sixteen_scans_of_one_badge_admit_once_and_leave_sixteen_rows(
    app: Flask, together: Together
) -> None:
    registration = make_registration()
    badge = active_badge(registration.id)
    assert badge is not None
    gate_id, code = registration.fair.gates[0].id, badge.code

    def scan(number: int) -> ScanOutcome:
        gate = db.session.get_one(Gate, gate_id)
        outcome = admit(gate, ScanRequest(code), SYSTEM).scan.outcome
        db.session.commit()
        return outcome

    outcomes = Counter(together(GATES, scan))

    assert outcomes == {ScanOutcome.ADMITTED: 1, ScanOutcome.ALREADY_IN: GATES - 1}
    assert db.session.scalar(select(func.count(Scan.id))) == GATES
    assert db.session.scalar(select(func.count(CheckIn.id))) == 1
    assert Counter(db.session.scalars(select(Scan.outcome)).all()) == outcomes


INDEX = (
    "CREATE UNIQUE INDEX uq_check_in_standing ON check_in (registration_id) WHERE undone_at IS NULL"
)


@pytest.mark.parametrize("guarded", [True, False], ids=["with the index", "without it"])
def test_the_index_and_nothing_else_decides_the_race(
    app: Flask, together: Together, guarded: bool
) -> None:
    """The control: all gates look before any of them writes, the worst that can happen."""
    registration = make_registration()
    badge = active_badge(registration.id)
    assert badge is not None
    gate_id, code = registration.fair.gates[0].id, badge.code
    db.session.commit()
    if not guarded:
        db.session.execute(text("DROP INDEX uq_check_in_standing"))
        db.session.commit()
    everybody_looked = threading.Barrier(GATES)

    def look_then_write(number: int) -> bool:
        place = Place.at(db.session.get_one(Gate, gate_id))
        scan = ScanRequest(code)
        facts = facts_of(place, [scan])
        db.session.rollback()
        everybody_looked.wait(timeout=30)
        batch = decide_all(place, [scan], facts, clock.now())
        write = write_at_once if on_postgresql() else write_in_turn
        try:
            stored = write(batch, [""], SYSTEM)
        except IntegrityError:
            db.session.rollback()
            return False
        db.session.commit()
        return scan.id in stored

    try:
        let_in = sum(together(GATES, look_then_write))
    finally:
        if not guarded:
            db.session.execute(CheckIn.__table__.delete())
            db.session.execute(text(INDEX))
            db.session.commit()

    assert let_in == (1 if guarded else GATES)
