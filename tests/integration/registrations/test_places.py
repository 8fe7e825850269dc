"""Places are counted by the database and never oversold, however many ask at once."""

import threading

from flask import Flask
from sqlalchemy import func, select, update

from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.models import Registration, Via
from festa.registrations.service import cancel, fill_places, register
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker
from tests.factories import make_fair, make_registration, make_seeker
from tests.threads import Together

RUSH = 30
PLACES = 10


def rush(together: Together, fair: Fair) -> list[RegistrationState]:
    """So many strangers register at the same moment."""
    fair_id = fair.id
    seekers = [make_seeker().id for _ in range(RUSH)]

    def one(number: int) -> RegistrationState:
        here = db.session.get_one(Fair, fair_id)
        seeker = db.session.get_one(Seeker, seekers[number])
        state = register(here, seeker, Via.WEB, SYSTEM, tell=False).registration.state
        db.session.commit()
        return state

    return together(RUSH, one)


def test_a_rush_confirms_as_many_as_there_are_places(app: Flask, together: Together) -> None:
    fair = make_fair(capacity=PLACES)
    states = rush(together, fair)
    assert states.count(RegistrationState.CONFIRMED) == PLACES
    assert states.count(RegistrationState.WAITLISTED) == RUSH - PLACES
    assert db.session.get_one(Fair, fair.id).places_taken == PLACES


def test_the_line_has_a_strict_order(app: Flask, together: Together) -> None:
    rush(together, make_fair(capacity=PLACES))
    numbers = db.session.scalars(
        select(Registration.waiting_number).where(Registration.waiting_number.is_not(None))
    ).all()
    assert sorted(numbers) == list(range(1, RUSH - PLACES + 1))


def test_counting_before_writing_would_oversell(app: Flask, together: Together) -> None:
    """The control: what happens when the application counts and the database does not."""
    fair_id = make_fair(capacity=PLACES).id
    seekers = [make_seeker().id for _ in range(RUSH)]
    everybody_counted = threading.Barrier(RUSH)

    def count_then_write(number: int) -> bool:
        held = select(func.count(Registration.id)).where(Registration.holds_place)
        room = (db.session.scalar(held) or 0) < PLACES
        db.session.rollback()
        everybody_counted.wait(timeout=30)
        if not room:
            return False
        fair = db.session.get_one(Fair, fair_id)
        seeker = db.session.get_one(Seeker, seekers[number])
        db.session.add(
            Registration(
                fair=fair,
                seeker=seeker,
                state=RegistrationState.CONFIRMED,
                holds_place=True,
                registered_at=fair.registration_opens_at,
            )
        )
        db.session.commit()
        return True

    assert sum(together(RUSH, count_then_write)) > PLACES


def test_cancelling_moves_the_first_in_line_and_nobody_else(app: Flask) -> None:
    fair = make_fair(capacity=2)
    first, _second, third, fourth = [make_registration(fair) for _ in range(4)]
    moved = cancel(first, SYSTEM, tell=False)
    assert moved is third
    assert third.state is RegistrationState.CONFIRMED
    assert third.waiting_number is None
    assert fourth.state is RegistrationState.WAITLISTED
    db.session.refresh(fair)
    assert fair.places_taken == 2


def test_cancelling_while_waiting_frees_no_place(app: Flask) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    waiting = make_registration(fair)
    assert cancel(waiting, SYSTEM, tell=False) is None
    db.session.refresh(fair)
    assert fair.places_taken == 1


def test_ten_cancellations_at_once_move_exactly_ten(app: Flask, together: Together) -> None:
    fair = make_fair(capacity=PLACES)
    confirmed = [make_registration(fair).id for _ in range(PLACES)]
    for _ in range(PLACES + 5):
        make_registration(fair)

    def give_up(number: int) -> None:
        cancel(db.session.get_one(Registration, confirmed[number]), SYSTEM, tell=False)
        db.session.commit()

    together(PLACES, give_up)
    waiting = select(Registration).where(Registration.state == RegistrationState.WAITLISTED)
    assert len(db.session.scalars(waiting).all()) == 5
    assert db.session.get_one(Fair, fair.id).places_taken == PLACES


def test_more_room_confirms_people_in_their_order(app: Flask) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    waiting = [make_registration(fair) for _ in range(3)]
    db.session.execute(update(Fair).where(Fair.id == fair.id).values(capacity=3))
    assert list(fill_places(fair, SYSTEM)) == waiting[:2]


def test_registering_twice_gives_the_standing_registration_back(app: Flask) -> None:
    fair, seeker = make_fair(), make_seeker()
    first = register(fair, seeker, Via.WEB, SYSTEM, tell=False)
    again = register(fair, seeker, Via.WEB, SYSTEM, tell=False)
    assert again.registration is first.registration
    assert (first.new, again.new) == (True, False)
