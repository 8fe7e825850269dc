"""Making anew the badge that somebody has before them, and no other."""

from flask_babel import gettext as _

from festa.audit.actor import Actor
from festa.badges.models import ReissueReason
from festa.badges.queries import active_badge
from festa.badges.service import reissue_badge
from festa.errors import Refused
from festa.registrations.models import Registration


def reissue_shown(
    registration: Registration, badge_id: int | None, reason: ReissueReason, by: Actor
) -> None:
    """End the badge that was on the screen and make its next version.

    Refused when it is no longer the one in use: what was sent twice, or from an old page, would
    end the badge that was just put into somebody's hands.
    """
    badge = active_badge(registration.id)
    if badge is None:
        raise Refused(_("다시 만들 명찰이 없어요. 참가 상태를 먼저 확인해 주세요."))
    if badge.id != badge_id:
        raise Refused(_("이미 끝난 명찰이에요. 화면을 새로 고쳐 새 명찰을 확인해 주세요."))
    reissue_badge(badge, reason, by)
