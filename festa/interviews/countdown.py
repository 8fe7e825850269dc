"""How long it is until something begins, in words."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

DAY = timedelta(days=1)
SOON = timedelta(minutes=1)


def until(start: datetime, end: datetime, now: datetime) -> str:
    """3일 뒤, 1시간 20분 뒤, 25분 뒤, 곧 시작해요, 지금; nothing once it has ended."""
    if now >= end:
        return ""
    if now >= start:
        return _("지금")
    left = start - now
    if left >= DAY:
        return ngettext("%(num)s일 뒤", "%(num)s일 뒤", left.days)
    if left < SOON:
        return _("곧 시작해요")
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    if not hours:
        return _("%(minutes)s분 뒤", minutes=minutes)
    if not minutes:
        return _("%(hours)s시간 뒤", hours=hours)
    return _("%(hours)s시간 %(minutes)s분 뒤", hours=hours, minutes=minutes)
