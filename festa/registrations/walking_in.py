"""For which fairs people are registered at the desk, and where it is asked once more."""

from datetime import date

from flask_babel import gettext as _

from festa.errors import Refused
from festa.fairs.lifecycle import OVER, FairState
from festa.fairs.models import Fair
from festa.formats import day, in_language


def refuse_walk_ins(fair: Fair) -> None:
    """Refused where nobody comes: a fair that is still a plan, is called off or put away."""
    city = in_language(fair.city, fair.city_en)
    if fair.state is FairState.DRAFT:
        raise Refused(_("%(city)s 박람회는 아직 준비 중이라 현장등록을 받지 않아요.", city=city))
    if fair.state is FairState.CANCELLED:
        raise Refused(_("%(city)s 박람회는 취소되어 현장등록을 받지 않아요.", city=city))
    if fair.state is FairState.ARCHIVED:
        raise Refused(_("%(city)s 박람회는 모두 정리되어 현장등록을 받지 않아요.", city=city))


def why_not_today(fair: Fair, today: date) -> str | None:
    """What to say where somebody may have taken the wrong fair; None while its doors are open."""
    city, when = in_language(fair.city, fair.city_en), day(fair.day)
    if fair.state is FairState.LIVE:
        return None
    if fair.state is FairState.POSTPONED:
        return _("%(city)s 박람회는 미뤄졌어요.", city=city)
    if fair.state in OVER:
        return _("%(city)s 박람회는 끝났어요. %(day)s에 열렸어요.", city=city, day=when)
    if fair.day == today:
        return _("%(city)s 박람회는 아직 문을 열지 않았어요.", city=city)
    return _("오늘은 %(city)s 박람회 날이 아니에요. %(day)s 박람회예요.", city=city, day=when)
