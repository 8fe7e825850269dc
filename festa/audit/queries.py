"""Reading the audit log: by fair, action, doer, seeker and day; bounded, the newest first."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from flask_sqlalchemy.pagination import SelectPagination
from sqlalchemy import ColumnElement, func, select

from festa import clock
from festa.audit.models import AuditEntry
from festa.extensions import db

PAGE = 50
# Millions of rows gather in two years. Nobody turns 200 pages: whoever looks further narrows down.
MOST = 10_000


@dataclass(frozen=True)
class Wanted:
    """Which entries are looked for; `thing` is the first half of an action (`booking`)."""

    fair_id: int | None = None
    thing: str = ""
    actor: str = ""
    seeker_id: int | None = None
    since: date | None = None
    until: date | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filters as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.fair_id is not None:
            found.append(AuditEntry.fair_id == self.fair_id)
        if self.thing:
            found.append(AuditEntry.action.startswith(f"{self.thing}.", autoescape=True))
        if self.actor:
            found.append(AuditEntry.actor_label.contains(self.actor, autoescape=True))
        if self.seeker_id is not None:
            found.append(AuditEntry.seeker_id == self.seeker_id)
        if self.since is not None:
            found.append(AuditEntry.at >= clock.at(self.since, time(0)))
        if self.until is not None:
            found.append(AuditEntry.at < clock.at(self.until + timedelta(days=1), time(0)))
        return found


class BoundedPages(SelectPagination):
    """Pages over the newest entries only, so that counting them never reads the whole log."""

    def _query_count(self) -> int:
        """How many there are, up to MOST."""
        some = self._query_args["select"].order_by(None).with_only_columns(AuditEntry.id)
        counted = select(func.count()).select_from(some.limit(MOST).subquery())
        return db.session.scalar(counted) or 0


def entries(wanted: Wanted, page: int) -> BoundedPages:
    """One page of entries, the newest first."""
    query = (
        select(AuditEntry)
        .where(*wanted.conditions())
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return BoundedPages(
        select=query,
        session=db.session,
        page=min(page, MOST // PAGE),
        per_page=PAGE,
        max_per_page=PAGE,
        error_out=False,
    )
