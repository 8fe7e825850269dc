"""Looks at personal data: gathered while a page is read, written before it leaves.

A page is read in a transaction that cannot write (see extensions.begin_sqlite). The looks
follow in one of their own; when they cannot be written, the page does not leave either.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record_all
from festa.extensions import db
from festa.programs import for_programs_too


def looked_at(
    what: str,
    seeker_ids: Iterable[int],
    by: Actor,
    *,
    fair_id: int | None = None,
    employer_id: int | None = None,
) -> None:
    """Note that `by` saw the data of these seekers on the page `what` (고시 §8: 처리한 정보주체)."""
    looks = g.setdefault("looks", {})
    for seeker_id in seeker_ids:
        looks[(what, seeker_id)] = {
            "at": clock.now(),
            "actor_kind": by.kind,
            "actor_id": by.id,
            "actor_label": by.label,
            "address": by.address,
            "action": "personal_data.seen",
            "subject_kind": "seeker",
            "subject_id": seeker_id,
            "seeker_id": seeker_id,
            "fair_id": fair_id,
            "employer_id": employer_id,
            "detail": {"page": what},
        }


def looked_at_thing(
    action: str,
    subject: Any,
    by: Actor,
    *,
    fair_id: int | None = None,
    employer_id: int | None = None,
) -> None:
    """Note that `by` saw a row with personal data of somebody who is no seeker, as `action`."""
    kind = subject.__tablename__
    g.setdefault("looks", {})[(action, kind, subject.id)] = {
        "at": clock.now(),
        "actor_kind": by.kind,
        "actor_id": by.id,
        "actor_label": by.label,
        "address": by.address,
        "action": action,
        "subject_kind": kind,
        "subject_id": subject.id,
        "seeker_id": None,
        "fair_id": fair_id or getattr(subject, "fair_id", None),
        "employer_id": employer_id or getattr(subject, "employer_id", None),
        "detail": {},
    }


@for_programs_too
def write_looks(response: Response) -> Response:
    """Write the looks of this request in one statement; an answer without them never leaves."""
    looks = g.pop("looks", None)
    if looks and response.status_code < 500:
        db.session.rollback()
        g.writes = True
        record_all(list(looks.values()))
        db.session.commit()
    return response


def init_app(app: Flask) -> None:
    """Have the looks written after each request."""
    app.after_request(write_looks)
