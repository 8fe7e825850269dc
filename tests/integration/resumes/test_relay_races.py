"""Several at once after one résumé: one stands, one notice is written, nothing half-destroyed leaves.

Beside each race stands its control: the same code without what decides (the lock, the unique
index), in which the race is lost.
"""

import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import SYSTEM
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.models import Application
from festa.messages.models import OutboxMessage
from festa.resumes import notices, service
from festa.resumes.contents import FileKind, Judged
from festa.resumes.links import find_link, make_link, open_link, why_closed
from festa.resumes.models import CollectLink, Delivery, LinkPurpose, Resume
from festa.resumes.states import DeliveryState
from tests.conftest import ENGINES, make_database, make_test_app, worker_name
from tests.integration.resumes.post import bytes_kept, make_post, told
from tests.resume_files import a_pdf
from tests.threads import Together

CROWD = 8


@pytest.fixture(params=ENGINES)
def unguarded(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A throwaway database without the deciding indexes, and verbs that lock nothing."""
    app = make_test_app(make_database(request.param, f"festa_unguarded_{worker_name()}"))
    with app.app_context():
        standing = next(one for one in Resume.__table__.indexes if one.name == "uq_resume_standing")
        with db.engine.begin() as connection:
            standing.drop(connection)
        monkeypatch.setattr(service, "lock", lambda *_rows: None)
        yield app
        db.session.remove()
        db.engine.dispose()


def skip_where_one_writes_at_a_time(app: Flask) -> None:
    """There each verb begins with the only lock there is, and none can be taken away."""
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        pytest.skip("SQLite has one writer at a time: nobody reads what another is changing")


def hand_in_at_once(together: Together, of_all: str | None = None) -> list[bool]:
    application_id = make_post().application.id

    def act(number: int) -> bool:
        application = db.session.get_one(Application, application_id)
        judged = Judged(FileKind.PDF, a_pdf(of_all or f"number {number}"))
        with suppress(IntegrityError, Refused):
            service.hand_in(application, judged, SYSTEM)
            db.session.commit()
            return True
        db.session.rollback()
        return False

    return together(CROWD, act)


def standing() -> int:
    query = select(func.count(Resume.id)).where(Resume.destroyed_at.is_(None))
    return db.session.scalar(query) or 0


def test_of_many_handed_in_at_once_one_stands(app: Flask, together: Together) -> None:
    hand_in_at_once(together)
    assert (standing(), bytes_kept()) == (1, 1)
    deliveries = db.session.scalars(select(Delivery)).all()
    assert len([one for one in deliveries if one.state is DeliveryState.SENT]) == 1


def test_of_one_file_tapped_many_times_at_once_one_receipt_is_made(
    app: Flask, together: Together
) -> None:
    assert hand_in_at_once(together, "the same") == [True] * CROWD
    assert db.session.scalar(select(func.count(Delivery.id))) == 1
    assert len(told("resume_receipt")) == 1


def test_without_lock_and_index_many_would_stand(unguarded: Flask) -> None:
    skip_where_one_writes_at_a_time(unguarded)
    hand_in_at_once(Together(unguarded))
    assert standing() > 1


def collect_at_once(together: Together) -> list[bytes]:
    delivery_id = make_post().hand_in("once").delivery.id

    def act(_number: int) -> bytes:
        delivery = db.session.get_one(Delivery, delivery_id)
        content = service.collect(delivery, SYSTEM)
        db.session.commit()
        return content

    return together(CROWD, act)


def test_of_many_who_collect_at_once_each_gets_it_and_the_seeker_hears_once(
    app: Flask, together: Together
) -> None:
    assert collect_at_once(together) == [a_pdf("once")] * CROWD
    assert len(told("resume_collected")) == 1
    (delivery,) = db.session.scalars(select(Delivery)).all()
    assert delivery.state is DeliveryState.COLLECTED


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    """All have read the résumé before any of them says that it was collected."""
    meet = threading.Barrier(CROWD)

    def read_together(resume: Resume) -> bytes:
        content = read(resume)
        meet.wait(timeout=30)
        return content

    read = service.read
    monkeypatch.setattr(service, "read", read_together)


def test_even_without_the_lock_the_seeker_hears_once(unguarded: Flask, meeting: None) -> None:
    skip_where_one_writes_at_a_time(unguarded)
    collect_at_once(Together(unguarded))
    assert len(told("resume_collected")) == 1


def test_without_the_unique_occasion_too_the_seeker_would_hear_many_times(
    unguarded: Flask, meeting: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_where_one_writes_at_a_time(unguarded)

    def tell(delivery: Delivery) -> None:
        to_seeker(delivery, "resume_collected", "", once=None)

    to_seeker = notices._to_seeker
    monkeypatch.setattr(service, "tell_collected", tell)
    collect_at_once(Together(unguarded))
    assert len(told("resume_collected")) == CROWD


def test_collecting_while_it_is_replaced_gives_a_whole_resume_or_a_sentence(
    app: Flask, together: Together
) -> None:
    post = make_post()
    first = post.hand_in("first")
    delivery_id, application_id = first.delivery.id, post.application.id

    def act(number: int) -> Any:
        try:
            if number % 2:
                delivery = db.session.get_one(Delivery, delivery_id)
                content: Any = service.collect(delivery, SYSTEM)
            else:
                application = db.session.get_one(Application, application_id)
                judged = Judged(FileKind.PDF, a_pdf(f"new {number}"))
                service.hand_in(application, judged, SYSTEM)
                content = None
            db.session.commit()
            return content
        except Refused as refused:
            db.session.rollback()
            return str(refused.reason)

    answers = together(CROWD, act)
    collected = [one for one in answers if isinstance(one, bytes)]
    assert set(collected) <= {a_pdf("first")}
    assert set(answers) <= {a_pdf("first"), None, "ended"}
    old = db.session.get_one(Delivery, delivery_id)
    assert old.state is DeliveryState.REPLACED
    assert (old.collected_at is not None) == bool(collected)
    assert (standing(), bytes_kept()) == (1, 1)
    if collected:
        asked = select(OutboxMessage).where(OutboxMessage.template == "resume_ended")
        assert db.session.scalars(asked.where(OutboxMessage.about_id == delivery_id)).all()


def test_of_many_who_press_the_button_of_one_link_one_gets_in(
    app: Flask, together: Together
) -> None:
    token = make_link(make_post().participation, LinkPurpose.ARRIVED)

    def act(_number: int) -> bool:
        link = find_link(token)
        assert link is not None
        try:
            open_link(link, SYSTEM)
            db.session.commit()
        except Refused:
            db.session.rollback()
            return False
        return True

    assert sum(together(CROWD, act)) == 1
    assert db.session.scalars(select(CollectLink)).one().opened_at is not None


def test_control_who_only_looks_whether_the_link_is_open_all_get_in(
    app: Flask, together: Together
) -> None:
    token = make_link(make_post().participation, LinkPurpose.ARRIVED)
    meet = threading.Barrier(CROWD)

    def act(_number: int) -> bool:
        # A reading request takes no write lock on SQLite; the write comes in its own turn.
        with app.test_request_context():
            link = find_link(token)
            assert link is not None
            closed = why_closed(link)
            db.session.rollback()
            meet.wait(timeout=30)
            g.writes = True
            if closed is None:
                db.session.get_one(CollectLink, link.id).opened_at = clock.now()
                db.session.commit()
            return closed is None

    assert sum(together(CROWD, act)) == CROWD
