"""Lists of people from organisers: checked first, then taken in."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _

from festa import clock
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.forms import complain
from festa.fairs.list_form import MOST_SHOWN, ListForm, sheet_to_correct
from festa.fairs.queries import get_fair
from festa.permissions import Permission, authorise, requires
from festa.registrations.seeker_sheet import COLUMNS, EXPLAINED, SeekerFile, read_seekers
from festa.sheets.problems import SheetRefused

bp = Blueprint("lists", __name__, url_prefix="/import")


@bp.route("", methods=["GET", "POST"])
@requires(Permission.MANAGE_REGISTRATIONS)
def upload() -> Any:
    """Check a list, or take it in; the file itself is kept nowhere."""
    fair, fairs = asked_fair(request.form.get("fair") or request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.MANAGE_REGISTRATIONS, fair)
    form, result, slug = ListForm(fair=fair.slug).offer(fairs), None, fair.slug
    if form.validate_on_submit():
        db.session.rollback()  # nobody waits for the lock while a long file is read
        try:
            listing = read_seekers(form.content(), clock.today())
        except SheetRefused as refused:
            complain(form.file, refused.sentence)
        else:
            if form.take_in.data:
                _take_in(listing, slug)
            result = _result(listing, bool(form.take_in.data))
    fair = get_fair(slug)
    page = render_template(
        "registrations/console_import.html",
        fair=fair,
        form=form,
        result=result,
        explained=EXPLAINED,
        most=MOST_SHOWN,
    )
    return page, 422 if form.errors else 200


def _take_in(listing: SeekerFile, slug: str) -> None:
    fair = get_fair(slug)
    authorise(Permission.MANAGE_REGISTRATIONS, fair)
    raise NotImplementedError
    db.session.commit()


def _result(listing: SeekerFile, taken: bool) -> dict[str, Any]:
    counts = listing.counts("people")
    return {
        "listing": listing,
        "kind": "ok" if taken else "info",
        "title": _("명단을 가져왔어요")
        if taken
        else _("검사를 마쳤어요. 아직 아무것도 저장하지 않았어요"),
        "sentence": None
        if taken
        else _("아래를 확인한 뒤, 같은 파일을 다시 골라 ‘가져오기’를 눌러 주세요."),
        "correct": sheet_to_correct(COLUMNS, listing.refused, EXPLAINED),
        "counts": [
            (_("받은 사람"), counts["people"], _("명"), "ok"),
            (_("같은 사람"), counts["duplicates"], _("줄"), ""),
            (_("빈 줄"), counts["blank"], _("줄"), ""),
            (_("받지 못한 줄"), counts["refused"], _("줄"), "stop"),
        ],
    }
