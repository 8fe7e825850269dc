"""Reads of the console's pages about registrations."""

from dataclasses import dataclass
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import contains_eager

from festa.badges.code import FullCode, ShortCode, parse
from festa.badges.models import Badge
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.desk_queries import named
from festa.registrations.models import Registration, Via
from festa.registrations.states import GONE, RegistrationState
from festa.seekers.models import Seeker
from festa.text import plain

PAGE = 50


@dataclass(frozen=True)
class WantedPeople:
    """Which people of a fair are looked for; `words` is a name, four digits or a badge number."""

    state: RegistrationState | None = None
    via: Via | None = None
    words: str = ""

    def conditions(self, fair_id: int) -> list[ColumnElement[bool]]:
        """The filters as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.state is not None:
            found.append(Registration.state == self.state)
        if self.via is not None:
            found.append(Registration.via == self.via)
        if self.words:
            found.append(_said(fair_id, self.words))
        return found


def _said(fair_id: int, words: str) -> ColumnElement[bool]:
    """By badge number, by the end of a phone number (at least four digits), or by a name."""
    parsed = parse(words)
    if isinstance(parsed, FullCode | ShortCode):
        codes = or_(Badge.code == parsed.digits, Badge.short_code == parsed.digits)
        held = select(Badge.registration_id).where(Badge.fair_id == fair_id, codes)
        return Registration.id.in_(held)
    bare = plain(words)
    digits = "".join(sign for sign in bare if sign in "0123456789")
    if digits and not any(sign.isalpha() for sign in bare):
        # The leading zero of 010-… is not in the number as it is kept.
        end = digits.removeprefix("0") if len(digits) > 8 else digits
        return Seeker.phone.endswith(end) if len(digits) >= 4 else false()
    return named(fair_id, words, most=None)


def people(fair: Fair, wanted: WantedPeople, page: int) -> Pagination:
    """One page of the people of a fair: the waiting in their order, the others newest first."""
    query = (
        select(Registration)
        .join(Registration.seeker)
        .where(
            Registration.fair_id == fair.id,
            Registration.state.not_in(GONE),
            *wanted.conditions(fair.id),
        )
        .options(contains_eager(Registration.seeker))
    )
    if wanted.state is RegistrationState.WAITLISTED:
        query = query.order_by(Registration.waiting_number, Registration.id)
    elif wanted.words:
        query = query.order_by(Seeker.name, Registration.id)
    else:
        query = query.order_by(Registration.registered_at.desc(), Registration.id.desc())
    return db.paginate(query, page=page, per_page=PAGE, max_per_page=PAGE, error_out=False)


def count_states(fair: Fair) -> dict[RegistrationState, int]:
    """How many people of a fair stand in each state."""
    query: Any = (
        select(Registration.state, func.count())
        .where(Registration.fair_id == fair.id, Registration.state.not_in(GONE))
        .group_by(Registration.state)
    )
    return dict(db.session.execute(query).all())
