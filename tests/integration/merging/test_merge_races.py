"""The same two people merged at many desks at once: one merge, decided by the database."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import SYSTEM
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.answer import ScanRequest
from festa.gates.models import CheckIn
from festa.gates.service import admit
from festa.merging.service import MergeWish, merge, undo_merge
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from festa.seekers.merge_models import Merge, MergeReason
from tests.factories import make_fair, make_registration
from tests.threads import Together

DESKS = 8


@pytest.mark.parametrize("crossed", [False, True], ids=["one way", "both ways"])
def test_many_desks_make_one_merge(app: Flask, together: Together, crossed: bool) -> None:
    fair = make_fair()
    numbers = [make_registration(fair).id for _number in range(2)]

    def act(desk: int) -> tuple[int, bool]:
        order = numbers[::-1] if crossed and desk % 2 else numbers
        one, other = (db.session.get_one(Registration, number) for number in order)
        wish = MergeWish(one.seeker, other.seeker, one.fair, MergeReason.SAID_SO)
        merged = merge(wish, SYSTEM)
        answer = merged.merge.id, merged.new
        db.session.commit()
        return answer

    answers = together(DESKS, act)

    assert len({number for number, _new in answers}) == 1
    assert sum(new for _number, new in answers) == 1
    assert db.session.scalar(select(func.count(Merge.id))) == 1
    states = db.session.scalars(select(Registration.state).order_by(Registration.state)).all()
    assert states == [RegistrationState.CONFIRMED, RegistrationState.MERGED]


def test_many_desks_take_it_back_once(app: Flask, together: Together) -> None:
    fair = make_fair()
    one, other = make_registration(fair), make_registration(fair)
    wish = MergeWish(one.seeker, other.seeker, fair, MergeReason.SAID_SO)
    number = merge(wish, SYSTEM).merge.id

    def act(_desk: int) -> bool:
        try:
            undo_merge(db.session.get_one(Merge, number), SYSTEM)
        except Exception:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    assert sum(together(DESKS, act)) == 1
    assert {one.state, other.state} == {RegistrationState.CONFIRMED}


PAIR = (
    "CREATE UNIQUE INDEX uq_merge_standing_pair ON merge (low_id, high_id) WHERE undone_at IS NULL"
)
GONE = "CREATE UNIQUE INDEX uq_merge_standing_gone ON merge (gone_id) WHERE undone_at IS NULL"


@pytest.mark.parametrize("guarded", [True, False], ids=["with the indexes", "without them"])
def test_the_indexes_and_nothing_else_decide(app: Flask, together: Together, guarded: bool) -> None:
    """The control: every desk has looked before any of them writes."""
    fair = make_fair()
    low, high = sorted(make_registration(fair).seeker_id for _number in range(2))
    fair_id = fair.id
    db.session.commit()
    if not guarded:
        db.session.execute(text("DROP INDEX uq_merge_standing_pair"))
        db.session.execute(text("DROP INDEX uq_merge_standing_gone"))
        db.session.commit()
    everybody_looked = threading.Barrier(DESKS)

    def act(_desk: int) -> bool:
        standing = db.session.scalar(select(func.count(Merge.id)))
        db.session.rollback()
        everybody_looked.wait(timeout=30)
        row = {
            "fair_id": fair_id, "kept_id": low, "gone_id": high, "low_id": low, "high_id": high,
            "reason": MergeReason.OTHER, "made_at": clock.now(), "moved": {}, "note": "",
        }  # fmt: skip
        try:
            db.session.execute(insert(Merge).values(**row))
        except IntegrityError:
            db.session.rollback()
            return False
        db.session.commit()
        return standing == 0

    try:
        made = sum(together(DESKS, act))
    finally:
        if not guarded:
            db.session.execute(Merge.__table__.delete())
            db.session.execute(text(PAIR))
            db.session.execute(text(GONE))
            db.session.commit()

    assert made == (1 if guarded else DESKS)


def test_a_scan_of_either_badge_during_the_merge_leaves_one_standing_check_in(
    app: Flask, together: Together
) -> None:
    for _round in range(4):
        fair = make_fair()
        one, other = make_registration(fair), make_registration(fair)
        badges = [active_badge(each.id) for each in (one, other)]
        codes = [badge.code for badge in badges if badge is not None]
        gate_id, numbers = fair.gates[0].id, (one.id, other.id)
        db.session.commit()

        def act(
            place: int,
            gate_id: int = gate_id,
            codes: list[str] = codes,
            numbers: tuple[int, int] = numbers,
        ) -> None:
            if place < 2:
                admit(db.session.get_one(Gate, gate_id), ScanRequest(codes[place]), SYSTEM)
            else:
                mine, theirs = (db.session.get_one(Registration, number) for number in numbers)
                wish = MergeWish(mine.seeker, theirs.seeker, mine.fair, MergeReason.SAID_SO)
                merge(wish, SYSTEM)
            db.session.commit()

        together(3, act)
        standing = db.session.scalars(
            select(CheckIn.registration_id).where(
                CheckIn.fair_id == fair.id, CheckIn.undone_at.is_(None)
            )
        ).all()
        assert standing == [one.id]
