"""Scans on the short way in: as good devices send them, all but those that take something back.

On PostgreSQL, single scans that come at once go together. A scan that was stored before something
failed is answered by itself then, or on the long way: the same number gives the first answer.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from festa import clock
from festa.extensions import db, locale_named
from festa.gates.answer import ScanRequest
from festa.gates.bearer import bearer_of
from festa.gates.facts import whole_code
from festa.gates.gathering import Gathering
from festa.gates.roster import iso
from festa.gates.sent import DeviceSays, Sent, take_at_once, take_sent
from festa.gates.statement import commit, direct_line
from festa.gates.usual import Unusual, read_usual
from festa.short_way import Asked, Told, in_json

GATHERING = "festa.scans_at_once"
Results = list[dict[str, Any]]


def answer_scans(asked: Asked) -> Told | None:
    """Store the scans of a request and answer each; None if that is not for here."""
    try:
        scans = read_usual(asked.body)
    except Unusual:
        return None
    results = _with_others(asked, scans) or _alone(asked, scans)
    return Told("200 OK", in_json({"results": results}), (("Festa-Server-Time", iso(clock.now())),))


def _with_others(asked: Asked, scans: list[ScanRequest]) -> Results | None:
    """The result of a single scan, taken with those of other devices; None if it cannot be."""
    code = whole_code(scans[0]) if len(scans) == 1 else None
    gathering = _gathering(asked.app) if code is not None else None
    if gathering is None or code is None:
        return None
    language = locale_named(asked.language)
    says = DeviceSays.read(asked.header)
    result = gathering.want(Sent(asked.token, scans[0], code, says, _address(asked), language))
    return None if result is None else [result]


def _alone(asked: Asked, scans: list[ScanRequest]) -> Results:
    with asked.app.app_context(), direct_line():
        results = take_sent(
            bearer_of(asked.token),
            scans,
            DeviceSays.read(asked.header),
            address=_address(asked),
            language=locale_named(asked.language),
        )
        commit()
    return results


def _address(asked: Asked) -> str | None:
    address: str | None = asked.environ.get("REMOTE_ADDR")
    return address


def _gathering(app: Flask) -> Gathering[Sent, dict[str, Any]] | None:
    """Where this process's single scans come together; None on SQLite, which has no such need."""
    if GATHERING not in app.extensions:
        with app.app_context():
            able = db.engine.dialect.name == "postgresql"
        app.extensions[GATHERING] = Gathering(partial(_take, app)) if able else None
    found: Gathering[Sent, dict[str, Any]] | None = app.extensions[GATHERING]
    return found


def _take(app: Flask, requests: Sequence[Sent]) -> Sequence[dict[str, Any] | None]:
    """Whatever the database refuses, each tries again by itself, and is told what is wrong."""
    try:
        with app.app_context(), direct_line():
            return take_at_once(requests)
    except SQLAlchemyError:
        return [None] * len(requests)
