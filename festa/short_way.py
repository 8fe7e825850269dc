"""The short way in: a door before Flask for the few requests of programs where time matters.

A request's way through Flask takes longer than all that is decided about a scan. So what a good
program usually asks is met here first. Whatever cannot be answered well (a stranger, a body that
means nothing, a database out of reach) goes the long way untouched and is answered there, by the
view of the same address. What is answered here is answered by the same verbs, and in the same
words; tests hold the two ways together.
"""

from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any, NamedTuple

import msgspec
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from festa.errors import Stopped
from festa.extensions import language_among
from festa.programs import token_in
from festa.security import headers_for_programs, travels_in_the_open

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]

ENCODER = msgspec.json.Encoder()
LONGEST = 1 << 20  # bytes; five hundred scans are about 100,000


class Asked(NamedTuple):
    """A request with a token and a body."""

    app: Flask
    environ: Environ
    token: str
    body: bytes

    def header(self, name: str) -> str | None:
        """What stands in a header."""
        return self.environ.get("HTTP_" + name.upper().replace("-", "_"))

    @property
    def language(self) -> str:
        """The language in which the program wants to hear."""
        languages = self.app.config["LANGUAGES"]
        return language_among(self.header("Accept-Language") or "", tuple(languages))


class Told(NamedTuple):
    """An answer in JSON, as it goes over the wire."""

    status: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


def in_json(facts: Any) -> bytes:
    """Facts as they go over the wire."""
    return ENCODER.encode(facts)


# What an address is answered with on the short way; None sends the request the long way.
Way = Callable[[Asked], Told | None]


class ShortWay:
    """A WSGI application that answers some POSTs itself and gives everything else to the next."""

    def __init__(self, app: Flask, long_way: Wsgi, ways: Mapping[str, Way]) -> None:
        self._app = app
        self._long_way = long_way
        self._ways = ways

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        way = self._ways.get(environ["PATH_INFO"])
        if way is None or environ["REQUEST_METHOD"] != "POST":
            return self._long_way(environ, start_response)
        length = self._length(environ)
        token = token_in(environ.get("HTTP_AUTHORIZATION", ""))
        if length is None or token is None:
            return self._long_way(environ, start_response)
        body = environ["wsgi.input"].read(length)
        try:
            told = way(Asked(self._app, environ, token, body))
        except (Stopped, SQLAlchemyError, ValueError, RecursionError):
            told = None  # the long way says what was wrong
        if told is None:
            environ["wsgi.input"] = BytesIO(body)
            return self._long_way(environ, start_response)
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(told.body))),
            ("Cache-Control", "no-store"),
            *told.headers,
            *headers_for_programs(self._app).items(),
        ]
        start_response(told.status, headers)
        return [told.body]

    def _length(self, environ: Environ) -> int | None:
        """How long the body is; None if this is none that is read here."""
        if environ.get("CONTENT_TYPE") != "application/json":
            return None
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdecimal() or len(length) > len(str(LONGEST)) or int(length) > LONGEST:
            return None
        return None if travels_in_the_open(self._app, environ) else int(length)
