"""Scans on the short way in: as good devices send them, all but those that take something back.

A scan that was stored before something failed is answered on the long way then: the same number
gives the first answer.
"""

from typing import Any

from festa import clock
from festa.extensions import locale_named
from festa.gates.answer import ScanRequest
from festa.gates.bearer import bearer_of, hash_token, let_in
from festa.gates.facts import look_of
from festa.gates.roster import iso
from festa.gates.sent import DeviceSays, take_sent
from festa.gates.statement import commit, hang_up, on_postgresql, pick_up
from festa.gates.usual import Unusual, read_usual
from festa.short_way import Asked, Told, in_json


def answer_scans(asked: Asked) -> Told | None:
    """Store the scans of a request and answer each; None if that is not for here."""
    try:
        scans = read_usual(asked.body)
    except Unusual:
        return None
    with asked.app.app_context():
        try:
            pick_up()
            results = _results(asked, scans)
        finally:
            hang_up()
    return Told("200 OK", in_json({"results": results}), (("Festa-Server-Time", iso(clock.now())),))


def _results(asked: Asked, scans: list[ScanRequest]) -> list[dict[str, Any]]:
    look = None
    if len(scans) == 1 and on_postgresql():
        look = look_of(hash_token(asked.token), scans[0])
        bearer = let_in(look.bearer if look else None)
    else:
        bearer = bearer_of(asked.token)
    results = take_sent(
        bearer,
        scans,
        DeviceSays.read(asked.header),
        address=asked.environ.get("REMOTE_ADDR"),
        language=locale_named(asked.language),
        known=[look.facts] if look else None,
    )
    commit()
    return results
