"""Many gates, one badge: one is let in, and every attempt is kept."""

import threading
from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.decision import Direction, ScanOutcome
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.gates.service import ScanRequest, _check_in, admit, find_check_in
from festa.registrations.models import Registration
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
    gate_id, registration_id = registration.fair.gates[0].id, registration.id
    db.session.commit()
    if not guarded:
        db.session.execute(text("DROP INDEX uq_check_in_standing"))
        db.session.commit()
    everybody_looked = threading.Barrier(GATES)

    def look_then_write(number: int) -> bool:
        person = db.session.get_one(Registration, registration_id)
        already_in = find_check_in(person) is not None
        db.session.rollback()
        everybody_looked.wait(timeout=30)
        gate = db.session.get_one(Gate, gate_id)
        person = db.session.get_one(Registration, registration_id)
        scan = Scan(
            fair_id=gate.fair_id,
            gate_id=gate.id,
            registration_id=person.id,
            direction=Direction.IN,
            method=ScanMethod.TYPED,
            outcome=ScanOutcome.ADMITTED,
            scanned_at=clock.now(),
            received_at=clock.now(),
        )
        db.session.add(scan)
        db.session.flush()
        let_in = not already_in and _check_in(gate, person, scan)
        db.session.commit()
        return let_in

    try:
        let_in = sum(together(GATES, look_then_write))
    finally:
        if not guarded:
            db.session.execute(CheckIn.__table__.delete())
            db.session.execute(text(INDEX))
            db.session.commit()

    assert let_in == (1 if guarded else GATES)
