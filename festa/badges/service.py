"""Issuing badges, making them anew, and ending them."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.badges.code import make_code, make_short_code
from festa.badges.models import Badge, BadgeKind, BadgeState, ReissueReason
from festa.extensions import db

TRIES = 8


def issue_badge(
    fair_id: int,
    kind: BadgeKind,
    by: Actor,
    *,
    registration_id: int | None = None,
    account_id: int | None = None,
    guest_name: str = "",
    version: int = 1,
    reason: ReissueReason | None = None,
) -> Badge:
    """Make an active badge with a code of its own.

    Short codes have seven random digits, so two may meet; the database refuses the second
    and another is drawn. IntegrityError when the holder has an active badge already.
    """
    for attempt in range(TRIES):
        badge = Badge(
            fair_id=fair_id,
            kind=kind,
            registration_id=registration_id,
            account_id=account_id,
            guest_name=guest_name,
            code=make_code(fair_id),
            short_code=make_short_code(),
            version=version,
            reissue_reason=reason,
            issued_at=clock.now(),
        )
        try:
            with db.session.begin_nested():
                db.session.add(badge)
        except IntegrityError:
            if attempt == TRIES - 1 or _has_active(registration_id, account_id, fair_id):
                raise
            continue
        record("badge.issued", badge, by, version=version, reason=reason)
        return badge
    raise AssertionError("unreachable: the last attempt raises")


def _has_active(registration_id: int | None, account_id: int | None, fair_id: int) -> bool:
    holder = (
        Badge.registration_id == registration_id
        if registration_id is not None
        else (Badge.account_id == account_id) & (Badge.fair_id == fair_id)
    )
    query = select(Badge.id).where(holder, Badge.state == BadgeState.ACTIVE)
    return db.session.scalar(query) is not None


def end_badge(badge: Badge, state: BadgeState, by: Actor) -> None:
    """End an active badge: superseded by a new one, revoked, or expired with its fair."""
    badge.state = state
    badge.ended_at = clock.now()
    record(f"badge.{state}", badge, by)
    db.session.flush()


def reissue_badge(badge: Badge, reason: ReissueReason, by: Actor) -> Badge:
    """End the badge and make its next version; the old code is refused by name from now on."""
    end_badge(badge, BadgeState.SUPERSEDED, by)
    return issue_badge(
        badge.fair_id,
        badge.kind,
        by,
        registration_id=badge.registration_id,
        account_id=badge.account_id,
        guest_name=badge.guest_name,
        version=badge.version + 1,
        reason=reason,
    )


def mark_printed(badges: list[Badge], by: Actor) -> None:
    """Note that these badges were put on paper."""
    for badge in badges:
        badge.printed_at = clock.now()
        badge.times_printed += 1
        record("badge.printed", badge, by, times=badge.times_printed)
