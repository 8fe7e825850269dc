"""Two rows of one person that both hold numbers, and what everybody may read of their own."""

from flask import Flask

from festa.audit.actor import SYSTEM
from festa.merging.service import MergeWish, merge, undo_merge
from festa.queues.service import call_next, check_in, start, walk_in
from festa.queues.states import TicketState
from festa.reports.personal_copy import personal_copy
from festa.seekers.merge_models import MergeReason
from tests.integration.queues.hall import make_hall

T = TicketState


def test_of_two_numbers_at_one_employer_the_booked_one_stays_and_comes_apart_again(
    app: Flask,
) -> None:
    hall = make_hall()
    kept, gone = hall.person(), hall.person()
    walked = walk_in(hall.table, kept, SYSTEM)
    came = check_in(hall.booked(0, gone), SYSTEM)
    wish = MergeWish(kept.seeker, gone.seeker, hall.fair, MergeReason.SHOWN_ID)
    merged = merge(wish, SYSTEM).merge
    assert (walked.state, came.state) == (T.LEFT, T.ISSUED)
    assert walked.registration_id == came.registration_id == kept.id
    undo_merge(merged, SYSTEM)
    assert (walked.state, came.state) == (T.WAITING, T.ISSUED)
    assert came.registration_id == gone.id


def test_whoever_talks_as_one_and_is_called_as_the_other_goes_on_talking(app: Flask) -> None:
    hall = make_hall()
    other = hall.another()
    kept, gone = hall.person(), other.person()
    walk_in(hall.table, kept, SYSTEM)
    walk_in(other.table, gone, SYSTEM)
    called, talks = call_next(hall.table, SYSTEM).ticket, call_next(other.table, SYSTEM).ticket
    assert called is not None
    assert talks is not None
    start(talks, SYSTEM)
    merge(MergeWish(kept.seeker, gone.seeker, hall.fair, MergeReason.SHOWN_ID), SYSTEM)
    assert (called.state, talks.state) == (T.WAITING, T.SERVING)


def test_people_may_take_their_numbers_away_with_everything_else(app: Flask) -> None:
    hall = make_hall()
    person = hall.person()
    walk_in(hall.table, person, SYSTEM)
    (number,) = personal_copy(person.seeker)["numbers"]
    assert (number["number"], number["state"]) == ("W-1", T.WAITING)
    assert number["employer"] == hall.participation.employer.name
