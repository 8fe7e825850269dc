"""Alternates stand in line; whoever steps back leaves one place, and the first in line takes it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import select, text

from festa import clock
from festa.audit.actor import SYSTEM
from festa.employers.lint import lint
from festa.employers.lint_words.grounds import Reading
from festa.employers.models import Mode, ParticipationState
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.alternates import move_in_line, pass_on_place, positions
from festa.interviews.application_notices import default_decline
from festa.interviews.applications import (
    ApplicationRefusal,
    ApplyCommand,
    answer_application,
    apply,
    invite_applicant,
    set_application,
)
from festa.interviews.booking import book, cancel
from festa.interviews.changes import lapse_due
from festa.interviews.departures import leave_employer, leave_fair
from festa.interviews.employer_leaves import move_employer
from festa.interviews.holds import decline
from festa.interviews.models import Application
from festa.interviews.states import ApplicationState, BookingState
from festa.messages.models import OutboxMessage
from tests.conftest import ENGINES, make_database, make_test_app, worker_name
from tests.factories import make_fair, make_participation, sign_in
from tests.integration.interviews.floor import Floor, make_applicant, make_floor
from tests.threads import Together

A = ApplicationState


@pytest.fixture
def floor(app: Flask) -> Floor:
    """An employer with one who passed."""
    floor = make_floor()
    set_application(floor.application, A.SHORTLISTED, SYSTEM)
    return floor


def applied(floor: Floor, state: ApplicationState | None = None) -> Application:
    """One more applicant, answered like this."""
    person = make_applicant(floor.participation)
    found = select(Application).where(Application.registration_id == person.id)
    application = db.session.scalars(found).one()
    if state is not None:
        set_application(application, state, SYSTEM)
    return application


def line_of(floor: Floor) -> list[int]:
    places = positions([floor.participation.id])
    return sorted(places, key=lambda one: places[one])


def told(template: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return list(db.session.scalars(query.order_by(OutboxMessage.id)))


def test_alternates_stand_in_the_order_in_which_they_were_named(floor: Floor) -> None:
    first, second, third = (applied(floor, A.ALTERNATE) for _each in range(3))
    assert positions([floor.participation.id]) == {first.id: 1, second.id: 2, third.id: 3}
    set_application(first, A.SHORTLISTED, SYSTEM)
    assert line_of(floor) == [second.id, third.id]
    set_application(first, A.ALTERNATE, SYSTEM)
    assert line_of(floor) == [second.id, third.id, first.id]


def test_an_alternate_moves_one_place_and_never_beyond_the_ends(floor: Floor) -> None:
    first, second, third = (applied(floor, A.ALTERNATE) for _each in range(3))
    assert move_in_line(third, True, SYSTEM)
    assert line_of(floor) == [first.id, third.id, second.id]
    assert not move_in_line(first, True, SYSTEM)
    assert not move_in_line(second, False, SYSTEM)
    assert move_in_line(first, False, SYSTEM)
    assert line_of(floor) == [third.id, first.id, second.id]


def test_those_who_never_got_a_number_stay_before_those_named_later(floor: Floor) -> None:
    older, newer = applied(floor), applied(floor)
    older.state = newer.state = A.ALTERNATE
    db.session.flush()
    last = applied(floor, A.ALTERNATE)
    assert line_of(floor) == [older.id, newer.id, last.id]


def invited(floor: Floor) -> Any:
    answer = invite_applicant(floor.application, floor.slots[0], SYSTEM)
    assert answer.booking is not None
    return answer.booking


def booked(floor: Floor) -> Any:
    answer = book(floor.slots[0], floor.registration, SYSTEM)
    assert answer.booking is not None
    return answer.booking


def lapses(floor: Floor) -> None:
    invited(floor).held_until = clock.now() - timedelta(seconds=1)
    db.session.flush()
    assert lapse_due() == 1


LEAVING: dict[str, Callable[[Floor], Any]] = {
    "declines the invitation": lambda floor: decline(invited(floor), SYSTEM),
    "lets it lapse": lapses,
    "calls the interview off": lambda floor: cancel(
        booked(floor), BookingState.CANCELLED_BY_SEEKER, SYSTEM
    ),
    "is called off by organisers": lambda floor: cancel(
        booked(floor), BookingState.CANCELLED_BY_ORGANISER, SYSTEM
    ),
    "takes the application back": lambda floor: leave_employer(floor.application, SYSTEM),
    "is not chosen after all": lambda floor: set_application(floor.application, A.DECLINED, SYSTEM),
    "leaves the fair, interview and all": lambda floor: (
        booked(floor),
        leave_fair(floor.registration, SYSTEM),
    ),
}


@pytest.mark.parametrize("how", LEAVING)
def test_when_somebody_steps_back_the_first_in_line_moves_up_and_hears_of_it(
    floor: Floor, how: str
) -> None:
    floor.participation.contact_email = "hr@example.com"
    first, second = applied(floor, A.ALTERNATE), applied(floor, A.ALTERNATE)
    LEAVING[how](floor)
    assert (first.state, second.state) == (A.SHORTLISTED, A.ALTERNATE)
    assert line_of(floor) == [second.id]
    assert [one.seeker_id for one in told("application_moved_up")] == [first.registration.seeker_id]
    (letter,) = told("employer_moved_up")
    assert letter.recipient == "hr@example.com"
    assert first.registration.seeker.name not in letter.body + letter.subject


def test_a_place_goes_on_once_however_often_it_is_given_back(floor: Floor) -> None:
    first, second = applied(floor, A.ALTERNATE), applied(floor, A.ALTERNATE)
    decline(invited(floor), SYSTEM)
    cancel(booked(floor), BookingState.CANCELLED_BY_SEEKER, SYSTEM)
    leave_employer(floor.application, SYSTEM)
    assert (first.state, second.state) == (A.SHORTLISTED, A.ALTERNATE)
    leave_employer(first, SYSTEM)
    assert second.state is A.SHORTLISTED


def test_whoever_passes_anew_leaves_a_place_anew(floor: Floor) -> None:
    first, second = applied(floor, A.ALTERNATE), applied(floor, A.ALTERNATE)
    set_application(floor.application, A.DECLINED, SYSTEM)
    set_application(floor.application, A.SHORTLISTED, SYSTEM)
    set_application(floor.application, A.DECLINED, SYSTEM)
    assert (first.state, second.state) == (A.SHORTLISTED, A.SHORTLISTED)


def test_nobody_moves_up_for_somebody_who_had_not_passed(floor: Floor) -> None:
    waits, only_applied = applied(floor, A.ALTERNATE), applied(floor)
    leave_employer(only_applied, SYSTEM)
    assert waits.state is A.ALTERNATE


def test_whoever_left_the_fair_is_passed_over(floor: Floor) -> None:
    gone, waits = applied(floor, A.ALTERNATE), applied(floor, A.ALTERNATE)
    leave_fair(gone.registration, SYSTEM)
    leave_employer(floor.application, SYSTEM)
    assert (gone.state, waits.state) == (A.WITHDRAWN, A.SHORTLISTED)


@pytest.mark.parametrize("why", ["the employer is gone", "the time is over", "postponed"])
def test_nobody_moves_up_where_no_place_is_left(floor: Floor, why: str) -> None:
    waits = applied(floor, A.ALTERNATE)
    booked(floor)
    if why == "the employer is gone":
        move_employer(floor.participation, ParticipationState.CANCELLED, SYSTEM)
    elif why == "postponed":
        floor.fair.state = FairState.POSTPONED
    else:
        floor.fair.shortlist_closes_at = clock.now()
    leave_employer(floor.application, SYSTEM)
    assert waits.state is A.ALTERNATE
    assert told("application_moved_up") == []


CROWD = 8


def crowd(floor: Floor) -> tuple[int, Callable[[int], bool]]:
    """As many who press at once because one place is free as there are alternates."""
    for _each in range(CROWD):
        applied(floor, A.ALTERNATE)
    freed_id = floor.application.id

    def act(_number: int) -> bool:
        moved = pass_on_place(db.session.get_one(Application, freed_id))
        db.session.commit()
        return moved is not None

    return freed_id, act


def passed(freed_id: int) -> int:
    query = select(Application.id).where(Application.took_place_of_id == freed_id)
    return len(db.session.scalars(query).all())


def test_one_place_that_is_freed_eight_times_at_once_moves_one_up(
    app: Flask, floor: Floor, together: Together
) -> None:
    freed_id, act = crowd(floor)
    assert together(CROWD, act).count(True) == 1
    assert passed(freed_id) == 1
    assert len(told("application_moved_up")) == 1


@pytest.fixture(params=ENGINES)
def unguarded(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """A throwaway database in which one place may be taken many times."""
    app = make_test_app(make_database(request.param, f"festa_places_{worker_name()}"))
    with app.app_context():
        drop_constraint()
        yield app
        db.session.remove()
        db.engine.dispose()


def drop_constraint() -> None:
    name = "uq_application_took_place_of_id"
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "postgresql":
            connection.execute(text(f"ALTER TABLE application DROP CONSTRAINT {name}"))
            return
        ours = "SELECT sql FROM sqlite_master WHERE name = 'application'"
        made = connection.execute(text(ours)).scalar_one()
        line = f"CONSTRAINT {name} UNIQUE (took_place_of_id)"
        assert line in made
        bare = made.replace(f", \n\t{line}", "").replace(f"{line}, ", "")
        assert line not in bare
        connection.execute(text("DROP TABLE application"))
        connection.execute(text(bare))


def test_control_without_the_constraint_everybody_moves_up(unguarded: Flask) -> None:
    floor = make_floor()
    set_application(floor.application, A.SHORTLISTED, SYSTEM)
    freed_id, act = crowd(floor)
    assert Together(unguarded)(CROWD, act) == [True] * CROWD
    assert passed(freed_id) == CROWD


def test_of_many_places_each_moves_up_another(app: Flask, floor: Floor, together: Together) -> None:
    leavers = [floor.application.id, *(applied(floor, A.SHORTLISTED).id for _each in range(3))]
    waiting = [applied(floor, A.ALTERNATE).id for _each in range(6)]

    def act(number: int) -> None:
        leave_employer(db.session.get_one(Application, leavers[number]), SYSTEM)
        db.session.commit()

    together(len(leavers), act)
    up = [db.session.get_one(Application, one).state is A.SHORTLISTED for one in waiting]
    assert up == [True] * 4 + [False] * 2


def test_many_who_are_named_at_once_get_numbers_of_their_own(
    app: Flask, floor: Floor, together: Together
) -> None:
    named = [applied(floor).id for _each in range(6)]

    def act(number: int) -> None:
        set_application(db.session.get_one(Application, named[number]), A.ALTERNATE, SYSTEM)
        db.session.commit()

    together(len(named), act)
    assert sorted(positions([floor.participation.id]).values()) == [1, 2, 3, 4, 5, 6]


def test_applying_and_answering_keep_to_their_time(floor: Floor) -> None:
    late = applied(floor)
    person = make_applicant(make_participation(floor.fair))
    floor.fair.application_closes_at = floor.fair.shortlist_closes_at = clock.now()
    with pytest.raises(Refused) as refused:
        apply(ApplyCommand(person, floor.participation, consented=True), any_text(), SYSTEM)
    assert refused.value.reason is ApplicationRefusal.NOT_NOW
    with pytest.raises(Refused) as refused:
        answer_application(late, A.SHORTLISTED, SYSTEM)
    assert refused.value.reason is ApplicationRefusal.ANSWERS_NOT_NOW
    answer_application(late, A.DECLINED, SYSTEM)
    assert late.state is A.DECLINED


def any_text() -> Any:
    """No text is needed to be refused."""
    return None


def test_an_employer_on_the_board_alone_answers_when_it_likes(app: Flask) -> None:
    fair = make_fair()
    part = make_participation(fair, mode=Mode.POSTING_ONLY)
    person = make_applicant(part)
    fair.shortlist_closes_at = clock.now()
    query = select(Application).where(Application.registration_id == person.id)
    application = db.session.scalars(query).one()
    answer_application(application, A.SHORTLISTED, SYSTEM)
    assert application.state is A.SHORTLISTED


def at(floor: Floor, rest: str = "") -> str:
    return f"/employer/{floor.participation.id}/candidates{rest}"


def test_a_refusal_is_told_in_the_employers_words_or_in_courteous_ones(
    client: FlaskClient, floor: Floor
) -> None:
    other = applied(floor)
    sign_in(client, floor.recruiter)
    page = client.get(at(floor, f"/{other.id}"))
    assert "지원해 주셔서 고맙습니다" in page.text
    sent = {"state": "declined", "words": "다음 기회에 꼭 다시 뵙고 싶습니다."}
    client.post(at(floor, f"/{other.id}/state"), data=sent)
    client.post(at(floor, f"/{floor.application.id}/state"), data={"state": "declined"})
    own, usual = told("application_declined")
    assert "다음 기회에 꼭 다시 뵙고 싶습니다." in own.body
    assert "지원해 주셔서 고맙습니다" in usual.body
    mine = sign_in(client, other.registration.seeker).get("/my").text
    assert "다음 기회에 꼭 다시 뵙고 싶습니다." in mine


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("나이가 많으셔서 저희와는 맞지 않을 것 같아요. 못생기셨어요.", "못생기셨어요"),
        ("다리가 불편해 보여서 어렵겠습니다.", "다리가 불편해"),
    ],
)
def test_a_reason_that_may_not_count_is_not_told_and_stays_typed_with_why(
    client: FlaskClient, floor: Floor, words: str, named: str
) -> None:
    sign_in(client, floor.recruiter)
    where = at(floor, f"/{floor.application.id}/state")
    answer = client.post(where, data={"state": "declined", "words": words})
    assert answer.status_code == 422
    assert words in answer.text
    assert "채용에 쓸 수 없는 내용은 지원자에게 전할 수 없어요" in answer.text
    assert f"‘{named}" in answer.text
    assert told("application_declined") == []
    db.session.expire_all()
    assert (floor.application.state, floor.application.answer) == (A.SHORTLISTED, "")


def test_words_too_long_to_tell_stay_typed_and_a_forbidden_number_does_not(
    client: FlaskClient, floor: Floor
) -> None:
    sign_in(client, floor.recruiter)
    where = at(floor, f"/{floor.application.id}/state")
    for words, stays in (("고맙습니다" * 61, True), ("주민번호 010101-3234567", False)):
        answer = client.post(where, data={"state": "declined", "words": words})
        assert answer.status_code == 422
        assert (words in answer.text) is stays
    assert told("application_declined") == []


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_the_courteous_words_of_the_house_may_be_told(app: Flask, locale: str) -> None:
    with app.test_request_context(), force_locale(locale):
        assert lint(default_decline(), Reading.DECLINE) == []


def test_recruiters_order_the_line_and_seekers_see_their_number(
    client: FlaskClient, floor: Floor
) -> None:
    first, second = applied(floor, A.ALTERNATE), applied(floor, A.ALTERNATE)
    sign_in(client, floor.recruiter)
    client.post(at(floor, f"/{second.id}/line"), data={"way": "forward"})
    page = client.get(at(floor, "?state=alternate")).text
    names = [one.registration.seeker.name for one in (second, first)]
    assert page.index(names[0]) < page.index(names[1])
    assert "예비 2번" in page
    mine = sign_in(client, second.registration.seeker).get("/my").text
    assert "예비 1번" in mine


def test_whoever_comes_too_early_reads_when_applying_opens(
    client: FlaskClient, floor: Floor
) -> None:
    part = make_participation(floor.fair)
    floor.fair.application_opens_at = clock.now() + timedelta(days=1)
    page = sign_in(client, floor.registration.seeker).get(f"/my/apply/{part.id}")
    assert "11월 24일" in page.text
    assert "부터 할 수 있어요" in page.text
