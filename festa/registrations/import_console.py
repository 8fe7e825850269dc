"""Lists of people from organisers: checked first, then taken in."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from festa import clock
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.forms import complain
from festa.fairs.list_form import ListForm, ListResult, sheet_to_correct
from festa.fairs.queries import get_fair
from festa.fairs.taking_in import Taken
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.importing import import_seekers
from festa.registrations.seeker_sheet import COLUMNS, EXPLAINED, SeekerFile, read_seekers
from festa.sheets.problems import SheetRefused

bp = Blueprint("lists", __name__, url_prefix="/import")


class PeopleListForm(ListForm):
    """A list of people."""

    details_consented = BooleanField(
        _l("선택정보 동의를 종이로 받은 명단이에요"),
        description=_l(
            "체크하면 희망 직무·수료 과정·이메일도 저장하고 동의를 종이로 받았다고 남겨요. "
            "체크하지 않으면 읽지 않아요."
        ),
    )


@bp.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_REGISTRATIONS)
def upload() -> Any:
    """Check a list, or take it in; the file itself is kept nowhere."""
    fair, fairs = asked_fair(request.form.get("fair") or request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.MANAGE_REGISTRATIONS, fair)
    form, slug = PeopleListForm(fair=fair.slug).offer(fairs), fair.slug
    result = _handle(form, slug) if form.validate_on_submit() else None
    page = render_template(
        "registrations/console_import.html",
        fair=get_fair(slug),
        form=form,
        result=result,
        explained=EXPLAINED,
    )
    return page, 422 if form.errors else 200


def _handle(form: PeopleListForm, slug: str) -> ListResult | None:
    """What the list came to; None when it cannot be read, which is then said at its field."""
    db.session.rollback()  # nobody waits for the lock while a long file is read
    try:
        listing = read_seekers(form.content(), clock.today())
        taken = _take_in(listing, slug, form) if form.take_in.data else None
    except SheetRefused as refused:
        complain(form.file, refused.sentence)
        return None
    except Refused as refused:
        db.session.rollback()
        complain(form.fair, refused.sentence)
        return None
    return _result(listing, taken)


def _take_in(listing: SeekerFile, slug: str, form: PeopleListForm) -> Taken:
    taken = import_seekers(
        get_fair(slug),
        listing,
        acting(),
        details_consented=bool(form.details_consented.data),
        after_batch=lambda _taken: db.session.commit(),
    )
    db.session.commit()
    return taken


def _result(listing: SeekerFile, taken: Taken | None) -> ListResult:
    counts = listing.counts("people")
    return ListResult(
        listing=listing,
        taken=taken,
        counts=[
            (_("읽은 사람"), counts["people"], _("명"), "ok"),
            (_("겹친 줄"), counts["duplicates"], _("줄"), ""),
            (_("빈 줄"), counts["blank"], _("줄"), ""),
            (_("받지 못한 줄"), counts["refused"], _("줄"), "stop"),
        ],
        correct=sheet_to_correct(COLUMNS, listing.refused, EXPLAINED),
    )
