"""The badges of seekers in batches, and those that were made anew."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from festa.accounts.models import Account
from festa.badges.face import BadgeFace
from festa.badges.models import Badge, BadgeKind
from festa.badges.printing import Batch, SameAgain, positions
from festa.badges.workers import worker_faces, workers
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.faces import badge_faces, line_of
from festa.registrations.models import Registration
from festa.seekers.models import Seeker

MOST = 50


@dataclass(frozen=True)
class Pile:
    """Badges in the order in which they are printed, whose they are, and how they look."""

    ids: list[int]
    seeker_ids: dict[int, int]  # by badge; empty where nobody has a registration
    faces: Callable[[Collection[int]], Iterator[BadgeFace]]

    def seekers_among(self, badge_ids: Collection[int]) -> list[int]:
        """The seekers whose badges these are."""
        return [self.seeker_ids[one] for one in badge_ids if one in self.seeker_ids]


def pile_of(fair: Fair, chosen: Batch | SameAgain) -> Pile:
    """The badges of a batch by name, or of an earlier run as they lay then."""
    places = positions(chosen.run_id) if isinstance(chosen, SameAgain) else {}

    def at(badge: Badge) -> int:
        return places.get(badge.id, 0)

    if chosen.kind is BadgeKind.SEEKER:
        pairs = sorted(seekers_of(chosen), key=lambda pair: at(pair[1]))
        return Pile(
            [badge.id for _registration, badge in pairs],
            {badge.id: registration.seeker_id for registration, badge in pairs},
            lambda ids: badge_faces([pair for pair in pairs if pair[1].id in ids]),
        )
    found = sorted(workers(chosen), key=lambda one: at(one.badge))
    line = line_of(fair)
    return Pile(
        [one.badge.id for one in found],
        {},
        lambda ids: worker_faces(fair, line, [one for one in found if one.badge.id in ids]),
    )


def seekers_of(batch: Batch | SameAgain) -> Sequence[tuple[Registration, Badge]]:
    """The badges of a batch with their registrations, by name."""
    query: Any = (
        select(Registration, Badge)
        .join(Badge, Badge.registration_id == Registration.id)
        .join(Registration.seeker)
        .options(
            contains_eager(Registration.seeker),
            joinedload(Registration.fair).joinedload(Fair.tour),
        )
    )
    query = batch.narrow(query).order_by(Seeker.name, Registration.id)
    return db.session.execute(query).all()


@dataclass(frozen=True)
class Reissued:
    """A badge that was made anew, and whose it is; a seeker has a number, an account none."""

    badge: Badge
    name: str
    seeker_id: int | None
    registration_id: int | None


def reissued(fair_id: int) -> list[Reissued]:
    """The badges of a fair that were made anew, newest first."""
    query = (
        select(Badge, Seeker.id, Seeker.name, Account.name)
        .outerjoin(Registration, Badge.registration_id == Registration.id)
        .outerjoin(Seeker, Registration.seeker_id == Seeker.id)
        .outerjoin(Account, Badge.account_id == Account.id)
        .where(Badge.fair_id == fair_id, Badge.reissue_reason.is_not(None))
        .order_by(Badge.issued_at.desc(), Badge.id.desc())
        .limit(MOST)
    )
    return [
        Reissued(badge, seeker or account or badge.guest_name, seeker_id, badge.registration_id)
        for badge, seeker_id, seeker, account in db.session.execute(query)
    ]
