"""What a fair is to the public at a moment: whether one may come, and how."""

from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext

from festa import clock
from festa.fairs.lifecycle import OVER, FairState, takes_registrations
from festa.fairs.models import Fair
from festa.formats import day


class Standing(StrEnum):
    """What the public can do about a fair."""

    LIVE = "live"
    LIVE_FULL = "live_full"
    OPEN = "open"
    FULL = "full"
    NOT_YET = "not_yet"
    PREPARING = "preparing"
    SHUT = "shut"
    OVER = "over"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


BY_STATE: dict[FairState, Standing] = {
    FairState.CANCELLED: Standing.CANCELLED,
    FairState.POSTPONED: Standing.POSTPONED,
    FairState.DRAFT: Standing.PREPARING,
} | dict.fromkeys(OVER, Standing.OVER)
ENDED = frozenset({Standing.OVER, Standing.CANCELLED, Standing.POSTPONED})
TAKING = frozenset({Standing.LIVE, Standing.OPEN, Standing.FULL})

KINDS: dict[Standing, str] = {
    Standing.LIVE: "today",
    Standing.LIVE_FULL: "today",
    Standing.OPEN: "brand",
    Standing.FULL: "wait",
    Standing.POSTPONED: "wait",
    Standing.CANCELLED: "stop",
}


def standing(fair: Fair, now: datetime) -> Standing:
    """What the public can do about this fair now."""
    if fair.state in BY_STATE:
        return BY_STATE[fair.state]
    takes = takes_registrations(
        fair.state,
        fair.registration_opens_at,
        fair.registration_closes_at,
        fair.closes_at,
        now,
    )
    left = fair.places_left > 0
    if fair.state is FairState.LIVE and takes:
        return Standing.LIVE if left else Standing.LIVE_FULL
    if takes:
        return Standing.OPEN if left else Standing.FULL
    if fair.state is FairState.LIVE:
        return Standing.SHUT
    if now < fair.registration_opens_at:
        return Standing.NOT_YET
    return Standing.PREPARING if fair.state is FairState.PUBLISHED else Standing.SHUT


def word(fair: Fair, now: datetime) -> str:
    """The pill of a fair: 오늘, D-9 신청 중, 12월 1일(화) 신청 시작, 마침."""
    ahead = countdown(fair, now)
    match standing(fair, now):
        case Standing.LIVE | Standing.LIVE_FULL:
            return _("오늘")
        case Standing.OPEN:
            return _("%(ahead)s 신청 중", ahead=ahead)
        case Standing.FULL:
            return _("%(ahead)s 대기 접수 중", ahead=ahead)
        case Standing.NOT_YET:
            return _("%(day)s 신청 시작", day=day(fair.registration_opens_at))
        case Standing.PREPARING:
            return _("준비 중")
        case Standing.SHUT:
            return _("%(ahead)s 신청 마감", ahead=ahead)
        case Standing.OVER:
            return _("마침")
        case Standing.POSTPONED:
            return _("연기")
        case Standing.CANCELLED:
            return _("취소")


def countdown(fair: Fair, now: datetime) -> str:
    """D-9, or 오늘 on the day itself; nothing once the day has passed."""
    days = (fair.day - clock.local(now).date()).days
    if days == 0:
        return _("오늘")
    return ngettext("D-%(num)s", "D-%(num)s", days) if days > 0 else ""
