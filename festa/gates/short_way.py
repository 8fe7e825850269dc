"""The short way in for scans: a door before Flask that answers what a good device usually sends.

At the door of a hall every millisecond of every scan counts, and a request's way through Flask
takes longer than all that is decided about a scan. So `POST /api/v1/scans` is met here first. What
cannot be answered with results (a stranger, a body that means nothing, an undoing, a database out
of reach) goes the long way untouched and is answered there, in the words of `api`. A scan that was
stored before something failed is answered there too: the same number gives the first answer.
"""

from collections.abc import Callable, Iterable
from io import BytesIO
from json import JSONEncoder, loads
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from festa import clock
from festa.errors import Stopped
from festa.extensions import language_among, locale_named
from festa.gates.answer import ScanRequest
from festa.gates.bearer import bearer_of, hash_token, let_in
from festa.gates.facts import look_of
from festa.gates.roster import iso
from festa.gates.sent import DeviceSays, take_sent
from festa.gates.statement import commit, direct_line, on_postgresql
from festa.gates.wire import read_scans
from festa.programs import token_in
from festa.security import headers_for_programs, travels_in_the_open

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]

PATH = "/api/v1/scans"
ENCODE = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
LONGEST = 1 << 20  # bytes; five hundred scans are about 100,000


class ShortWay:
    """A WSGI application that answers scans itself and gives everything else to the next."""

    def __init__(self, app: Flask, long_way: Wsgi) -> None:
        self._app = app
        self._long_way = long_way
        self._languages = tuple(app.config["LANGUAGES"])

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        length = self._length(environ)
        if length is None:
            return self._long_way(environ, start_response)
        body = environ["wsgi.input"].read(length)
        answer = self._answer(environ, body)
        if answer is None:
            environ["wsgi.input"] = BytesIO(body)
            return self._long_way(environ, start_response)
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(answer))),
            ("Festa-Server-Time", iso(clock.now())),
            ("Cache-Control", "no-store"),
            *headers_for_programs(self._app).items(),
        ]
        start_response("200 OK", headers)
        return [answer]

    def _length(self, environ: Environ) -> int | None:
        """How long the body is; None if this request is none of ours."""
        if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "POST":
            return None
        if environ.get("CONTENT_TYPE") != "application/json":
            return None
        length = environ.get("CONTENT_LENGTH") or ""
        if not length.isdecimal() or len(length) > len(str(LONGEST)) or int(length) > LONGEST:
            return None
        return None if travels_in_the_open(self._app, environ) else int(length)

    def _answer(self, environ: Environ, body: bytes) -> bytes | None:
        token = token_in(environ.get("HTTP_AUTHORIZATION", ""))
        if token is None:
            return None
        try:
            asked = read_scans(loads(body))
            if any(one.undoes for one in asked):
                return None
            with self._app.app_context():
                return self._results(environ, token, asked)
        except (Stopped, SQLAlchemyError, ValueError, RecursionError):
            return None

    @direct_line()
    def _results(self, environ: Environ, token: str, asked: list[ScanRequest]) -> bytes:
        look = None
        if len(asked) == 1 and on_postgresql():
            look = look_of(hash_token(token), asked[0])
            bearer = let_in(look.bearer if look else None)
        else:
            bearer = bearer_of(token)
        language = environ.get("HTTP_ACCEPT_LANGUAGE", "")
        results = take_sent(
            bearer,
            asked,
            DeviceSays.read(lambda name: environ.get(_in_environ(name))),
            address=environ.get("REMOTE_ADDR"),
            language=locale_named(language_among(language, self._languages)),
            known=[look.facts] if look else None,
        )
        commit()
        return ENCODE({"results": results}).encode()


def _in_environ(name: str) -> str:
    return "HTTP_" + name.upper().replace("-", "_")
