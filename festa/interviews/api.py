"""The API for employers' own programs: free times, those who applied, and booking them."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, g, request
from flask_smorest import Blueprint
from werkzeug.exceptions import BadRequest

from festa import clock
from festa.audit.looks import looked_at
from festa.employers.models import Participation
from festa.employers.tokens import NOTED_EVERY, ProgramRefusal, hash_token, note_use, turned_away
from festa.errors import NotFound
from festa.extensions import db
from festa.gates.api_document import gives, takes
from festa.gates.statement import on_postgresql
from festa.gates.wire import Malformed
from festa.interviews.api_document import SCHEMAS, SECURITY_SCHEMES, TOKEN
from festa.interviews.program_crowd import CROWDS, TURNS, WRITERS
from festa.interviews.program_door import Asked, Program, look_in_line, program_of
from festa.interviews.program_queries import (
    application_facts,
    applications_to,
    free_slots_of,
    parts_of,
)
from festa.interviews.program_wire import read_after, read_wish
from festa.interviews.program_wish import (
    Reply,
    book_in_line,
    late_in_a_crowd,
    look_first,
    not_booked,
)
from festa.interviews.refusals import BookingRefusal
from festa.permissions import Permission
from festa.programs import bearer_token

__all__ = ["SCHEMAS", "SECURITY_SCHEMES", "bp"]

P = ParamSpec("P")

ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
GUARDED: list[dict[str, list[str]]] = [{TOKEN: []}]
FAIR = {
    "name": "fair",
    "in": "query",
    "description": "The slug of a fair; without one every fair ahead counts.",
    "schema": {"type": "string", "pattern": "^[a-z0-9-]{1,60}$"},
}
AFTER = {
    "name": "after",
    "in": "query",
    "description": "Only applications behind this number.",
    "schema": {"type": "integer", "minimum": 0, "maximum": 2**31 - 1},
}
# What this process last wrote down a key's use upon: of many at once, one writes.
noted: dict[str, datetime | None] = {}

bp = Blueprint("programs_api", __name__, url_prefix="/api/v1", description="Programs of employers.")


def programs_only(view: Callable[P, Response]) -> Callable[P, Response]:
    """Let only programs in that bring a key; each view looks up whose it is."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> Response:
        g.key = _key()
        return view(*args, **kwargs)

    guarded.access_rule = Permission.RECRUIT  # type: ignore[attr-defined]
    return guarded


@bp.get("/slots")
@bp.doc(security=GUARDED, parameters=[FAIR], responses=gives(401, 404, _200="FreeSlots"))
@programs_only
def free_slots() -> Response:
    """Your own times that can still be booked."""
    program = _let_in()
    slots = free_slots_of(_parts(program))
    _note(program)
    return _answer({"slots": slots})


@bp.get("/applications")
@bp.doc(
    security=GUARDED,
    parameters=[FAIR, AFTER],
    responses=gives(401, 404, 422, _200="ShownApplications"),
)
@programs_only
def show_applications() -> Response:
    """Those who applied to you and agreed that you see them; each look is logged."""
    program = _let_in()
    after = read_after(request.args.get("after"))
    parts = {part.id: part for part in _parts(program)}
    page, behind = applications_to(list(parts.values()), after)
    by = program.as_actor(request.remote_addr)
    for part in parts.values():
        seen = [person.seeker_id for one, person in page if one.participation_id == part.id]
        looked_at("api.applications", seen, by, fair_id=part.fair_id, employer_id=part.employer_id)
    shown = [
        application_facts(one, person, parts[one.participation_id].fair.slug)
        for one, person in page
    ]
    _note(program)
    return _answer({"applications": shown, "next": behind})


@bp.post("/bookings")
@bp.doc(
    security=GUARDED,
    requestBody=takes("BookingWish"),
    responses=gives(400, 401, 403, 404, 413, 415, 422, 503, _200="Booked", _201="Booked")
    | {
        "409": {
            "description": "Not booked: why, and the nearest free times.",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/NotBooked"}}},
        }
    },
)
@programs_only
def book() -> Response:
    """Book somebody who agreed to it into one of your times; sent again, it books once."""
    asked, key = _wish(), hash_token(g.key)
    reply = late_in_a_crowd(key, asked)
    if reply is None:
        # Of those who want the same time, the threads of a process send one after the other to the
        # database: the second needs a glance to see that it is too late, a race costs both.
        with TURNS.of(asked.slot_id):
            reply = late_in_a_crowd(key, asked) or _ask(key, asked)
    return _answer(reply.facts, reply.status)


def _ask(key: str, asked: Asked) -> Reply:
    """Look, without a lock and then with the locks that booking takes, and book."""
    look, late = look_first(key, asked)
    if late is not None:
        _note(look.program)
        return late
    if look.participation_id is None:
        raise NotFound
    if look.registration_id is None:
        return not_booked(BookingRefusal.NO_CONSENT)
    with nullcontext() if on_postgresql() else TURNS.of(WRITERS):
        look = look_in_line(key, look, asked, clock.now())
        reply = book_in_line(key, look, asked, look.program.as_actor(request.remote_addr))
        db.session.commit()
        if reply.status == 201:
            CROWDS.note_taken(key, asked, clock.now())
        _note(look.program)
    return reply


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
def keep_private(response: Response) -> Response:
    """Keep what programs read out of every cache."""
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _key() -> str:
    token = bearer_token()
    if token is None:
        raise turned_away(ProgramRefusal.TOKEN_UNKNOWN)
    return token


def _let_in() -> Program:
    return program_of(hash_token(g.key))


def _wish() -> Asked:
    """What is asked for; whoever brings no good key hears of that first."""
    try:
        return read_wish(request.get_json())
    except Exception as error:
        program_of(hash_token(g.key))
        if isinstance(error, RecursionError):  # lists in lists in lists
            raise BadRequest from None
        raise


def _parts(program: Program) -> list[Participation]:
    slug = request.args.get("fair")
    parts = parts_of(program.employer_id, slug)
    if slug and not parts:
        raise NotFound
    return list(parts)


def _note(program: Program) -> None:
    """Write down that the key was used, apart from everything else, once a minute at most."""
    last, name = program.last_used_at, hash_token(g.key)
    fresh = last is not None and clock.now() - last < NOTED_EVERY
    if fresh or (name in noted and noted[name] == last):
        return
    noted[name] = last
    db.session.rollback()
    g.writes = True
    note_use(program.token_id)
    db.session.commit()


def _answer(facts: dict[str, Any], status: int = 200) -> Response:
    return current_app.response_class(ENCODE(facts), status, content_type="application/json")
