"""Locking rows of the interview floor, so that nobody decides on what has changed meanwhile.

On PostgreSQL a lock waits for whoever changes the row now; SQLite has one writer at a time
and only reads the row anew.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from festa.extensions import db


def lock(model: Any, *rows: Any) -> Sequence[Any]:
    """Lock these rows of one model in the order of their numbers, and read them anew.

    The rows that are still there.
    """
    db.session.flush()
    query = select(model).where(model.id.in_([row.id for row in rows])).order_by(model.id)
    locked = query.with_for_update(of=model, key_share=True)
    return db.session.scalars(locked.execution_options(populate_existing=True)).all()
