"""The badges of seekers in batches, and those that were made anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from festa.accounts.models import Account
from festa.badges.models import Badge
from festa.badges.printing import Batch
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.models import Registration
from festa.seekers.models import Seeker

MOST = 50


def seekers_of(batch: Batch) -> Sequence[tuple[Registration, Badge]]:
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
