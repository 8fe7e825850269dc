"""Tables and their slots: open, paint, block, release, take away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from festa.employers.models import Participation
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.booking_queries import live_bookings_by_slot
from festa.interviews.employer_pages import attempt, bp, floor_of, people_on
from festa.interviews.forms import (
    REMOVE,
    NewTableForm,
    PaintForm,
    SlotsForm,
    TableForm,
    first_message,
)
from festa.interviews.models import InterviewTable, Slot, TableMode
from festa.interviews.painting import Brush, Cell, hours, lay_out
from festa.interviews.queries import unit_now
from festa.interviews.states import SlotState
from festa.interviews.table_queries import get_slots, get_table, tables_of
from festa.interviews.tables import (
    Painted,
    change_table,
    open_table,
    paint_slots,
    remove_slot,
    set_slot,
)
from festa.interviews.words import SHORT_WORDS, WORDS
from festa.permissions import Permission, acting, requires


@dataclass(frozen=True)
class TableDay:
    """A table with its day laid out."""

    table: InterviewTable
    cells: Sequence[Cell[Slot]]


@bp.get("/<int:participation_id>/tables")
@requires(Permission.RECRUIT)
def tables(participation_id: int) -> str:
    """The day of all tables as one grid."""
    return _tables_page(floor_of(participation_id), SlotsForm())


@bp.route("/<int:participation_id>/tables/new", methods=["GET", "POST"])
@requires(Permission.RECRUIT)
def new_table(participation_id: int) -> Any:
    """Open a table and paint its first hours."""
    participation = floor_of(participation_id)
    form = NewTableForm().on(participation.fair.grid)
    if form.validate_on_submit():
        try:
            table = open_table(
                participation,
                form.label.data or "",
                form.slot_units.data,
                acting(),
                TableMode(form.mode.data),
            )
            painted = _paint(table, form.brush)
            db.session.commit()
            flash(_said_of(painted), "ok")
            return redirect(url_for(".tables", participation_id=participation.id), 303)
        except Refused as refused:
            db.session.rollback()
            form.label.errors = [refused.sentence]
    page = render_template("interviews/new_table.html", participation=participation, form=form)
    return (page, 422) if form.is_submitted() else page


@bp.get("/<int:participation_id>/tables/<int:table_id>")
@requires(Permission.RECRUIT)
def table(participation_id: int, table_id: int) -> str:
    """One table: its day, its hours to paint, its name and mode."""
    participation = floor_of(participation_id)
    own = get_table(participation, table_id)
    return _table_page(participation, own, PaintForm().on(participation.fair.grid), _rename(own))


@bp.post("/<int:participation_id>/tables/<int:table_id>")
@requires(Permission.RECRUIT)
def save_table(participation_id: int, table_id: int) -> Any:
    """Rename a table, change its length or mode."""
    participation = floor_of(participation_id)
    own = get_table(participation, table_id)
    form = _rename(own)
    if form.validate_on_submit():
        try:
            change_table(
                own,
                form.label.data or "",
                form.slot_units.data,
                TableMode(form.mode.data),
                acting(),
            )
            db.session.commit()
            flash(_("테이블을 저장했어요. 이미 열린 시간의 길이는 그대로예요."), "ok")
            return redirect(url_for(".tables", participation_id=participation.id), 303)
        except Refused as refused:
            db.session.rollback()
            form.label.errors = [refused.sentence]
    brush = PaintForm(formdata=None).on(participation.fair.grid)
    return _table_page(participation, own, brush, form), 422


@bp.post("/<int:participation_id>/tables/<int:table_id>/slots")
@requires(Permission.RECRUIT)
def paint(participation_id: int, table_id: int) -> Any:
    """Offer more hours of a table."""
    participation = floor_of(participation_id)
    own = get_table(participation, table_id)
    form = PaintForm().on(participation.fair.grid)
    if not form.validate_on_submit():
        return _table_page(participation, own, form, _rename(own, None)), 422
    back = url_for(".table", participation_id=participation.id, table_id=own.id)
    return attempt(lambda: _said_of(_paint(own, form.brush)), back)


@bp.post("/<int:participation_id>/slots")
@requires(Permission.RECRUIT)
def change_slots(participation_id: int) -> Any:
    """Open, block, release or take away the marked slots; all of them or none."""
    participation = floor_of(participation_id)
    form = SlotsForm()
    own = find_own_table(participation, request.args.get("table", type=int))
    if not form.validate_on_submit():
        return _marked_page(participation, own, form, first_message(form)), 422
    slots = get_slots(participation, form.slot.data or [])
    try:
        for slot in slots:
            _change_slot(slot, form.action.data, form.reason.data or "")
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return _marked_page(participation, own, form, refused.sentence), 409
    flash(_said_of_slots(form.action.data, len(slots)), "ok")
    return redirect(_grid_address(participation, own), 303)


def find_own_table(participation: Participation, table_id: int | None) -> InterviewTable | None:
    """The table on whose page the slots were marked; None on the page of all tables."""
    return None if table_id is None else get_table(participation, table_id)


def _change_slot(slot: Slot, action: str, reason: str) -> None:
    if action == REMOVE:
        remove_slot(slot, acting())
    else:
        set_slot(slot, SlotState(action), acting(), reason)


def _marked_page(
    participation: Participation, own: InterviewTable | None, form: SlotsForm, sentence: Any
) -> str:
    """The grid with the slots still marked, and why nothing was changed."""
    flash(str(sentence), "stop")
    if own is None:
        return _tables_page(participation, form)
    brush = PaintForm(formdata=None).on(participation.fair.grid)
    return _table_page(participation, own, brush, _rename(own, None), form)


def _grid_address(participation: Participation, own: InterviewTable | None) -> str:
    if own is None:
        return url_for(".tables", participation_id=participation.id)
    return url_for(".table", participation_id=participation.id, table_id=own.id)


def _day(participation: Participation, own: Sequence[InterviewTable]) -> dict[str, Any]:
    """What a grid shows: tables with their cells, who is booked where, and the hours above."""
    grid = participation.fair.grid
    booked = live_bookings_by_slot(participation)
    shown = {slot.id for table in own for slot in table.slots}
    seekers = {one.registration.seeker_id for key, one in booked.items() if key in shown}
    return {
        "participation": participation,
        "grid": grid,
        "hours": hours(grid),
        "days": [TableDay(table, _cells(table, booked, grid.units)) for table in own],
        "booked": booked,
        "people": people_on("employer_tables", participation, seekers),
        "fine": any(slot.units == 1 for table in own for slot in table.slots),
        "unit_now": unit_now(participation.fair),
        "words": WORDS,
        "short_words": SHORT_WORDS,
    }


def _cells(table: InterviewTable, booked: dict[int, Any], units: int) -> Sequence[Cell[Slot]]:
    shown = (
        slot for slot in table.slots if slot.state is not SlotState.CANCELLED or slot.id in booked
    )
    return lay_out(units, shown)


def _tables_page(participation: Participation, form: SlotsForm) -> str:
    return render_template(
        "interviews/tables.html",
        form=form,
        marked=form.slot.data or [],
        **_day(participation, tables_of(participation)),
    )


def _table_page(
    participation: Participation,
    own: InterviewTable,
    brush: PaintForm,
    form: TableForm,
    marks: SlotsForm | None = None,
) -> str:
    marks = marks or SlotsForm(formdata=None)
    return render_template(
        "interviews/table.html",
        table=own,
        brush=brush,
        form=form,
        slots_form=marks,
        marked=marks.slot.data or [],
        **_day(participation, [own]),
    )


def _rename(own: InterviewTable, *formdata: Any) -> TableForm:
    form = TableForm(*formdata, obj=own)
    form.lengths_of(own.participation.fair.grid, own.slot_units)
    return form


def _paint(table: InterviewTable, brush: Brush) -> Painted:
    return paint_slots(
        table,
        brush.first,
        brush.last,
        acting(),
        pause=brush.pause,
        walk_in_every=brush.walk_in_every,
        gap=brush.gap,
    )


def _said_of(painted: Painted) -> str:
    if not painted.made:
        return _("새로 연 시간이 없어요. 고른 시간에는 이미 면접 시간이 열려 있어요.")
    return ngettext(
        "면접 시간 %(num)d칸을 열었어요.", "면접 시간 %(num)d칸을 열었어요.", painted.made
    )


def _said_of_slots(action: str, count: int) -> str:
    sentences = {
        SlotState.OPEN: _("%(count)s칸을 예약 가능으로 열었어요.", count=count),
        SlotState.BLOCKED: _("%(count)s칸을 차단했어요.", count=count),
        SlotState.RELEASED: _("%(count)s칸을 현장 면접으로 돌렸어요.", count=count),
        REMOVE: _("%(count)s칸을 지웠어요.", count=count),
    }
    return sentences[action]
