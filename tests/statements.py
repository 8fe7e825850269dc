"""What is really sent to the database: on PostgreSQL read off the wire, not off the ORM."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from psycopg.pq import Trace
from sqlalchemy import Engine, event

from festa.extensions import db
from festa.gates.lines import Line, Lines

NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def statements_sent(engine: Engine) -> Iterator[list[str]]:
    """Fill the list, at the end, with one entry for each statement; transactions' ends apart."""
    counting = _on_the_wire if engine.dialect.name == "postgresql" else _by_event
    with counting(engine) as sent:
        yield sent


@contextmanager
def _by_event(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(NOT_COUNTED):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def _on_the_wire(engine: Engine) -> Iterator[list[str]]:
    """libpq writes down every message: a Query is a statement, and so is an Execute."""
    sent: list[str] = []
    traced: list[Any] = []
    with tempfile.TemporaryFile("w+") as file:

        def begin(driver: Any, *_rest: Any) -> None:
            traced.append(driver)
            driver.pgconn.trace(file.fileno())
            driver.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)

        def end(driver: Any, *_rest: Any) -> None:
            if driver is not None:
                driver.pgconn.untrace()

        take, give_back = Lines.take, Lines.give_back

        def take_traced(lines: Lines) -> Line:
            line = take(lines)
            begin(line.connection)
            return line

        def give_back_untraced(lines: Lines, line: Line) -> None:
            end(line.connection)
            give_back(lines, line)

        event.listen(engine, "checkout", begin)
        event.listen(engine, "checkin", end)
        try:
            with (
                patch.object(Lines, "take", take_traced),
                patch.object(Lines, "give_back", give_back_untraced),
            ):
                yield sent
        finally:
            event.remove(engine, "checkout", begin)
            event.remove(engine, "checkin", end)
            # Whoever is still out would go on writing to the file's number: soon another file's,
            # or a database's.
            for driver in traced:
                end(driver)
            file.seek(0)
            sent.extend(filter(None, map(_statement, file)))


def _statement(line: str) -> str | None:
    sender, _length, message, *rest = [*line.rstrip("\n").split("\t"), "", "", ""]
    if sender != "F" or message not in {"Query", "Execute"}:
        return None
    text = " ".join(rest).strip()
    return None if text.strip(' "').startswith(NOT_COUNTED) else f"{message} {text}"


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are sent while the block runs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def asked_by(client: Any, address: str) -> int:
    """How many statements opening this address takes."""
    db.session.commit()
    with statements() as sent:
        answer = client.get(address)
    assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return len(sent)
