"""Giving a numbered lanyard to somebody who is registered."""

from flask_babel import lazy_gettext as _l

from festa.audit.actor import Actor
from festa.badges.lanyards import bind_lanyard
from festa.badges.models import Badge
from festa.errors import Refused
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState

NOT_CONFIRMED = _l("참가가 확정된 분께만 목걸이를 드릴 수 있어요. 참가 상태를 먼저 확인해 주세요.")


def give_lanyard(registration: Registration, typed: str, by: Actor) -> Badge:
    """Make the lanyard with this code the badge of a confirmed registration.

    The badge held before is superseded: one person, one badge that opens the door. Refused
    for whoever waits or has cancelled, and when the lanyard cannot be bound.
    """
    if registration.state is not RegistrationState.CONFIRMED:
        raise Refused(NOT_CONFIRMED)
    return bind_lanyard(registration.id, registration.fair_id, typed, by)
