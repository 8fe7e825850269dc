"""The audit log for organisers: who did what to whose data, when and from where."""

from typing import Any

from flask import Blueprint, render_template, request
from sqlalchemy import select

from festa.audit.forms import AuditFilters
from festa.audit.models import AuditEntry
from festa.audit.queries import MOST, Wanted, entries
from festa.audit.words import ACTORS, THINGS, said
from festa.employers.models import Employer
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.words import WORDS as FAIR_WORDS
from festa.formats import in_language
from festa.paging import asked_page
from festa.permissions import Permission, requires

bp = Blueprint("audit_console", __name__, url_prefix="/console/audit")


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
        most=MOST,
        said=said,
        actors=ACTORS,
        fair_words={state.value: word for state, word in FAIR_WORDS.items()},
        fair_names={fair.id: _city(fair) for fair in fairs},
        employer_names=_employer_names(page.items),
        filtered=any(request.args.get(name) for name in form._fields),
    )


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
    return dict(db.session.execute(query).tuples().all()) if ids else {}
