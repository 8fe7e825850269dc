"""A thousand wishes at one instant for twenty times, over real HTTP: twenty win, all are answered.

How fast that is, bench/bookings.py measures; what must come of it is asserted here.
"""

import pytest
from sqlalchemy import select

from bench.bookings import WANTED, judge, load, requests, rush_in, serving
from festa.extensions import db
from festa.interviews.models import Booking, BookingUnit
from festa.interviews.states import BookingState
from tests.conftest import ENGINES, make_database, make_test_app, worker_name

WISHES = 1000


@pytest.mark.parametrize("engine", ENGINES)
def test_of_a_thousand_at_once_twenty_win_and_all_others_hear_of_three_times(engine: str) -> None:
    url = make_database(engine, f"festa_rush_{worker_name()}")
    with make_test_app(url).app_context():
        rush = load(WISHES)
        with serving(url) as (port, _process):
            answers = rush_in(port, requests(rush))
        assert len(answers) == WISHES
        assert judge(answers) == []
        bookings = db.session.scalars(select(Booking)).all()
        assert sorted(one.slot_id for one in bookings) == sorted(rush.slots)
        assert len({one.registration_id for one in bookings}) == WANTED
        assert {one.state for one in bookings} == {BookingState.SCHEDULED}
        units = db.session.scalars(select(BookingUnit)).all()
        assert len(units) == WANTED * 2  # the talk and the walk behind it
        db.session.remove()
        db.engine.dispose()
