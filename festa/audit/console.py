"""The audit log for organisers: who did what to whose data, when and from where."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy import select

from festa.audit.forms import AuditFilters
from festa.audit.models import AuditEntry
from festa.audit.queries import MOST, Wanted, entries
from festa.audit.words import ACTORS, PAGES, THINGS, said
from festa.employers.models import Employer
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.words import WORDS as FAIR_WORDS
from festa.formats import in_language
from festa.paging import asked_page
from festa.permissions import Permission, requires

bp = Blueprint("audit_console", __name__, url_prefix="/console/audit")

LOOK = "personal_data.seen"
AT_ONCE = 2  # seconds


@bp.get("")
@requires(Permission.READ_AUDIT)
def index() -> str:
    """The newest entries, or those that the filters name."""
    fairs = db.session.scalars(select(Fair).order_by(Fair.day.desc())).all()
    form = AuditFilters(request.args)
    form.offer([(fair.slug, f"{fair.day.year} {_city(fair)}") for fair in fairs])
    form.validate()
    page = entries(_wanted(form, fairs), asked_page())
    return render_template(
        "audit/index.html",
        form=form,
        page=page,
        rows=gathered(page.items),
        most=MOST,
        said=said,
        actors=ACTORS,
        pages=PAGES,
        fair_words={state.value: word for state, word in FAIR_WORDS.items()},
        fair_names={fair.id: _city(fair) for fair in fairs},
        employer_names=_employer_names(page.items),
        filtered=any(request.args.get(name) for name in form._fields),
    )


@dataclass
class Row:
    """One line of the log: an entry, and whose data it and those that followed at once were."""

    entry: AuditEntry
    seeker_ids: list[int]


def gathered(shown: Iterable[AuditEntry]) -> list[Row]:
    """The entries by line: a list that was looked at is one look at many people."""
    rows: list[Row] = []
    for entry in shown:
        if not rows or not _same_look(rows[-1].entry, entry):
            rows.append(Row(entry, []))
        if entry.seeker_id is not None:
            rows[-1].seeker_ids.append(entry.seeker_id)
    return rows


def _same_look(one: AuditEntry, other: AuditEntry) -> bool:
    if one.action != LOOK:
        return False
    names = ("action", "actor_kind", "actor_id", "address", "fair_id", "employer_id", "detail")
    close = abs((one.at - other.at).total_seconds()) < AT_ONCE
    return close and all(getattr(one, name) == getattr(other, name) for name in names)


def _city(fair: Fair) -> str:
    return in_language(fair.city, fair.city_en)


def _wanted(form: AuditFilters, fairs: Any) -> Wanted:
    by_slug = {fair.slug: fair.id for fair in fairs}
    thing = form.thing.data if form.thing.data in THINGS else ""
    return Wanted(
        fair_id=by_slug.get(form.fair.data),
        thing=thing or "",
        actor=(form.actor.data or "").strip(),
        seeker_id=form.seeker.data if not form.seeker.errors else None,
        since=form.since.data,
        until=form.until.data,
    )


def _employer_names(shown: list[AuditEntry]) -> dict[int, str]:
    ids = {entry.employer_id for entry in shown if entry.employer_id is not None}
    query = select(Employer.id, Employer.name).where(Employer.id.in_(ids))
    return dict(db.session.execute(query).all()) if ids else {}
