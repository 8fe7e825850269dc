"""Reminding employers of what they owe: D+1, 7, 14, 30 and 90, each once, until nothing is owed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from festa import clock
from festa.employers.models import TAKING_PART, Employer, Participation, Recruiter
from festa.extensions import db
from festa.fairs.lifecycle import OVER
from festa.fairs.models import Fair
from festa.follow_ups.due_queries import talks_of
from festa.follow_ups.steps import ATTRIBUTED, reminder_on
from festa.formats import in_language
from festa.links import site_link
from festa.messages.models import Channel, OutboxMessage
from festa.messages.occasions import still_true
from festa.messages.service import About, add_many, text_row
from festa.seekers.identity import IdentityProblem, parse_mobile

TEMPLATE = "employer_outcomes_due"
# A mail is passed over more easily than a text: from the second reminder on both go.
TEXTED_FROM = 7
KEPT_TRUE = timedelta(days=5)


def plan_outcome_reminders() -> int:
    """Write the reminders of all fairs that are over into the outbox; how many. Safe to repeat."""
    today = clock.today()
    query = select(Fair).where(
        Fair.state.in_(OVER), Fair.day < today, Fair.day >= today - ATTRIBUTED
    )
    planned = 0
    for fair in db.session.scalars(query.order_by(Fair.day, Fair.id)):
        step = reminder_on(fair.day, today)
        if step is not None:
            planned += _remind_all(fair, step)
    return planned


def remind(participation: Participation, owed: int) -> int:
    """Remind one employer now, at an organiser's wish: by mail and text, once a day."""
    return add_many(_rows(participation, owed, f"asked-{clock.today():%Y%m%d}", texted=True))


def _remind_all(fair: Fair, step: int) -> int:
    parts = _participations(fair)
    owed: dict[int, int] = {}
    for talk in talks_of(parts):
        if talk.asked is not None:
            number = talk.booking.participation_id
            owed[number] = owed.get(number, 0) + 1
    rows = [
        row
        for number, count in owed.items()
        for row in _rows(parts[number], count, str(step), texted=step >= TEXTED_FROM)
    ]
    return add_many(rows)


def _participations(fair: Fair) -> dict[int, Participation]:
    query = (
        select(Participation)
        .join(Participation.fair)
        .where(Participation.fair_id == fair.id, Participation.state.in_(TAKING_PART))
        .options(
            contains_eager(Participation.fair),
            joinedload(Participation.employer)
            .selectinload(Employer.recruiters)
            .joinedload(Recruiter.account),
        )
        .order_by(Participation.id)
    )
    return {one.id: one for one in db.session.scalars(query)}


def _rows(participation: Participation, owed: int, step: str, texted: bool) -> list[dict[str, Any]]:
    fair = participation.fair
    with force_locale("ko"):
        subject = _subject(fair, owed)
        link = site_link("outcomes_due.due", participation_id=participation.id)
        body = "\n".join([subject, _ask(owed), *([link] if link else [])])
    name = f"outcomes:{participation.id}:{step}"
    rows: list[dict[str, Any]] = []
    address = address_of(participation)
    if address:
        about = _about(participation, f"{name}:mail")
        row = text_row(address, TEMPLATE, body, about, subject=subject)
        rows.append(row | {"channel": Channel.EMAIL})
    phone = parse_mobile(participation.contact_phone)
    if not isinstance(phone, IdentityProblem) and (texted or not address):
        rows.append(text_row(phone, TEMPLATE, body, _about(participation, f"{name}:text")))
    return rows


def _about(participation: Participation, once: str) -> About:
    lapses_at = clock.now() + KEPT_TRUE
    return About(None, participation.fair_id, participation.id, lapses_at=lapses_at, once=once)


def address_of(participation: Participation) -> str:
    """Where the employer reads mail: its contact for this fair, else whoever recruits for it."""
    people: Sequence[Recruiter] = participation.employer.recruiters
    known = [participation.contact_email, *(one.account.email for one in people if one.active)]
    return next((address for address in known if address), "")


def _subject(fair: Fair, owed: int) -> str:
    return _(
        "[JOB 매칭 페스타] %(city)s 박람회에서 만난 분들의 소식 %(count)s건을 기다려요",
        city=in_language(fair.city, fair.city_en),
        count=owed,
    )


def _ask(owed: int) -> str:
    return _(
        "한 화면에서 %(count)s건을 한 번에 남기실 수 있어요. 구직자들이 결과를 기다리고 있어요.",
        count=owed,
    )


@still_true(TEMPLATE)
def still_owed(message: OutboxMessage) -> bool:
    """Whether anything is still owed; whoever has answered meanwhile is left alone."""
    if message.about_id is None:
        return False
    return any(talk.asked is not None for talk in talks_of([message.about_id]))
