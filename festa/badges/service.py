"""Issuing badges, making them anew, and ending them."""

from collections.abc import Sequence
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import entry, record, record_all
from festa.badges.code import make_code, make_short_code
from festa.badges.models import Badge, BadgeKind, BadgeState, ReissueReason, RevokeReason
from festa.errors import Refused
from festa.extensions import db

TRIES = 8
# Why the same badge goes on paper once more; for any other reason it is made anew.
PRINTED_AGAIN = (
    ReissueReason.PRINTER,
    ReissueReason.DAMAGED,
    ReissueReason.NAME_CHANGED,
    ReissueReason.OTHER,
)


class PrintRefusal(StrEnum):
    """Why a badge was not printed."""

    REASON_MISSING = "reason_missing"


def issue_badge(
    fair_id: int,
    kind: BadgeKind,
    by: Actor,
    *,
    registration_id: int | None = None,
    account_id: int | None = None,
    guest_name: str = "",
    guest_organisation: str = "",
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
            guest_organisation=guest_organisation,
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
            if attempt == TRIES - 1 or _has_active(badge):
                raise
            continue
        record("badge.issued", badge, by, version=version, reason=reason)
        return badge
    raise AssertionError("unreachable: the last attempt raises")


def _has_active(badge: Badge) -> bool:
    """Whether the holder of a refused badge has another: a registration, an account or a guest."""
    query = select(Badge.id).where(Badge.state == BadgeState.ACTIVE)
    if badge.registration_id is not None:
        query = query.where(Badge.registration_id == badge.registration_id)
    else:
        query = query.where(
            Badge.fair_id == badge.fair_id,
            Badge.registration_id.is_(None),
            Badge.account_id.is_not_distinct_from(badge.account_id),
        )
    if badge.account_id is None and badge.registration_id is None:
        query = query.where(
            Badge.kind == badge.kind,
            Badge.guest_name == badge.guest_name,
            Badge.guest_organisation == badge.guest_organisation,
        )
    return db.session.scalar(query) is not None


def end_badge(
    badge: Badge, state: BadgeState, by: Actor, reason: RevokeReason | None = None
) -> None:
    """End an active badge: superseded by a new one, revoked, or expired with its fair."""
    badge.state = state
    badge.ended_at = clock.now()
    badge.revoke_reason = reason
    for older in _valid_beside(badge):
        end_badge(older, state, by, reason)
    if reason is None:
        record(f"badge.{state}", badge, by)
    else:
        record(f"badge.{state}", badge, by, reason=reason)
    db.session.flush()


def revoke_all(registration_ids: Sequence[int], by: Actor) -> None:
    """Revoke every badge of these registrations that still opens a door, in one statement."""
    opens = Badge.state.in_((BadgeState.ACTIVE, BadgeState.ALSO_VALID))
    revoked = db.session.scalars(
        update(Badge)
        .where(Badge.registration_id.in_(registration_ids), opens)
        .values(state=BadgeState.REVOKED, ended_at=clock.now())
        .returning(Badge)
    )
    record_all([entry("badge.revoked", badge, by) for badge in revoked.all()])


def _valid_beside(badge: Badge) -> Sequence[Badge]:
    """The other badge of somebody who was registered twice; it ends with the one in use."""
    query = select(Badge).where(
        Badge.registration_id == badge.registration_id,
        Badge.registration_id.is_not(None),
        Badge.state == BadgeState.ALSO_VALID,
        Badge.id != badge.id,
    )
    return db.session.scalars(query).all()


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
        guest_organisation=badge.guest_organisation,
        version=badge.version + 1,
        reason=reason,
    )


def print_badge(badge: Badge, reason: ReissueReason | None, by: Actor) -> None:
    """Note that this badge is being printed, from the second time on with why.

    Refused without a reason then: each copy of a badge opens the door.
    """
    db.session.refresh(badge, with_for_update={"key_share": True})  # pressed twice, counted twice
    if badge.times_printed:
        if reason not in PRINTED_AGAIN:
            raise Refused(
                _l("전에 인쇄한 명찰이에요. 다시 인쇄하는 이유를 골라 주세요."),
                PrintRefusal.REASON_MISSING,
            )
        record("badge.reprinted", badge, by, reason=reason)
    mark_printed([badge], by)


def mark_printed(badges: list[Badge], by: Actor) -> None:
    """Note that these badges were put on paper."""
    for badge in badges:
        badge.printed_at = clock.now()
        badge.times_printed += 1
    record_all([entry("badge.printed", one, by, times=one.times_printed) for one in badges])
