"""Changing rows so that it can be taken back: each step says where, from what, to what."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, Uuid, update
from sqlalchemy.exc import IntegrityError

from festa.columns import UtcDateTime
from festa.extensions import db

MOST_AT_ONCE = 500


class Steps:
    """The changes of one merge, in their order, as JSON."""

    def __init__(self) -> None:
        self.made: list[dict[str, Any]] = []

    def change(self, column: Any, before: Any, after: Any, *where: ColumnElement[bool]) -> int:
        """Set the column wherever it holds `before`; how many rows that were."""
        table, column = _plain(column)
        key = _key(table)
        found = db.session.scalars(
            update(table)
            .where(_holds(column, before), *where)
            .values({column: after})
            .returning(key)
        ).all()
        if found:
            self.made.append(
                {
                    "table": table.name,
                    "column": column.name,
                    "before": _written(before),
                    "after": _written(after),
                    "ids": sorted(_written(one) for one in found),
                }
            )
        return len(found)

    def set(self, row: Any, name: str, after: Any) -> None:
        """Set one column of one row, when that changes anything."""
        before = getattr(row, name)
        if before != after:
            model = type(row)
            self.change(getattr(model, name), before, after, model.id == row.id)


def take_back(made: Sequence[dict[str, Any]]) -> int:
    """Undo the steps from the last to the first; how many rows were left as they are.

    A row that was changed since keeps what it has, and so does one beside which something
    newer stands that the database allows only once.
    """
    left = 0
    for step in reversed(made):
        table = db.metadata.tables[step["table"]]
        column, key = table.c[step["column"]], _key(table)
        before, after = _read(column, step["before"]), _read(column, step["after"])
        ids = [_read(key, one) for one in step["ids"]]
        for start in range(0, len(ids), MOST_AT_ONCE):
            part = ids[start : start + MOST_AT_ONCE]
            left += len(part) - _restore(table, column, part, before, after)
    return left


def _restore(table: Table, column: Any, ids: Sequence[Any], before: Any, after: Any) -> int:
    statement = (
        update(table)
        .where(_key(table).in_(ids), _holds(column, after))
        .values({column: before})
        .returning(_key(table))
    )
    try:
        with db.session.begin_nested():
            return len(db.session.scalars(statement).all())
    except IntegrityError:
        return 0


def _holds(column: Any, value: Any) -> ColumnElement[bool]:
    # IS NOT DISTINCT FROM would say both, but PostgreSQL finds nothing by an index with it.
    return column.is_(None) if value is None else column == value  # type: ignore[no-any-return]


def _plain(column: Any) -> tuple[Table, Any]:
    plain = column.property.columns[0] if hasattr(column, "property") else column
    return plain.table, plain


def _key(table: Table) -> Any:
    (key,) = table.primary_key.columns
    return key


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID | str) else value


def _read(column: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat(value)
    return uuid.UUID(value) if isinstance(column.type, Uuid) else value
