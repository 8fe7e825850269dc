"""Statements that are sent as they stand: the door is the one place where that matters.

Building and compiling a statement costs more than the database needs to answer it. On PostgreSQL
these go straight to the driver, which prepares them after their fifth use on a connection; they
run inside the session's transaction like everything else. On SQLite they go the usual road.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

from festa.extensions import db

Row = TypeVar("Row", bound=tuple[Any, ...])

# True, and says to PostgreSQL's planner, until the transaction ends: go by the indexes. A plan made
# in the morning, when nobody has been scanned yet, would read the tables whole for the whole day.
BY_INDEX = "set_config('enable_seqscan', 'off', true) = 'off'"
NAMED = re.compile(r"(?<!:):([a-z_]+)")


def on_postgresql() -> bool:
    """Whether the session speaks to PostgreSQL; otherwise it is SQLite."""
    return db.session.get_bind().dialect.name == "postgresql"


class Statement(Generic[Row]):
    """One SQL text for each engine, with :name for what is filled in, and the shape of a row.

    `columns` gives the types of those columns that SQLite would hand back as plain text.
    """

    def __init__(
        self,
        shape: Callable[..., Row],
        *,
        postgresql: str,
        sqlite: str | None = None,
        columns: Mapping[str, TypeEngine[Any]] | None = None,
    ) -> None:
        self._shape = shape
        self.driver_text = NAMED.sub(r"%(\1)s", postgresql)
        self._clause = text(sqlite or postgresql).columns(**(columns or {}))

    def rows(self, **values: Any) -> list[Row]:
        """Send it and read all rows."""
        db.session.flush()
        connection = db.session.connection()
        if not on_postgresql():
            return [self._shape(*row) for row in connection.execute(self._clause, values)]
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        try:
            return [self._shape(*row) for row in driver.execute(self.driver_text, values)]
        except psycopg.Error as error:
            raise _told_as_usual(self.driver_text, error) from error


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
