"""The page on which organisers send a list in: checked first, then taken in, kept nowhere."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from festa.errors import Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.forms import complain
from festa.fairs.list_form import ListForm, ListResult, sheet_to_correct
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.fairs.taking_in import Taken
from festa.permissions import Permission, authorise
from festa.sheets.columns import Column
from festa.sheets.problems import SheetRefused
from festa.sheets.rows import Listing
from festa.text import Explanation


@dataclass(frozen=True)
class ListKind:
    """What a list is of: how it is read, how it is taken in, and how its rows are called."""

    permission: Permission
    form: type[ListForm]
    template: str
    read: Callable[[bytes], Listing[Any]]
    take_in: Callable[[Fair, Any, Any], Taken]
    columns: Sequence[Column]
    explained: Mapping[Any, Explanation]
    counted: str
    label: Any
    unit: Any


def list_page(kind: ListKind) -> Any:
    """Answer one request to the page: the form, or what the list came to."""
    fair, fairs = asked_fair(request.form.get("fair") or request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(kind.permission, fair)
    form, slug = kind.form(fair=fair.slug).offer(fairs), fair.slug
    result = _handle(kind, form, slug) if form.validate_on_submit() else None
    page = render_template(
        kind.template, fair=get_fair(slug), form=form, result=result, explained=kind.explained
    )
    return page, 422 if form.errors else 200


def _handle(kind: ListKind, form: ListForm, slug: str) -> ListResult | None:
    """What the list came to; None when it cannot be read, which is then said at its field."""
    db.session.rollback()  # nobody waits for the lock while a long file is read
    try:
        listing = kind.read(form.content())
        taken = kind.take_in(get_fair(slug), listing, form) if form.take_in.data else None
        db.session.commit()
    except SheetRefused as refused:
        complain(form.file, refused.sentence)
        return None
    except Refused as refused:
        db.session.rollback()
        complain(form.fair, refused.sentence)
        return None
    return _result(kind, listing, taken)


def _result(kind: ListKind, listing: Listing[Any], taken: Taken | None) -> ListResult:
    counts = listing.counts(kind.counted)
    return ListResult(
        listing=listing,
        taken=taken,
        counts=[
            (kind.label, counts[kind.counted], kind.unit, "ok"),
            (_("겹친 줄"), counts["duplicates"], _("줄"), ""),
            (_("빈 줄"), counts["blank"], _("줄"), ""),
            (_("받지 못한 줄"), counts["refused"], _("줄"), "stop"),
        ],
        correct=sheet_to_correct(kind.columns, listing.refused, kind.explained),
    )
