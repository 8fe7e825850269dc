"""Statements that are sent as they stand: the door is the one place where that matters.

Building and compiling a statement costs more than the database needs to answer it. On PostgreSQL
these go straight to the driver, which prepares them after their fifth use on a connection. They
run inside the session's transaction like everything else, or, where even that is too much, over
a direct line, each by itself. On SQLite they go the usual road.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
import psycopg
from flask import current_app
from sqlalchemy import bindparam, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.types import TypeEngine

from festa.extensions import db
from festa.gates.lines import PLANNING, Line, Lines

Row = TypeVar("Row", bound=tuple[Any, ...])

# True, and says to PostgreSQL's planner, until the transaction ends: go by the indexes. A plan made
# in the morning, when nobody has been scanned yet, would read the tables whole for the whole day.
BY_INDEX = "set_config('enable_seqscan', 'off', true) = 'off'"
LINES = "festa.direct_lines"
# The line that has been picked up. It is asked for several times in every request, which costs less
# here than in Flask's `g`; but nobody puts it down with the request.
PICKED_UP: ContextVar[Line | None] = ContextVar("PICKED_UP", default=None)
IN_JSON = msgspec.json.Encoder().encode
NAMED = re.compile(r"(?<!:):([a-z_]+)(?:\.([a-z_]+))?")
SET_OF_ROWS = re.compile(r"json_to_recordset\(CAST\(:(\w+) AS json\)\)\s+AS (\w+)\(([^)]*)\)")


def on_postgresql() -> bool:
    """Whether the database is PostgreSQL; otherwise it is SQLite."""
    return PICKED_UP.get() is not None or db.engine.dialect.name == "postgresql"


@contextmanager
def direct_line() -> Iterator[None]:
    """Send the block's statements past the session, each a transaction of its own.

    Neither BEGIN nor COMMIT is sent: two of five round trips less. Only for blocks that write in
    one statement, or in statements that may be sent again. On SQLite the session is the only line.
    """
    pick_up()
    try:
        yield
    finally:
        hang_up()


def pick_up() -> None:
    """Take a direct line, where there are any, until `hang_up`."""
    assert PICKED_UP.get() is None, "one line at a time"
    if not on_postgresql():
        return
    try:
        PICKED_UP.set(lines().take())
    except psycopg.Error as error:
        raise _told_as_usual("", error) from error


def lines() -> Lines:
    """The direct lines of this process."""
    kept = current_app.extensions
    if LINES not in kept:
        kept[LINES] = Lines(db.engine.url)
    found: Lines = kept[LINES]
    return found


def hang_up() -> None:
    """Put the direct line down; from here on everything goes by the session."""
    line = PICKED_UP.get()
    if line is not None:
        PICKED_UP.set(None)
        line.hang_up()


def commit() -> None:
    """Make what the session sent last; what went over a direct line lasts already."""
    if PICKED_UP.get() is None:
        db.session.commit()


class Statement(Generic[Row]):
    """One SQL text for each engine, with :name for what is filled in, and the shape of a row.

    Without a shape the rows come as they are: a name for each of a thousand has its price.

    A list that is filled in goes as JSON, and is read with json_to_recordset. Where every list
    holds one row, as in most requests, its columns are filled in one by one instead: no set has to
    be made, and the planner, which takes a set for a hundred rows, knows that it is one.

    `columns` gives the types of those columns that SQLite would hand back as plain text, `values`
    of what is filled in that it would not take as it is.
    """

    def __init__(
        self,
        shape: Callable[..., Row] | None,
        *,
        postgresql: str,
        sqlite: str | None = None,
        columns: Mapping[str, TypeEngine[Any]] | None = None,
        values: Mapping[str, TypeEngine[Any]] | None = None,
    ) -> None:
        self._shape = shape
        self._many = _Wording(postgresql)
        self._one = _Wording(_for_one_row(postgresql))
        filled_in = [bindparam(name, type_=kind) for name, kind in (values or {}).items()]
        clause = text(sqlite or postgresql).bindparams(*filled_in)
        self._clause = clause.columns(**(columns or {}))

    def rows(self, **values: Any) -> list[Row]:
        """Send it and read all rows."""
        line = PICKED_UP.get()
        if line is not None:
            return self._rows_over(line, values)
        pooled = _line_of_session()
        if pooled is None:
            values |= {name: IN_JSON(rows).decode() for name, rows in _lists(values)}
            return self._shaped(db.session.execute(self._clause, values).all())
        sent, filled_in = self.as_sent(**values)
        try:
            rows = _driver_of(pooled).execute(sent, filled_in).fetchall()
        except psycopg.Error as error:
            raise _told_as_usual(sent, error) from error
        return self._shaped(rows)

    def as_sent(self, **values: Any) -> tuple[str, dict[str, Any]]:
        """What PostgreSQL's driver is given: the text and what fills it."""
        wording, filled_in = self._worded(values)
        return wording.for_driver, dict(zip(wording.names, filled_in, strict=True))

    def _rows_over(self, line: Line, values: dict[str, Any]) -> list[Row]:
        wording, filled_in = self._worded(values)
        try:
            rows = line.rows(wording.numbered, filled_in)
        except psycopg.Error as error:
            raise _told_as_usual(wording.for_driver, error) from error
        return self._shaped(rows)

    def _shaped(self, rows: Sequence[Any]) -> list[Row]:
        shape = self._shape
        return list(rows) if shape is None else [shape(*row) for row in rows]

    def _worded(self, values: dict[str, Any]) -> tuple["_Wording", list[Any]]:
        lists = list(_lists(values))
        if all(len(rows) == 1 for _name, rows in lists):
            return self._one, self._one.filled_in(values)
        for name, rows in lists:
            values[name] = IN_JSON(rows).decode()
        return self._many, self._many.filled_in(values)


class _Wording:
    """One text as the driver and as libpq want it.

    In it stands :name for a value, and :list.column for what the one row of a list says there.
    """

    def __init__(self, text: str) -> None:
        self._places = tuple(dict.fromkeys(NAMED.findall(text)))
        self.names = tuple(_as_one_word(*place) for place in self._places)
        numbers = {name: number for number, name in enumerate(self.names, 1)}
        self.for_driver = NAMED.sub(lambda found: f"%({_as_one_word(*found.groups(''))})s", text)
        self.numbered = NAMED.sub(
            lambda found: f"${numbers[_as_one_word(*found.groups(''))]}", text
        ).encode()

    def filled_in(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order of `names`; a row need not speak of every column."""
        return [
            values[name][0].get(column) if column else values[name] for name, column in self._places
        ]


def _as_one_word(name: str, column: str) -> str:
    return f"{name}_of_{column}" if column else name


def _for_one_row(text: str) -> str:
    """The same statement with each list's columns filled in one by one."""

    def columns(found: re.Match[str]) -> str:
        name, alias, types = found.groups()
        filled_in = (column.split() for column in types.split(","))
        row = ", ".join(
            f"CAST(:{name}.{column} AS {type_}) AS {column}" for column, type_ in filled_in
        )
        return f"(SELECT {row}) AS {alias}"

    return SET_OF_ROWS.sub(columns, text).replace("AS MATERIALIZED", "AS NOT MATERIALIZED")


def _lists(values: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    return ((name, value) for name, value in values.items() if type(value) is list)


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
    """Have this transaction's plans made as on a direct line."""
    if on_postgresql():
        _GO_BY_INDEX.rows()


class _Done(NamedTuple):
    done: bool


_GO_BY_INDEX = Statement(
    _Done,
    postgresql="SELECT "
    + " AND ".join(
        f"set_config('{name}', '{value}', true) = '{value}'" for name, value in PLANNING
    ),
)
