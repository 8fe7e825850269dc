"""One person at the floor desk: their numbers, their booked times, and a number for a table."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.consents.models import ConsentMethod, ConsentText, Purpose
from festa.consents.queries import current_texts
from festa.consents.service import decide, find_standing
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.interviews.models import InterviewTable
from festa.interviews.seeker_queries import bookings_of
from festa.permissions import Permission, acting, authorise, requires
from festa.queues.numbers import COMES
from festa.queues.queries import lines_of, my_tickets
from festa.queues.service import walk_in
from festa.queues.table_view import table_of_fair, tables_for_walk_ins
from festa.queues.table_words import SCREEN_WORDS
from festa.registrations.desk_forms import METHODS, DeskSearchForm
from festa.registrations.desk_queries import find_at_desk, get_registration_at
from festa.registrations.models import Registration

bp = Blueprint("floor_people", __name__, url_prefix="/desk")

SAY_WHICH = _l("어느 테이블 줄에 설지 골라 주세요.")
SAY_AGREED = _l(
    "본인이 동의했는지 확인하고 표시해 주세요. 동의하지 않으면 이 기업의 줄에 설 수 없어요."
)


@bp.route("/<slug>/floor/find", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def find(slug: str) -> str | tuple[str, int] | Response:
    """Find somebody by badge code, short number, name or the end of a phone number."""
    here, form = _fair(slug), DeskSearchForm()
    found: list[Registration] | None = None
    if request.method == "POST":
        if not form.validate():
            return render_template("queues/find.html", fair=here, form=form, found=None), 422
        found = list(find_at_desk(here.id, form.words.data or ""))
        if len(found) == 1:
            return redirect(url_for(".person", slug=slug, registration_id=found[0].id), 303)
        looked_at("desk.floor", (one.seeker_id for one in found), acting(), fair_id=here.id)
    return render_template("queues/find.html", fair=here, form=form, found=found)


@bp.route("/<slug>/floor/people/<int:registration_id>", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def person(slug: str, registration_id: int) -> Any:
    """What somebody holds and may hold; giving a number for a table, with the consent for it."""
    here, registration = _fair(slug), get_registration_at(slug, registration_id)
    if request.method == "GET":
        return _page(here, registration)
    chosen = request.form.get("table", 0, type=int)
    if not chosen:
        return _page(here, registration, problem=SAY_WHICH), 422
    table = table_of_fair(here, chosen)
    asked = _question(registration, table)
    if asked is not None and request.form.get("agreed") != "1":
        again = "method" in request.form
        return _page(
            here, registration, asked, SAY_AGREED if again else None
        ), 422 if again else 200
    return _give(here, registration, table, asked)


@dataclass(frozen=True)
class Question:
    """The consent that a person is asked before they join this table's line."""

    table: InterviewTable
    text: ConsentText


def _question(registration: Registration, table: InterviewTable) -> Question | None:
    employer_id = table.participation.employer_id
    known = find_standing(registration.seeker_id, table.fair_id, Purpose.THIRD_PARTY, employer_id)
    text = current_texts(table.fair_id).get(Purpose.THIRD_PARTY)
    return Question(table, text) if known is None and text is not None else None


def _give(
    here: Fair, registration: Registration, table: InterviewTable, asked: Question | None
) -> Response:
    address = url_for(".person", slug=here.slug, registration_id=registration.id)
    try:
        if asked is not None:
            method = request.form.get("method", "")
            known = ConsentMethod(method) if method in set(METHODS) else ConsentMethod.STAFF_TABLET
            employer_id = table.participation.employer_id
            decide(
                registration.seeker_id, asked.text, True, known, acting(), employer_id=employer_id
            )
        ticket = walk_in(table, registration, acting())
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
        return redirect(address, 303)
    db.session.commit()
    flash(_("%(number)s번을 드렸어요. 번호표를 인쇄해 드릴 수 있어요.", number=ticket.label), "ok")
    return redirect(address, 303)


def _page(
    here: Fair,
    registration: Registration,
    asked: Question | None = None,
    problem: Any = None,
) -> str:
    looked_at("desk.floor", [registration.seeker_id], acting(), fair_id=here.id)
    numbers = my_tickets(registration)
    held = {one.ticket.participation_id for one in numbers}
    tables = [one for one in tables_for_walk_ins(here) if one.participation_id not in held]
    with_number = {one.ticket.booking_id for one in numbers}
    return render_template(
        "queues/person.html",
        fair=here,
        registration=registration,
        numbers=numbers,
        bookings=[
            one
            for one in bookings_of([registration.id])
            if one.state in COMES and one.id not in with_number
        ],
        tables=tables,
        lines=lines_of(tables),
        asked=asked,
        problem=problem,
        methods=METHODS,
        **SCREEN_WORDS,
    )


def _fair(slug: str) -> Fair:
    here = get_fair(slug)
    authorise(Permission.WORK_AT_DESK, here)
    return here
