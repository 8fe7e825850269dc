"""Badges of guests and of helpers without an account: named on the badge and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from festa.audit.actor import Actor
from festa.badges.guest_lines import Guest
from festa.badges.models import Badge, BadgeKind, BadgeState, RevokeReason
from festa.badges.service import end_badge, issue_badge
from festa.extensions import db
from festa.fairs.models import Fair

GUEST_KINDS = (BadgeKind.GUEST, BadgeKind.STAFF, BadgeKind.RECRUITER)


@dataclass
class Issued:
    """What became of a list: how many badges were made, and how many people had one already."""

    made: int = 0
    standing: int = 0


def issue_guests(fair: Fair, kind: BadgeKind, guests: Sequence[Guest], by: Actor) -> Issued:
    """Issue a badge to each; whoever has one already, by name and organisation, gets no second.

    The same list sent twice, or by two people at once, makes each badge once: the database
    holds who is a guest by a unique index.
    """
    issued = Issued()
    for guest in sorted(set(guests)):  # in one order: two lists never wait for each other
        try:
            issue_badge(
                fair.id,
                kind,
                by,
                guest_name=guest.name,
                guest_organisation=guest.organisation,
            )
            issued.made += 1
        except IntegrityError:
            issued.standing += 1
    return issued


def guests_of(fair_id: int) -> Sequence[Badge]:
    """The badges of people without registration and account, newest first; dead ones after."""
    query = select(Badge).where(
        Badge.fair_id == fair_id,
        Badge.registration_id.is_(None),
        Badge.account_id.is_(None),
        or_(Badge.state == BadgeState.ACTIVE, Badge.state == BadgeState.REVOKED),
    )
    found = db.session.scalars(query.order_by(Badge.guest_name, Badge.id)).all()
    return sorted(found, key=lambda badge: badge.state is not BadgeState.ACTIVE)


def revoke_guest(badge: Badge, reason: RevokeReason, by: Actor) -> None:
    """End the badge of somebody without a registration, and keep why."""
    end_badge(badge, BadgeState.REVOKED, by, reason)
