"""A place that is kept for somebody: taken, declined, or lapsed and passed on.

The place is counted from the moment of the offer to its end, so that nothing is sold twice.
"""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa import clock
from festa.audit.actor import SYSTEM, Actor
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import OVER, FairState
from festa.fairs.models import Fair
from festa.links import read_signed
from festa.registrations.models import Registration
from festa.registrations.notices import tell_confirmed, tell_lapsed
from festa.registrations.service import cancel, confirm_offered

# While a fair is postponed nobody is pressed for an answer about its old day.
WAITS = OVER | {FairState.POSTPONED, FairState.CANCELLED}
AT_ONCE = 200


class OfferRefusal(StrEnum):
    """Why there is nothing to answer."""

    NO_OFFER = "no_offer"


NO_OFFER: Any = _l(
    "이 자리는 답할 시간이 지났거나 이미 답하셨어요. 지금 상태는 내 페이지에서 볼 수 있어요."
)


def take_offer(registration: Registration, by: Actor) -> None:
    """Take the place that is kept: confirmed, with a badge. Refused when it is kept no more."""
    _lock(registration)
    record("registration.place_taken", registration, by)
    confirm_offered(registration, by)
    tell_confirmed(registration, moved_up=True)


def decline_offer(registration: Registration, by: Actor) -> Registration | None:
    """Give the place to the next in line and leave the list; returns who is next."""
    _lock(registration)
    record("registration.place_declined", registration, by)
    return cancel(registration, by)


def lapse_offers() -> int:
    """Pass on every place whose time to answer is over; returns how many. Safe to repeat.

    Whoever did not answer leaves the list and is told how to come back: somebody further down
    who wants to come is not kept waiting by silence. What moves up may be offered in its turn.
    """
    query = (
        select(Registration)
        .join(Registration.fair)
        .where(Registration.offered_until <= clock.now(), Fair.state.not_in(WAITS))
        .options(joinedload(Registration.seeker))
        .order_by(Registration.offered_until, Registration.id)
        .limit(AT_ONCE)
        .with_for_update(of=Registration, skip_locked=True)
    )
    late = db.session.scalars(query).all()
    for one in late:
        record("registration.place_lapsed", one, SYSTEM)
        cancel(one, SYSTEM, tell=False)
        tell_lapsed(one)
    return len(late)


def offer_of(token: str) -> Registration | None:
    """The registration of a link in a message; None unless we wrote the link."""
    numbers = read_signed("offer", token)
    return db.session.get(Registration, numbers[0]) if numbers else None


def stands(registration: Registration) -> bool:
    """Whether a place is kept for this registration now."""
    until = registration.offered_until
    return until is not None and clock.now() < until


def _lock(registration: Registration) -> None:
    """Hold the row, so that an answer and the end of its time cannot both win."""
    db.session.refresh(registration, with_for_update={"of": Registration})
    if not stands(registration):
        raise Refused(NO_OFFER, OfferRefusal.NO_OFFER)
