"""A seeker's own numbers on their own phone: how many are ahead, about how long, where to go."""

from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from festa.errors import Refused
from festa.extensions import db
from festa.permissions import Permission, acting, authorise, requires
from festa.queues.models import Ticket
from festa.queues.person_numbers import numbers_of
from festa.queues.polling import if_changed
from festa.queues.service import come_back, hold, leave, show_number_only
from festa.queues.table_view import get_ticket
from festa.queues.table_words import SCREEN_WORDS

bp = Blueprint("my_numbers", __name__, url_prefix="/my/numbers")


@bp.get("")
@requires(Permission.OWN_PAGE)
def index() -> str:
    """Every number that one holds now."""
    return render_template("queues/my_numbers.html", **_shown())


@bp.get("/now")
@requires(Permission.OWN_PAGE)
def now() -> Response:
    """The part that changes, or 304; js/watch.js asks for it again and again."""
    shown = _shown()
    said = repr(
        [(one.number, one.state, one.ahead, one.eta, one.paused) for one in shown["numbers"]]
        + [one.ticket.number_only for one in shown["numbers"]]
    )
    version = sha256(said.encode()).hexdigest()[:20]
    return if_changed(version, lambda: render_template("queues/_my_numbers.html", **shown))


@bp.post("/<int:ticket_id>/leave")
@requires(Permission.OWN_PAGE)
def give_up(ticket_id: int) -> BaseResponse:
    """Leave the line; whoever comes behind moves up."""
    ticket = _own(ticket_id)

    def act() -> str:
        leave(ticket, acting())
        return _(
            "%(number)s번 대기를 그만뒀어요. 다시 서려면 안내 데스크로 와 주세요.",
            number=ticket.label,
        )

    return _attempt(act)


@bp.post("/<int:ticket_id>/hold")
@requires(Permission.OWN_PAGE)
def step_out(ticket_id: int) -> BaseResponse:
    """Step out for a moment, or come back: the place is kept."""
    ticket = _own(ticket_id)

    def act() -> str:
        if request.form.get("back") == "1":
            come_back(ticket, acting())
            return _("%(number)s번, 다시 줄에 섰어요. 순서는 그대로예요.", number=ticket.label)
        hold(ticket, acting())
        return _(
            "%(number)s번 순서를 잠시 미뤘어요. 돌아오시면 ‘돌아왔어요’를 눌러 주세요.",
            number=ticket.label,
        )

    return _attempt(act)


@bp.post("/<int:ticket_id>/number-only")
@requires(Permission.OWN_PAGE)
def number_only(ticket_id: int) -> BaseResponse:
    """Have the boards show one's number alone, or with the masked name again."""
    ticket = _own(ticket_id)
    yes = request.form.get("yes") == "1"

    def act() -> str:
        show_number_only(ticket, yes, acting())
        if yes:
            return _("현황판에 번호만 보여요.")
        return _("현황판에 번호와 가린 이름이 보여요.")

    return _attempt(act)


def _shown() -> dict[str, Any]:
    return {"numbers": numbers_of(current_user.id), **SCREEN_WORDS}


def _own(ticket_id: int) -> Ticket:
    ticket = get_ticket(ticket_id)
    authorise(Permission.OWN_PAGE, ticket)
    return ticket


def _attempt(act: Any) -> BaseResponse:
    try:
        said = act()
        db.session.commit()
        flash(said, "ok")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    return redirect(url_for("my_numbers.index"), 303)
