"""Reading badges."""

from collections.abc import Sequence

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import select

from festa.badges.code import FullCode, Malformed, ShortCode
from festa.badges.models import Badge, BadgeState
from festa.badges.print_models import PrintRun
from festa.extensions import db


def find_badge(parsed: FullCode | ShortCode | Malformed, fair_id: int) -> Badge | None:
    """The badge with this code: a full code of any fair, a short one of this fair."""
    match parsed:
        case FullCode(digits=digits):
            return db.session.scalar(select(Badge).where(Badge.code == digits))
        case ShortCode(digits=digits):
            query = select(Badge).where(Badge.fair_id == fair_id, Badge.short_code == digits)
            return db.session.scalar(query)
    return None


def active_badge(registration_id: int) -> Badge | None:
    """The badge of a registration that opens the door now."""
    query = select(Badge).where(
        Badge.registration_id == registration_id, Badge.state == BadgeState.ACTIVE
    )
    return db.session.scalar(query)


def active_badges(registration_ids: Sequence[int]) -> dict[int, Badge]:
    """The badges of these registrations that open the door now, by registration."""
    query = select(Badge).where(
        Badge.registration_id.in_(registration_ids), Badge.state == BadgeState.ACTIVE
    )
    return {
        badge.registration_id: badge
        for badge in db.session.scalars(query)
        if badge.registration_id is not None
    }


def runs_of(fair_id: int, page: int) -> Pagination:
    """The print runs of a fair, newest first, in pages of 50."""
    query = select(PrintRun).where(PrintRun.fair_id == fair_id)
    newest = query.order_by(PrintRun.at.desc(), PrintRun.id.desc())
    return db.paginate(newest, page=page, per_page=50, max_per_page=50, error_out=False)
