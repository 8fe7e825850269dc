"""The recruiter's screen at the table: next, call, start, finish, result, notes, delay, pause."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa.errors import NotFound
from festa.interviews.booking import day_has_come
from festa.interviews.booking_queries import get_booking
from festa.interviews.booking_routes import RESULTS
from festa.interviews.employer_pages import attempt, floor_of, people_on
from festa.interviews.forms import OutcomeForm
from festa.interviews.models import InterviewTable
from festa.interviews.note_forms import note_form
from festa.interviews.notes import notes_about
from festa.interviews.outcomes import record_outcome
from festa.interviews.people import OpenPerson, open_people
from festa.interviews.pool import in_pool
from festa.interviews.states import OutcomeResult
from festa.interviews.table_queries import get_table, tables_of
from festa.interviews.words import WORDS as INTERVIEW_WORDS
from festa.permissions import Permission, acting, requires
from festa.queues.models import Ticket
from festa.queues.polling import if_changed
from festa.queues.queries import lines_of
from festa.queues.service import check_in
from festa.queues.states import OverrideReason
from festa.queues.steps_at_table import step_named, take
from festa.queues.table_acts import call_this, delay, next_one, stop_or_go
from festa.queues.table_view import (
    TableView,
    application_of,
    get_ticket,
    shown_before,
    shown_word,
    table_view,
)
from festa.queues.table_words import SCREEN_WORDS

bp = Blueprint("table_console", __name__, url_prefix="/employer")

AT = "/<int:participation_id>/console/<int:table_id>"
TICKET = "/<int:participation_id>/tickets/<int:ticket_id>"


@bp.get("/<int:participation_id>/console")
@requires(Permission.RECRUIT)
def choose(participation_id: int) -> str | Response:
    """Which table one sits at; with only one, go there."""
    participation = floor_of(participation_id)
    tables = tables_of(participation)
    if len(tables) == 1:
        return redirect(_address(tables[0]))
    return render_template(
        "queues/choose.html", participation=participation, tables=tables, lines=lines_of(tables)
    )


@bp.get(AT)
@requires(Permission.RECRUIT)
def table(participation_id: int, table_id: int) -> str:
    """The whole screen of one table."""
    here = _table(participation_id, table_id)
    view = table_view(here)
    people = people_on("employer_table", here.participation, view.people)
    return render_template(
        "queues/table.html",
        participation=here.participation,
        others=tables_of(here.participation),
        day_has_come=day_has_come(here.participation.fair),
        watch=url_for(".now", participation_id=participation_id, table_id=table_id),
        **_shown(view, people),
        **_about_now(view, people),
    )


@bp.get(f"{AT}/now")
@requires(Permission.RECRUIT)
def now(participation_id: int, table_id: int) -> Response:
    """The line of a table as it stands; js/watch.js asks for it again and again.

    A name that the page showed already is not noted again: a look is when somebody appears.
    """
    here = _table(participation_id, table_id)
    view = table_view(here)

    def render() -> str:
        people = open_people(here.participation, view.people)
        before = shown_before(request.args.get("seen", ""), here, current_user.id)
        people_on("employer_table", here.participation, people.keys() - before)
        return render_template("queues/_line.html", **_shown(view, people))

    return if_changed(view.version, render, view.stage)


@bp.post(f"{AT}/next")
@requires(Permission.RECRUIT)
def call(participation_id: int, table_id: int) -> Response:
    """Call whom the policy names."""
    here = _table(participation_id, table_id)
    return attempt(lambda: next_one(here, acting()), _address(here))


@bp.post(f"{AT}/late")
@requires(Permission.RECRUIT)
def late(participation_id: int, table_id: int) -> Response:
    """Say how late the table runs, or that it has caught up."""
    here = _table(participation_id, table_id)
    minutes = request.form.get("minutes", -1, type=int)
    return attempt(lambda: delay(here, minutes, acting()), _address(here))


@bp.post(f"{AT}/pause")
@requires(Permission.RECRUIT)
def pause(participation_id: int, table_id: int) -> Response:
    """Stop calling for a while, or go on."""
    here = _table(participation_id, table_id)
    going_on = request.form.get("go") == "1"
    reason = request.form.get("reason", "")
    return attempt(lambda: stop_or_go(here, going_on, reason, acting()), _address(here))


@bp.post(f"{AT}/arrived/<int:booking_id>")
@requires(Permission.RECRUIT)
def arrived(participation_id: int, table_id: int, booking_id: int) -> Response:
    """Give a booked person who stands at the table their number."""
    here = _table(participation_id, table_id)
    booking = get_booking(here.participation, booking_id)

    def act() -> str:
        ticket = check_in(booking, acting())
        return _("%(number)s번을 드렸어요. 차례가 되면 이름이 위에 나와요.", number=ticket.label)

    return attempt(act, _address(here))


@bp.post(f"{TICKET}/<step>")
@requires(Permission.RECRUIT)
def one_step(participation_id: int, ticket_id: int, step: str) -> Response:
    """Take one step with a number."""
    ticket = _ticket(participation_id, ticket_id)
    asked = step_named(step)
    return attempt(lambda: take(ticket, asked, acting()), _address(ticket.table))


@bp.post(f"{TICKET}/out-of-turn")
@requires(Permission.RECRUIT)
def out_of_turn(participation_id: int, ticket_id: int) -> Response:
    """Call somebody before their turn, for a reason that is kept."""
    ticket = _ticket(participation_id, ticket_id)
    reason = request.form.get("reason", "")
    return attempt(lambda: call_this(ticket, reason, acting()), _address(ticket.table))


@bp.post(f"{TICKET}/outcome")
@requires(Permission.RECRUIT)
def outcome(participation_id: int, ticket_id: int) -> Response:
    """Write down what was decided after a talk."""
    ticket = _ticket(participation_id, ticket_id)
    form = OutcomeForm()
    if ticket.booking is None or not form.validate_on_submit():
        return redirect(_address(ticket.table), 303)
    booking, result = ticket.booking, OutcomeResult(form.result.data)

    def act() -> str:
        record_outcome(booking, result, acting())
        word = INTERVIEW_WORDS[result]
        return _("%(number)s번 결과를 남겼어요: %(result)s", number=ticket.label, result=word)

    return attempt(act, _address(ticket.table))


def _table(participation_id: int, table_id: int) -> InterviewTable:
    return get_table(floor_of(participation_id), table_id)


def _ticket(participation_id: int, ticket_id: int) -> Ticket:
    participation = floor_of(participation_id)
    ticket = get_ticket(ticket_id)
    if ticket.participation_id != participation.id:
        raise NotFound
    return ticket


def _address(here: InterviewTable) -> str:
    return url_for("table_console.table", participation_id=here.participation_id, table_id=here.id)


def _shown(view: TableView, people: dict[int, OpenPerson]) -> dict[str, Any]:
    """What the line and the whole screen share."""
    participation_id, table_id = view.table.participation_id, view.table.id
    return {
        "view": view,
        "names": {number: person.name for number, person in people.items()},
        "seen": shown_word(view.table, current_user.id, people),
        "hidden": _("비공개(동의 철회)"),
        "reasons": list(OverrideReason),
        "ticket_href": _ticket_ways(participation_id),
        "table_href": _table_ways(participation_id, table_id),
        **SCREEN_WORDS,
    }


def _ticket_ways(participation_id: int) -> Callable[[Ticket, str], str]:
    def href(ticket: Ticket, what: str) -> str:
        at: dict[str, Any] = {"participation_id": participation_id, "ticket_id": ticket.id}
        if what in ("out-of-turn", "outcome"):
            return url_for(f"table_console.{what.replace('-', '_')}", **at)
        return url_for("table_console.one_step", step=what, **at)

    return href


def _table_ways(participation_id: int, table_id: int) -> Callable[..., str]:
    def href(what: str, **more: Any) -> str:
        at: dict[str, Any] = {"participation_id": participation_id, "table_id": table_id}
        return url_for(f"table_console.{what}", **at, **more)

    return href


def _about_now(view: TableView, people: dict[int, OpenPerson]) -> dict[str, Any]:
    """Details and notes of whoever sits here, or has just left without a result."""
    shown = view.now if view.now else view.due[0] if view.due else None
    if shown is None or shown.registration.seeker_id not in people:
        return {"person": None}
    number = shown.registration_id
    notes = notes_about(view.table.participation, [number]).get(number, [])
    own = next((one for one in notes if one.account_id == current_user.id), None)
    seekers = [one.registration.seeker_id for one in view.due]
    return {
        "person": people[shown.registration.seeker_id],
        "shown": shown,
        "application": application_of(view.table, number),
        "note_form": note_form(own),
        "notes": [one for one in notes if one is not own],
        "results": RESULTS,
        "result_words": INTERVIEW_WORDS,
        "pooled": in_pool(view.table.participation, seekers),
        "back": _address(view.table),
    }
