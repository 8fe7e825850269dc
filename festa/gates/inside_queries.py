"""Reads of who is in the hall now: by the check-ins that stand and were not left."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from festa.accounts.models import Account
from festa.badges.models import Badge
from festa.extensions import db
from festa.fairs.models import Gate, Hall
from festa.gates.decision import LETS_IN, ScanOutcome
from festa.gates.models import CheckIn, Scan
from festa.registrations.models import Registration
from festa.seekers.identity import last_four, mask_name
from festa.seekers.models import Seeker

A_PAGE = 50
PASSED = LETS_IN | {ScanOutcome.LEFT}


@dataclass(frozen=True)
class Inside:
    """Somebody in the hall as paper may show them: masked, with the phone's last four digits."""

    name: str
    last_four: str
    hall: str
    seeker_id: int | None = None


def page_of_inside(fair_id: int, words: str, page: int) -> Pagination:
    """Who is inside, fifty a page by name: all, or those whose name or phone fits the words."""
    query = (
        select(CheckIn)
        .join(CheckIn.registration)
        .join(Registration.seeker)
        .where(*_inside(fair_id), *_fits(words.strip()))
        .options(
            contains_eager(CheckIn.registration).contains_eager(Registration.seeker),
            joinedload(CheckIn.last_gate).joinedload(Gate.hall),
        )
        .order_by(Seeker.name, CheckIn.id)
    )
    return db.paginate(query, page=page, per_page=A_PAGE, error_out=False)


def seekers_inside(fair_id: int, hall_id: int | None) -> list[Inside]:
    """Every seeker inside, of one hall when it is named, in the order of the printed names."""
    query = (
        select(Seeker.name, Seeker.phone, Hall.name, Registration.seeker_id)
        .select_from(CheckIn)
        .join(Registration, Registration.id == CheckIn.registration_id)
        .join(Seeker, Seeker.id == Registration.seeker_id)
        .join(Gate, Gate.id == CheckIn.last_gate_id)
        .outerjoin(Hall, Hall.id == Gate.hall_id)
        .where(*_inside(fair_id), *_in_hall(hall_id))
    )
    return _by_name(
        Inside(mask_name(name), last_four(phone), hall or "", seeker_id)
        for name, phone, hall, seeker_id in db.session.execute(query)
    )


def others_inside(fair_id: int, hall_id: int | None) -> list[Inside]:
    """Recruiters, staff and guests whose badge was read inwards last: they have no check-in."""
    undone = aliased(Scan)
    backwards = (Scan.scanned_at.desc(), Scan.received_at.desc(), Scan.id.desc())
    latest = (
        select(
            Scan.id,
            func.row_number().over(partition_by=Scan.badge_id, order_by=backwards).label("back"),
        )
        .join(Badge, Badge.id == Scan.badge_id)
        .where(
            Scan.fair_id == fair_id,
            Scan.outcome.in_(PASSED),
            Badge.registration_id.is_(None),
            ~select(undone.id).where(undone.undoes_id == Scan.id).exists(),
        )
        .subquery()
    )
    query = (
        select(func.coalesce(Account.name, Badge.guest_name), Hall.name)
        .select_from(latest)
        .join(Scan, Scan.id == latest.c.id)
        .join(Badge, Badge.id == Scan.badge_id)
        .outerjoin(Account, Account.id == Badge.account_id)
        .join(Gate, Gate.id == Scan.gate_id)
        .outerjoin(Hall, Hall.id == Gate.hall_id)
        .where(latest.c.back == 1, Scan.outcome.in_(LETS_IN), *_in_hall(hall_id))
    )
    return _by_name(
        Inside(mask_name(name), "", hall or "") for name, hall in db.session.execute(query)
    )


def _inside(fair_id: int) -> Sequence[Any]:
    return CheckIn.fair_id == fair_id, CheckIn.undone_at.is_(None), CheckIn.left_at.is_(None)


def _fits(words: str) -> Sequence[Any]:
    """What was typed: the last four digits of a phone, else the beginning of a name."""
    if not words:
        return ()
    if len(words) == 4 and words.isascii() and words.isdigit():
        return (Seeker.phone.endswith(words, autoescape=True),)
    return (Seeker.name.startswith(words.replace(" ", ""), autoescape=True),)


def _in_hall(hall_id: int | None) -> Sequence[Any]:
    return () if hall_id is None else (Gate.hall_id == hall_id,)


def _by_name(people: Any) -> list[Inside]:
    return sorted(people, key=lambda one: (one.name, one.last_four, one.hall))
