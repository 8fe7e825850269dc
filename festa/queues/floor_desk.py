"""The floor desk: numbers for those who come without one, slips, and a hand for every table."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from festa.audit.looks import looked_at
from festa.badges import fonts
from festa.errors import NotFound
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.interviews.booking_routes import RESULTS
from festa.interviews.employer_pages import attempt
from festa.interviews.forms import OutcomeForm
from festa.interviews.models import InterviewTable
from festa.interviews.outcomes import record_outcome
from festa.interviews.states import OutcomeResult
from festa.interviews.words import WORDS as INTERVIEW_WORDS
from festa.permissions import Permission, acting, authorise, requires
from festa.queues.models import Ticket
from festa.queues.polling import if_changed
from festa.queues.queries import lines_of
from festa.queues.service import check_in
from festa.queues.slip_pdf import SlipPaper, draw_slips
from festa.queues.slips import slip_of, slips_of
from festa.queues.states import OverrideReason
from festa.queues.steps_at_table import step_named, take
from festa.queues.table_acts import call_this, delay, next_one, stop_or_go
from festa.queues.table_view import (
    TableView,
    booking_of_fair,
    get_ticket,
    shown_before,
    shown_word,
    table_of_fair,
    table_view,
    tables_of_fair,
)
from festa.queues.table_words import SCREEN_WORDS

bp = Blueprint("floor_desk", __name__, url_prefix="/desk")

TABLE = "/<slug>/floor/tables/<int:table_id>"
TICKET = "/<slug>/floor/tickets/<int:ticket_id>"


@bp.get("/<slug>/floor")
@requires(Permission.WORK_AT_DESK)
def index(slug: str) -> str:
    """Every table of the hall: who sits there, how many wait, what stands still."""
    here = _fair(slug)
    tables = tables_of_fair(here)
    return render_template(
        "queues/floor.html", fair=here, tables=tables, lines=lines_of(tables), **SCREEN_WORDS
    )


@bp.get(TABLE)
@requires(Permission.WORK_AT_DESK)
def table(slug: str, table_id: int) -> str:
    """One table's screen, for staff who help there."""
    here = _fair(slug)
    view = table_view(table_of_fair(here, table_id))
    looked_at("desk.floor", view.people, acting(), fair_id=here.id)
    return render_template(
        "queues/desk_table.html",
        fair=here,
        watch=url_for(".now", slug=slug, table_id=table_id),
        results=RESULTS,
        result_words=INTERVIEW_WORDS,
        **_shown(slug, view),
    )


@bp.get(f"{TABLE}/now")
@requires(Permission.WORK_AT_DESK)
def now(slug: str, table_id: int) -> Response:
    """The line of a table as it stands; names that were shown already are not noted again."""
    here = _fair(slug)
    view = table_view(table_of_fair(here, table_id))

    def render() -> str:
        before = shown_before(request.args.get("seen", ""), view.table, current_user.id)
        looked_at("desk.floor", view.people - before, acting(), fair_id=here.id)
        return render_template("queues/_line.html", **_shown(slug, view))

    return if_changed(view.version, render, view.stage)


@bp.get(f"{TABLE}/slips.pdf")
@requires(Permission.WORK_AT_DESK)
def sheet(slug: str, table_id: int) -> Response:
    """The numbers of a table's line on A4 sheets, to cut."""
    here = table_of_fair(_fair(slug), table_id)
    return _pdf(draw_slips(slips_of(here), _drawn_on(SlipPaper.A4)), f"numbers-{table_id}")


@bp.get(f"{TICKET}/slip.pdf")
@requires(Permission.WORK_AT_DESK)
def slip(slug: str, ticket_id: int) -> Response:
    """One number on paper: a 62 mm label, or an A4 sheet with ?paper=a4."""
    ticket = _ticket(slug, ticket_id)
    asked = request.args.get("paper", SlipPaper.LABEL)
    paper = SlipPaper(asked) if asked in set(SlipPaper) else SlipPaper.LABEL
    return _pdf(draw_slips([slip_of(ticket)], _drawn_on(paper)), f"number-{ticket.label}")


@bp.post(f"{TABLE}/next")
@requires(Permission.WORK_AT_DESK)
def call(slug: str, table_id: int) -> BaseResponse:
    """Call whom the policy names, for the interviewer."""
    here = table_of_fair(_fair(slug), table_id)
    return attempt(lambda: next_one(here, acting()), _address(slug, here))


@bp.post(f"{TABLE}/late")
@requires(Permission.WORK_AT_DESK)
def late(slug: str, table_id: int) -> BaseResponse:
    """How late the table runs, or that it has caught up."""
    here = table_of_fair(_fair(slug), table_id)
    minutes = request.form.get("minutes", -1, type=int)
    return attempt(lambda: delay(here, minutes, acting()), _address(slug, here))


@bp.post(f"{TABLE}/pause")
@requires(Permission.WORK_AT_DESK)
def pause(slug: str, table_id: int) -> BaseResponse:
    """Stop calling for a while, or go on."""
    here = table_of_fair(_fair(slug), table_id)
    going_on, reason = request.form.get("go") == "1", request.form.get("reason", "")
    return attempt(lambda: stop_or_go(here, going_on, reason, acting()), _address(slug, here))


@bp.post(f"{TABLE}/arrived/<int:booking_id>")
@requires(Permission.WORK_AT_DESK)
def arrived(slug: str, table_id: int, booking_id: int) -> BaseResponse:
    """Give a booked person who has come their number."""
    fair = _fair(slug)
    here, booking = table_of_fair(fair, table_id), booking_of_fair(fair, booking_id)

    def act() -> str:
        number = check_in(booking, acting()).label
        return _("%(number)s번을 드렸어요. 번호표를 인쇄해 드릴 수 있어요.", number=number)

    back = url_for("floor_people.person", slug=slug, registration_id=booking.registration_id)
    return attempt(act, back if request.form.get("from") == "person" else _address(slug, here))


@bp.post(f"{TICKET}/<step>")
@requires(Permission.WORK_AT_DESK)
def one_step(slug: str, ticket_id: int, step: str) -> BaseResponse:
    """Take one step with a number."""
    ticket, asked = _ticket(slug, ticket_id), step_named(step)
    return attempt(lambda: take(ticket, asked, acting()), _back(slug, ticket))


@bp.post(f"{TICKET}/out-of-turn")
@requires(Permission.WORK_AT_DESK)
def out_of_turn(slug: str, ticket_id: int) -> BaseResponse:
    """Call somebody before their turn, for a reason that is kept."""
    ticket = _ticket(slug, ticket_id)
    reason = request.form.get("reason", "")
    return attempt(lambda: call_this(ticket, reason, acting()), _back(slug, ticket))


@bp.post(f"{TICKET}/outcome")
@requires(Permission.WORK_AT_DESK)
def outcome(slug: str, ticket_id: int) -> BaseResponse:
    """Write down what an interviewer said of a talk."""
    ticket, form = _ticket(slug, ticket_id), OutcomeForm()
    booking = ticket.booking
    if booking is None or not form.validate_on_submit():
        return redirect(_back(slug, ticket), 303)
    result = OutcomeResult(form.result.data)

    def act() -> str:
        record_outcome(booking, result, acting())
        word = INTERVIEW_WORDS[result]
        return _("%(number)s번 결과를 남겼어요: %(result)s", number=ticket.label, result=word)

    return attempt(act, _back(slug, ticket))


def _fair(slug: str) -> Fair:
    here = get_fair(slug)
    authorise(Permission.WORK_AT_DESK, here)
    return here


def _ticket(slug: str, ticket_id: int) -> Ticket:
    here, ticket = _fair(slug), get_ticket(ticket_id)
    if ticket.fair_id != here.id:
        raise NotFound
    return ticket


def _address(slug: str, here: InterviewTable) -> str:
    return url_for("floor_desk.table", slug=slug, table_id=here.id)


def _back(slug: str, ticket: Ticket) -> str:
    """To the person from whose page the button was pressed, else to the table."""
    if request.form.get("from") == "person":
        return url_for("floor_people.person", slug=slug, registration_id=ticket.registration_id)
    return _address(slug, ticket.table)


def _shown(slug: str, view: TableView) -> dict[str, Any]:
    return {
        "view": view,
        "names": view.names,
        "seen": shown_word(view.table, current_user.id, view.people),
        "hidden": "",
        "reasons": list(OverrideReason),
        "ticket_href": _ticket_ways(slug),
        "table_href": _table_ways(slug, view.table.id),
        **SCREEN_WORDS,
    }


def _ticket_ways(slug: str) -> Callable[[Ticket, str], str]:
    def href(ticket: Ticket, what: str) -> str:
        at: dict[str, Any] = {"slug": slug, "ticket_id": ticket.id}
        if what in ("out-of-turn", "outcome"):
            return url_for(f"floor_desk.{what.replace('-', '_')}", **at)
        return url_for("floor_desk.one_step", step=what, **at)

    return href


def _table_ways(slug: str, table_id: int) -> Callable[..., str]:
    def href(what: str, **more: Any) -> str:
        return url_for(f"floor_desk.{what}", slug=slug, table_id=table_id, **more)

    return href


def _drawn_on(paper: SlipPaper) -> SlipPaper:
    fonts.register(current_app.config["PDF_FONTS"])
    return paper


def _pdf(drawn: bytes, name: str) -> Response:
    return send_file(
        BytesIO(drawn), mimetype="application/pdf", download_name=f"{name}.pdf", max_age=0
    )
