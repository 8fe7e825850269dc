"""The end of a résumé: with the consent, the person, the term; its bytes go, its receipt stays."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.consents.models import Consent, ConsentMethod, ConsentState, Purpose
from festa.consents.service import decide
from festa.extensions import db
from festa.interviews.applications import set_application
from festa.interviews.departures import leave_employer, leave_fair, withdraw_consent
from festa.interviews.states import ApplicationState
from festa.nightly import destroy_old
from festa.resumes.models import Delivery, Resume
from festa.resumes.number import show_number
from festa.resumes.service import collect, read
from festa.resumes.states import DeliveryState
from festa.retention.erasing import erase
from tests.factories import make_text, sign_in
from tests.integration.resumes.post import Post, bytes_kept, make_post, one_more, told
from tests.resume_files import a_pdf


@pytest.fixture
def post(app: Flask) -> Post:
    """One résumé at a posting-only employer."""
    made = make_post()
    made.hand_in()
    return made


def consent_of(post: Post) -> Consent:
    query = select(Consent).where(
        Consent.seeker_id == post.registration.seeker_id, Consent.purpose == Purpose.THIRD_PARTY
    )
    return db.session.scalars(query).one()


def resume_of(post: Post) -> Resume:
    query = select(Resume).where(Resume.application_id == post.application.id)
    return db.session.scalars(query).one()


def delivery_of(post: Post) -> Delivery:
    return resume_of(post).delivery


@pytest.mark.parametrize("way", ["consent", "application", "fair"])
def test_whichever_way_somebody_steps_back_the_bytes_are_destroyed(post: Post, way: str) -> None:
    neighbour = one_more(post.participation)
    neighbour.hand_in("theirs")
    delivery = delivery_of(post)
    by = post.registration.seeker.as_actor()
    if way == "consent":
        withdraw_consent(consent_of(post), by)
    elif way == "application":
        leave_employer(post.application, by)
    else:
        leave_fair(post.registration, by)
    assert delivery.state is DeliveryState.TAKEN_BACK
    assert bytes_kept() == 1
    assert read(resume_of(neighbour)) == a_pdf("theirs")


def test_an_employer_that_has_a_copy_is_asked_to_destroy_it_without_a_name(post: Post) -> None:
    delivery = delivery_of(post)
    collect(delivery, SYSTEM)
    withdraw_consent(consent_of(post), post.registration.seeker.as_actor())
    (message,) = told("resume_ended")
    assert message.recipient == "post@example.com"
    assert show_number(delivery.number) in message.subject
    assert "파기해 주십시오" in message.body
    assert post.registration.seeker.name not in message.subject + message.body


def test_an_employer_that_never_looked_is_not_written_to(post: Post) -> None:
    withdraw_consent(consent_of(post), post.registration.seeker.as_actor())
    assert told("resume_ended") == []


def test_a_newer_yes_to_the_same_employer_keeps_the_resume(post: Post) -> None:
    newer = make_text(post.fair, Purpose.THIRD_PARTY, version=2)
    seeker = post.registration.seeker
    decide(
        seeker.id,
        newer,
        True,
        ConsentMethod.WEB,
        seeker.as_actor(),
        employer_id=post.participation.employer_id,
    )
    assert delivery_of(post).state is DeliveryState.SENT
    assert bytes_kept() == 1
    decide(
        seeker.id,
        newer,
        False,
        ConsentMethod.WEB,
        seeker.as_actor(),
        employer_id=post.participation.employer_id,
    )
    assert bytes_kept() == 0


def test_erasing_a_person_destroys_their_resumes_and_nobody_elses(post: Post) -> None:
    neighbour = one_more(post.participation)
    neighbour.hand_in()
    delivery = delivery_of(post)
    number, name = delivery.number, post.registration.seeker.name
    erase(post.registration.seeker, SYSTEM)
    assert (delivery.state, bytes_kept()) == (DeliveryState.DESTROYED, 1)
    assert delivery.number == number  # the register of what was destroyed
    said = select(AuditEntry).where(AuditEntry.action == "resume.destroyed")
    entry = db.session.scalars(said).one()
    assert name not in json.dumps(entry.detail, ensure_ascii=False)


def test_the_night_destroys_what_was_kept_for_its_whole_term(
    post: Post, clock_stands: object
) -> None:
    answered = one_more(post.participation)
    answered.hand_in()
    set_application(answered.application, ApplicationState.DECLINED, SYSTEM)
    first, second = delivery_of(answered), delivery_of(post)
    assert first.kept_until - first.answered_at == timedelta(days=180)
    assert second.kept_until - second.due_at == timedelta(days=180)
    clock_stands.move_to(first.kept_until + timedelta(minutes=1))  # type: ignore[attr-defined]
    assert destroy_old()["resumes"] == 1
    assert (first.state, second.state) == (DeliveryState.EXPIRED, DeliveryState.SENT)
    clock_stands.move_to(second.kept_until + timedelta(minutes=1))  # type: ignore[attr-defined]
    assert destroy_old()["resumes"] == 1
    assert destroy_old()["resumes"] == 0
    assert bytes_kept() == 0
    assert consent_of(post).state is ConsentState.GRANTED


def test_destroyed_bytes_are_not_left_in_the_file_of_the_database(app: Flask) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL clears its pages by vacuum")
    post = make_post()
    resume = post.hand_in()
    kept = db.session.execute(text("select sealed from resume_content")).scalar_one()
    leave_employer(post.application, post.registration.seeker.as_actor())
    db.session.commit()
    assert resume.destroyed_at is not None
    db.session.remove()
    path = str(db.engine.url.database)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert kept[:40] not in Path(path).read_bytes()


def test_the_copy_of_what_is_kept_of_a_person_lists_their_resumes(
    client: FlaskClient, post: Post
) -> None:
    collect(delivery_of(post), SYSTEM)
    sign_in(client, post.registration.seeker)
    (one,) = client.get("/my/data.json").json["resumes"]
    assert one["employer"] == "한빛물류"
    assert one["number"] == show_number(delivery_of(post).number)
    assert (one["state"], one["kind"]) == ("collected", "pdf")
    assert one["collected_at"].startswith(clock.today().isoformat())
    pdf = client.get("/my/data.pdf")
    assert pdf.mimetype == "application/pdf"
