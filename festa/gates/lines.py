"""Direct lines to PostgreSQL: statements by libpq itself, each prepared once on a connection.

What the driver does around a statement in Python costs more than the database needs to answer it.
Nothing is left out that matters: errors are the driver's own, and so is how values are read.
"""

import threading
from collections.abc import Sequence
from typing import Any

import psycopg
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from sqlalchemy import URL, make_url

# Row after row by the indexes is right for what is asked here. A plan made in the morning, when the
# tables are small, would do it in other ways, and then go on like that all day.
WAYS_ROUND = (
    "enable_seqscan",
    "enable_hashjoin",
    "enable_mergejoin",
    "enable_material",
    "enable_memoize",
)
# Left to itself, PostgreSQL weighs the plan for all values against the average of those that it made
# for single values. Where these look cheaper, it plans anew for every scan of the day.
PLANNING = (("plan_cache_mode", "force_generic_plan"), *((way, "off") for way in WAYS_ROUND))
SETTINGS = " ".join(f"-c {name}={value}" for name, value in PLANNING)
MOST_LINES = 15  # of one process, as many as SQLAlchemy's own pool holds
LONGEST_WAIT = 30.0  # seconds, for a line while all are in use


class Line:
    """One connection, without transactions: what a statement did lasts when it is answered."""

    def __init__(self, connection: psycopg.Connection[Any], lines: "Lines") -> None:
        self.connection = connection
        self._lines = lines
        self._libpq = connection.pgconn
        self._reading = Transformer(connection)
        self._names: dict[bytes, bytes] = {}

    def rows(self, statement: bytes, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Send a statement with $1, $2 … for its values and read all rows; psycopg.Error."""
        name = self._names.get(statement) or self._prepare(statement)
        result = self._libpq.exec_prepared(name, [_as_text(value) for value in values])
        if result.status != ExecStatus.TUPLES_OK:
            self._fail(result)
        self._reading.set_pgresult(result)
        return self._reading.load_rows(0, result.ntuples, tuple)

    def hang_up(self) -> None:
        """Let others have the line."""
        self._lines.give_back(self)

    @property
    def is_good(self) -> bool:
        """Whether the connection still stands."""
        return bool(self._libpq.status == ConnStatus.OK)

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def _prepare(self, statement: bytes) -> bytes:
        name = b"line_%d" % len(self._names)
        result = self._libpq.prepare(name, statement)
        if result.status != ExecStatus.COMMAND_OK:
            self._fail(result)
        self._names[statement] = name
        return name

    def _fail(self, result: Any) -> None:
        if not self.is_good:
            raise psycopg.OperationalError(result.get_error_message("utf-8"))
        raise error_from_result(result)


class Lines:
    """The lines of one process, for its threads to take in turn."""

    def __init__(self, url: URL | str) -> None:
        url = make_url(url)
        _none, self._where = url.get_dialect()().create_connect_args(url)
        self._where["options"] = f"{self._where.get('options', '')} {SETTINGS}".strip()
        self._free: list[Line] = []
        self._open = 0
        self._waiting = 0
        self._turn = threading.Condition()

    def take(self) -> Line:
        """A line of one's own until it is given back; psycopg.Error when none can be had."""
        try:
            return self._free.pop()  # needs no lock: one thread alone gets it
        except IndexError:
            return self._open_or_wait()

    def give_back(self, line: Line) -> None:
        """Let others have it. Where one was cut off, the others will be: all are opened anew."""
        if line.is_good:
            self._free.append(line)
        else:
            self._end(line)
            self.close()
        if self._waiting:
            with self._turn:
                self._turn.notify()

    def close(self) -> None:
        """End the lines that nobody uses."""
        while True:
            try:
                line = self._free.pop()
            except IndexError:
                return
            self._end(line)

    def _open_or_wait(self) -> Line:
        with self._turn:
            self._waiting += 1  # said before looking: who gives back after that calls us
            try:
                able = self._turn.wait_for(
                    lambda: self._free or self._open < MOST_LINES, LONGEST_WAIT
                )
            finally:
                self._waiting -= 1
            if not able:
                raise psycopg.OperationalError("all lines are in use")
            if self._free:
                return self.take()
            self._open += 1
        try:
            return Line(psycopg.connect(**self._where, autocommit=True), self)
        except BaseException:
            self._gone()
            raise

    def _end(self, line: Line) -> None:
        line.close()
        self._gone()

    def _gone(self) -> None:
        with self._turn:
            self._open -= 1
            self._turn.notify()


def _as_text(value: Any) -> Any:
    """A value as PostgreSQL reads it in its place; libpq would cut it off at a NUL."""
    if value is None:
        return None
    text = str(value)
    if "\0" in text:
        raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return text.encode()
