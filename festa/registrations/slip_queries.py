"""Reads for the desk's page of paper slips."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from festa.badges.code import FullCode, ShortCode, parse
from festa.badges.queries import find_badge
from festa.extensions import db
from festa.registrations.models import Registration
from festa.registrations.slip_models import Slip, SlipEntry, SlipSeries
from festa.registrations.states import GONE
from festa.seekers.identity import IdentityProblem, parse_mobile
from festa.seekers.models import Seeker


def find_by_paper(fair_id: int, written: str) -> Registration | None:
    """The one registration of the fair with this badge number or mobile; None for none or several.

    One that was merged away is found by its own number only: another one stands for it.
    """
    parsed = parse(written)
    if isinstance(parsed, FullCode | ShortCode):
        badge = find_badge(parsed, fair_id)
        if badge is None or badge.fair_id != fair_id or badge.registration_id is None:
            return None
        return db.session.get(Registration, badge.registration_id)
    mobile = parse_mobile(written)
    if isinstance(mobile, IdentityProblem):
        return None
    query = (
        select(Registration)
        .join(Registration.seeker)
        .where(Registration.fair_id == fair_id, Seeker.phone == mobile)
    )
    found = db.session.scalars(query).all()
    standing = [one for one in found if one.state not in GONE] or found
    return standing[0] if len(standing) == 1 else None


def people_of(entries: Sequence[SlipEntry]) -> dict[int, int]:
    """The seekers of these entries, by registration."""
    ids = {entry.registration_id for entry in entries if entry.registration_id is not None}
    query = select(Registration.id, Registration.seeker_id).where(Registration.id.in_(ids))
    return {registration_id: seeker_id for registration_id, seeker_id in db.session.execute(query)}  # noqa: C416


@dataclass(frozen=True)
class SeriesCount:
    """A series of slips: its numbers, and how many of them have an entry."""

    series: SlipSeries
    first: int
    last: int
    entered: int


def series_of(fair_id: int) -> list[SeriesCount]:
    """The series of a fair, newest first."""
    query = (
        select(SlipSeries, func.min(Slip.serial), func.max(Slip.serial), func.count(SlipEntry.id))
        .join(Slip, Slip.series_id == SlipSeries.id)
        .outerjoin(SlipEntry, SlipEntry.slip_id == Slip.id)
        .where(SlipSeries.fair_id == fair_id)
        .group_by(SlipSeries)
        .order_by(SlipSeries.id.desc())
    )
    return [SeriesCount(*row) for row in db.session.execute(query)]
