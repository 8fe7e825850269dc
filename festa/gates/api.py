"""The gate's API for devices: pair, read the roster, send scans."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, g, request
from flask_smorest import Blueprint
from werkzeug.exceptions import BadRequest

from festa import clock
from festa.audit.service import record
from festa.extensions import compress, db, limiter
from festa.gates.api_document import SCHEMAS, SECURITY_SCHEMES, TOKEN, gives, takes
from festa.gates.bearer import Bearer, DeviceRefusal, bearer_of, leaving_bearer_of, refusal
from festa.gates.pairing import note_contact, note_wiped, pair
from festa.gates.roster import (
    fair_facts,
    gate_facts,
    iso,
    occupancy_facts,
    roster_for,
)
from festa.gates.sent import DeviceSays, take_last, take_sent
from festa.gates.signing import ALGORITHM, key_id, public_key, sign
from festa.gates.statement import commit, direct_line, go_by_index, hang_up
from festa.gates.wire import (
    Malformed,
    read_pairing,
    read_scans,
)
from festa.permissions import Permission, acting, public
from festa.programs import bearer_token

__all__ = ["SCHEMAS", "SECURITY_SCHEMES", "bp"]

P = ParamSpec("P")

ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
GUARDED: list[dict[str, list[str]]] = [{TOKEN: []}]

bp = Blueprint("gates_api", __name__, url_prefix="/api/v1", description="The gate's devices.")


def devices_only(view: Callable[P, Response]) -> Callable[P, Response]:
    """Let only devices in whose token is good; `g.bearer` is the one that asks."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
        g.bearer = bearer_of(_token())
        return view(*args, **kwargs)

    guarded.access_rule = Permission.SCAN_BADGES  # type: ignore[attr-defined]
    return guarded


@bp.post("/devices")
@bp.doc(requestBody=takes("Pairing"), responses=gives(400, 403, 415, 422, 429, _201="Paired"))
@limiter.limit("30 per minute")
@public
def pair_device() -> Response:
    """Become a device of a gate, with a code that an organiser opened."""
    digits, name = read_pairing(_body())
    _device, token = pair(digits, name, _says().clock, acting())
    db.session.commit()
    bearer = bearer_of(token)
    return _answer({"token": token} | _facts(bearer), 201)


@bp.get("/me")
@bp.doc(security=GUARDED, responses=gives(401, _200="Me"))
@devices_only
def show_me() -> Response:
    """Who this device is, where it stands, and how full its hall is."""
    facts = _facts(g.bearer) | {"occupancy": occupancy_facts(g.bearer)}
    _note_after_reading()
    return _answer(facts)


@bp.delete("/me")
@bp.doc(security=GUARDED, responses=gives(401, _204=""))
@limiter.limit("60 per minute")
@public
def forget_me() -> Response:
    """The device has wiped itself. Its token is done, if it was not already."""
    if not note_wiped(_token(), _says().unsent, acting()):
        raise refusal(DeviceRefusal.DEVICE_UNKNOWN)
    db.session.commit()
    return current_app.response_class(status=204)


@bp.get("/roster")
@bp.doc(
    security=GUARDED,
    parameters=[
        {
            "name": "since",
            "in": "query",
            "description": "The cursor of the last roster; without one the whole comes.",
            "schema": {"type": "string"},
        }
    ],
    responses=gives(401, _200="Roster"),
)
@devices_only
def show_roster() -> Response:
    """The signed roster of the device's fair, or what changed in it."""
    roster = roster_for(g.bearer, request.args.get("since"))
    _note_after_reading(whole_roster=roster.whole)
    signature = sign(roster.payload.encode())
    answer = _answer({"payload": roster.payload, "signature": signature, "key_id": key_id()})
    return compress.after_request(answer)


@bp.post("/scans")
@bp.doc(
    security=GUARDED,
    requestBody=takes("Scans"),
    responses=gives(400, 401, 413, 415, 422, 503, _200="Results"),
)
@direct_line()
@devices_only
def take() -> Response:
    """Store scans, each once, and answer them in their order."""
    asked = read_scans(_body())
    if any(one.undoes for one in asked):
        hang_up()  # to take something back is the session's work
        go_by_index()
    results = take_sent(g.bearer, asked, _says(), address=request.remote_addr)
    commit()
    return _answer({"results": results})


@bp.post("/last-scans")
@bp.doc(
    security=GUARDED,
    requestBody=takes("Scans"),
    responses=gives(400, 401, 409, 413, 415, 422, 429, 503, _200="Kept"),
)
@limiter.limit("120 per minute")
@public
def take_last_scans() -> Response:
    """Take what a device whose time is over still held; it is told nothing of anybody."""
    bearer = leaving_bearer_of(_token())
    go_by_index()
    kept = take_last(bearer, read_scans(_body()), _says(), address=request.remote_addr)
    db.session.commit()
    return _answer({"kept": kept})


@bp.errorhandler(Malformed)
def malformed(error: Malformed) -> tuple[dict[str, Any], int]:
    """Say what is wrong with a request, and where."""
    db.session.rollback()
    return {
        "code": error.status,
        "status": "Unprocessable Entity",
        "errors": {"json": error.errors},
    }, error.status


@bp.after_request
def say_the_time(response: Response) -> Response:
    """Let devices measure their clocks; keep what they read out of every cache."""
    response.headers["Festa-Server-Time"] = iso(clock.now())
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _token() -> str:
    """The bearer token of the request; DeviceRefused when there is none."""
    token = bearer_token()
    if token is None:
        raise refusal(DeviceRefusal.DEVICE_UNKNOWN)
    return token


def _body() -> Any:
    try:
        return request.get_json()
    except RecursionError:
        raise BadRequest from None


def _answer(facts: dict[str, Any], status: int = 200) -> Response:
    # Flask's own would sort the names of every person in every answer.
    return current_app.response_class(ENCODE(facts), status, content_type="application/json")


def _facts(bearer: Bearer) -> dict[str, Any]:
    return {
        "device": {
            "id": bearer.device_id,
            "name": bearer.name,
            "role": bearer.role,
            "ends_at": iso(bearer.ends_at),
        },
        "fair": fair_facts(bearer),
        "gate": gate_facts(bearer),
        "key": {"id": key_id(), "algorithm": ALGORITHM, "public": public_key()},
        "server_time": iso(clock.now()),
    }


def _note_after_reading(*, whole_roster: bool | None = None) -> None:
    """Write down the contact, and who took a whole roster away, apart from what was read.

    A read on SQLite cannot become a write (see extensions.begin_sqlite).
    """
    bearer: Bearer = g.bearer
    db.session.rollback()
    g.writes = True
    says = _says()
    note_contact(bearer, says.offset_ms(clock.now()), says.unsent, roster=whole_roster is not None)
    if whole_roster:
        record(
            "roster.sent",
            None,
            bearer.as_actor(request.remote_addr),
            fair_id=bearer.fair_id,
            device=bearer.device_id,
        )
    db.session.commit()


def _says() -> DeviceSays:
    return DeviceSays.read(request.headers.get)
