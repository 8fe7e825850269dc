"""Looks at personal data: gathered while a page is read, written before it leaves.

A page is read in a transaction that cannot write (see extensions.begin_sqlite). The looks
follow in one of their own; when they cannot be written, the page does not leave either.
"""

from collections.abc import Iterable
from typing import Any

from flask import Flask, Response, g

from festa.audit.actor import Actor
from festa.audit.service import entry, record_all
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
        seen = entry(
            "personal_data.seen",
            None,
            by,
            seeker_id=seeker_id,
            fair_id=fair_id,
            employer_id=employer_id,
            page=what,
        )
        looks[(what, seeker_id)] = seen | {"subject_kind": "seeker", "subject_id": seeker_id}


def looked_at_thing(
    action: str,
    subject: Any,
    by: Actor,
    *,
    fair_id: int | None = None,
    employer_id: int | None = None,
) -> None:
    """Note that `by` saw a row with personal data of somebody who is no seeker, as `action`."""
    seen = entry(action, subject, by, fair_id=fair_id, employer_id=employer_id)
    g.setdefault("looks", {})[(action, seen["subject_kind"], subject.id)] = seen


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
