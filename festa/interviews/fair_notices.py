"""What people and employers are told when a fair is called off, put off or moved."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa.employers.models import Employer, Participation, ParticipationState, Recruiter
from festa.extensions import db
from festa.fairs.models import Fair
from festa.formats import in_language, moment
from festa.messages.models import Channel
from festa.messages.service import About, add_many, text_row
from festa.registrations.models import Registration
from festa.registrations.notices import badge_lines, place_lines
from festa.seekers.identity import IdentityProblem, parse_mobile


class News(StrEnum):
    """What happened to a fair."""

    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RESUMED = "resumed"
    CHANGED = "changed"


# Employers in these have nothing to do with the fair any more, or not yet.
NOT_CONCERNED = (
    ParticipationState.REJECTED,
    ParticipationState.CANCELLED,
    ParticipationState.ABSENT,
)


def tell_people(fair: Fair, registrations: Sequence[Registration], news: News) -> int:
    """Tell everybody registered, in their language; returns how many."""
    rows = []
    for one in registrations:
        with force_locale(one.seeker.locale):
            body = "\n".join([_first(fair, news), *_where(fair, news), *_mine(one, news)])
        about = About(one.seeker_id, fair.id, one.id, fair.day)
        rows.append(text_row(one.seeker.phone, f"fair_{news}", body, about))
    add_many(rows)
    return len(rows)


def tell_employers(fair: Fair, news: News) -> int:
    """Tell every employer of the fair: its contact by text, contact and recruiters by e-mail."""
    query = (
        select(Participation)
        .where(Participation.fair_id == fair.id, Participation.state.not_in(NOT_CONCERNED))
        .options(
            joinedload(Participation.employer)
            .selectinload(Employer.recruiters)
            .joinedload(Recruiter.account)
        )
        .order_by(Participation.id)
    )
    rows: list[dict[str, Any]] = []
    told = db.session.scalars(query).all()
    with force_locale("ko"):
        body = "\n".join([_first(fair, news), *_where(fair, news), *_desk(news)])
        subject = SUBJECTS[news](fair)
    for one in told:
        about = About(None, fair.id, one.id, fair.day)
        template = f"employer_fair_{news}"
        phone = parse_mobile(one.contact_phone)
        if not isinstance(phone, IdentityProblem):
            rows.append(text_row(phone, template, body, about))
        for address in _addresses(one):
            row = text_row(address, template, body, about, subject=subject)
            rows.append(row | {"channel": Channel.EMAIL})
    add_many(rows)
    return len(told)


def _addresses(participation: Participation) -> list[str]:
    people = [one.account for one in participation.employer.recruiters if one.active]
    known = [participation.contact_email, *(account.email for account in people)]
    return list(dict.fromkeys(address.lower() for address in known if address))


def _city(fair: Fair) -> str:
    return in_language(fair.city, fair.city_en)


def _first(fair: Fair, news: News) -> str:
    words = {"city": _city(fair), "when": moment(fair.opens_at)}
    if news is News.CANCELLED:
        return _("[JOB 매칭 페스타] %(city)s 박람회(%(when)s)가 취소되었어요.", **words)
    if news is News.POSTPONED:
        return _("[JOB 매칭 페스타] %(city)s 박람회(%(when)s)가 연기되었어요.", **words)
    if news is News.RESUMED:
        return _("[JOB 매칭 페스타] %(city)s 박람회의 새 일정이에요: %(when)s", **words)
    return _("[JOB 매칭 페스타] %(city)s 박람회 일정이나 장소가 바뀌었어요: %(when)s", **words)


def _where(fair: Fair, news: News) -> list[str]:
    return place_lines(fair) if news in {News.RESUMED, News.CHANGED} else []


def _mine(registration: Registration, news: News) -> list[str]:
    """What it means for a person who is registered."""
    if news is News.CANCELLED:
        return [_("참가 신청과 면접 예약은 모두 취소되었어요. 다른 도시 박람회에서 뵐게요.")]
    if news is News.POSTPONED:
        return [_("신청은 그대로예요. 면접 예약은 취소되었고, 새 날짜가 정해지면 알려 드릴게요.")]
    stands = _("신청은 그대로예요. 오실 수 없으면 내 페이지에서 취소해 주세요.")
    return [stands, *badge_lines(registration)]


def _desk(news: News) -> list[str]:
    """What it means for an employer."""
    if news in {News.CANCELLED, News.POSTPONED}:
        return [_("예약된 면접은 모두 취소되었고, 구직자에게도 알렸어요.")]
    return [_("면접 예약 화면에서 시간을 다시 확인해 주세요.")]


def _cancelled_subject(fair: Fair) -> str:
    return _("%(city)s 박람회가 취소되었어요", city=_city(fair))


def _postponed_subject(fair: Fair) -> str:
    return _("%(city)s 박람회가 연기되었어요", city=_city(fair))


def _resumed_subject(fair: Fair) -> str:
    return _("%(city)s 박람회의 새 일정을 알려 드려요", city=_city(fair))


def _changed_subject(fair: Fair) -> str:
    return _("%(city)s 박람회 일정이나 장소가 바뀌었어요", city=_city(fair))


SUBJECTS = {
    News.CANCELLED: _cancelled_subject,
    News.POSTPONED: _postponed_subject,
    News.RESUMED: _resumed_subject,
    News.CHANGED: _changed_subject,
}
