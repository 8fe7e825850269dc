"""Answers on their way: kept in a row of their own, so that a reload or a lost line loses nothing.

The browser holds only the row's token. When the road ends the personal answers are emptied;
whatever is left behind is destroyed after a day.
"""

import secrets
from dataclasses import asdict
from datetime import timedelta

from sqlalchemy import Select, delete, select

from festa import clock
from festa.extensions import db
from festa.registrations.models import RegistrationDraft
from festa.registrations.steps import Answers

KEPT = timedelta(days=1)


def start_draft() -> RegistrationDraft:
    """An empty draft with a token that nobody guesses."""
    draft = RegistrationDraft(
        token=secrets.token_urlsafe(32), answers=asdict(Answers()), started_at=clock.now()
    )
    db.session.add(draft)
    return draft


def find_draft(token: str | None, *, lock: bool = False) -> RegistrationDraft | None:
    """The draft of this browser while it is kept; locked, so that a double tap registers once."""
    if not token:
        return None
    query = select(RegistrationDraft).where(
        RegistrationDraft.token == token, RegistrationDraft.started_at > clock.now() - KEPT
    )
    return db.session.scalar(query.with_for_update() if lock else query)


def find_begun(name: str, phone: str, *, lock: bool = False) -> RegistrationDraft | None:
    """The newest draft in which this person got as far as saying who they are."""
    query = _begun(name, phone).order_by(RegistrationDraft.id.desc()).limit(1)
    return db.session.scalar(query.with_for_update() if lock else query)


def forget_begun(name: str, phone: str, but: RegistrationDraft) -> None:
    """Destroy what the same person left unfinished on other phones."""
    for draft in db.session.scalars(_begun(name, phone)).all():
        if draft is not but:
            db.session.delete(draft)


def _begun(name: str, phone: str) -> Select[RegistrationDraft]:
    answers = RegistrationDraft.answers
    return select(RegistrationDraft).where(
        RegistrationDraft.started_at > clock.now() - KEPT,
        RegistrationDraft.finished_at.is_(None),
        answers["phone"].as_string() == phone,
        answers["name"].as_string() == name,
    )


def keep_answers(draft: RegistrationDraft, answers: Answers) -> None:
    """Store the answers; a new mapping, since the column does not watch for changes inside."""
    draft.answers = asdict(answers)


def purge_drafts() -> int:
    """Destroy every draft older than a day, finished or not; returns how many."""
    old = delete(RegistrationDraft).where(RegistrationDraft.started_at <= clock.now() - KEPT)
    return len(db.session.scalars(old.returning(RegistrationDraft.id)).all())
