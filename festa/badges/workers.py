"""Badges without a registration: staff, recruiters of the employers there, and guests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, exists, select

from festa.accounts.models import Account, StaffAssignment
from festa.accounts.words import DUTY_WORDS
from festa.audit.actor import Actor
from festa.badges.face import BadgeFace, RoleKind, Stop, StopState
from festa.badges.models import Badge, BadgeKind, BadgeState
from festa.badges.printing import Batch, SameAgain
from festa.badges.service import issue_badge
from festa.employers.models import TAKING_PART, Employer, Participation, Recruiter
from festa.extensions import db
from festa.fairs.models import Fair
from festa.formats import day, in_language

WORKERS = (BadgeKind.RECRUITER, BadgeKind.STAFF)


@dataclass(frozen=True)
class Worker:
    """A badge, whose it is, and what stands under the name; guests have no account."""

    badge: Badge
    name: str
    place: str


def issue_missing(fair: Fair, by: Actor) -> int:
    """Issue badges to all staff and recruiters of a fair who have none; returns how many."""
    missing = [
        (account_id, kind)
        for kind in WORKERS
        for (account_id,) in db.session.execute(_lacking(fair, kind))
    ]
    for account_id, kind in missing:
        issue_badge(fair.id, kind, by, account_id=account_id)
    return len(missing)


def _lacking(fair: Fair, kind: BadgeKind) -> Select[Any]:
    held = exists().where(
        Badge.account_id == Account.id,
        Badge.fair_id == fair.id,
        Badge.state == BadgeState.ACTIVE,
    )
    return select(Account.id).where(Account.active, _works(fair, kind), ~held).order_by(Account.id)


def _works(fair: Fair, kind: BadgeKind) -> ColumnElement[bool]:
    if kind is BadgeKind.STAFF:
        return exists().where(
            StaffAssignment.account_id == Account.id, StaffAssignment.fair_id == fair.id
        )
    return exists().where(
        Recruiter.account_id == Account.id,
        Recruiter.active,
        Participation.employer_id == Recruiter.employer_id,
        Participation.fair_id == fair.id,
        Participation.state.in_(TAKING_PART),
    )


def workers(chosen: Batch | SameAgain) -> list[Worker]:
    """The badges of a batch with their holders, by employer or organisation, and name."""
    query = select(Badge, Account).outerjoin(Account, Badge.account_id == Account.id)
    rows = db.session.execute(chosen.narrow(query)).all()
    ids = [account.id for _badge, account in rows if account is not None]
    asked = _duties if chosen.kind is BadgeKind.STAFF else _employers
    places = asked(chosen.fair_id, ids) if ids else {}
    found = [_worker(badge, account, places) for badge, account in rows]
    return sorted(found, key=lambda one: (one.place, one.name, one.badge.id))


def _worker(badge: Badge, account: Account | None, places: dict[int, str]) -> Worker:
    if account is None:
        return Worker(badge, badge.guest_name, badge.guest_organisation)
    return Worker(badge, account.name, places.get(account.id, ""))


def _employers(fair_id: int, account_ids: Sequence[int]) -> dict[int, str]:
    query = (
        select(Recruiter.account_id, Employer.name)
        .distinct()
        .join(Employer, Recruiter.employer_id == Employer.id)
        .join(Participation, Participation.employer_id == Employer.id)
        .where(
            Recruiter.account_id.in_(account_ids),
            Recruiter.active,
            Participation.fair_id == fair_id,
        )
        .order_by(Employer.name)
    )
    names: dict[int, list[str]] = {}
    for account_id, name in db.session.execute(query):
        names.setdefault(account_id, []).append(name)
    return {account_id: ", ".join(each) for account_id, each in names.items()}


def _duties(fair_id: int, account_ids: Sequence[int]) -> dict[int, str]:
    query = select(StaffAssignment.account_id, StaffAssignment.duty).where(
        StaffAssignment.account_id.in_(account_ids), StaffAssignment.fair_id == fair_id
    )
    return {account_id: str(DUTY_WORDS[duty]) for account_id, duty in db.session.execute(query)}


def worker_faces(
    fair: Fair, line: tuple[Stop, ...], found: Sequence[Worker]
) -> Iterator[BadgeFace]:
    """What is printed on the badges of workers."""
    here = [index for index, stop in enumerate(line) if stop.state is StopState.TODAY]
    roles = {
        BadgeKind.STAFF: _("운영 스태프"),
        BadgeKind.RECRUITER: _("기업 채용담당"),
        BadgeKind.GUEST: _("손님"),
    }
    for one in found:
        yield BadgeFace(
            kind=RoleKind(one.badge.kind.value),
            role=roles[one.badge.kind],
            name=one.name,
            fair_title=in_language(fair.title, fair.title_en),
            date_text=day(fair.day, long=True),
            code=one.badge.code,
            short_code=one.badge.short_code,
            code_label=_("명찰 번호"),
            line1=one.place,
            stops=line,
            current=here[0] if here else None,
        )
