"""Several who write the questions of one employer at once: five are kept, whoever is first.

Beside the race stands its control: words written by whoever only looked whether a place is
free, with the unique place, which catches them, and without, where all of them stand.
"""

import threading
from collections.abc import Callable, Iterator

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from flask import Flask, g
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import SYSTEM
from festa.employers.models import Participation
from festa.employers.question_models import Question
from festa.employers.questions import Asked, questions_of, write_question
from festa.errors import Refused
from festa.extensions import db
from tests.conftest import ENGINES, make_database, make_test_app, worker_name
from tests.factories import make_fair, make_participation
from tests.threads import Together

ASKED = "지게차를 몰아 보셨나요?"
CROWD = 8


@pytest.fixture(params=ENGINES)
def unguarded(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """A throwaway database in which one place may be taken twice."""
    app = make_test_app(make_database(request.param, f"festa_places_{worker_name()}"))
    with app.app_context():
        with db.engine.begin() as connection:
            changes = Operations(MigrationContext.configure(connection))
            with changes.batch_alter_table("question") as table:
                table.drop_constraint("uq_question_participation_id_place", type_="unique")
        yield app
        db.session.remove()
        db.engine.dispose()


def test_of_many_at_once_five_questions_are_kept(app: Flask, together: Together) -> None:
    part_id = make_participation(make_fair()).id

    def act(_number: int) -> bool:
        try:
            write_question(db.session.get_one(Participation, part_id), Asked(ASKED), SYSTEM)
            db.session.commit()
        except (Refused, IntegrityError):
            db.session.rollback()
            return False
        return True

    assert sum(together(CROWD, act)) == 5
    assert kept() == 5


def looks_then_writes(app: Flask, part_id: int) -> Callable[[int], bool]:
    """Ask whether the first place is free; when all have asked, write there."""
    meet = threading.Barrier(CROWD)

    def act(_number: int) -> bool:
        # A reading request takes no write lock on SQLite; the write comes in its own turn.
        with app.test_request_context():
            assert not questions_of(db.session.get_one(Participation, part_id))
            db.session.rollback()
            meet.wait(timeout=30)
            g.writes = True
            db.session.add(
                Question(participation_id=part_id, place=1, words=ASKED, written_at=clock.now())
            )
            try:
                db.session.commit()
            except IntegrityError:
                db.session.rollback()
                return False
            return True

    return act


def test_control_naive_words_are_caught_by_the_unique_place(app: Flask, together: Together) -> None:
    act = looks_then_writes(app, make_participation(make_fair()).id)
    assert sum(together(CROWD, act)) == 1
    assert kept() == 1


def test_control_without_the_unique_place_all_naive_words_stand(unguarded: Flask) -> None:
    act = looks_then_writes(unguarded, make_participation(make_fair()).id)
    assert sum(Together(unguarded)(CROWD, act)) == CROWD
    assert kept() == CROWD


def kept() -> int:
    """How many questions stand."""
    return db.session.scalar(select(func.count(Question.id))) or 0
