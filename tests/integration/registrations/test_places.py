"""Places are counted by the database and never oversold, however many ask at once."""

import threading

from flask import Flask
from sqlalchemy import func, insert, select, update

from festa import clock
from festa.audit.actor import SYSTEM
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.models import Registration, Via
from festa.registrations.service import cancel, fill_places, register
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker
from tests.factories import made_up_name, make_fair, make_registration, make_seeker
from tests.threads import Together

RUSH, PLACES = 500, 100
CANCELLED = 10
FEW, FEWER_PLACES = 30, 10  # for the control, in which everybody holds a connection


def make_strangers(how_many: int) -> list[int]:
    """The numbers of so many seekers, in one statement."""
    rows = [
        {
            "name": made_up_name(number),
            "phone": f"+8210{50000000 + number}",
            "created_at": clock.now(),
            "changed_at": clock.now(),
        }
        for number in range(how_many)
    ]
    return list(db.session.scalars(insert(Seeker).returning(Seeker.id), rows))


def rush(together: Together, fair: Fair) -> list[RegistrationState]:
    """So many strangers register at the same moment."""
    fair_id, seekers = fair.id, make_strangers(RUSH)

    def one(number: int) -> RegistrationState:
        here = db.session.get_one(Fair, fair_id)
        seeker = db.session.get_one(Seeker, seekers[number])
        state = register(here, seeker, Via.WEB, SYSTEM, tell=False).registration.state
        db.session.commit()
        return state

    return together(RUSH, one)


def the_line() -> list[int]:
    """Whoever waits, in the order in which they wait."""
    query = select(Registration.id).where(Registration.state == RegistrationState.WAITLISTED)
    return list(db.session.scalars(query.order_by(Registration.waiting_number)))


def give_up_together(together: Together, how_many: int) -> None:
    """So many of the confirmed cancel at the same moment."""
    confirmed = select(Registration.id).where(Registration.state == RegistrationState.CONFIRMED)
    leaving = list(db.session.scalars(confirmed.order_by(Registration.id).limit(how_many)))

    def give_up(number: int) -> None:
        cancel(db.session.get_one(Registration, leaving[number]), SYSTEM, tell=False)
        db.session.commit()

    together(how_many, give_up)


def test_500_after_the_last_100_places_then_10_cancellations(
    app: Flask, together: Together
) -> None:
    fair = make_fair(capacity=PLACES)
    states = rush(together, fair)
    assert states.count(RegistrationState.CONFIRMED) == PLACES
    assert states.count(RegistrationState.WAITLISTED) == RUSH - PLACES
    db.session.refresh(fair)
    assert fair.places_taken == PLACES
    numbers = db.session.scalars(
        select(Registration.waiting_number).where(Registration.waiting_number.is_not(None))
    ).all()
    assert sorted(numbers) == list(range(1, RUSH - PLACES + 1)), "a strict order, no gaps"
    line = the_line()
    give_up_together(together, CANCELLED)
    assert the_line() == line[CANCELLED:], "exactly the first ten moved, nobody else"
    moved = [db.session.get_one(Registration, number).state for number in line[:CANCELLED]]
    assert set(moved) == {RegistrationState.CONFIRMED}
    db.session.refresh(fair)
    assert fair.places_taken == PLACES


def test_counting_before_writing_would_oversell(app: Flask, together: Together) -> None:
    """The control: what happens when the application counts and the database does not."""
    fair_id = make_fair(capacity=FEWER_PLACES).id
    seekers = make_strangers(FEW)
    everybody_counted = threading.Barrier(FEW)

    def count_then_write(number: int) -> bool:
        held = select(func.count(Registration.id)).where(Registration.holds_place)
        room = (db.session.scalar(held) or 0) < FEWER_PLACES
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

    assert sum(together(FEW, count_then_write)) > FEWER_PLACES


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
