"""Asking seekers who agreed how it went: a text with a link, on each occasion once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import case, exists, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased, selectinload

from festa import clock
from festa.extensions import db
from festa.fairs.lifecycle import OVER
from festa.fairs.models import Fair
from festa.follow_ups.due_queries import tracked
from festa.follow_ups.models import FollowUp
from festa.follow_ups.steps import MONTHS, Occasion, kept_until, occasion_on
from festa.formats import in_language
from festa.interviews.evidence import Source
from festa.interviews.hire_states import WAS_HIRED
from festa.interviews.models import Booking, Outcome
from festa.interviews.statement_models import OutcomeStatement
from festa.interviews.states import BookingState, HireStage
from festa.links import site_link
from festa.messages.models import OutboxMessage
from festa.messages.occasions import still_true
from festa.messages.service import About, add_many, text_row
from festa.registrations.models import Registration
from festa.registrations.states import GONE

TEMPLATE = "follow_up_question"
OPEN_FOR = timedelta(days=30)
LAPSES_AFTER = timedelta(days=3)
YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Followed:
    """Somebody who agreed: since when they work somewhere, and whether they told us so."""

    registration: Registration
    hired_on: date | None
    told_us: bool

    @property
    def occasion(self) -> Occasion | None:
        """What is asked today."""
        day = self.registration.fair.day
        return occasion_on(day, self.hired_on, self.told_us, clock.today())


def plan_follow_ups() -> int:
    """Write today's questions and their messages; returns how many. Safe to repeat.

    The unique index on person and occasion decides who asks: the row and its message are
    written in one transaction, and whoever comes second finds the row.
    """
    due = [(one, one.occasion) for one in _followed()]
    words: dict[tuple[int, Occasion], str] = {}
    rows = []
    for one, occasion in due:
        if occasion is None:
            continue
        token = secrets.token_urlsafe(16)
        words[one.registration.id, occasion] = token
        rows.append(_row(one.registration, occasion, token))
    people = {one.registration.id: one.registration for one, _occasion in due}
    asked = _add(rows)
    add_many([_message(people[key[0]], key[1], words[key]) for key in asked])
    return len(asked)


def _followed() -> list[Followed]:
    """Everybody who agreed and had an interview at a fair of the last twelve months."""
    at_work = case((Outcome.stage.in_(WAS_HIRED - {HireStage.LEFT}), Outcome.hired_on))
    talks = aliased(Booking)
    told = exists().where(
        OutcomeStatement.outcome_id == Outcome.id,
        Outcome.booking_id == talks.id,
        talks.registration_id == Registration.id,
        OutcomeStatement.source == Source.SEEKER,
        OutcomeStatement.stage.in_(WAS_HIRED),
    )
    query = (
        select(Registration, func.max(at_work), told.correlate(Registration))
        .join(Registration.fair)
        .join(Booking, Booking.registration_id == Registration.id)
        .outerjoin(Outcome, Outcome.booking_id == Booking.id)
        .where(
            Fair.state.in_(OVER),
            Fair.day >= clock.today() - YEAR,
            Registration.state.not_in(GONE),
            Booking.state == BookingState.COMPLETED,
            tracked(),
        )
        .group_by(Registration.id)
        .order_by(Registration.id)
        .options(selectinload(Registration.fair), selectinload(Registration.seeker))
    )
    rows = db.session.execute(query)
    return [Followed(one, hired_on, bool(told)) for one, hired_on, told in rows]


def hash_of(token: str) -> str:
    """What is kept of a link's word; it is long and random, so nobody finds it from its hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def _row(registration: Registration, occasion: Occasion, token: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "registration_id": registration.id,
        "fair_id": registration.fair_id,
        "occasion": occasion,
        "token_hash": hash_of(token),
        "asked_at": now,
        "closes_at": now + OPEN_FOR,
    }


def _add(rows: list[dict[str, Any]]) -> list[tuple[int, Occasion]]:
    """Keep the questions that were not asked before; which those are."""
    if not rows:
        return []
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    added = db.session.execute(
        dialect.insert(FollowUp)
        .on_conflict_do_nothing(index_elements=["registration_id", "occasion"])
        .returning(FollowUp.registration_id, FollowUp.occasion),
        rows,
    )
    return [(registration_id, Occasion(occasion)) for registration_id, occasion in added]


def question_text(fair: Fair, occasion: Occasion) -> str:
    """What the text asks; it names nobody and no employer."""
    city = in_language(fair.city, fair.city_en)
    if occasion in MONTHS:
        return _(
            "[JOB 매칭 페스타] 새 직장은 어떠세요? 지금도 다니고 계신지 한 번만 눌러 알려 주세요."
        )
    return _(
        "[JOB 매칭 페스타] %(city)s 박람회 뒤 어떻게 지내세요? 취업하셨는지 한 번만 눌러 알려 주세요.",
        city=city,
    )


def _message(registration: Registration, occasion: Occasion, token: str) -> dict[str, Any]:
    fair = registration.fair
    link = site_link("follow_ups.by_link", token=token)
    with force_locale(registration.seeker.locale):
        stop = _("그만 받으시려면 같은 곳에서 ‘더 묻지 마세요’를 눌러 주세요.")
        where = link or _("내 페이지에서 답하실 수 있어요.")
        body = "\n".join([question_text(fair, occasion), where, stop])
    about = About(
        registration.seeker_id,
        fair.id,
        registration.id,
        lapses_at=clock.now() + LAPSES_AFTER,
        once=f"follow_up:{registration.id}:{occasion}",
    )
    return text_row(registration.seeker.phone, TEMPLATE, body, about, secret=True)


@still_true(TEMPLATE)
def still_asked(message: OutboxMessage) -> bool:
    """Whether the person still agrees and has not answered meanwhile."""
    open_one = select(FollowUp.id).where(
        FollowUp.registration_id == Registration.id,
        FollowUp.answered_at.is_(None),
        FollowUp.closes_at > clock.now(),
    )
    query = select(Registration.id).where(
        Registration.id == message.about_id,
        Registration.state.not_in(GONE),
        tracked(),
        open_one.exists(),
    )
    return db.session.scalar(query) is not None


def over(follow_up: FollowUp) -> bool:
    """Whether a question can be answered no more."""
    fair_day = follow_up.registration.fair.day
    return follow_up.closes_at <= clock.now() or clock.today() > kept_until(fair_day)
