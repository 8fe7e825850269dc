"""Statements that are sent as they stand: the door is the one place where that matters.

Building and compiling a statement costs more than the database needs to answer it. On PostgreSQL
these go straight to the driver, which prepares them after their fifth use on a connection. They
run inside the session's transaction like everything else, or, where even the session's own
book-keeping is too much, over a direct line, each by itself. On SQLite they go the usual road.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Generic, NamedTuple, TypeVar

import psycopg
from flask import current_app, g
from sqlalchemy import Engine, bindparam, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeEngine

from festa.extensions import db

Row = TypeVar("Row", bound=tuple[Any, ...])

# True, and says to PostgreSQL's planner, until the transaction ends: go by the indexes. A plan made
# in the morning, when nobody has been scanned yet, would read the tables whole for the whole day.
BY_INDEX = "set_config('enable_seqscan', 'off', true) = 'off'"
LINES = "festa.direct_lines"
NAMED = re.compile(r"(?<!:):([a-z_]+)")


def on_postgresql() -> bool:
    """Whether the database is PostgreSQL; otherwise it is SQLite."""
    return db.engine.dialect.name == "postgresql"


@contextmanager
def direct_line() -> Iterator[None]:
    """Send the block's statements past the session, each a transaction of its own.

    Neither BEGIN nor COMMIT is sent: two of five round trips less. Only for blocks that write in
    one statement, or in statements that may be sent again. On SQLite the session is the only line.
    """
    if not on_postgresql():
        yield
        return
    g.line = line_engine().raw_connection()
    try:
        yield
    finally:
        hang_up()


def line_engine() -> Engine:
    """The connections of direct lines: no transactions, and plans that go by the indexes."""
    kept = current_app.extensions
    if LINES not in kept:
        kept[LINES] = create_engine(
            db.engine.url,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
            connect_args={"options": "-c enable_seqscan=off"},
        )
    engine: Engine = kept[LINES]
    return engine


def hang_up() -> None:
    """Put the direct line down; from here on everything goes by the session."""
    line = g.pop("line", None)
    if line is not None:
        line.close()


def commit() -> None:
    """Make what the session sent last; what went over a direct line lasts already."""
    if g.get("line") is None:
        db.session.commit()


class Statement(Generic[Row]):
    """One SQL text for each engine, with :name for what is filled in, and the shape of a row.

    A list that is filled in goes as JSON. Where every list holds one row, as in most requests, the
    planner is told so: it takes a set of rows for a hundred, and plans for those.

    `columns` gives the types of those columns that SQLite would hand back as plain text, `values`
    of what is filled in that it would not take as it is.
    """

    def __init__(
        self,
        shape: Callable[..., Row],
        *,
        postgresql: str,
        sqlite: str | None = None,
        columns: Mapping[str, TypeEngine[Any]] | None = None,
        values: Mapping[str, TypeEngine[Any]] | None = None,
    ) -> None:
        self._shape = shape
        self._text = NAMED.sub(r"%(\1)s", postgresql)
        self._text_of_one = self._text.replace("json_to_recordset(", "json_to_record(")
        filled_in = [bindparam(name, type_=kind) for name, kind in (values or {}).items()]
        clause = text(sqlite or postgresql).bindparams(*filled_in)
        self._clause = clause.columns(**(columns or {}))

    def rows(self, **values: Any) -> list[Row]:
        """Send it and read all rows."""
        line = g.get("line") or _line_of_session()
        if line is None:
            values |= {name: json.dumps(rows) for name, rows in _lists(values)}
            return [self._shape(*row) for row in db.session.execute(self._clause, values)]
        sent, filled_in = self.as_sent(**values)
        try:
            rows = _driver_of(line).execute(sent, filled_in).fetchall()
        except psycopg.Error as error:
            raise _told_as_usual(sent, error) from error
        return [self._shape(*row) for row in rows]

    def as_sent(self, **values: Any) -> tuple[str, dict[str, Any]]:
        """What PostgreSQL's driver is given: the text and what fills it."""
        one = all(len(rows) == 1 for _name, rows in _lists(values))
        lists = {name: json.dumps(rows[0] if one else rows) for name, rows in _lists(values)}
        return self._text_of_one if one else self._text, values | lists


def _lists(values: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    return ((name, value) for name, value in values.items() if isinstance(value, list))


def _driver_of(line: PoolProxiedConnection) -> psycopg.Connection[tuple[Any, ...]]:
    driver = line.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _line_of_session() -> PoolProxiedConnection | None:
    """The pooled connection that the session's transaction runs on; None on SQLite."""
    db.session.flush()
    return db.session.connection().connection if on_postgresql() else None


def _told_as_usual(statement: str, error: psycopg.Error) -> BaseException:
    """The driver's error as SQLAlchemy would raise it, without the values that were sent."""
    return DBAPIError.instance(
        statement, {}, error, psycopg.Error, hide_parameters=True, dialect=db.engine.dialect
    )


def go_by_index() -> None:
    """Have this transaction's plans made for full tables; a device's token check does the same."""
    if on_postgresql():
        _GO_BY_INDEX.rows()


class _Done(NamedTuple):
    done: bool


_GO_BY_INDEX = Statement(_Done, postgresql=f"SELECT {BY_INDEX}")
