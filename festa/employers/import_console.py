"""Lists of employers from organisers: checked first, then taken in."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from festa.employers.employer_sheet import COLUMNS, EXPLAINED, EmployerFile, read_employers
from festa.employers.importing import import_employers
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.forms import complain
from festa.fairs.list_form import ListForm, ListResult, sheet_to_correct
from festa.fairs.queries import get_fair
from festa.fairs.taking_in import Taken
from festa.permissions import Permission, acting, authorise, requires
from festa.sheets.problems import SheetRefused

bp = Blueprint("lists", __name__, url_prefix="/import")


class EmployerListForm(ListForm):
    """A list of employers."""

    approved = BooleanField(
        _l("이미 심사를 마친 명단이에요"),
        description=_l(
            "체크하면 바로 참가 확정으로 넣고, 체크하지 않으면 신청으로 들어와 심사를 기다려요."
        ),
    )


@bp.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_EMPLOYERS)
def upload() -> Any:
    """Check a list, or take it in; the file itself is kept nowhere."""
    fair, fairs = asked_fair(request.form.get("fair") or request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.MANAGE_EMPLOYERS, fair)
    form, slug = EmployerListForm(fair=fair.slug).offer(fairs), fair.slug
    result = _handle(form, slug) if form.validate_on_submit() else None
    page = render_template(
        "employers/console_import.html",
        fair=get_fair(slug),
        form=form,
        result=result,
        explained=EXPLAINED,
    )
    return page, 422 if form.errors else 200


def _handle(form: EmployerListForm, slug: str) -> ListResult | None:
    """What the list came to; None when it cannot be read, which is then said at its field."""
    db.session.rollback()  # nobody waits for the lock while a long file is read
    try:
        listing = read_employers(form.content())
        taken = _take_in(listing, slug, form) if form.take_in.data else None
    except SheetRefused as refused:
        complain(form.file, refused.sentence)
        return None
    except Refused as refused:
        db.session.rollback()
        complain(form.fair, refused.sentence)
        return None
    return _result(listing, taken)


def _take_in(listing: EmployerFile, slug: str, form: EmployerListForm) -> Taken:
    taken = import_employers(
        get_fair(slug),
        listing,
        acting(),
        approved=bool(form.approved.data),
        after_batch=lambda _taken: db.session.commit(),
    )
    db.session.commit()
    return taken


def _result(listing: EmployerFile, taken: Taken | None) -> ListResult:
    counts = listing.counts("employers")
    return ListResult(
        listing=listing,
        taken=taken,
        counts=[
            (_("읽은 기업"), counts["employers"], _("곳"), "ok"),
            (_("겹친 줄"), counts["duplicates"], _("줄"), ""),
            (_("빈 줄"), counts["blank"], _("줄"), ""),
            (_("받지 못한 줄"), counts["refused"], _("줄"), "stop"),
        ],
        correct=sheet_to_correct(COLUMNS, listing.refused, EXPLAINED),
    )
