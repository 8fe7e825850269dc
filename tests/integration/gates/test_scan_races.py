"""Many gates, one badge: one is let in, and every attempt is kept."""

from collections import Counter

from flask import Flask
from sqlalchemy import func, select

from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.decision import ScanOutcome
from festa.gates.models import CheckIn, Scan
from festa.gates.service import ScanRequest, admit
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
    stored = db.session.scalars(select(Scan.outcome)).all()
    assert Counter(stored) == outcomes
